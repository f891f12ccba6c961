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

/* Appends the number that the next token means; the table's last row holds the largest one. */
static enum zf_status take(struct rdata_in *in, const struct mnemonic *row)
{
	const struct rrtoken *token = rdata_plain(in);
	uint64_t value = 0;
	if (!token)
		return ZF_ERR_DATA;
	if (token->n > 0 && str_is_digit(token->p[0])) {
		while (row->name)
			row++;
		if (!rdata_number(in, row->value, &value))
			return ZF_ERR_DATA;
	} else {
		while (row->name &&
			!str_eq_nocase(row->name, strlen(row->name), token->p, token->n))
			row++;
		value = row->value;
		if (!row->name)
			return rdata_fail(in, "bad-algorithm",
				"is neither a known mnemonic nor a number from 0 to %u",
				row->value);
		in->token++;
	}
	while (row->name)
		row++;
	size_t octets = row->value == UINT8_MAX ? 1 : 2;
	uint8_t *o = rdata_room(in, octets);
	if (!o)
		return rdata_too_long(in);
	o[0] = (uint8_t)(octets == 1 ? value : value >> 8);
	if (octets == 2)
		o[1] = (uint8_t)value;
	rdata_wrote(in, octets);
	return ZF_OK;
}

static enum zf_status parse_algorithm(struct rdata_in *in)
{
	return take(in, algorithms);
}

static enum zf_status parse_digest_type(struct rdata_in *in)
{
	return take(in, digest_types);
}

static enum zf_status parse_dsync_scheme(struct rdata_in *in)
{
	return take(in, dsync_schemes);
}

static enum zf_status parse_protocol(struct rdata_in *in)
{
	return take(in, protocols);
}

static enum zf_status parse_cert_type(struct rdata_in *in)
{
	return take(in, cert_types);
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
