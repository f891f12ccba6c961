#include "index.h"

#include <stdlib.h>

#include "mem.h"

static int by_key(const void *va, const void *vb)
{
	const struct handle *a = va, *b = vb;
	int c = str_cmp(a->key, b->key);
	return c != 0 ? c : (a->element > b->element) - (a->element < b->element);
}

enum { SET_KEY = NAME_MAX_KEY + 2 };

/* What records of an owner and type begin with. */
static size_t print_key(
	uint8_t key[SET_KEY], const struct zf_zone *zone, const struct name *owner, uint16_t type)
{
	size_t len = name_to_key(key, owner, &zone->apex);
	uint16_t rank = type_to_rank(type, key_is_apex(key));
	key[len++] = (uint8_t)(rank >> 8);
	key[len++] = (uint8_t)rank;
	return len;
}

static struct str set_key(
	struct element_index *index, const struct zf_zone *zone, const struct element *e)
{
	uint8_t key[SET_KEY];
	size_t len = print_key(key, zone, &e->owner, e->type);
	return (struct str){arena_dup(&index->arena, key, len), len};
}

static struct str value_key(struct element_index *index, struct str set, struct str rdata)
{
	char *key = arena_alloc(&index->arena, set.n + rdata.n);
	memcpy(key, set.p, set.n);
	if (rdata.n)
		memcpy(key + set.n, rdata.p, rdata.n);
	return (struct str){key, set.n + rdata.n};
}

static void add_set(
	struct element_index *index, const struct zf_zone *zone, const struct element *e)
{
	struct str key = set_key(index, zone, e);
	index->sets[index->set_count++] = (struct handle){key, e};
	for (size_t i = 0; i < e->count; i++)
		if (e->values[i].rdata.p)
			index->values[index->value_count++] =
				(struct handle){value_key(index, key, e->values[i].rdata), e};
}

static void sort(struct handle *items, size_t count)
{
	if (count > 1)
		qsort(items, count, sizeof(*items), by_key);
}

void element_index_init(
	struct element_index *index, const struct zf_zone *zone, const struct elements *elements)
{
	size_t count = elements ? elements->count : 0, values = 0;
	*index = (struct element_index){.empty = count == 0};
	arena_init(&index->arena);
	for (size_t i = 0; i < count; i++)
		values += elements->items[i].count;
	index->sets = mem_alloc((count + 1) * sizeof(*index->sets));
	index->kept = mem_alloc((count + 1) * sizeof(*index->kept));
	index->values = mem_alloc((values + 1) * sizeof(*index->values));
	for (size_t i = 0; i < count; i++) {
		const struct element *e = &elements->items[i];
		if (e->type && e->owner.len)
			add_set(index, zone, e);
		else if (e->kept.p)
			index->kept[index->kept_count++] = (struct handle){e->kept, e};
	}
	sort(index->sets, index->set_count);
	sort(index->values, index->value_count);
	sort(index->kept, index->kept_count);
}

void element_index_free(struct element_index *index)
{
	free(index->sets);
	free(index->values);
	free(index->kept);
	arena_free(&index->arena);
	*index = (struct element_index){0};
}

static struct handles find(const struct handle *items, size_t count, struct str key)
{
	size_t low = 0, high = count, end;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (str_cmp(items[middle].key, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (end = low; end < count && str_cmp(items[end].key, key) == 0;)
		end++;
	return (struct handles){items + low, end - low};
}

struct handles element_index_set(const struct element_index *index, const struct rec *r)
{
	struct str key = {(const char *)r->data, r->key_len + 2u};
	return find(index->sets, index->set_count, key);
}

struct handles element_index_record(const struct element_index *index, const struct rec *r)
{
	struct str key = {(const char *)r->data, rec_sorted_length(r)};
	return find(index->values, index->value_count, key);
}

struct handles element_index_kept(
	const struct element_index *index, const struct provider_record *p)
{
	return find(index->kept, index->kept_count, p->json);
}

bool element_index_has_place(const struct element_index *index, const struct zf_zone *zone,
	const struct name *owner, uint16_t type)
{
	uint8_t key[SET_KEY];
	size_t len = print_key(key, zone, owner, type);
	return find(index->sets, index->set_count, (struct str){(const char *)key, len}).count > 0;
}

const char *element_protected(const struct element *e)
{
	return e->read_only;
}
