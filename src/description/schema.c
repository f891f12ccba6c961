#include "schema.h"

#include <stdarg.h>
#include <stdio.h>

#include "err.h"
#include "mem.h"
#include "rrtype.h"

enum zf_status schema_error(struct schema_context *c, struct zf_error *err, const char *format, ...)
{
	struct buf text;
	buf_init(&text, 0);
	va_list ap;
	va_start(ap, format);
	buf_vprintf(&text, format, ap);
	va_end(ap);
	err_set(err, ZF_ERR_SYNTAX, "%s: %s", c->place[0] ? c->place : "/", text.data);
	err_place(err, c->file, 0, 0);
	buf_free(&text);
	return ZF_ERR_SYNTAX;
}

/* Goes to a member or element; returns what leave() needs to come back. */
static size_t enter(struct schema_context *c, const char *name)
{
	size_t was = strlen(c->place);
	snprintf(c->place + was, sizeof(c->place) - was, "/%s", name);
	return was;
}

static size_t enter_element(struct schema_context *c, size_t index)
{
	char name[24];
	snprintf(name, sizeof(name), "%zu", index);
	return enter(c, name);
}

static void leave(struct schema_context *c, size_t was)
{
	c->place[was] = '\0';
}

static enum zf_status wrong_kind(
	struct schema_context *c, const struct json *j, const char *want, struct zf_error *err)
{
	return schema_error(c, err, "%s is wanted, not %s", want, json_kind_name(json_kind(j)));
}

static void list_words(struct buf *b, const struct word *words)
{
	for (; words->name; words++)
		buf_printf(b, "%s%s", b->len ? ", " : "", words->name);
}

const char *word_name(const struct word *words, int value)
{
	for (; words->name; words++) {
		if (words->value == value)
			return words->name;
	}
	return "";
}

bool types_have(const struct types *types, uint16_t type)
{
	for (size_t i = 0; i < types->count; i++) {
		if (types->items[i] == type)
			return true;
	}
	return false;
}

static enum zf_status get_string(
	struct schema_context *c, const char **s, const struct json *j, struct zf_error *err)
{
	if (json_kind(j) != JSON_STRING)
		return wrong_kind(c, j, "a string", err);
	struct str text = json_text(j);
	*s = arena_strndup(c->arena, text.p, text.n);
	return ZF_OK;
}

static enum zf_status get_template(
	struct schema_context *c, const char **s, const struct json *j, struct zf_error *err)
{
	enum zf_status status = get_string(c, s, j, err);
	if (status)
		return status;
	if (c->use_count == c->use_cap) {
		size_t cap = c->use_cap ? 2 * c->use_cap : 64;
		struct template_use *uses = arena_alloc(c->arena, cap * sizeof(*uses));
		if (c->use_count)
			memcpy(uses, c->uses, c->use_count * sizeof(*uses));
		c->uses = uses;
		c->use_cap = cap;
	}
	c->wants_zone = c->wants_zone || strstr(*s, "{zone:/");
	c->uses[c->use_count++] =
		(struct template_use){.text = *s, .place = arena_strdup(c->arena, c->place)};
	return ZF_OK;
}

/* Notes the templates in a body. */
static enum zf_status get_body(struct schema_context *c, const struct json *j, struct zf_error *err)
{
	const char *text;
	if (json_kind(j) == JSON_STRING)
		return get_template(c, &text, j, err);
	enum zf_status status = ZF_OK;
	size_t index = 0;
	for (const struct json *m = json_first(j); m && !status; m = json_next(m)) {
		size_t was = json_name(m) ? enter(c, json_name(m)) : enter_element(c, index++);
		status = get_body(c, m, err);
		leave(c, was);
	}
	return status;
}

static enum zf_status get_word(struct schema_context *c, int *value, const struct word *words,
	const struct json *j, struct zf_error *err)
{
	if (json_kind(j) != JSON_STRING)
		return wrong_kind(c, j, "a word", err);
	struct str text = json_text(j);
	for (const struct word *w = words; w->name; w++) {
		if (str_eq(text, w->name)) {
			*value = w->value;
			return ZF_OK;
		}
	}
	struct buf known, word;
	buf_init(&known, 0);
	buf_init(&word, 0);
	list_words(&known, words);
	str_print(&word, text.p, text.n);
	schema_error(c, err, "unknown word \"%s\"; known here: %s", word.data, known.data);
	buf_free(&known);
	buf_free(&word);
	return ZF_ERR_SYNTAX;
}

