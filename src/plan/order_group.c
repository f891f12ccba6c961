/* What belongs together: a CNAME and what takes its place should be neighbours, so that the name is
 * without data as shortly as can be, and all that changes at a name should be in one transaction.
 */
#include <stdlib.h>

#include "mem.h"
#include "order.h"

size_t order_count_records(const struct plan *plan)
{
	size_t n = 0;
	while (n < plan->count && plan->operations[n].type)
		n++;
	return n;
}

bool order_next_owner(struct order_owner *owner, const struct plan *plan, size_t count)
{
	owner->from = owner->end;
	if (owner->from == count)
		return false;
	const struct rec *any = order_any(&plan->operations[owner->from]);
	owner->end++;
	while (owner->end < count && rec_same_owner(any, order_any(&plan->operations[owner->end])))
		owner->end++;
	return true;
}

static long growth(const struct operation *o)
{
	if (o->type == 0)
		return (o->kept_after != NULL) - (o->kept_before != NULL);
	return (long)o->after_count - (long)o->before_count;
}

/* The SOA is by itself: it has to be in the first of several messages. */
static size_t behind_soa(const struct plan *plan, const struct order_owner *owner)
{
	const struct rec *any = order_any(&plan->operations[owner->from]);
	return owner->from + (rec_type(any) == TYPE_SOA && key_is_apex(rec_key(any)));
}

static void find_groups(struct order_group *group, struct graph *g, const struct plan *plan,
	const struct target_kind *kind)
{
	struct order_owner owner = {0, 0};
	for (size_t i = 0; i < plan->count; i++)
		group->first[i] = i;
	for (size_t count = order_count_records(plan); order_next_owner(&owner, plan, count);) {
		size_t hard = g->hard, first = behind_soa(plan, &owner);
		order_at_owner(g, plan, kind, &owner);
		for (size_t i = first; i < owner.end && (kind->transaction || g->hard > hard); i++)
			group->first[i] = first;
	}
}

static int by_inner(const void *va, const void *vb, void *user)
{
	const unsigned *inner = user;
	size_t a = *(const size_t *)va, b = *(const size_t *)vb;
	if (inner[a] != inner[b])
		return inner[a] < inner[b] ? -1 : 1;
	return (a > b) - (a < b);
}

/* The load and the width of the group from..end-1, whose indices are in `order`. What comes in a
 * step may come before what goes in it. */
static void weigh(struct order_group *group, const struct plan *plan, size_t *order, size_t count)
{
	size_t first = order[0];
	struct load sum = {0, 0};
	group->width[first] = 0;
	qsort_r(order, count, sizeof(*order), by_inner, group->inner);
	for (size_t i = 0, end; i < count; i = end) {
		long come = 0, go = 0;
		for (end = i; end < count && group->inner[order[end]] == group->inner[order[i]];
			end++) {
			long more = growth(&plan->operations[order[end]]);
			come += more > 0 ? more : 0;
			go += more < 0 ? more : 0;
		}
		sum.most = sum.more + come > sum.most ? sum.more + come : sum.most;
		sum.more += come + go;
		if (end - i > group->width[first])
			group->width[first] = end - i;
	}
	group->loads[first] = sum;
}

static size_t group_end(const struct order_group *group, const struct plan *plan, size_t from)
{
	size_t end = from + 1;
	while (end < plan->count && group->first[end] == group->first[from])
		end++;
	return end;
}

/* Returns how many more records there are at most, whatever is done first. */
static size_t weigh_all(struct order_group *group, const struct plan *plan)
{
	size_t *order = mem_alloc((plan->count + 1) * sizeof(*order)), most = 0;
	for (size_t from = 0, end; from < plan->count; from = end) {
		for (end = from; end < plan->count && group->first[end] == group->first[from];
			end++)
			order[end - from] = end;
		if (end - from > 1)
			weigh(group, plan, order, end - from);
		most += (size_t)group->loads[from].most;
	}
	free(order);
	return most;
}

/* Where nothing is seen half done (in groups of so many at most), or there is no room, what goes
 * goes first: it is never what has to wait for something that comes. */
static void put_goes_first(struct order_group *group, const struct plan *plan, size_t most)
{
	enum { BEHIND = 1u << 31 };
	for (size_t from = 0, end; from < plan->count; from = end) {
		end = group_end(group, plan, from);
		for (size_t i = from; i < end && end - from <= most; i++)
			if (plan->operations[i].kind != OPERATION_DELETE)
				group->inner[i] |= (unsigned)BEHIND;
	}
}

void order_group_make(struct order_group *group, const struct plan *plan,
	const struct target_kind *kind, size_t room)
{
	size_t count = plan->count + 1;
	struct graph g;
	group->first = mem_alloc(count * sizeof(*group->first));
	group->inner = mem_zalloc(count * sizeof(*group->inner));
	group->width = mem_zalloc(count * sizeof(*group->width));
	group->loads = mem_zalloc(count * sizeof(*group->loads));
	for (size_t i = 0; i < plan->count; i++) {
		long more = growth(&plan->operations[i]);
		group->loads[i] = (struct load){more, more > 0 ? more : 0};
	}
	graph_init(&g, plan->count, NULL);
	find_groups(group, &g, plan, kind);
	graph_schedule(group->inner, &g, group->loads, room);
	graph_free(&g);
	bool fits = weigh_all(group, plan) <= room;
	if (fits && !kind->transaction)
		return;
	put_goes_first(group, plan, fits ? kind->batch : SIZE_MAX);
	weigh_all(group, plan);
}

void order_group_free(struct order_group *group)
{
	free(group->first);
	free(group->inner);
	free(group->width);
	free(group->loads);
}
