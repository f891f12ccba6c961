/* APL: lists of address prefixes (RFC 3123). */
#include <string.h>

#include "rdata_kind.h"

enum { FAMILY_IPV4 = 1, FAMILY_IPV6 = 2, NEGATED = 0x80, ITEM_HEAD = 4 };

/* [!]family:address/prefix at o; returns its length, 0: malformed. */
static size_t read_item(uint8_t *o, const char *p, size_t n)
{
	const char *end = p + n, *colon = memchr(p, ':', n), *slash = memchr(p, '/', n);
	uint8_t negated = n > 0 && *p == '!' ? NEGATED : 0;
	uint64_t family, prefix;
	p += negated ? 1 : 0;
	if (!colon || !slash || colon < p || slash < colon ||
		!str_to_u64(p, (size_t)(colon - p), FAMILY_IPV6, &family) || family == 0)
		return 0;
	size_t octets = family == FAMILY_IPV4 ? 4 : 16, size = (size_t)(slash - colon - 1);
	bool good = family == FAMILY_IPV4 ? rdata_parse_ipv4(o + ITEM_HEAD, colon + 1, size)
					  : rdata_parse_ipv6(o + ITEM_HEAD, colon + 1, size);
	if (!good || !str_to_u64(slash + 1, (size_t)(end - slash - 1), octets * 8, &prefix))
		return 0;
	while (octets > 0 && o[ITEM_HEAD + octets - 1] == 0)
		octets--; /* section 4: trailing zero octets are left out */
	o[0] = 0;
	o[1] = (uint8_t)family;
	o[2] = (uint8_t)prefix;
	o[3] = (uint8_t)(negated | octets);
	return ITEM_HEAD + octets;
}

static enum zf_status parse_apl(struct rdata_in *in)
{
	for (; in->token < in->end; in->token++) {
		const struct rrtoken *token = rdata_plain(in);
		uint8_t *o = token ? rdata_room(in, ITEM_HEAD + 16) : NULL;
		if (!token)
			return ZF_ERR_DATA;
		if (!o)
			return rdata_too_long(in);
		size_t n = read_item(o, token->p, token->n);
		if (n == 0)
			return rdata_fail(in, "bad-apl",
				"is no prefix like 1:192.0.2.0/24 or !2:2001:db8::/32");
		rdata_wrote(in, n);
	}
	return ZF_OK;
}

/* Prints the item at out->p and goes past it; false: it has no text. */
static bool print_item(struct rdata_out *out)
{
	const uint8_t *p = out->p, *address = p + ITEM_HEAD;
	char *at = rdata_text_room(out, sizeof("!2:/128 ") + RDATA_IPV6_TEXT);
	if (!at || out->end - p < ITEM_HEAD)
		return false;
	size_t family = (size_t)(p[0] << 8 | p[1]), n = p[3] & 0x7fu;
	size_t most = family == FAMILY_IPV4 ? 4 : family == FAMILY_IPV6 ? 16 : 0;
	if (n > most || (size_t)(out->end - p - ITEM_HEAD) < n || p[2] > most * 8 || most == 0 ||
		(n > 0 && address[n - 1] == 0))
		return false;
	if (n < most) /* simdzone keeps the zero octets behind the last one */
		return rdata_no_portable_text(out);
	if (p[3] & NEGATED)
		*at++ = '!';
	*at++ = (char)('0' + family);
	*at++ = ':';
	at = most == 4 ? rdata_write_ipv4(at, address) : rdata_write_ipv6(at, address);
	*at++ = '/';
	at = rdata_write_number(at, p[2]);
	out->p += ITEM_HEAD + n;
	if (out->p < out->end)
		*at++ = ' ';
	return rdata_text_end(out, at);
}

static bool print_apl(struct rdata_out *out)
{
	if (out->p == out->end)
		return rdata_no_portable_text(out);
	do {
		if (!print_item(out))
			return rdata_no_text(out, "bad-apl", "is malformed or of another family");
	} while (out->p < out->end);
	return true;
}

const struct rdata_kind rdata_kind_apl = {NULL, parse_apl, print_apl, NULL};
