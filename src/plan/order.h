/*
 * order: in which order operations are carried out, so that no step leaves a name worse off than
 * both ends.
 */
#ifndef ZF_PLAN_ORDER_H
#define ZF_PLAN_ORDER_H

#include "graph.h"

/* Gives the plan's operations their steps, sorts them by step, and remarks what is without data for
 * a while. They come in the order of the zone, provider records last. */
void order_operations(struct plan *plan, const struct target_kind *kind);

/* The operations from index `from` to before `end` are of one owner. */
struct order_owner {
	size_t from, end;
};

/* The rules at one owner: what may stand beside what, and what may be empty (order_owner.c). */
void order_at_owner(struct graph *g, const struct plan *plan, const struct target_kind *kind,
	const struct order_owner *owner);
/* The rules between owners: targets before what points to them, DNAME and what is below it
 * (order_targets.c). `count` operations are about records. */
void order_targets(struct graph *g, const struct plan *plan, size_t count);
/* The index of the first of them at or behind an owner key. */
size_t order_find(const struct plan *plan, size_t count, struct str key);
/* Operations that belong together (order_group.c): those of one owner where something has to go
 * before something comes, or where calls are whole or not at all. */
struct order_group {
	size_t *first; /* of each operation, the first of those that it belongs to */
	unsigned *inner; /* of each, its step among these */
	size_t *width; /* of each first one: how many have one step at most; 0: it is alone */
	struct load *loads; /* of each first one */
};
void order_group_make(struct order_group *group, const struct plan *plan,
	const struct target_kind *kind, size_t room);
void order_group_free(struct order_group *group);
/* How many of the operations are about records: those in front. */
size_t order_count_records(const struct plan *plan);
/* The next owner of these `count`; start with zeroes. False: the end. */
bool order_next_owner(struct order_owner *owner, const struct plan *plan, size_t count);

/* Counts the calls, and tells what is without data for a while: plan->calls and plan->remark
 * (order_remark.c). */
void order_remark(struct plan *plan, const struct target_kind *kind);

/* Whether an operation on records brings them where there were none, or leaves none: an element may
 * stay for what no record is made of. */
static inline bool order_comes(const struct operation *o)
{
	return o->before_count == 0;
}

static inline bool order_goes(const struct operation *o)
{
	return o->after_count == 0;
}

/* A record of the operation, which says its owner and type; not for provider records. */
static inline const struct rec *order_any(const struct operation *o)
{
	return o->before_count ? o->before[0] : o->after[0];
}

#endif
