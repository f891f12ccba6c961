#include "order.h"

#include <stdlib.h>

#include "mem.h"

static size_t count_records(const struct plan *plan)
{
	size_t n = 0;
	while (n < plan->count && plan->operations[n].type)
		n++;
	return n;
}

static void add_owners(
	struct graph *g, const struct plan *plan, const struct target_kind *kind, size_t count)
{
	struct order_owner owner = {0, 0};
	for (; owner.from < count; owner.from = owner.end) {
		const struct rec *any = order_any(&plan->operations[owner.from]);
		owner.end = owner.from + 1;
		while (owner.end < count &&
			rec_same_owner(any, order_any(&plan->operations[owner.end])))
			owner.end++;
		order_at_owner(g, plan, kind, &owner);
	}
}

/*
 * Provider records: whatever they do at a name, records there may be in their way, and they in
 * that of records. So those that go go first where their name is known, and those that come come
 * last.
 */
/* What comes at the name of a provider record comes when that is gone. */
static void add_behind(struct graph *g, const struct plan *plan, size_t count, size_t kept)
{
	const struct name *owner = &plan->operations[kept].element->owner;
	uint8_t key[NAME_MAX_KEY];
	size_t len = name_to_key(key, owner, &plan->target->apex);
	for (size_t i = order_find(plan, count, (struct str){(const char *)key, len});
		i < count && name_equal(&plan->operations[i].owner, owner); i++)
		if (order_comes(&plan->operations[i]))
			graph_add(g, kept, i, FORCE_HARD);
}

static void add_kept(struct graph *g, const struct plan *plan, size_t count)
{
	size_t last = graph_barrier(g);
	for (size_t i = 0; i < count; i++)
		if (order_goes(&plan->operations[i]))
			graph_add(g, i, last, FORCE_SOFT);
	for (size_t k = count; k < plan->count; k++) {
		const struct operation *kept = &plan->operations[k];
		if (kept->kind == OPERATION_CREATE)
			graph_add(g, last, k, FORCE_SOFT);
		if (kept->kind != OPERATION_DELETE || !kept->element || !kept->element->owner.len)
			continue;
		graph_add(g, k, last, FORCE_SOFT);
		add_behind(g, plan, count, k);
	}
}

/* How many more records the target takes; SIZE_MAX: any. */
static size_t find_room(const struct plan *plan, const struct target_kind *kind)
{
	size_t has = plan->target->provider_record_count, most;
	if (!kind->holds || kind->holds->records == 0)
		return SIZE_MAX;
	most = (size_t)kind->holds->records;
	for (size_t i = 0; i < plan->target->count; i++)
		has += !rec_is_synthesised(plan->target->recs[i]);
	return has < most ? most - has : 0;
}

static int by_step(const void *va, const void *vb)
{
	const struct operation *const *a = va, *const *b = vb;
	if ((*a)->step != (*b)->step)
		return (*a)->step < (*b)->step ? -1 : 1;
	return (*a > *b) - (*a < *b);
}

/* Those of one step stay in the order of the zone. */
static void sort(struct plan *plan)
{
	struct operation *sorted = mem_alloc((plan->count + 1) * sizeof(*sorted));
	struct operation **order = mem_alloc((plan->count + 1) * sizeof(*order));
	for (size_t i = 0; i < plan->count; i++)
		order[i] = &plan->operations[i];
	qsort(order, plan->count, sizeof(*order), by_step);
	for (size_t i = 0; i < plan->count; i++)
		sorted[i] = *order[i];
	free(order);
	free(plan->operations);
	plan->operations = sorted;
	plan->cap = plan->count + 1;
}

void order_operations(struct plan *plan, const struct target_kind *kind)
{
	struct graph g;
	size_t count = count_records(plan);
	graph_init(&g, plan->count);
	add_owners(&g, plan, kind, count);
	order_targets(&g, plan, count);
	add_kept(&g, plan, count);
	graph_schedule(&g, plan->operations, plan->count, find_room(plan, kind));
	graph_free(&g);
	sort(plan);
	order_remark(plan, kind);
}
