/* Fields of HIP (RFC 8005), A6 (RFC 2874) and of types without text. */
#include <string.h>

#include "base64.h"
#include "rdata_kind.h"

/* --- HIP: length of the HIT, algorithm, length of the key, HIT, key --- */

enum { HIP_HEAD = 4 };

/* Appends one token's octets in hex, at most `max`, at least one. */
static enum zf_status take_hit(struct rdata_in *in, size_t max)
{
	struct rdata_in one = *in;
	size_t at = in->out->len;
	if (!rdata_plain(in))
		return ZF_ERR_DATA;
	one.end = in->token + 1;
	if (rdata_take_hex(&one) != ZF_OK)
		return ZF_ERR_DATA;
	if (in->out->len == at || in->out->len - at > max)
		return rdata_fail(in, "bad-hex", "is not of 1 to %zu octets", max);
	in->token++;
	return ZF_OK;
}

static enum zf_status take_key(struct rdata_in *in)
{
	const struct rrtoken *token = rdata_plain(in);
	size_t at = in->out->len;
	if (!token)
		return ZF_ERR_DATA;
	if (!base64_decode(in->out, token->p, token->n, BASE64_STANDARD) || in->out->len == at)
		return rdata_fail(in, "bad-base64", "is not base64 with its padding");
	in->token++;
	return ZF_OK;
}

static enum zf_status parse_hip(struct rdata_in *in)
{
	uint64_t algorithm;
	size_t head = in->out->len;
	if (!rdata_number(in, UINT8_MAX, &algorithm))
		return ZF_ERR_DATA;
	if (!rdata_room(in, HIP_HEAD))
		return rdata_too_long(in);
	rdata_wrote(in, HIP_HEAD);
	if (take_hit(in, UINT8_MAX) != ZF_OK)
		return ZF_ERR_DATA;
	size_t hit = in->out->len - head - HIP_HEAD;
	if (take_key(in) != ZF_OK)
		return ZF_ERR_DATA;
	size_t key = in->out->len - head - HIP_HEAD - hit;
	if (key > RDATA_MAX)
		return rdata_too_long(in);
	uint8_t *o = (uint8_t *)in->out->data + head;
	o[0] = (uint8_t)hit;
	o[1] = (uint8_t)algorithm;
	o[2] = (uint8_t)(key >> 8);
	o[3] = (uint8_t)key;
	return ZF_OK;
}

static long measure_hip(const uint8_t *p, size_t n)
{
	long size = n >= HIP_HEAD ? HIP_HEAD + p[0] + (p[2] << 8 | p[3]) : RDATA_BROKEN;
	return size <= (long)n ? size : RDATA_BROKEN;
}

static bool print_hip(struct rdata_out *out)
{
	const uint8_t *p = out->p;
	long size = measure_hip(p, (size_t)(out->end - p));
	if (size == RDATA_BROKEN || p[0] == 0 || size == HIP_HEAD + p[0])
		return rdata_no_text(out, "missing-field", "lack the HIT or the key");
	size_t hit = p[0], key = (size_t)size - HIP_HEAD - hit;
	char *at = rdata_text_room(out, sizeof("255  ") + 2 * hit);
	if (!at)
		return false;
	at = rdata_write_number(at, p[1]);
	*at++ = ' ';
	at = rdata_write_hex(at, p + HIP_HEAD, hit);
	*at++ = ' ';
	rdata_text_end(out, at);
	base64_add(out->b, p + HIP_HEAD + hit, key, BASE64_STANDARD);
	out->p += size;
	return !out->b->over;
}

const struct rdata_kind rdata_kind_hip = {measure_hip, parse_hip, print_hip, NULL};

/* --- A6: length of the prefix, the address behind it, the prefix's name --- */

/* Octets of the address that a prefix length leaves. */
static size_t suffix_octets(unsigned prefix)
{
	return 16 - prefix / 8;
}

static enum zf_status parse_a6(struct rdata_in *in)
{
	uint8_t address[16] = {0};
	uint64_t prefix;
	if (!rdata_number(in, 128, &prefix))
		return ZF_ERR_DATA;
	const struct rrtoken *token = prefix < 128 ? rdata_plain(in) : in->token;
	if (!token)
		return ZF_ERR_DATA;
	if (prefix < 128 && !rdata_parse_ipv6(address, token->p, token->n))
		return rdata_fail(in, "bad-address", "is not an IPv6 address");
	in->token += prefix < 128;
	size_t n = suffix_octets((unsigned)prefix);
	if (n > 0) /* the prefix's bits are padding */
		address[16 - n] &= (uint8_t)(0xff >> prefix % 8);
	uint8_t *o = rdata_room(in, 1 + n);
	if (!o)
		return rdata_too_long(in);
	*o = (uint8_t)prefix;
	memcpy(o + 1, address + 16 - n, n);
	rdata_wrote(in, 1 + n);
	return prefix > 0 ? rdata_take_name(in) : ZF_OK;
}

static long measure_a6(const uint8_t *p, size_t n)
{
	if (n < 1 || p[0] > 128 || n < 1 + suffix_octets(p[0]))
		return RDATA_BROKEN;
	size_t head = 1 + suffix_octets(p[0]);
	size_t name = p[0] > 0 ? name_wire_length(p + head, n - head) : 0;
	return p[0] > 0 && name == 0 ? RDATA_BROKEN : (long)(head + name);
}

static bool print_a6(struct rdata_out *out)
{
	const uint8_t *p = out->p;
	uint8_t address[16] = {0};
	char *at = rdata_text_room(out, sizeof("128  ") + RDATA_IPV6_TEXT + NAME_MAX_TEXT);
	if (!at || measure_a6(p, (size_t)(out->end - p)) == RDATA_BROKEN)
		return false;
	size_t prefix = p[0], n = suffix_octets(p[0]);
	if (n > 0 && p[1] & ~(0xff >> prefix % 8))
		return rdata_no_text(out, "bad-address", "has bits in its padding");
	memcpy(address + 16 - n, p + 1, n);
	at = rdata_write_number(at, (uint32_t)prefix);
	if (prefix < 128) {
		*at++ = ' ';
		at = rdata_write_ipv6(at, address);
	}
	if (prefix > 0) {
		*at++ = ' ';
		at = name_write(at, p + 1 + n);
	}
	out->p += measure_a6(p, (size_t)(out->end - p));
	return rdata_text_end(out, at);
}

static void lower_a6(uint8_t *p, size_t n)
{
	size_t head = 1 + suffix_octets(p[0]);
	name_lower(p + head, n - head);
}

const struct rdata_kind rdata_kind_a6 = {measure_a6, parse_a6, print_a6, lower_a6};

/* --- octets that have no text: NULL --- */

static enum zf_status parse_opaque(struct rdata_in *in)
{
	return rdata_fail(in, "no-text", "has no text form but \\# length hex");
}

const struct rdata_kind rdata_kind_opaque = {NULL, parse_opaque, NULL, NULL};
