#include "json_canon.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "mem.h"
#include "str.h"

/*
 * JSON (RFC 8259), read strictly and written canonically in one pass. Members of the objects that
 * are open stand in one stack; an object's own are the top of it.
 */
struct member {
	size_t at, key, len; /* in out: where it starts, octets of its key and of all of it */
};

struct scan {
	const char *p, *end;
	struct buf *out;
	struct member *members;
	size_t count, cap;
	int depth;
};

static bool scan_value(struct scan *s);

static void skip_space(struct scan *s)
{
	while (s->p < s->end && (*s->p == ' ' || *s->p == '\t' || *s->p == '\n' || *s->p == '\r'))
		s->p++;
}

static bool take(struct scan *s, char c)
{
	if (s->p == s->end || *s->p != c)
		return false;
	s->p++;
	return true;
}

static bool take_hex4(struct scan *s, uint32_t *value)
{
	if (s->end - s->p < 4)
		return false;
	*value = 0;
	for (int i = 0; i < 4; i++) {
		int digit = str_hex_digit(*s->p++);
		if (digit < 0)
			return false;
		*value = *value << 4 | (uint32_t)digit;
	}
	return true;
}

/* A \u escape whose "\u" has been read, with the second half of a surrogate pair. */
static bool scan_unicode(struct scan *s, uint32_t *code)
{
	uint32_t low;
	if (!take_hex4(s, code))
		return false;
	if (*code < 0xd800 || *code > 0xdfff)
		return true;
	if (*code > 0xdbff || !take(s, '\\') || !take(s, 'u') || !take_hex4(s, &low) ||
		low < 0xdc00 || low > 0xdfff)
		return false;
	*code = 0x10000 + ((*code - 0xd800) << 10) + (low - 0xdc00);
	return true;
}

static const char escape_letters[] = "bfnrt", escape_codes[] = "\b\f\n\r\t";

/* One character of a string. */
static bool scan_char(struct scan *s, uint32_t *code)
{
	if ((unsigned char)*s->p < 32)
		return false;
	if (*s->p != '\\') {
		int n = str_utf8(s->p, (size_t)(s->end - s->p), code);
		s->p += n;
		return n > 0;
	}
	if (++s->p == s->end)
		return false;
	char c = *s->p++;
	const char *letter = c ? strchr(escape_letters, c) : NULL;
	if (c == 'u')
		return scan_unicode(s, code);
	if (!letter && c != '"' && c != '\\' && c != '/')
		return false;
	*code = (unsigned char)(letter ? escape_codes[letter - escape_letters] : c);
	return true;
}

static void write_char(struct buf *out, uint32_t code)
{
	const char *control = code < 32 ? strchr(escape_codes, (int)code) : NULL;
	if (code == '"' || code == '\\')
		buf_printf(out, "\\%c", (char)code);
	else if (control)
		buf_printf(out, "\\%c", escape_letters[control - escape_codes]);
	else if (code >= 32 && code < 127)
		buf_addc(out, (char)code);
	else if (code < 0x10000)
		buf_printf(out, "\\u%04x", (unsigned)code);
	else
		buf_printf(out, "\\u%04x\\u%04x", (unsigned)(0xd800 + ((code - 0x10000) >> 10)),
			(unsigned)(0xdc00 + ((code - 0x10000) & 0x3ff)));
}

static bool scan_string(struct scan *s)
{
	if (!take(s, '"'))
		return false;
	buf_addc(s->out, '"');
	while (s->p < s->end && *s->p != '"') {
		uint32_t code = 0;
		if (!scan_char(s, &code) || code == 0)
			return false;
		write_char(s->out, code);
	}
	buf_addc(s->out, '"');
	return take(s, '"');
}

static size_t skip_digits(struct scan *s)
{
	const char *from = s->p;
	while (s->p < s->end && str_is_digit(*s->p))
		s->p++;
	return (size_t)(s->p - from);
}

static bool scan_number(struct scan *s)
{
	const char *from = s->p;
	take(s, '-');
	if (!take(s, '0') && skip_digits(s) == 0)
		return false;
	if (take(s, '.') && skip_digits(s) == 0)
		return false;
	if (take(s, 'e') || take(s, 'E')) {
		if (!take(s, '+'))
			take(s, '-');
		if (skip_digits(s) == 0)
			return false;
	}
	buf_add(s->out, from, (size_t)(s->p - from));
	return true;
}

