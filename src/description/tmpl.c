#include "tmpl.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "encode.h"
#include "mem.h"
#include "secret.h"

/* One {placeholder}, taken apart. */
struct slot {
	struct str name; /* of a variable, or a whole reference */
	struct str modifier; /* empty: none */
	bool is_ref;
};

static void say(struct tmpl_why *why, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
static void say(struct tmpl_why *why, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	vsnprintf(why->text, sizeof(why->text), format, ap);
	va_end(ap);
}

static const char *const modifiers[] = {"dot", "json", "number", "path"};

static bool is_modifier(struct str m)
{
	for (size_t i = 0; i < sizeof(modifiers) / sizeof(modifiers[0]); i++) {
		if (str_eq(m, modifiers[i]))
			return true;
	}
	return m.n == 0;
}

/* A reference has a slash or ends in a colon; what stands behind the last colon is a modifier if
 * it is the word of one, or if what stands before is no reference. */
static struct slot slot_of(const char *p, size_t n)
{
	struct slot slot = {.name = {p, n}};
	const char *colon = memrchr(p, ':', n);
	size_t behind = colon ? n - (size_t)(colon + 1 - p) : 0;
	struct str word = {colon ? colon + 1 : NULL, behind};
	if (behind && (is_modifier(word) || !memchr(p, '/', n))) {
		slot.modifier = word;
		slot.name.n = (size_t)(colon - p);
	}
	slot.is_ref = memchr(p, '/', slot.name.n) || p[slot.name.n - 1] == ':';
	return slot;
}

/* The next piece of a template: literal text, or a slot. *at goes behind it. */
enum piece { PIECE_END, PIECE_TEXT, PIECE_SLOT, PIECE_BROKEN };

static enum piece next_piece(const char **at, struct str *text, struct slot *slot)
{
	const char *p = *at;
	if (!*p)
		return PIECE_END;
	if ((p[0] == '{' || p[0] == '}') && p[1] == p[0]) {
		*text = (struct str){p, 1};
		*at = p + 2;
		return PIECE_TEXT;
	}
	if (*p == '}')
		return PIECE_BROKEN;
	if (*p == '{') {
		const char *end = strchr(p, '}');
		if (!end || end == p + 1 || p[1] == ':')
			return PIECE_BROKEN;
		*slot = slot_of(p + 1, (size_t)(end - p) - 1);
		*at = end + 1;
		return PIECE_SLOT;
	}
	size_t n = strcspn(p, "{}");
	*text = (struct str){p, n};
	*at = p + n;
	return PIECE_TEXT;
}

/* What a slot's reference leads to. */
static struct value slot_ref(const struct slot *slot, const struct scope *scope)
{
	char text[256];
	struct ref ref;
	if (slot->name.n >= sizeof(text))
		return (struct value){0};
	memcpy(text, slot->name.p, slot->name.n);
	text[slot->name.n] = '\0';
	return ref_parse(&ref, text) ? ref_get(&ref, scope) : (struct value){0};
}

/* The value of a slot; {NULL, 0} when there is none. */
static struct str slot_value(const struct slot *slot, const struct scope *scope)
{
	if (slot->is_ref)
		return slot_ref(slot, scope).text;
	const struct str *v = vars_get(scope->vars, slot->name.p, slot->name.n);
	return v ? *v : (struct str){NULL, 0};
}

static void add_path(struct buf *out, struct str v)
{
	while (v.n) {
		const char *slash = memchr(v.p, '/', v.n);
		size_t n = slash ? (size_t)(slash - v.p) : v.n;
		encode_percent(out, v.p, n);
		if (slash)
			buf_addc(out, '/');
		n += slash ? 1 : 0;
		v.p += n;
		v.n -= n;
	}
}

static bool is_dots(const char *p, size_t n)
{
	return (n == 1 || n == 2) && p[0] == '.' && p[n - 1] == '.';
}

/* Whether a value of several segments has one that would lead elsewhere. */
static bool climbs(struct str v)
{
	while (v.n) {
		const char *slash = memchr(v.p, '/', v.n);
		size_t n = slash ? (size_t)(slash - v.p) : v.n;
		if (n == 0 || is_dots(v.p, n))
			return true;
		v.p += slash ? n + 1 : n;
		v.n -= slash ? n + 1 : n;
		if (slash && v.n == 0)
			return true;
	}
	return false;
}

static bool fits_url(struct str v, const char *extra)
{
	for (size_t i = 0; i < v.n; i++) {
		char c = v.p[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		if (!letter && !str_is_digit(c) && !strchr(extra, c))
			return false;
		if (!c)
			return false;
	}
	return true;
}

static enum tmpl_outcome add_value(struct buf *out, const struct slot *slot, struct str v,
	enum tmpl_place place, struct tmpl_why *why)
{
	bool as_path = str_eq(slot->modifier, "path");
	switch (place) {
	case TMPL_TEXT:
		buf_add(out, v.p, v.n);
		break;
	case TMPL_QUERY:
		encode_percent(out, v.p, v.n);
		break;
	case TMPL_PATH:
		if (v.n == 0 || (as_path ? climbs(v) : is_dots(v.p, v.n))) {
			say(why, "the value of {%.*s} can't be part of a path", (int)slot->name.n,
				slot->name.p);
			return TMPL_BAD;
		}
		if (as_path)
			add_path(out, v);
		else
			encode_percent(out, v.p, v.n);
		break;
	case TMPL_URL:
		if (!fits_url(v, out->len ? "-._~" : "-._~:/[]")) {
			say(why, "the value of {%.*s} can't be part of a URL's host",
				(int)slot->name.n, slot->name.p);
			return TMPL_BAD;
		}
		buf_add(out, v.p, v.n);
		break;
	}
	if (str_eq(slot->modifier, "dot") && (v.n == 0 || v.p[v.n - 1] != '.'))
		buf_addc(out, '.');
	return TMPL_DONE;
}

enum tmpl_outcome tmpl_expand(struct buf *out, const char *text, enum tmpl_place place,
	const struct scope *scope, struct tmpl_why *why)
{
	for (;;) {
		struct str piece = {NULL, 0};
		struct slot slot;
		switch (next_piece(&text, &piece, &slot)) {
		case PIECE_END:
			return TMPL_DONE;
		case PIECE_BROKEN:
			say(why, "a brace has no partner");
			return TMPL_BAD;
		case PIECE_TEXT:
			if (place == TMPL_QUERY)
				encode_percent(out, piece.p, piece.n);
			else
				buf_add(out, piece.p, piece.n);
			break;
		case PIECE_SLOT: {
			struct str v = slot_value(&slot, scope);
			if (!v.p) {
				say(why, "%.*s", (int)slot.name.n, slot.name.p);
				return TMPL_MISSING;
			}
			enum tmpl_outcome outcome = add_value(out, &slot, v, place, why);
			if (outcome)
				return outcome;
			break;
		}
		}
	}
}

/* Whether a string of a body is one slot with this modifier, and nothing else. */
static bool is_whole_slot(const char *text, struct slot *slot, const char *modifier)
{
	struct str piece;
	return next_piece(&text, &piece, slot) == PIECE_SLOT && !*text &&
	       str_eq(slot->modifier, modifier);
}

/* A value as it is, of whatever kind. */
static enum tmpl_outcome make_copy(struct json **made, const struct slot *slot,
	const struct scope *scope, struct tmpl_why *why)
{
	struct value v = slot_ref(slot, scope);
	if (!value_exists(&v)) {
		say(why, "%.*s", (int)slot->name.n, slot->name.p);
		return TMPL_MISSING;
	}
	*made = json_copy(v.json);
	return TMPL_DONE;
}

static bool is_whole_number(struct str v)
{
	if (v.n > 1 && v.p[0] == '-') {
		v.p++;
		v.n--;
	}
	for (size_t i = 0; i < v.n; i++) {
		if (!str_is_digit(v.p[i]))
			return false;
	}
	return v.n == 1 || (v.n > 1 && v.n < 40 && v.p[0] != '0');
}

/* A number's text is taken as it stands, so that ids keep their digits. */
static enum tmpl_outcome make_number(struct json **made, const struct slot *slot,
	const struct scope *scope, struct tmpl_why *why)
{
	struct str v = slot_value(slot, scope);
	if (!v.p) {
		say(why, "%.*s", (int)slot->name.n, slot->name.p);
		return TMPL_MISSING;
	}
	if (!is_whole_number(v)) {
		say(why, "the value of {%.*s} is no whole number", (int)slot->name.n, slot->name.p);
		return TMPL_BAD;
	}
	*made = json_new_number(v.p, v.n);
	return TMPL_DONE;
}

static enum tmpl_outcome make_string(struct json **made, const struct json *body,
	const struct scope *scope, struct tmpl_why *why)
{
	struct str text = json_text(body);
	struct slot slot;
	struct buf b;
	char *template = mem_strndup(text.p, text.n);
	enum tmpl_outcome outcome;
	buf_init(&b, 0);
	if (is_whole_slot(template, &slot, "number")) {
		outcome = make_number(made, &slot, scope, why);
	} else if (is_whole_slot(template, &slot, "json")) {
		outcome = make_copy(made, &slot, scope, why);
	} else {
		outcome = tmpl_expand(&b, template, TMPL_TEXT, scope, why);
		if (!outcome)
			*made = json_new_string(b.data, b.len);
	}
	secret_wipe(b.data, b.len);
	buf_free(&b);
	free(template);
	return outcome;
}

static enum tmpl_outcome make_members(
	struct json *into, const struct json *body, const struct scope *scope, struct tmpl_why *why)
{
	for (const struct json *m = json_first(body); m; m = json_next(m)) {
		struct json *made;
		enum tmpl_outcome outcome = tmpl_body(&made, m, scope, why);
		if (outcome == TMPL_MISSING && json_name(m))
			continue;
		if (outcome)
			return outcome;
		if (json_name(m))
			json_set(into, json_name(m), made);
		else
			json_append(into, made);
	}
	return TMPL_DONE;
}

enum tmpl_outcome tmpl_body(struct json **made, const struct json *body, const struct scope *scope,
	struct tmpl_why *why)
{
	enum json_kind kind = json_kind(body);
	if (kind == JSON_STRING)
		return make_string(made, body, scope, why);
	if (kind != JSON_OBJECT && kind != JSON_ARRAY) {
		*made = json_copy(body);
		return TMPL_DONE;
	}
	struct json *j = kind == JSON_OBJECT ? json_new_object() : json_new_array();
	enum tmpl_outcome outcome = make_members(j, body, scope, why);
	if (outcome)
		json_free(j);
	else
		*made = j;
	return outcome;
}

bool tmpl_check(const char *text, tmpl_known_fn *known, const void *user, struct tmpl_why *why)
{
	for (;;) {
		struct str piece;
		struct slot slot;
		switch (next_piece(&text, &piece, &slot)) {
		case PIECE_END:
			return true;
		case PIECE_BROKEN:
			say(why, "a brace has no partner; a brace itself is written {{ or }}");
			return false;
		case PIECE_TEXT:
			break;
		case PIECE_SLOT:
			if (!slot.is_ref && !known(user, slot.name.p, slot.name.n)) {
				say(why, "there is no variable {%.*s}", (int)slot.name.n,
					slot.name.p);
				return false;
			}
			if (!is_modifier(slot.modifier)) {
				say(why,
					"unknown modifier \"%.*s\"; known are: dot, json, number, path",
					(int)slot.modifier.n, slot.modifier.p);
				return false;
			}
			break;
		}
	}
}
