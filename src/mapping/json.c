#include "err.h"
#include "json_canon.h"
#include "map.h"

static struct json *copy_value(const struct value *v)
{
	if (v->json)
		return json_copy(v->json);
	return v->text.p ? json_new_string(v->text.p, v->text.n) : json_new_null();
}

/* Sorted, without white space, each string spelled in one way. */
static bool print_canonical(struct buf *out, const struct json *j)
{
	struct buf text;
	buf_init(&text, 0);
	json_print(&text, j, JSON_SORTED);
	bool good = json_canon_whole(out, text.data, text.len);
	buf_free(&text);
	return good;
}

static bool is_worth_a_word(const struct desc_annotation *a, const struct value *v)
{
	if (!value_exists(v))
		return false;
	for (size_t i = 0; v->json && i < a->unless.count; i++) {
		if (json_equal(v->json, a->unless.items[i]))
			return false;
	}
	return true;
}

void map_annotation_name(struct buf *b, const struct desc_annotation *a)
{
	if (a->name)
		buf_adds(b, a->name);
	else
		ref_name(b, &a->from);
}

void map_annotate(struct map *m, uint16_t type, const struct json *special_ttl)
{
	const struct desc_annotation *a = m->records->annotate.items;
	struct json *object = json_new_object();
	struct buf name;
	buf_init(&name, 0);
	for (size_t i = 0; i < m->records->annotate.count; i++) {
		if (a[i].types.count && !types_have(&a[i].types, type))
			continue;
		struct value v = ref_get(&a[i].from, &m->scope);
		buf_reset(&name);
		map_annotation_name(&name, &a[i]);
		if (is_worth_a_word(&a[i], &v))
			json_set(object, name.data, copy_value(&v));
	}
	buf_reset(&name);
	if (special_ttl) {
		ref_name(&name, &m->records->ttl->from.items[0]);
		json_set(object, name.data, json_copy(special_ttl));
	}
	buf_free(&name);
	buf_reset(&m->notes);
	struct buf json;
	buf_init(&json, 0);
	if (json_first(object) && print_canonical(&json, object))
		note_add(&m->notes, NOTE_ANNOTATION, str_of(m->desc->name),
			(struct str){json.data, json.len});
	buf_free(&json);
	json_free(object);
}

/* What is copied for a provider record, and what isn't. */
struct keeping {
	const struct map *m;
	const struct desc_provider_record *rules; /* or NULL */
	uint16_t type; /* of the element; 0: none of DNS */
	const char *values; /* pointer to the RRset's values; NULL: keep all */
	char pointer[512]; /* of the member being copied */
};

static bool is_dropped(const struct keeping *k)
{
	for (size_t i = 0; k->rules && i < k->rules->drop.count; i++) {
		if (strcmp(k->rules->drop.items[i], k->pointer) == 0)
			return true;
	}
	return false;
}

static bool is_default(const struct keeping *k, const struct json *member)
{
	if (json_kind(member) == JSON_NULL)
		return true;
	const struct json *d =
		k->rules && k->rules->defaults ? json_at(k->rules->defaults, k->pointer) : NULL;
	if (d && json_equal(d, member))
		return true;
	const struct desc_annotation *a = k->m->records->annotate.items;
	for (size_t i = 0; i < k->m->records->annotate.count; i++) {
		struct value v = {.json = member};
		/* What is an annotation of one type may be RDATA of another. */
		if (k->type && a[i].types.count && !types_have(&a[i].types, k->type))
			continue;
		if (a[i].from.scope == REF_ITEM && strcmp(a[i].from.path, k->pointer) == 0 &&
			!is_worth_a_word(&a[i], &v))
			return true;
	}
	return false;
}

static struct json *keep(struct keeping *k, const struct json *from);

static void keep_member(struct keeping *k, struct json *into, const struct json *member)
{
	size_t was = strlen(k->pointer), room = sizeof(k->pointer) - was;
	if (strlen(json_name(member)) + 2 < room) {
		k->pointer[was] = '/';
		strcpy(k->pointer + was + 1, json_name(member));
	}
	if (!is_dropped(k) && !is_default(k, member))
		json_set(into, json_name(member), keep(k, member));
	k->pointer[was] = '\0';
}

static struct json *keep(struct keeping *k, const struct json *from)
{
	if (k->values && strcmp(k->pointer, k->values) == 0) {
		struct json *one = json_new_array();
		json_append(one, json_copy(k->m->scope.value));
		return one;
	}
	if (json_kind(from) != JSON_OBJECT)
		return json_copy(from);
	struct json *into = json_new_object();
	for (const struct json *m = json_first(from); m; m = json_next(m))
		keep_member(k, into, m);
	return into;
}

/* The pointer to the values that are there. */
static const char *values_pointer(const struct map *m, const struct desc_rdata *row)
{
	const struct refs *refs = row && row->values.count ? &row->values : &m->records->values;
	for (size_t i = 0; i < refs->count; i++) {
		struct value v = ref_get(&refs->items[i], &m->scope);
		if (value_exists(&v) && refs->items[i].scope == REF_ITEM)
			return refs->items[i].path;
	}
	return NULL;
}

/* The element or value in scope as it is kept, canonical; false: it has no such form. */
static bool print_kept(struct buf *out, const struct map *m, const struct desc_rdata *row)
{
	struct keeping k = {
		.m = m,
		.rules = m->records->provider_record,
		.type = map_type(m),
		.values = m->scope.value ? values_pointer(m, row) : NULL,
	};
	struct json *object = keep(&k, m->scope.item);
	if (json_kind(object) != JSON_OBJECT) {
		struct json *outer = json_new_object();
		json_set(outer, "value", object);
		object = outer;
	}
	bool good = print_canonical(out, object);
	json_free(object);
	return good;
}

void map_keep(struct map *m, const struct desc_rdata *row)
{
	struct buf json;
	buf_init(&json, 0);
	if (print_kept(&json, m, row))
		zone_builder_add_provider_record(
			m->builder, str_of(m->desc->name), (struct str){json.data, json.len});
	buf_free(&json);
}

enum zf_status map_keep_unread(struct map *m, const struct desc_rdata *row, struct zf_error *err)
{
	struct buf json;
	enum zf_status status;
	buf_init(&json, 0);
	if (print_kept(&json, m, row))
		status = zone_builder_add_unread(
			m->builder, str_of(m->desc->name), (struct str){json.data, json.len}, err);
	else
		status = err_set(err, ZF_ERR_ANSWER, "it can't be kept as it is");
	buf_free(&json);
	return status;
}
