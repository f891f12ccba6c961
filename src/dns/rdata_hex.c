/* Fields in hexadecimal: keys, digests, salts, NSAP addresses. */
#include <string.h>

#include "rdata_kind.h"

/* A digit's value and 1; 0: no digit. */
/* clang-format off */
static const uint8_t digit_1[256] =
	"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0" /* control octets */
	"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0" /* space to / */
	"\1\2\3\4\5\6\7\10\11\12\0\0\0\0\0\0" /* 0 to ? */
	"\0\13\14\15\16\17\20\0\0\0\0\0\0\0\0\0" /* @ to O */
	"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0" /* P to _ */
	"\0\13\14\15\16\17\20\0\0\0\0\0\0\0\0\0" /* ` to o */
	"\0\0\0\0\0\0\0\0\0\0\0\0" /* p to { */;
/* clang-format on */

/* Octets of the pairs of digits from p on, as many as there are; returns how many characters. */
static size_t decode_pairs(uint8_t *o, const char *p, size_t n)
{
	size_t i = 0;
	for (; n - i >= 2; i += 2) {
		unsigned high = digit_1[(unsigned char)p[i]];
		unsigned low = digit_1[(unsigned char)p[i + 1]];
		if (high == 0 || low == 0)
			break;
		*o++ = (uint8_t)((high - 1) << 4 | (low - 1));
	}
	return i;
}

enum zf_status rdata_take_hex(struct rdata_in *in)
{
	unsigned half = 0; /* the digit that waits for its second one, and 1 */
	for (; in->token < in->end; in->token++) {
		const struct rrtoken *token = rdata_plain(in);
		uint8_t *o = token ? rdata_room(in, token->n / 2 + 1) : NULL, *start = o;
		if (!token)
			return ZF_ERR_DATA;
		if (!o)
			return rdata_too_long(in);
		size_t pairs = half == 0 ? decode_pairs(o, token->p, token->n) : 0;
		o += pairs / 2;
		for (size_t i = pairs; i < token->n; i++) {
			unsigned digit = digit_1[(unsigned char)token->p[i]];
			if (digit == 0)
				return rdata_fail(in, "bad-hex", "is not hexadecimal");
			if (half == 0) {
				half = digit;
				continue;
			}
			*o++ = (uint8_t)((half - 1) << 4 | (digit - 1));
			half = 0;
		}
		rdata_wrote(in, (size_t)(o - start));
	}
	if (half == 0)
		return ZF_OK;
	in->token--;
	return rdata_fail(in, "bad-hex", "leaves an odd number of hexadecimal digits");
}

char *rdata_write_hex(char *at, const uint8_t *p, size_t n)
{
	static const char digits[] = "0123456789ABCDEF";
	for (size_t i = 0; i < n; i++) {
		*at++ = digits[p[i] >> 4];
		*at++ = digits[p[i] & 15];
	}
	return at;
}

static enum zf_status parse_hex(struct rdata_in *in)
{
	size_t at = in->out->len;
	enum zf_status status = rdata_take_hex(in);
	if (status == ZF_OK && in->out->len == at && in->field->flags & FIELD_NONEMPTY)
		return rdata_fail(in, "missing-field", "is missing");
	return status;
}

static bool print_hex(struct rdata_out *out)
{
	size_t n = (size_t)(out->end - out->p);
	char *at = rdata_text_room(out, 2 * n);
	if (!at)
		return false;
	at = rdata_write_hex(at, out->p, n);
	out->p = out->end;
	return rdata_text_end(out, at);
}

const struct rdata_kind rdata_kind_hex = {NULL, parse_hex, print_hex, NULL};

/* --- digests, whose length the octet before tells --- */

/* Octets of a digest by its type; 0: not known, any length. */
static const uint8_t ds_lengths[] = {0, 20, 32, 32, 48}; /* RFC 4034, 4509, 5933, 6605 */
static const uint8_t sshfp_lengths[] = {0, 20, 32}; /* RFC 4255, 6594 */
static const uint8_t zonemd_lengths[] = {0, 48, 64}; /* RFC 8976 section 5.3 */
enum { ZONEMD_LEAST = 12 /* RFC 8976 section 2.2.4 */ };

/* NULL when `n` octets can be a digest of `type`. */
static const char *wrong_length(const struct rrfield *field, unsigned type, size_t n)
{
	static const struct {
		const uint8_t *lengths;
		size_t count, least;
	} tables[] = {
		[FIELD_DIGEST] = {ds_lengths, sizeof(ds_lengths), 1},
		[FIELD_FINGERPRINT] = {sshfp_lengths, sizeof(sshfp_lengths), 1},
		[FIELD_ZONE_DIGEST] = {zonemd_lengths, sizeof(zonemd_lengths), ZONEMD_LEAST},
	};
	uint8_t row = field->kind;
	size_t want = type < tables[row].count ? tables[row].lengths[type] : 0;
	if (want > 0 ? n == want : n >= tables[row].least)
		return NULL;
	return "has not as many octets as its type makes";
}

static enum zf_status parse_digest(struct rdata_in *in)
{
	size_t at = in->out->len;
	unsigned type = (unsigned char)in->out->data[at - 1];
	enum zf_status status = parse_hex(in);
	const char *why = wrong_length(in->field, type, in->out->len - at);
	if (status == ZF_OK && why) {
		in->token--;
		return rdata_fail(in, "bad-hex", "%s", why);
	}
	return status;
}

static bool print_digest(struct rdata_out *out)
{
	const char *why = wrong_length(out->field, out->p[-1], (size_t)(out->end - out->p));
	return why ? rdata_no_text(out, "bad-hex", "%s", why) : print_hex(out);
}

