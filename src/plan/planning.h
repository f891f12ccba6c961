/*
 * planning: what plan.c and the makers of operations (by_record, by_rrset, kept) share; nobody else
 * includes it.
 */
#ifndef ZF_PLAN_PLANNING_H
#define ZF_PLAN_PLANNING_H

#include "index.h"
#include "plan.h"

struct planning {
	struct plan *plan;
	const struct target_kind *kind;
	struct element_index index;
};

/* Records of one RRset in one zone. */
struct rrset {
	struct rec *const *recs;
	size_t count;
};

/* Whether a record is the same in both: RDATA, TTL, annotations. */
bool plan_same_record(const struct rec *a, const struct rec *b);

/* Adds an operation, its records to be filled in. Valid until the next one is added. `e` is what is
 * updated or deleted, or, of a create, what is there without any record; or NULL. */
struct operation *plan_add(struct planning *p, enum operation_kind kind, const struct rec *any,
	const struct element *e);
/* The same with one record at most on each side. */
void plan_add_single(struct planning *p, const struct rec *before, const struct rec *after,
	const struct element *e);

void plan_leave(struct plan *plan, const struct left_alone *left);
/* Something that W asks for, and that isn't done: of W, or of the target. */
void plan_leave_wanted(struct planning *p, const struct rec *wanted, const char *why);
void plan_leave_there(struct planning *p, const struct rec *there, const char *why);

/* The operations from one RRset to another (either may be empty, and they differ), in the target's
 * granularity. */
void plan_by_record(struct planning *p, const struct rrset *was, const struct rrset *shall);
void plan_by_rrset(struct planning *p, const struct rrset *was, const struct rrset *shall);
/* Those for provider records. */
void plan_kept(struct planning *p);

#endif
