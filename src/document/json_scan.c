#include "json_scan.h"

#include <stdlib.h>

#include "err.h"
#include "json.h"
#include "json_token.h"
#include "mem.h"
#include "str.h"

enum want { WANT_VALUE, WANT_FIRST_VALUE, WANT_NAME, WANT_FIRST_NAME, WANT_COMMA, WANT_NOTHING };

struct key {
	size_t at, n; /* its octets in scan.names */
	size_t offset; /* of its quote in the text */
};

struct level {
	char close; /* ']' or '}' */
	size_t keys; /* how many keys there were before it */
	size_t names; /* how many octets of them */
};

struct scan {
	const char *p;
	size_t n, at;
	struct buf *out;
	size_t values;
	struct level levels[JSON_MAX_DEPTH];
	size_t depth;
	struct key *keys; /* of all objects that are open */
	size_t key_count, key_cap;
	struct buf names; /* the keys' octets, escapes undone */
	struct zf_error *err;
};

static enum zf_status fail(struct scan *s, enum zf_status code, size_t at, const char *what)
{
	unsigned long line = 1;
	size_t start = 0;
	for (size_t i = 0; i < at; i++) {
		if (s->p[i] == '\n') {
			line++;
			start = i + 1;
		}
	}
	err_set(s->err, code, "%s", what);
	err_place(s->err, NULL, line, at - start + 1);
	return code;
}

static enum zf_status cut(struct scan *s)
{
	return fail(s, ZF_ERR_SYNTAX, s->n, "the JSON text ends too early: it was cut");
}

static enum zf_status unexpected(struct scan *s, const char *wanted)
{
	char what[120];
	if (s->at >= s->n)
		return cut(s);
	char shown[24];
	uint32_t code;
	int len = str_utf8(s->p + s->at, s->n - s->at, &code);
	str_clean(shown, sizeof(shown), s->p + s->at, len ? (size_t)len : 1);
	snprintf(what, sizeof(what), "not JSON: %s was expected, found \"%s\"", wanted, shown);
	return fail(s, ZF_ERR_SYNTAX, s->at, what);
}

static void skip_space(struct scan *s)
{
	s->at += json_token_space(s->p + s->at, s->n - s->at);
}

/* Whether a number's magnitude is far from that of any double (1e400): nobody means those. */
static bool is_enormous(const char *p, size_t n)
{
	size_t sign = p[0] == '-', whole = 0, e = 0;
	uint64_t exponent = 0;
	while (sign + whole < n && str_is_digit(p[sign + whole]))
		whole++;
	while (e < n && p[e] != 'e' && p[e] != 'E')
		e++;
	if (e + 1 < n && p[e + 1] == '-')
		return whole > 309;
	if (e + 1 < n && p[e + 1] == '+')
		e++;
	if (e < n && !str_to_u64(p + e + 1, n - e - 1, 309, &exponent))
		return true;
	return whole + exponent > 309;
}

static enum zf_status scan_number(struct scan *s)
{
	const char *p = s->p + s->at;
	size_t n = json_token_number(p, s->n - s->at);
	if (n == 0) {
		return fail(s, ZF_ERR_SYNTAX, s->at,
			"not JSON: a number is malformed, or the text was cut");
	}
	if (is_enormous(p, n))
		return fail(s, ZF_ERR_SYNTAX, s->at, "a number is too large");
	static const char open[] = {'"', JSON_MARK};
	buf_add(s->out, open, 2);
	buf_add(s->out, p, n);
	buf_addc(s->out, '"');
	s->at += n;
	return ZF_OK;
}

static enum zf_status scan_word(struct scan *s)
{
	size_t n = json_token_word(s->p + s->at, s->n - s->at);
	if (n == 0)
		return unexpected(s, "a value");
	buf_add(s->out, s->p + s->at, n);
	s->at += n;
	return ZF_OK;
}