const struct rdata_kind rdata_kind_digest = {NULL, parse_digest, print_digest, NULL};

/* --- hex behind a length octet, "-" when empty (RFC 5155 section 3.3) --- */

static long measure_hex8(const uint8_t *p, size_t n)
{
	return n >= 1 ? 1 + (long)p[0] : RDATA_BROKEN;
}

static enum zf_status parse_hex8(struct rdata_in *in)
{
	const struct rrtoken *token = rdata_plain(in);
	uint8_t *o = token ? rdata_room(in, 1 + token->n / 2) : NULL;
	if (!token)
		return ZF_ERR_DATA;
	if (!o)
		return rdata_too_long(in);
	if (token->n == 1 && token->p[0] == '-') {
		*o = 0;
		rdata_wrote(in, 1);
		in->token++;
		return ZF_OK;
	}
	if (token->n == 0 || token->n % 2 || token->n > 2 * UINT8_MAX)
		return rdata_fail(in, "bad-hex", "is not 1 to 255 octets in hexadecimal, nor -");
	*o = (uint8_t)(token->n / 2);
	if (decode_pairs(o + 1, token->p, token->n) != token->n)
		return rdata_fail(in, "bad-hex", "is not hexadecimal");
	rdata_wrote(in, 1 + token->n / 2);
	in->token++;
	return ZF_OK;
}

static bool print_hex8(struct rdata_out *out)
{
	if (out->p == out->end || out->p[0] > out->end - out->p - 1)
		return rdata_no_text(out, "bad-hex", "is cut");
	size_t n = out->p[0];
	char *at = rdata_text_room(out, 2 * n + 1);
	if (!at)
		return false;
	if (n == 0)
		*at++ = '-';
	at = rdata_write_hex(at, out->p + 1, n);
	out->p += n + 1;
	return rdata_text_end(out, at);
}

const struct rdata_kind rdata_kind_hex8 = {measure_hex8, parse_hex8, print_hex8, NULL};

/* --- hex digits with dots between them: NSAP (RFC 1706 section 7), ATMA (af-saa-0069) --- */

/* Appends the octets of the token's text behind its first `skip` characters. */
static enum zf_status take_dotted(struct rdata_in *in, uint32_t skip)
{
	const struct rrtoken *token = in->token;
	uint8_t *o = rdata_room(in, token->n / 2 + 1), *start = o;
	unsigned half = 0; /* the digit that waits for its second one, and 1 */
	if (!o)
		return rdata_too_long(in);
	for (uint32_t i = skip; i < token->n; i++) {
		unsigned digit = digit_1[(unsigned char)token->p[i]];
		if (digit == 0 && token->p[i] == '.')
			continue;
		if (digit == 0)
			return rdata_fail(in, "bad-hex", "is not hexadecimal digits");
		if (half > 0)
			*o++ = (uint8_t)((half - 1) << 4 | (digit - 1));
		half = half > 0 ? 0 : digit;
	}
	if (half > 0 || o == start)
		return rdata_fail(in, "bad-hex", "has no even number of hexadecimal digits");
	rdata_wrote(in, (size_t)(o - start));
	in->token++;
	return ZF_OK;
}

static enum zf_status parse_nsap(struct rdata_in *in)
{
	const struct rrtoken *token = rdata_plain(in);
	if (!token)
		return ZF_ERR_DATA;
	if (token->n < 2 || !str_eq_nocase(token->p, 2, "0x", 2))
		return rdata_fail(in, "bad-hex", "does not begin with 0x");
	return take_dotted(in, 2);
}

static bool print_nsap(struct rdata_out *out)
{
	if (out->p == out->end)
		return rdata_no_text(out, "bad-hex", "is empty");
	buf_adds(out->b, "0x");
	return print_hex(out);
}

const struct rdata_kind rdata_kind_nsap = {NULL, parse_nsap, print_nsap, NULL};

/* Formats of ATMA: an end system address in hex, or + and an E.164 number. */
enum { ATMA_AESA = 0, ATMA_E164 = 1 };

static enum zf_status parse_atma(struct rdata_in *in)
{
	const struct rrtoken *token = rdata_plain(in);
	if (!token)
		return ZF_ERR_DATA;
	bool number = token->n > 0 && token->p[0] == '+';
	uint8_t *o = rdata_room(in, 1 + token->n);
	if (!o)
		return rdata_too_long(in);
	*o = number ? ATMA_E164 : ATMA_AESA;
	rdata_wrote(in, 1);
	if (!number)
		return take_dotted(in, 0);
	for (uint32_t i = 1; i < token->n; i++) {
		if (!str_is_digit(token->p[i]))
			return rdata_fail(in, "bad-number", "is not + and digits");
		o[i] = (uint8_t)token->p[i];
	}
	if (token->n == 1)
		return rdata_fail(in, "bad-number", "is not + and digits");
	rdata_wrote(in, token->n - 1);
	in->token++;
	return ZF_OK;
}

static bool print_atma(struct rdata_out *out)
{
	if (out->end - out->p < 2 || *out->p > ATMA_E164)
		return rdata_no_text(out, "bad-address", "is of a format that is not known");
	if (*out->p++ == ATMA_AESA)
		return print_hex(out);
	for (const uint8_t *p = out->p; p < out->end; p++)
		if (!str_is_digit((char)*p))
			return rdata_no_text(out, "bad-number", "is not digits only");
	buf_addc(out->b, '+');
	buf_add(out->b, out->p, (size_t)(out->end - out->p));
	out->p = out->end;
	return !out->b->over;
}

const struct rdata_kind rdata_kind_atma = {NULL, parse_atma, print_atma, NULL};