static enum zf_status get_ref(
	struct schema_context *c, struct ref *ref, const struct json *j, struct zf_error *err)
{
	const char *text = NULL;
	enum zf_status status = get_string(c, &text, j, err);
	if (status)
		return status;
	if (!ref_parse(ref, text))
		return schema_error(c, err,
			"\"%s\" is no reference; these begin with /, value:, zone:, answer:, "
			"header:, key: or =",
			text);
	c->wants_zone = c->wants_zone || ref->scope == REF_ZONE;
	return ZF_OK;
}

/* The octets of one element of a list, by the list's kind. */
static size_t element_size(const struct key *key)
{
	switch (key->kind) {
	case KEY_STRINGS:
		return sizeof(const char *);
	case KEY_REFS:
		return sizeof(struct ref);
	case KEY_TYPES:
		return sizeof(uint16_t);
	case KEY_JSONS:
		return sizeof(const struct json *);
	case KEY_TEMPLATES:
	case KEY_TEXTS:
		return sizeof(struct pair);
	default:
		return ((const struct schema *)key->of)->size;
	}
}

static enum zf_status get_type(
	struct schema_context *c, uint16_t *type, const struct json *j, struct zf_error *err)
{
	const char *text = NULL;
	enum zf_status status = get_string(c, &text, j, err);
	if (status)
		return status;
	*type = rrtype_parse(text, strlen(text));
	if (!*type || rrtype_is_meta(*type))
		return schema_error(c, err, "\"%s\" is no RR type", text);
	return ZF_OK;
}

static enum zf_status get_object(struct schema_context *c, void *into, const struct schema *schema,
	const struct json *j, struct zf_error *err);

static enum zf_status get_element(struct schema_context *c, void *into, const struct key *key,
	const struct json *j, struct zf_error *err)
{
	switch (key->kind) {
	case KEY_STRINGS:
		return get_string(c, into, j, err);
	case KEY_REFS:
		return get_ref(c, into, j, err);
	case KEY_TYPES:
		return get_type(c, into, j, err);
	case KEY_JSONS:
		*(const struct json **)into = j;
		return ZF_OK;
	default:
		return get_object(c, into, key->of, j, err);
	}
}

/* All list-like fields are a pointer and a count, in this order. */
static enum zf_status get_list(struct schema_context *c, struct list *list, const struct key *key,
	const struct json *j, struct zf_error *err)
{
	bool several = json_kind(j) == JSON_ARRAY;
	size_t size = element_size(key), count = several ? json_count(j) : 1;
	char *items = arena_zalloc(c->arena, count ? count * size : 1);
	enum zf_status status = ZF_OK;
	list->items = items;
	list->count = count;
	if (!several)
		return get_element(c, items, key, j, err);
	size_t i = 0;
	for (const struct json *e = json_first(j); e && !status; e = json_next(e), i++) {
		size_t was = enter_element(c, i);
		status = get_element(c, items + i * size, key, e, err);
		leave(c, was);
	}
	return status;
}

static enum zf_status get_member(struct schema_context *c, char *into, const struct key *key,
	const struct json *m, struct zf_error *err)
{
	if (key->kind == KEY_MAP) {
		*(const char **)(void *)into = arena_strdup(c->arena, json_name(m));
		return get_object(c, into, key->of, m, err);
	}
	struct pair *pair = (struct pair *)(void *)into;
	pair->name = arena_strdup(c->arena, json_name(m));
	if (key->kind == KEY_TEMPLATES)
		return get_template(c, &pair->value, m, err);
	return get_string(c, &pair->value, m, err);
}

/* Objects whose keys are free. */
static enum zf_status get_members(struct schema_context *c, struct list *list,
	const struct key *key, const struct json *j, struct zf_error *err)
{
	if (json_kind(j) != JSON_OBJECT)
		return wrong_kind(c, j, "an object", err);
	size_t size = element_size(key), count = json_count(j), i = 0;
	char *items = arena_zalloc(c->arena, count ? count * size : 1);
	enum zf_status status = ZF_OK;
	list->items = items;
	list->count = count;
	for (const struct json *m = json_first(j); m && !status; m = json_next(m), i++) {
		size_t was = enter(c, json_name(m));
		status = get_member(c, items + i * size, key, m, err);
		leave(c, was);
	}
	return status;
}

static enum zf_status get_words(struct schema_context *c, unsigned *bits, const struct word *words,
	const struct json *j, struct zf_error *err)
{
	bool several = json_kind(j) == JSON_ARRAY;
	enum zf_status status = ZF_OK;
	*bits = 0;
	for (const struct json *e = several ? json_first(j) : j; e && !status;
		e = several ? json_next(e) : NULL) {
		int value = 0;
		status = get_word(c, &value, words, e, err);
		*bits |= (unsigned)value;
	}
	return status;
}

