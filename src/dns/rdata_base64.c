/* Fields in base64 and base32hex (RFC 4648 sections 4 and 7). */
#include <string.h>

#include "base64.h"
#include "rdata_kind.h"

/* --- base64 --- */

/* Text in several tokens may be cut anywhere, also within a group of four. */
static bool decode_tokens(struct rdata_in *in)
{
	struct buf joined;
	buf_init(&joined, 0);
	for (const struct rrtoken *t = in->token; t < in->end; t++)
		buf_add(&joined, t->p, t->n);
	bool good = base64_decode(in->out, joined.data, joined.len, BASE64_STANDARD);
	buf_free(&joined);
	return good;
}

static enum zf_status parse_base64(struct rdata_in *in)
{
	const struct rrtoken *first = in->token;
	size_t before = in->out->len;
	if (first == in->end && !(in->field->flags & FIELD_NONEMPTY))
		return ZF_OK;
	do {
		if (!rdata_plain(in))
			return ZF_ERR_DATA;
	} while (++in->token < in->end);
	in->token = first;
	bool good = in->end - first == 1
			    ? base64_decode(in->out, first->p, first->n, BASE64_STANDARD)
			    : decode_tokens(in);
	if (!good)
		return rdata_fail(in, "bad-base64", "is not base64 with its padding");
	if (in->out->len == before && in->field->flags & FIELD_NONEMPTY)
		return rdata_fail(in, "bad-base64", "is empty");
	in->token = in->end;
	return ZF_OK;
}

static bool print_base64(struct rdata_out *out)
{
	base64_add(out->b, out->p, (size_t)(out->end - out->p), BASE64_STANDARD);
	out->p = out->end;
	return !out->b->over;
}

const struct rdata_kind rdata_kind_base64 = {NULL, parse_base64, print_base64, NULL};

static enum zf_status parse_base64_dash(struct rdata_in *in)
{
	const struct rrtoken *token = rdata_plain(in);
	if (!token)
		return ZF_ERR_DATA;
	if (token->n != 1 || token->p[0] != '-')
		return parse_base64(in);
	in->token++;
	return ZF_OK;
}

static bool print_base64_dash(struct rdata_out *out)
{
	if (out->p < out->end)
		return print_base64(out);
	buf_addc(out->b, '-');
	return true;
}

const struct rdata_kind rdata_kind_base64_dash = {NULL, parse_base64_dash, print_base64_dash, NULL};

/* --- keys of KEY and RKEY: none when both "no key" flags are set (RFC 2535 section 3.1.2) --- */

static bool flags_say_none(const uint8_t *rdata)
{
	return (rdata[0] & 0xc0) == 0xc0;
}

static enum zf_status parse_key(struct rdata_in *in)
{
	if (flags_say_none((const uint8_t *)in->out->data + in->start))
		return ZF_OK;
	if (in->token == in->end)
		return rdata_fail(in, "missing-field", "is missing");
	return parse_base64(in);
}

static bool print_key(struct rdata_out *out)
{
	if (flags_say_none(out->start) != (out->p == out->end))
		return rdata_no_text(out, "missing-field", "contradicts the flags");
	/* Knot 3.2 wants a key in any case. */
	return out->p < out->end ? print_base64(out) : rdata_no_portable_text(out);
}

const struct rdata_kind rdata_kind_key = {NULL, parse_key, print_key, NULL};

/* --- base32hex without padding, behind a length octet (RFC 5155 section 3.3) --- */

/* A digit's value and 1; 0: no digit. */
/* clang-format off */
static const uint8_t base32_1[256] =
	"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0" /* control octets */
	"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0" /* space to / */
	"\1\2\3\4\5\6\7\10\11\12\0\0\0\0\0\0" /* 0 to ? */
	"\0\13\14\15\16\17\20\21\22\23\24\25\26\27\30\31" /* @ to O */
	"\32\33\34\35\36\37\40\0\0\0\0\0\0\0\0\0" /* P to _ */
	"\0\13\14\15\16\17\20\21\22\23\24\25\26\27\30\31" /* ` to o */
	"\32\33\34\35\36\37\40\0\0\0\0\0" /* p to { */;
/* clang-format on */

/* The octets at o; false: not base32hex, or bits are left over that are not 0. */
static bool base32_decode(uint8_t *o, const char *p, size_t n)
{
	uint32_t bits = 0;
	unsigned have = 0;
	for (size_t i = 0; i < n; i++) {
		unsigned digit = base32_1[(unsigned char)p[i]];
		if (digit == 0)
			return false;
		bits = bits << 5 | (digit - 1);
		have += 5;
		if (have >= 8) {
			have -= 8;
			*o++ = (uint8_t)(bits >> have);
		}
	}
	return have < 5 && (bits & ((1u << have) - 1)) == 0;
}

enum { SHA1_OCTETS = 20 };

/* The algorithm stands first in RDATA; 1 is SHA-1 (RFC 5155 section 11). */
static bool good_hash(const uint8_t *rdata, size_t octets)
{
	return rdata[0] == 1 ? octets == SHA1_OCTETS : octets > 0 && octets <= UINT8_MAX;
}

static long measure_base32(const uint8_t *p, size_t n)
{
	return n >= 1 ? 1 + (long)p[0] : RDATA_BROKEN;
}

static enum zf_status parse_base32(struct rdata_in *in)
{
	const struct rrtoken *token = rdata_plain(in);
	if (!token)
		return ZF_ERR_DATA;
	size_t n = token->n * 5 / 8;
	if (!good_hash((const uint8_t *)in->out->data + in->start, n))
		return rdata_fail(in, "bad-base64", "is not as long as the algorithm makes it");
	uint8_t *o = rdata_room(in, 1 + n);
	if (!o)
		return rdata_too_long(in);
	if (!base32_decode(o + 1, token->p, token->n))
		return rdata_fail(in, "bad-base64", "is not base32hex");
	*o = (uint8_t)n;
	rdata_wrote(in, 1 + n);
	in->token++;
	return ZF_OK;
}

static bool print_base32(struct rdata_out *out)
{
	static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUV";
	if (out->p == out->end || out->p[0] > out->end - out->p - 1 ||
		!good_hash(out->start, out->p[0]))
		return rdata_no_text(out, "bad-base64", "is not as long as the algorithm makes it");
	/* Readers differ on other lengths; no algorithm makes them yet. */
	if (out->p[0] != SHA1_OCTETS)
		return rdata_no_portable_text(out);
	const uint8_t *p = out->p + 1, *end = p + out->p[0];
	char *at = rdata_text_room(out, SHA1_OCTETS * 8 / 5);
	uint32_t bits = 0;
	unsigned have = 0;
	if (!at)
		return false;
	while (p < end) {
		bits = bits << 8 | *p++;
		for (have += 8; have >= 5; *at++ = digits[bits >> have & 31])
			have -= 5;
	}
	out->p = end;
	return rdata_text_end(out, at);
}

const struct rdata_kind rdata_kind_nsec3_hash = {measure_base32, parse_base32, print_base32, NULL};
