/* Fields that are text: <character-string>s, CAA tags and values, URI targets. */
#include <string.h>

#include "rdata_kind.h"

enum { STRING_MAX = 255 };

/* --- text --- */

const char *rdata_unescape(uint8_t *out, size_t *len, struct str text)
{
	const char *p = text.p, *end = text.p + text.n;
	uint8_t *o = out;
	while (p < end) {
		if (*p != '\\') {
			*o++ = (uint8_t)*p++;
			continue;
		}
		if (++p == end)
			return "ends in a backslash";
		if (!str_is_digit(*p)) {
			*o++ = (uint8_t)*p++;
			continue;
		}
		if (end - p < 3 || !str_is_digit(p[1]) || !str_is_digit(p[2]))
			return "has a backslash and a digit without two more digits";
		int value = (p[0] - '0') * 100 + (p[1] - '0') * 10 + (p[2] - '0');
		if (value > 255)
			return "has an escape \\DDD above 255";
		*o++ = (uint8_t)value;
		p += 3;
	}
	*len = (size_t)(o - out);
	return NULL;
}

/* The next token as text. Glued to its neighbour it is one string or two: only two in quotes are
 * read the same by everybody. */
static const struct rrtoken *text_token(struct rdata_in *in)
{
	const struct rrtoken *t = in->token;
	if (t == in->end) {
		rdata_fail(in, "missing-field", "is missing");
		return NULL;
	}
	if (t->flags & TOKEN_GLUED &&
		(t == in->first || !(t->flags & t[-1].flags & TOKEN_QUOTED))) {
		rdata_fail(in, "bad-string", "has no space before it");
		return NULL;
	}
	return t;
}

enum zf_status rdata_take_text(struct rdata_in *in, size_t max)
{
	const struct rrtoken *token = text_token(in);
	if (!token)
		return ZF_ERR_DATA;
	uint8_t *o = rdata_room(in, token->n);
	if (!o)
		return rdata_too_long(in);
	size_t len = token->n;
	const char *why = NULL;
	if ((token->flags & (TOKEN_ESCAPES | TOKEN_RAW)) == TOKEN_ESCAPES)
		why = rdata_unescape(o, &len, (struct str){token->p, token->n});
	else
		memcpy(o, token->p, len);
	if (why)
		return rdata_fail(in, "bad-string", "%s", why);
	if (len > max)
		return rdata_fail(in, "bad-string", "has %zu octets, %zu are allowed", len, max);
	rdata_wrote(in, len);
	in->token++;
	return ZF_OK;
}

/* A string with its length octet. */
static enum zf_status take_string(struct rdata_in *in)
{
	uint8_t *length = rdata_room(in, 1);
	if (!length)
		return rdata_too_long(in);
	size_t at = in->out->len;
	rdata_wrote(in, 1);
	enum zf_status status = rdata_take_text(in, STRING_MAX);
	in->out->data[at] = (char)(in->out->len - at - 1);
	return status;
}

static enum zf_status parse_string(struct rdata_in *in)
{
	size_t at = in->out->len + 1;
	enum zf_status status = take_string(in);
	if (status != ZF_OK || !(in->field->flags & FIELD_DIGITS))
		return status;
	for (; at < in->out->len; at++)
		if (!str_is_digit(in->out->data[at])) {
			in->token--;
			return rdata_fail(in, "bad-string", "is not digits only");
		}
	return ZF_OK;
}

static enum zf_status parse_strings(struct rdata_in *in)
{
	enum zf_status status;
	do {
		status = take_string(in);
	} while (status == ZF_OK && in->token < in->end);
	return status;
}

static enum zf_status parse_text(struct rdata_in *in)
{
	size_t at = in->out->len;
	enum zf_status status = rdata_take_text(in, RDATA_MAX);
	if (status == ZF_OK && in->out->len == at && in->field->flags & FIELD_NONEMPTY) {
		in->token--;
		return rdata_fail(in, "bad-string", "is empty");
	}
	return status;
}

static bool is_tag(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = str_lower[(unsigned char)p[i]];
		if (!str_is_digit((char)c) && !(c >= 'a' && c <= 'z'))
			return false;
	}
	return n >= 1 && n <= STRING_MAX;
}

static enum zf_status parse_tag(struct rdata_in *in)
{
	const struct rrtoken *token = rdata_plain(in);
	if (!token)
		return ZF_ERR_DATA;
	if (!is_tag(token->p, token->n))
		return rdata_fail(in, "bad-tag", "is not letters and digits only");
	return take_string(in);
}

/* --- octets --- */