static void add_utf8(struct buf *b, uint32_t c)
{
	if (c < 0x80) {
		buf_addc(b, (char)c);
	} else if (c < 0x800) {
		buf_addc(b, (char)(0xc0 | c >> 6));
		buf_addc(b, (char)(0x80 | (c & 63)));
	} else if (c < 0x10000) {
		buf_addc(b, (char)(0xe0 | c >> 12));
		buf_addc(b, (char)(0x80 | (c >> 6 & 63)));
		buf_addc(b, (char)(0x80 | (c & 63)));
	} else {
		buf_addc(b, (char)(0xf0 | c >> 18));
		buf_addc(b, (char)(0x80 | (c >> 12 & 63)));
		buf_addc(b, (char)(0x80 | (c >> 6 & 63)));
		buf_addc(b, (char)(0x80 | (c & 63)));
	}
}

/* Checks the string at s->at, up to and with its closing quote; its octets with escapes undone are
 * appended to `decoded`, unless that is NULL. */
static enum zf_status scan_string(struct scan *s, struct buf *decoded)
{
	s->at++;
	for (;;) {
		const char *p = s->p + s->at, *why;
		size_t plain = json_token_plain(p, s->n - s->at);
		uint32_t code;
		if (decoded)
			buf_add(decoded, p, plain);
		s->at += plain;
		if (s->at == s->n)
			return unexpected(s, "a quote");
		if (s->p[s->at] == '"')
			break;
		size_t took = json_token_char(s->p + s->at, s->n - s->at, &code, &why);
		if (!took && why)
			return fail(s, ZF_ERR_SYNTAX, s->at, why);
		if (!took)
			return cut(s);
		if (decoded)
			add_utf8(decoded, code);
		s->at += took;
	}
	s->at++;
	return ZF_OK;
}

static bool begins_with_mark(const char *p, size_t n)
{
	return p[0] == JSON_MARK ||
	       (n >= 6 && memcmp(p, "\\u007", 5) == 0 && str_hex_digit(p[5]) == 15);
}

static enum zf_status scan_value_string(struct scan *s)
{
	size_t start = s->at;
	enum zf_status status = scan_string(s, NULL);
	if (status != ZF_OK)
		return status;
	buf_addc(s->out, '"');
	if (begins_with_mark(s->p + start + 1, s->at - start - 2))
		buf_addc(s->out, JSON_MARK);
	buf_add(s->out, s->p + start + 1, s->at - start - 1);
	return ZF_OK;
}

static enum zf_status scan_name(struct scan *s)
{
	struct key key = {.at = s->names.len, .offset = s->at};
	enum zf_status status = scan_string(s, &s->names);
	if (status != ZF_OK)
		return status;
	key.n = s->names.len - key.at;
	if (s->key_count == s->key_cap)
		s->keys = mem_grow(s->keys, &s->key_cap, s->key_count + 1, sizeof(*s->keys));
	s->keys[s->key_count++] = key;
	buf_add(s->out, s->p + key.offset, s->at - key.offset);
	skip_space(s);
	if (s->at == s->n || s->p[s->at] != ':')
		return unexpected(s, "a colon");
	s->at++;
	buf_addc(s->out, ':');
	return ZF_OK;
}

static int compare_names(const struct key *a, const struct key *b, const char *names)
{
	if (a->n != b->n)
		return a->n < b->n ? -1 : 1;
	return memcmp(names + a->at, names + b->at, a->n);
}

static int compare_keys(const void *a, const void *b, void *names)
{
	const struct key *x = a, *y = b;
	int order = compare_names(x, y, names);
	return order ? order : x->offset < y->offset ? -1 : 1;
}

/* Objects without end are sorted, small ones (nearly all) compared pair by pair. */
static const struct key *find_duplicate(struct key *keys, size_t n, char *names)
{
	if (n > 12) {
		qsort_r(keys, n, sizeof(*keys), compare_keys, names);
		for (size_t i = 1; i < n; i++)
			if (compare_names(&keys[i - 1], &keys[i], names) == 0)
				return &keys[i];
		return NULL;
	}
	for (size_t i = 1; i < n; i++)
		for (size_t k = 0; k < i; k++)
			if (compare_names(&keys[i], &keys[k], names) == 0)
				return &keys[i];
	return NULL;
}