static bool scan_word(struct scan *s)
{
	static const char *const words[] = {"true", "false", "null"};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t n = strlen(words[i]);
		if ((size_t)(s->end - s->p) >= n && memcmp(s->p, words[i], n) == 0) {
			s->p += n;
			buf_add(s->out, words[i], n);
			return true;
		}
	}
	return false;
}

static int by_key(const void *va, const void *vb, void *text)
{
	const struct member *a = va, *b = vb;
	return str_cmp((struct str){(const char *)text + a->at, a->key},
		(struct str){(const char *)text + b->at, b->key});
}

/* Puts the members of the object that starts at out[from] in order; false: a key is there twice. */
static bool sort_members(struct scan *s, struct member *members, size_t count, size_t from)
{
	char *object = s->out->data + from;
	size_t size = s->out->len - from, at = 0;
	bool sorted = true;
	for (size_t i = 1; i < count && sorted; i++)
		sorted = by_key(&members[i - 1], &members[i], s->out->data) < 0;
	if (sorted)
		return true;
	qsort_r(members, count, sizeof(*members), by_key, s->out->data);
	for (size_t i = 1; i < count; i++)
		if (by_key(&members[i - 1], &members[i], s->out->data) == 0)
			return false;
	char *copy = mem_alloc(size);
	memcpy(copy, object, size);
	for (size_t i = 0; i < count; i++) {
		object[at++] = i == 0 ? '{' : ',';
		memcpy(object + at, copy + (members[i].at - from), members[i].len);
		at += members[i].len;
	}
	free(copy);
	return true;
}

static bool scan_member(struct scan *s)
{
	struct member m = {.at = s->out->len};
	skip_space(s);
	if (!scan_string(s))
		return false;
	m.key = s->out->len - m.at;
	skip_space(s);
	if (!take(s, ':'))
		return false;
	buf_addc(s->out, ':');
	if (!scan_value(s))
		return false;
	m.len = s->out->len - m.at;
	if (s->count == s->cap)
		s->members = mem_grow(s->members, &s->cap, s->count + 1, sizeof(m));
	s->members[s->count++] = m;
	return true;
}

/* An object's or array's inside: items with commas between them, to `close`. */
static bool scan_items(struct scan *s, bool (*item)(struct scan *), char close)
{
	skip_space(s);
	if (take(s, close))
		return true;
	for (;;) {
		if (!item(s))
			return false;
		skip_space(s);
		if (take(s, close))
			return true;
		if (!take(s, ','))
			return false;
		buf_addc(s->out, ',');
	}
}

static bool scan_object(struct scan *s)
{
	size_t from = s->out->len, base = s->count;
	buf_addc(s->out, '{');
	if (!scan_items(s, scan_member, '}'))
		return false;
	if (s->count - base > 1 && !sort_members(s, s->members + base, s->count - base, from))
		return false;
	s->count = base;
	buf_addc(s->out, '}');
	return true;
}

static bool scan_array(struct scan *s)
{
	buf_addc(s->out, '[');
	if (!scan_items(s, scan_value, ']'))
		return false;
	buf_addc(s->out, ']');
	return true;
}

static bool scan_value(struct scan *s)
{
	bool ok;
	skip_space(s);
	if (s->p == s->end || s->depth == JSON_MAX_DEPTH)
		return false;
	s->depth++;
	if (take(s, '{'))
		ok = scan_object(s);
	else if (take(s, '['))
		ok = scan_array(s);
	else if (*s->p == '"')
		ok = scan_string(s);
	else if (*s->p == '-' || str_is_digit(*s->p))
		ok = scan_number(s);
	else
		ok = scan_word(s);
	s->depth--;
	return ok;
}

size_t json_canon_object(struct buf *out, const char *p, size_t n)
{
	struct scan s = {.p = p, .end = p + n, .out = out};
	size_t len = out->len;
	skip_space(&s);
	bool ok = s.p < s.end && *s.p == '{' && scan_value(&s);
	free(s.members);
	if (ok && !out->over)
		return (size_t)(s.p - p);
	out->len = len;
	out->data[len] = '\0';
	return 0;
}

bool json_canon_whole(struct buf *json, const char *p, size_t n)
{
	size_t len = json->len, used = json_canon_object(json, p, n);
	struct scan rest = {.p = p + used, .end = p + n};
	skip_space(&rest);
	if (used && rest.p == rest.end)
		return true;
	json->len = len;
	json->data[len] = '\0';
	return false;
}
