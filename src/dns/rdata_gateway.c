/* Gateways of IPSECKEY (RFC 4025) and relays of AMTRELAY (RFC 8777): nothing, an address or a name,
 * as an octet before them tells. */
#include <string.h>

#include "rdata_kind.h"

/* --- nothing, "." in text --- */

static enum zf_status parse_nothing(struct rdata_in *in)
{
	const struct rrtoken *token = rdata_plain(in);
	if (!token)
		return ZF_ERR_DATA;
	if (token->n != 1 || token->p[0] != '.')
		return rdata_fail(in, "bad-gateway", "is not ., as its type wants");
	in->token++;
	return ZF_OK;
}

static long measure_nothing(const uint8_t *p, size_t n)
{
	(void)p;
	(void)n;
	return 0;
}

static bool print_nothing(struct rdata_out *out)
{
	buf_addc(out->b, '.');
	return true;
}

static const struct rdata_kind kind_nothing = {measure_nothing, parse_nothing, print_nothing, NULL};

/* What a gateway of a type is (RFC 4025 section 2.5, RFC 8777 section 4.2.4). */
static const struct rdata_kind *const hosts[] = {
	&kind_nothing, &rdata_kind_ipv4, &rdata_kind_ipv6, &rdata_kind_name};
enum { HOSTS = sizeof(hosts) / sizeof(hosts[0]) };

static enum zf_status parse_host(struct rdata_in *in, unsigned type)
{
	if (type >= HOSTS)
		return rdata_fail(in, "bad-gateway", "is of a type that is not known");
	return hosts[type]->parse(in);
}

/* A type to come takes all that is left. */
static long measure_host(unsigned type, const uint8_t *p, size_t n)
{
	return type < HOSTS ? hosts[type]->measure(p, n) : (long)n;
}

static bool print_host(struct rdata_out *out, unsigned type)
{
	if (type >= HOSTS)
		return rdata_no_text(out, "bad-gateway", "is of a type that is not known");
	return hosts[type]->print(out);
}

static void lower_host(unsigned type, uint8_t *p, size_t n)
{
	if (type < HOSTS && hosts[type]->lower)
		hosts[type]->lower(p, n);
}

/* --- IPSECKEY: gateway type, algorithm, gateway --- */

static enum zf_status parse_gateway(struct rdata_in *in)
{
	const uint8_t *end = (const uint8_t *)in->out->data + in->out->len;
	unsigned type = end[-2], algorithm = end[-1];
	enum zf_status status = parse_host(in, type);
	if (status != ZF_OK || in->token < in->end || algorithm == 0)
		return status;
	in->field++; /* the key, which only the algorithm "no key" does without (section 2.4) */
	return rdata_fail(in, "missing-field", "is missing");
}

static long measure_gateway(const uint8_t *p, size_t n)
{
	return measure_host(p[-2], p, n);
}

static bool print_gateway(struct rdata_out *out)
{
	if (out->p[-1] == 0) /* the algorithm "no key": BIND wants one all the same, Knot none */
		return rdata_no_portable_text(out);
	if (!print_host(out, out->p[-2]))
		return false;
	if (out->p == out->end) /* no key, where the algorithm wants one */
		return rdata_no_text(out, "missing-field", "is missing");
	return true;
}

static void lower_gateway(uint8_t *p, size_t n)
{
	lower_host(p[-2], p, n);
}

const struct rdata_kind rdata_kind_gateway = {
	measure_gateway, parse_gateway, print_gateway, lower_gateway};

/* --- AMTRELAY: an octet of D bit and relay type, relay --- */

enum { DISCOVERY_OPTIONAL = 0x80 };

static enum zf_status parse_amtrelay(struct rdata_in *in)
{
	uint64_t optional, type;
	if (!rdata_number(in, 1, &optional) || !rdata_number(in, 127, &type))
		return ZF_ERR_DATA;
	uint8_t *o = rdata_room(in, 1);
	if (!o)
		return rdata_too_long(in);
	*o = (uint8_t)(optional * DISCOVERY_OPTIONAL | type);
	rdata_wrote(in, 1);
	if (type == 0 && in->token == in->end) /* nothing, for which "." may be left out */
		return ZF_OK;
	return parse_host(in, (unsigned)type);
}

static long measure_amtrelay(const uint8_t *p, size_t n)
{
	long relay = n >= 1 ? measure_host(p[0] & 0x7f, p + 1, n - 1) : RDATA_BROKEN;
	return relay == RDATA_BROKEN ? RDATA_BROKEN : 1 + relay;
}

static bool print_amtrelay(struct rdata_out *out)
{
	if (out->p == out->end)
		return false;
	unsigned octet = *out->p++;
	buf_printf(out->b, "%u %u ", octet / DISCOVERY_OPTIONAL, octet & 0x7f);
	return print_host(out, octet & 0x7f);
}

static void lower_amtrelay(uint8_t *p, size_t n)
{
	lower_host(p[0] & 0x7f, p + 1, n - 1);
}

const struct rdata_kind rdata_kind_amtrelay = {
	measure_amtrelay, parse_amtrelay, print_amtrelay, lower_amtrelay};
