/*
 * index: a target's elements by what they hold.
 */
#ifndef ZF_PLAN_INDEX_H
#define ZF_PLAN_INDEX_H

#include "element.h"

struct handle {
	struct str key; /* owner key, type rank and (of values) RDATA as records have them; or the
			   JSON of a provider record */
	const struct element *element;
};

struct handles {
	const struct handle *items;
	size_t count;
};

struct element_index {
	struct arena arena;
	/* Each sorted. What has neither owner nor kept text is in none. */
	struct handle *sets, *values, *kept;
	size_t set_count, value_count, kept_count;
	bool empty; /* there are no elements: the target's records are their own handles */
};

/* `elements` may be NULL and must outlive the index. */
void element_index_init(
	struct element_index *index, const struct zf_zone *zone, const struct elements *elements);
void element_index_free(struct element_index *index);

/* The elements of a record's RRset; those that hold the record; those of a provider record. In the
 * target's order. */
struct handles element_index_set(const struct element_index *index, const struct rec *r);
struct handles element_index_record(const struct element_index *index, const struct rec *r);
struct handles element_index_kept(
	const struct element_index *index, const struct provider_record *p);

/* Whether the target, which has this zone, has elements of an owner and type. */
bool element_index_has_place(const struct element_index *index, const struct zf_zone *zone,
	const struct name *owner, uint16_t type);

/* Why an element must not be touched, or NULL. Values that no record is made of ride along. */
const char *element_protected(const struct element *e);

#endif
