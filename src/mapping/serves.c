/* serves: what is answered by the name servers where no record says it. */
#include "map.h"

static void add_type(struct serves *s, uint16_t type)
{
	if (type && s->count < SERVES_MOST)
		s->types[s->count++] = type;
}

/* The first word of what a reference leads to, as a type: "A" of "A \"script\"". */
static uint16_t first_word(const struct ref *ref, const struct scope *scope)
{
	struct str text = ref_get(ref, scope).text;
	const char *space = text.n ? memchr(text.p, ' ', text.n) : NULL;
	return text.n ? rrtype_parse(text.p, space ? (size_t)(space - text.p) : text.n) : 0;
}

static void find_types(struct serves *s, const struct map *m)
{
	const struct desc_serves *row = m->records->serves.items;
	for (size_t i = 0; i < m->records->serves.count; i++) {
		if (!conditions_hold(&row[i].when, &m->scope))
			continue;
		for (size_t k = 0; k < row[i].types.count; k++)
			add_type(s, row[i].types.items[k]);
		if (row[i].from.scope)
			add_type(s, first_word(&row[i].from, &m->scope));
		return;
	}
	add_type(s, map_type(m));
	if (s->count)
		return;
	add_type(s, TYPE_A);
	add_type(s, TYPE_AAAA);
}

static bool find_owner(struct map *m, struct name *owner)
{
	struct zf_error ignored = ZF_ERROR_INIT;
	const struct list none = {0};
	const struct desc_rdata *row = map_row(m, map_type(m));
	return map_owner(m, owner, row ? &row->labels : &none, &ignored) == ZF_OK;
}

bool map_serves(struct serves *s, const struct desc *desc, const struct name *apex, struct str json)
{
	struct zf_error ignored = ZF_ERROR_INIT;
	struct json *element = NULL;
	struct map m;
	*s = (struct serves){0};
	if (json_parse(&element, json.p, json.n, &ignored) != ZF_OK)
		return false;
	map_init(&m, desc, desc->records, apex, NULL);
	m.scope.item = element;
	find_types(s, &m);
	bool found = s->count && find_owner(&m, &s->owner);
	map_free(&m);
	json_free(element);
	return found;
}

bool map_place(struct place *place, const struct desc *desc, const struct name *apex,
	const struct json *element)
{
	struct map m;
	map_init(&m, desc, desc->records, apex, NULL);
	m.scope.item = element;
	place->type = map_type(&m);
	bool found = find_owner(&m, &place->owner);
	map_free(&m);
	return found;
}

bool map_steers(const struct desc *desc, struct str json)
{
	const struct desc_annotation *a = desc->records->annotate.items;
	struct zf_error ignored = ZF_ERROR_INIT;
	struct json *said = NULL;
	struct buf name;
	bool steers = false;
	buf_init(&name, 0);
	if (json_parse(&said, json.p, json.n, &ignored) != ZF_OK)
		return false;
	for (size_t i = 0; i < desc->records->annotate.count && !steers; i++) {
		buf_reset(&name);
		map_annotation_name(&name, &a[i]);
		steers = a[i].steers && json_member(said, name.data);
	}
	buf_free(&name);
	json_free(said);
	return steers;
}
