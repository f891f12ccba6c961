#include "planning.h"

#include "mem.h"

bool plan_same_record(const struct rec *a, const struct rec *b)
{
	return a->ttl == b->ttl && rec_cmp(a, b) == 0 && rec_same_annotations(a, b);
}

struct operation *plan_add(struct planning *p, enum operation_kind kind, const struct rec *any,
	const struct element *e)
{
	struct plan *plan = p->plan;
	plan->operations =
		mem_grow(plan->operations, &plan->cap, plan->count + 1, sizeof(*plan->operations));
	struct operation *o = &plan->operations[plan->count++];
	*o = (struct operation){.kind = kind, .element = e};
	o->owner = plan->target->apex;
	if (any) {
		o->type = rec_type(any);
		rec_owner(plan->target, any, &o->owner);
	}
	return o;
}

void plan_add_single(struct planning *p, const struct rec *before, const struct rec *after,
	const struct element *e)
{
	enum operation_kind kind = !before  ? OPERATION_CREATE
				   : !after ? OPERATION_DELETE
					    : OPERATION_UPDATE;
	struct operation *o = plan_add(p, kind, before ? before : after, e);
	struct arena *arena = &p->plan->arena;
	o->before_count = before != NULL;
	o->after_count = after != NULL;
	o->before = before ? arena_dup(arena, &before, sizeof(const struct rec *)) : NULL;
	o->after = after ? arena_dup(arena, &after, sizeof(const struct rec *)) : NULL;
}

void plan_leave(struct plan *plan, const struct left_alone *left)
{
	plan->left =
		mem_grow(plan->left, &plan->left_cap, plan->left_count + 1, sizeof(*plan->left));
	plan->left[plan->left_count++] = *left;
}

void plan_leave_wanted(struct planning *p, const struct rec *wanted, const char *why)
{
	why = arena_strdup(&p->plan->arena, why);
	plan_leave(p->plan, &(struct left_alone){.rec = wanted, .in_source = true, .why = why});
}

void plan_leave_there(struct planning *p, const struct rec *there, const char *why)
{
	why = arena_strdup(&p->plan->arena, why);
	plan_leave(p->plan, &(struct left_alone){.rec = there, .why = why});
}
