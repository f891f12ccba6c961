#include "cond.h"

#include <string.h>

static const struct key condition_keys[] = {
	{.name = "at", .kind = KEY_REF, .offset = offsetof(struct condition, at)},
	{.name = "is", .kind = KEY_JSON, .offset = offsetof(struct condition, is)},
	{.name = "in", .kind = KEY_JSONS, .offset = offsetof(struct condition, in)},
	{.name = "not_in", .kind = KEY_JSONS, .offset = offsetof(struct condition, not_in)},
	{.name = "exists", .kind = KEY_ASK, .offset = offsetof(struct condition, exists)},
	{.name = "filled", .kind = KEY_ASK, .offset = offsetof(struct condition, filled)},
	{.name = "starts", .kind = KEY_STRING, .offset = offsetof(struct condition, starts)},
	{.name = "contains", .kind = KEY_STRING, .offset = offsetof(struct condition, contains)},
	{.name = "same", .kind = KEY_REF, .offset = offsetof(struct condition, same)},
	{.name = "differs", .kind = KEY_REF, .offset = offsetof(struct condition, differs)},
	{.name = "unlike", .kind = KEY_REF, .offset = offsetof(struct condition, unlike)},
	{.name = "above", .kind = KEY_JSON, .offset = offsetof(struct condition, above)},
	{.name = "status", .kind = KEY_JSONS, .offset = offsetof(struct condition, status)},
	{0},
};

const struct schema condition_schema = {
	.name = "condition", .size = sizeof(struct condition), .keys = condition_keys};

/* A header or key is text, a JSON value may be anything. */
static bool equals(const struct value *v, const struct json *want)
{
	if (v->json)
		return json_equal(v->json, want);
	struct str text = json_text(want);
	if (!v->text.p)
		return json_kind(want) == JSON_NULL;
	return text.p && text.n == v->text.n && memcmp(text.p, v->text.p, text.n) == 0;
}

static bool equals_one(const struct value *v, const struct jsons *wants)
{
	for (size_t i = 0; i < wants->count; i++) {
		if (equals(v, wants->items[i]))
			return true;
	}
	return false;
}

static bool same_values(const struct value *a, const struct value *b)
{
	if (a->json && b->json)
		return json_equal(a->json, b->json);
	return a->text.p && b->text.p && a->text.n == b->text.n &&
	       memcmp(a->text.p, b->text.p, a->text.n) == 0;
}

static bool is_above(const struct value *v, const struct json *limit)
{
	int64_t a, b;
	return v->json && json_integer(v->json, INT64_MIN, INT64_MAX, true, &a) &&
	       json_integer(limit, INT64_MIN, INT64_MAX, false, &b) && a > b;
}

static bool text_contains(struct str text, const char *part)
{
	return text.p && memmem(text.p, text.n, part, strlen(part)) != NULL;
}

static bool answered(bool is, int asked)
{
	return asked == ASKED_NOTHING || is == (asked == ASKED_YES);
}

static bool status_in(const struct jsons *wants, const struct scope *scope)
{
	for (size_t i = 0; i < wants->count; i++) {
		int64_t n;
		if (json_integer(wants->items[i], 100, 599, false, &n) && n == scope->status)
			return true;
	}
	return false;
}

static bool holds(const struct condition *c, const struct scope *scope)
{
	struct value v = ref_get(&c->at, scope);
	if (c->status.count && !status_in(&c->status, scope))
		return false;
	if (c->is && !equals(&v, c->is))
		return false;
	if (c->in.count && !equals_one(&v, &c->in))
		return false;
	if (c->not_in.count && equals_one(&v, &c->not_in))
		return false;
	if (!answered(value_exists(&v), c->exists) || !answered(value_filled(&v), c->filled))
		return false;
	if (c->starts && !(v.text.n >= strlen(c->starts) &&
				 memcmp(v.text.p, c->starts, strlen(c->starts)) == 0))
		return false;
	if (c->contains && !text_contains(v.text, c->contains))
		return false;
	if (c->above && !is_above(&v, c->above))
		return false;
	if (c->same.scope) {
		struct value w = ref_get(&c->same, scope);
		if (!same_values(&v, &w))
			return false;
	}
	if (c->differs.scope) {
		struct value w = ref_get(&c->differs, scope);
		if (!value_exists(&v) || !value_exists(&w) || same_values(&v, &w))
			return false;
	}
	if (c->unlike.scope) {
		struct value w = ref_get(&c->unlike, scope);
		bool there = value_exists(&v) || value_exists(&w);
		if (!there || same_values(&v, &w))
			return false;
	}
	return true;
}

bool conditions_hold(const struct list *conditions, const struct scope *scope)
{
	const struct condition *c = conditions->items;
	for (size_t i = 0; i < conditions->count; i++) {
		if (!holds(&c[i], scope))
			return false;
	}
	return true;
}
