#include "plan.h"

#include <stdlib.h>

#include "err.h"
#include "mem.h"
#include "order.h"
#include "planning.h"
#include "want.h"

/* The records of zone from index `from` on that belong to the RRset of `any`. */
static struct rrset rrset_at(const struct zf_zone *zone, size_t from, const struct rec *any)
{
	size_t end = from;
	while (end < zone->count && rec_same_rrset(zone->recs[end], any))
		end++;
	return (struct rrset){end > from ? zone->recs + from : NULL, end - from};
}

static bool same_rrset(const struct rrset *a, const struct rrset *b)
{
	bool same = a->count == b->count;
	for (size_t i = 0; same && i < a->count; i++)
		same = plan_same_record(a->recs[i], b->recs[i]);
	return same;
}

static bool any_synthesised(const struct rrset *set)
{
	for (size_t i = 0; i < set->count; i++)
		if (rec_is_synthesised(set->recs[i]))
			return true;
	return false;
}

/* Whether all that W asks for takes part: what was synthesised doesn't, nor does its RRset. */
static bool plan_records(struct planning *p)
{
	const struct zf_zone *a = p->plan->target, *b = p->plan->asked;
	size_t i = 0, j = 0;
	bool all = true;
	while (i < a->count || j < b->count) {
		int c = i == a->count   ? 1
			: j == b->count ? -1
					: rec_cmp_rrset(a->recs[i], b->recs[j]);
		const struct rec *any = c <= 0 ? a->recs[i] : b->recs[j];
		struct rrset was = rrset_at(a, i, any), shall = rrset_at(b, j, any);
		i += was.count;
		j += shall.count;
		if (same_rrset(&was, &shall))
			continue;
		if (any_synthesised(&was) || any_synthesised(&shall))
			all = false;
		else if (p->kind->grain == GRAIN_RRSET)
			plan_by_rrset(p, &was, &shall);
		else
			plan_by_record(p, &was, &shall);
	}
	return all;
}

/* A record whose TTL changes is changed; one that takes another's place too. */
static void count_records(struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++) {
		const struct operation *o = &plan->operations[i];
		size_t before = o->type ? o->before_count : o->kept_before != NULL;
		size_t after = o->type ? o->after_count : o->kept_after != NULL;
		size_t both = before < after ? before : after, same = 0;
		for (size_t b = 0, a = 0; o->type && b < before && a < after;) {
			int c = rec_cmp(o->before[b], o->after[a]);
			same += c == 0 && plan_same_record(o->before[b], o->after[a]);
			b += c <= 0;
			a += c >= 0;
		}
		plan->updates += both - same;
		plan->deletes += before - both;
		plan->creates += after - both;
	}
}

enum zf_status plan_toward(struct plan *plan, const struct zf_zone *target,
	const struct elements *elements, const struct target_kind *kind, struct zf_zone *wanted,
	struct zf_error *err)
{
	struct planning p = {.plan = plan, .kind = kind};
	*plan = (struct plan){.target = target, .asked = wanted, .wanted = wanted};
	arena_init(&plan->arena);
	enum zf_status status = diff_check_apexes(target, wanted, err);
	if (status != ZF_OK)
		return status;
	element_index_init(&p.index, target, elements);
	bool all = plan_records(&p);
	plan_kept(&p);
	element_index_free(&p.index);
	order_operations(plan, kind);
	count_records(plan);
	plan->estimate_ms = (long)plan->calls * kind->call_ms;
	if (plan->left_count > 0 || !all)
		plan->wanted = zone_after(target, plan->operations, plan->count);
	return ZF_OK;
}

enum zf_status plan_make(struct plan *plan, const struct zf_zone *source,
	const struct zf_zone *target, const struct elements *elements,
	const struct target_kind *kind, const struct sync_rules *rules, struct zf_error *err)
{
	struct want want;
	*plan = (struct plan){0};
	enum zf_status status = want_make(&want, source, target, kind, rules, err);
	if (status != ZF_OK)
		return status;
	status = plan_toward(plan, target, elements, kind, want.zone, err);
	for (size_t i = 0; i < want.left_count; i++)
		plan_leave(plan, &want.left[i]);
	arena_join(&plan->arena, &want.arena);
	free(want.left);
	return status;
}

void plan_free(struct plan *plan)
{
	if (plan->wanted != plan->asked)
		zf_zone_free(plan->wanted);
	zf_zone_free(plan->asked);
	free(plan->operations);
	free(plan->left);
	arena_free(&plan->arena);
	*plan = (struct plan){0};
}
