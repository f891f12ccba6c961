/* Fields that are numbers with mnemonics: read as either, printed as numbers. */
#include <string.h>

#include "rdata_kind.h"

struct mnemonic {
	const char *name;
	uint16_t value;
};

/* IANA "DNS Security Algorithm Numbers", and the spellings that BIND has beside them. */
static const struct mnemonic algorithms[] = {{"DELETE", 0}, {"RSAMD5", 1}, {"DH", 2}, {"DSA", 3},
	{"ECC", 4}, {"RSASHA1", 5}, {"DSA-NSEC3-SHA1", 6}, {"NSEC3DSA", 6},
	{"RSASHA1-NSEC3-SHA1", 7}, {"NSEC3RSASHA1", 7}, {"RSASHA256", 8}, {"RSASHA512", 10},
	{"ECC-GOST", 12}, {"ECCGOST", 12}, {"ECDSAP256SHA256", 13}, {"ECDSAP384SHA384", 14},
	{"ED25519", 15}, {"ED448", 16}, {"SM2SM3", 17}, {"ECC-GOST12", 23}, {"INDIRECT", 252},
	{"PRIVATEDNS", 253}, {"PRIVATEOID", 254}, {NULL, UINT8_MAX}};

/* IANA "DS RR Type Digest Algorithms". */
static const struct mnemonic digest_types[] = {{"SHA-1", 1}, {"SHA1", 1}, {"SHA-256", 2},
	{"SHA256", 2}, {"GOST", 3}, {"SHA-384", 4}, {"SHA384", 4}, {NULL, UINT8_MAX}};

/* RFC 9859 section 2.2. */
static const struct mnemonic dsync_schemes[] = {{"NOTIFY", 1}, {NULL, UINT8_MAX}};

/* IANA "Protocol Numbers", those that WKS records name. */
static const struct mnemonic protocols[] = {
	{"ICMP", 1}, {"TCP", 6}, {"UDP", 17}, {NULL, UINT8_MAX}};

/* RFC 4398 section 2.1. */
static const struct mnemonic cert_types[] = {{"PKIX", 1}, {"SPKI", 2}, {"PGP", 3}, {"IPKIX", 4},
	{"ISPKI", 5}, {"IPGP", 6}, {"ACPKIX", 7}, {"IACPKIX", 8}, {"URI", 253}, {"OID", 254},
	{NULL, UINT16_MAX}};

/* IANA "Service Names and Port Numbers", the old ones that WKS records name. */
static const struct mnemonic services[] = {{"echo", 7}, {"discard", 9}, {"systat", 11},
	{"daytime", 13}, {"netstat", 15}, {"qotd", 17}, {"chargen", 19}, {"ftp-data", 20},
	{"ftp", 21}, {"ssh", 22}, {"telnet", 23}, {"smtp", 25}, {"time", 37}, {"rlp", 39},
	{"name", 42}, {"nameserver", 42}, {"nicname", 43}, {"whois", 43}, {"domain", 53},
	{"bootps", 67}, {"bootpc", 68}, {"tftp", 69}, {"gopher", 70}, {"finger", 79}, {"http", 80},
	{"hostname", 101}, {"pop2", 109}, {"pop3", 110}, {"sunrpc", 111}, {"auth", 113},
	{"nntp", 119}, {"ntp", 123}, {"imap", 143}, {"snmp", 161}, {NULL, UINT16_MAX}};

/* Takes a number, or a mnemonic of the table, whose last row holds the largest number. */
static bool take_number(struct rdata_in *in, const struct mnemonic *row, uint64_t *value)
{
	const struct rrtoken *token = rdata_plain(in);
	if (!token)
		return false;
	bool number = token->n > 0 && str_is_digit(token->p[0]);
	while (row->name &&
		(number || !str_eq_nocase(row->name, strlen(row->name), token->p, token->n)))
		row++;
	if (number)
		return rdata_number(in, row->value, value);
	if (!row->name) {
		rdata_fail(in, "bad-algorithm",
			"is neither a known mnemonic nor a number from 0 to %u", row->value);
		return false;
	}
	*value = row->value;
	in->token++;
	return true;
}

bool rdata_service(struct rdata_in *in, uint64_t *port)
{
	return take_number(in, services, port);
}

static enum zf_status take_u8(struct rdata_in *in, const struct mnemonic *table)
{
	uint64_t value;
	if (!take_number(in, table, &value))
		return ZF_ERR_DATA;
	uint8_t *o = rdata_room(in, 1);
	if (!o)
		return rdata_too_long(in);
	*o = (uint8_t)value;
	rdata_wrote(in, 1);
	return ZF_OK;
}

static enum zf_status parse_algorithm(struct rdata_in *in)
{
	return take_u8(in, algorithms);
}

static enum zf_status parse_digest_type(struct rdata_in *in)
{
	return take_u8(in, digest_types);
}

static enum zf_status parse_dsync_scheme(struct rdata_in *in)
{
	return take_u8(in, dsync_schemes);
}

static enum zf_status parse_protocol(struct rdata_in *in)
{
	return take_u8(in, protocols);
}

static enum zf_status parse_cert_type(struct rdata_in *in)
{
	uint64_t value;
	if (!take_number(in, cert_types, &value))
		return ZF_ERR_DATA;
	uint8_t *o = rdata_room(in, 2);
	if (!o)
		return rdata_too_long(in);
	o[0] = (uint8_t)(value >> 8);
	o[1] = (uint8_t)value;
	rdata_wrote(in, 2);
	return ZF_OK;
}

const struct rdata_kind rdata_kind_algorithm = {
	rdata_measure_u8, parse_algorithm, rdata_print_u8, NULL};
const struct rdata_kind rdata_kind_digest_type = {
	rdata_measure_u8, parse_digest_type, rdata_print_u8, NULL};
const struct rdata_kind rdata_kind_dsync_scheme = {
	rdata_measure_u8, parse_dsync_scheme, rdata_print_u8, NULL};
const struct rdata_kind rdata_kind_protocol = {
	rdata_measure_u8, parse_protocol, rdata_print_u8, NULL};
const struct rdata_kind rdata_kind_cert_type = {
	rdata_measure_u16, parse_cert_type, rdata_print_u16, NULL};