static enum zf_status close_level(struct scan *s)
{
	struct level *level = &s->levels[s->depth - 1];
	size_t count = s->key_count - level->keys;
	const struct key *twice =
		count ? find_duplicate(s->keys + level->keys, count, s->names.data) : NULL;
	if (twice)
		return fail(s, ZF_ERR_SYNTAX, twice->offset, "an object has this name twice");
	s->key_count = level->keys;
	s->names.len = level->names;
	buf_addc(s->out, level->close);
	s->at++;
	s->depth--;
	return ZF_OK;
}

static enum zf_status open_level(struct scan *s, char close)
{
	if (s->depth == JSON_MAX_DEPTH)
		return fail(s, ZF_ERR_LIMIT, s->at, "JSON is nested more than 64 deep");
	s->levels[s->depth++] =
		(struct level){.close = close, .keys = s->key_count, .names = s->names.len};
	buf_addc(s->out, s->p[s->at]);
	s->at++;
	return ZF_OK;
}

static enum want after_value(const struct scan *s)
{
	return s->depth ? WANT_COMMA : WANT_NOTHING;
}

static enum zf_status scan_value(struct scan *s, enum want *want)
{
	enum zf_status status;
	char c = s->p[s->at];
	if (++s->values > JSON_MAX_VALUES)
		return fail(s, ZF_ERR_LIMIT, s->at, "JSON of more than 500000 values");
	if (c == '{') {
		*want = WANT_FIRST_NAME;
		return open_level(s, '}');
	}
	if (c == '[') {
		*want = WANT_FIRST_VALUE;
		return open_level(s, ']');
	}
	if (c == '"')
		status = scan_value_string(s);
	else if (c == '-' || str_is_digit(c))
		status = scan_number(s);
	else
		status = scan_word(s);
	*want = after_value(s);
	return status;
}

static enum zf_status scan_comma(struct scan *s, enum want *want)
{
	if (s->p[s->at] != ',')
		return unexpected(
			s, s->levels[s->depth - 1].close == '}' ? "a comma or }" : "a comma or ]");
	s->at++;
	buf_addc(s->out, ',');
	*want = s->levels[s->depth - 1].close == '}' ? WANT_NAME : WANT_VALUE;
	return ZF_OK;
}

static enum zf_status scan_token(struct scan *s, enum want *want)
{
	enum want now = *want;
	if (now == WANT_NOTHING)
		return unexpected(s, "the end");
	if (now != WANT_VALUE && now != WANT_NAME && s->p[s->at] == s->levels[s->depth - 1].close) {
		enum zf_status status = close_level(s);
		*want = after_value(s);
		return status;
	}
	if (now == WANT_VALUE || now == WANT_FIRST_VALUE)
		return scan_value(s, want);
	if (now == WANT_COMMA)
		return scan_comma(s, want);
	if (s->p[s->at] != '"')
		return unexpected(s, "a name in quotes");
	*want = WANT_VALUE;
	return scan_name(s);
}

enum zf_status json_scan(struct buf *marked, const char *text, size_t size, struct zf_error *err)
{
	struct scan s = {.p = text, .n = size, .out = marked, .err = err};
	enum want want = WANT_VALUE;
	enum zf_status status = ZF_OK;
	if (size > JSON_MAX_SIZE)
		return err_set(err, ZF_ERR_LIMIT, "JSON of more than 16 MiB");
	buf_init(&s.names, 0);
	if (size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		s.at = 3;
	while (status == ZF_OK) {
		skip_space(&s);
		if (s.at == s.n) {
			if (want != WANT_NOTHING)
				status = unexpected(&s, "a value");
			break;
		}
		status = scan_token(&s, &want);
	}
	free(s.keys);
	buf_free(&s.names);
	return status;
}
