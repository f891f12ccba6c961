/*
 * law: a model of a target that takes operations one by one, enforces the rules of DNS and of its
 * API, and judges every state in between: what both ends have is never missing, unless the plan
 * says so.
 */
#ifndef ZF_TEST_LAW_H
#define ZF_TEST_LAW_H

#include "plan.h"
#include "zone_of.h"

struct law_record {
	const struct rec *rec;
	const struct element *element; /* NULL: made by an operation, or there are no elements */
};

struct law {
	const struct plan *plan;
	const struct target_kind *kind;
	struct law_record *items;
	size_t count, cap;
	struct buf broken; /* what was broken, a line each; empty: nothing */
	size_t gaps; /* states in which a name or an RRset was empty, as the plan had said */
};

/* The plan's target, as its elements hold it. */
void law_begin(struct law *law, const struct plan *plan, const struct elements *elements,
	const struct target_kind *kind);
void law_free(struct law *law);

/* Carries out all operations, those of one step in any order, but of a transaction in theirs. */
void law_run(struct law *law, struct random *r);

/* Whether the model's records are those of a zone. */
bool law_is(const struct law *law, const struct zf_zone *zone);

/* A small zone with a lot of what gets into each other's way; within what `kind` holds. */
struct zf_zone *law_random_zone(struct random *r);

#endif