static enum zf_status get_integer(struct schema_context *c, long *value, const struct key *key,
	const struct json *j, struct zf_error *err)
{
	int64_t n;
	if (json_kind(j) != JSON_NUMBER || !json_integer(j, key->min, key->max, false, &n))
		return schema_error(
			c, err, "a whole number from %ld to %ld is wanted", key->min, key->max);
	*value = (long)n;
	return ZF_OK;
}

static enum zf_status get_value(struct schema_context *c, char *field, const struct key *key,
	const struct json *j, struct zf_error *err)
{
	void *at = field;
	switch (key->kind) {
	case KEY_STRING:
		return get_string(c, at, j, err);
	case KEY_INTEGER:
		return get_integer(c, at, key, j, err);
	case KEY_BOOL:
	case KEY_ASK:
		if (json_kind(j) != JSON_BOOL)
			return wrong_kind(c, j, "true or false", err);
		if (key->kind == KEY_BOOL)
			*(bool *)at = json_is_true(j);
		else
			*(int *)at = json_is_true(j) ? ASKED_YES : ASKED_NO;
		return ZF_OK;
	case KEY_WORD:
		return get_word(c, at, key->of, j, err);
	case KEY_WORDS:
		return get_words(c, at, key->of, j, err);
	case KEY_REF:
		return get_ref(c, at, j, err);
	case KEY_TEMPLATE:
		return get_template(c, at, j, err);
	case KEY_TEMPLATES:
	case KEY_TEXTS:
	case KEY_MAP:
		return get_members(c, at, key, j, err);
	case KEY_OBJECT: {
		void *object = arena_zalloc(c->arena, element_size(key));
		*(void **)at = object;
		return get_object(c, object, key->of, j, err);
	}
	case KEY_OBJECT_JSON:
		if (json_kind(j) != JSON_OBJECT)
			return wrong_kind(c, j, "an object", err);
		*(const struct json **)at = j;
		return ZF_OK;
	case KEY_BODY:
		*(const struct json **)at = j;
		return get_body(c, j, err);
	case KEY_JSON:
		*(const struct json **)at = j;
		return ZF_OK;
	case KEY_STRINGS:
	case KEY_REFS:
	case KEY_TYPES:
	case KEY_JSONS:
	case KEY_LIST:
		return get_list(c, at, key, j, err);
	}
	return ZF_OK;
}

static const struct key *find_key(const struct schema *schema, const char *name)
{
	for (const struct key *k = schema->keys; k->name; k++) {
		if (strcmp(k->name, name) == 0)
			return k;
	}
	return NULL;
}

static enum zf_status unknown_key(struct schema_context *c, const struct schema *schema,
	const char *name, struct zf_error *err)
{
	struct buf known, word;
	buf_init(&known, 0);
	buf_init(&word, 0);
	for (const struct key *k = schema->keys; k->name; k++)
		buf_printf(&known, "%s%s", known.len ? ", " : "", k->name);
	str_print(&word, name, strlen(name));
	schema_error(c, err, "unknown key \"%s\"; known here: %s", word.data, known.data);
	buf_free(&known);
	buf_free(&word);
	return ZF_ERR_SYNTAX;
}

static enum zf_status get_object(struct schema_context *c, void *into, const struct schema *schema,
	const struct json *j, struct zf_error *err)
{
	if (schema->shorthand && json_kind(j) == JSON_STRING) {
		const struct key *key = find_key(schema, schema->shorthand);
		return get_value(c, (char *)into + key->offset, key, j, err);
	}
	if (json_kind(j) != JSON_OBJECT)
		return wrong_kind(
			c, j, schema->shorthand ? "an object or a string" : "an object", err);
	for (const struct json *m = json_first(j); m; m = json_next(m)) {
		const struct key *key = find_key(schema, json_name(m));
		if (!key)
			return unknown_key(c, schema, json_name(m), err);
		size_t was = enter(c, key->name);
		enum zf_status status = get_value(c, (char *)into + key->offset, key, m, err);
		leave(c, was);
		if (status)
			return status;
	}
	for (const struct key *k = schema->keys; k->name; k++) {
		if ((k->flags & KEY_REQUIRED) && !json_member(j, k->name))
			return schema_error(c, err, "the key \"%s\" is missing", k->name);
	}
	return ZF_OK;
}

enum zf_status schema_decode(struct schema_context *c, void *into, const struct schema *schema,
	const struct json *json, struct zf_error *err)
{
	return get_object(c, into, schema, json, err);
}
