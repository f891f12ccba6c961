#include "json_canon.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "encode.h"
#include "json.h"
#include "json_token.h"
#include "mem.h"
#include "str.h"

/* Reading and writing is one pass. Members of the objects that are open stand in one stack; an
 * object's own are the top of it. */
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
	s->p += json_token_space(s->p, (size_t)(s->end - s->p));
}

static bool take(struct scan *s, char c)
{
	if (s->p == s->end || *s->p != c)
		return false;
	s->p++;
	return true;
}

/* A token that is written as it was read. */
static bool pass(struct scan *s, size_t n)
{
	buf_add(s->out, s->p, n);
	s->p += n;
	return n > 0;
}

static bool scan_string(struct scan *s)
{
	if (!take(s, '"'))
		return false;
	buf_addc(s->out, '"');
	for (;;) {
		uint32_t code;
		const char *ignored;
		pass(s, json_token_plain(s->p, (size_t)(s->end - s->p)));
		if (s->p == s->end || *s->p == '"')
			break;
		size_t n = json_token_char(s->p, (size_t)(s->end - s->p), &code, &ignored);
		if (n == 0)
			return false;
		encode_json_char(s->out, code);
		s->p += n;
	}
	buf_addc(s->out, '"');
	return take(s, '"');
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
	if (s->out->over) /* its members are not all there */
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
		ok = pass(s, json_token_number(s->p, (size_t)(s->end - s->p)));
	else
		ok = pass(s, json_token_word(s->p, (size_t)(s->end - s->p)));
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