static long measure_string(const uint8_t *p, size_t n)
{
	return n >= 1 ? 1 + (long)p[0] : RDATA_BROKEN;
}

static long measure_strings(const uint8_t *p, size_t n)
{
	size_t at = 0;
	while (at < n)
		at += 1u + p[at];
	return n > 0 && at == n ? (long)n : RDATA_BROKEN;
}

/* Octets that stand as they are in quotes: the printable ones but for the quote and backslash. */
static const uint8_t plain[256] = "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				  " !\0#$%&'()*+,-./0123456789:;<=>?@"
				  "ABCDEFGHIJKLMNOPQRSTUVWXYZ[\0]^_`"
				  "abcdefghijklmnopqrstuvwxyz{|}~";

char *rdata_write_octet(char *at, uint8_t c)
{
	if (!plain[c])
		*at++ = '\\';
	if (plain[c] || c == '"' || c == '\\') {
		*at++ = (char)c;
		return at;
	}
	*at++ = (char)('0' + c / 100);
	*at++ = (char)('0' + c / 10 % 10);
	*at++ = (char)('0' + c % 10);
	return at;
}

/* Whether eight octets are all plain: by the high bits of sums, of which none must be set. */
static inline bool are_plain(uint64_t x)
{
	const uint64_t ones = 0x0101010101010101u;
	uint64_t quote = x ^ '"' * ones, backslash = x ^ '\\' * ones;
	uint64_t found = (x - 32 * ones) | (x + ones) | x; /* below 32; 127; above */
	found |= (quote - ones) | (backslash - ones); /* 0 after xor */
	return (found & 0x80 * ones) == 0;
}

char *rdata_write_string(char *at, const uint8_t *p, size_t n)
{
	uint64_t eight;
	size_t i = 0;
	*at++ = '"';
	while (i < n) {
		for (; n - i >= sizeof(eight); i += sizeof(eight), at += sizeof(eight)) {
			memcpy(&eight, p + i, sizeof(eight));
			if (!are_plain(eight))
				break;
			memcpy(at, &eight, sizeof(eight));
		}
		for (size_t end = i + (n - i < sizeof(eight) ? n - i : sizeof(eight)); i < end;
			i++) {
			if (plain[p[i]])
				*at++ = (char)p[i];
			else
				at = rdata_write_octet(at, p[i]);
		}
	}
	*at++ = '"';
	return at;
}

void rdata_print_string(struct buf *b, const uint8_t *p, size_t n)
{
	char *at = buf_reserve(b, 4 * n + 2);
	if (!at)
		return;
	at = rdata_write_string(at, p, n);
	*at = '\0';
	b->len = (size_t)(at - b->data);
}

/* The n octets at p as text, and past them. */
static bool print_octets(struct rdata_out *out, const uint8_t *p, size_t n)
{
	char *at = rdata_text_room(out, 4 * n + 2);
	if (!at)
		return false;
	out->p = p + n;
	return rdata_text_end(out, rdata_write_string(at, p, n));
}

static bool print_string(struct rdata_out *out)
{
	if (out->p == out->end || out->p[0] > out->end - out->p - 1)
		return rdata_no_text(out, "bad-string", "is cut");
	const uint8_t *p = out->p + 1;
	size_t n = out->p[0];
	if (out->field->flags & FIELD_DIGITS)
		for (size_t i = 0; i < n; i++)
			if (!str_is_digit((char)p[i]))
				return rdata_no_text(out, "bad-string", "is not digits only");
	return print_octets(out, p, n);
}

static bool print_strings(struct rdata_out *out)
{
	if (!print_string(out))
		return false;
	while (out->p < out->end) {
		buf_addc(out->b, ' ');
		if (!print_string(out))
			return false;
	}
	return true;
}

static bool print_text(struct rdata_out *out)
{
	return print_octets(out, out->p, (size_t)(out->end - out->p));
}

static bool print_tag(struct rdata_out *out)
{
	if (out->p == out->end || out->p[0] > out->end - out->p - 1 ||
		!is_tag((const char *)out->p + 1, out->p[0]))
		return rdata_no_text(out, "bad-tag", "is not letters and digits only");
	buf_add(out->b, out->p + 1, out->p[0]);
	out->p += out->p[0] + 1;
	return true;
}

const struct rdata_kind rdata_kind_string = {measure_string, parse_string, print_string, NULL};
const struct rdata_kind rdata_kind_strings = {measure_strings, parse_strings, print_strings, NULL};
const struct rdata_kind rdata_kind_text = {NULL, parse_text, print_text, NULL};
const struct rdata_kind rdata_kind_tag = {measure_string, parse_tag, print_tag, NULL};
