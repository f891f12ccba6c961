#include "order.h"

#include <stdlib.h>

#include "mem.h"

/* Owners whose operations belong together are one node each: what is between them is settled. */
static void add_owners(struct graph *g, const struct plan *plan, const struct target_kind *kind,
	const struct order_group *group)
{
	struct order_owner owner = {0, 0};
	for (size_t count = order_count_records(plan); order_next_owner(&owner, plan, count);)
		if (group->width[group->first[owner.end - 1]] == 0)
			order_at_owner(g, plan, kind, &owner);
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

/*
 * Steps, and the order within them.
 */

struct place {
	size_t operation;
	unsigned layer;
	size_t part; /* of the layer: operations that belong together, one part behind the other */
	unsigned inner;
};

static int by_layer(const void *va, const void *vb)
{
	const struct place *a = va, *b = vb;
	if (a->layer != b->layer)
		return a->layer < b->layer ? -1 : 1;
	return (a->operation > b->operation) - (a->operation < b->operation);
}

static int by_place(const void *va, const void *vb)
{
	const struct place *a = va, *b = vb;
	if (a->layer != b->layer)
		return a->layer < b->layer ? -1 : 1;
	if (a->part != b->part)
		return a->part < b->part ? -1 : 1;
	if (a->inner != b->inner)
		return a->inner < b->inner ? -1 : 1;
	return (a->operation > b->operation) - (a->operation < b->operation);
}

/* The last step of each layer's parts is also that of what is alone: calls are filled so. */
static void place_alone(
	struct place *places, const struct plan *plan, const struct order_group *group)
{
	for (size_t from = 0, end; from < plan->count; from = end) {
		size_t part = 0;
		unsigned inner = 0;
		for (end = from; end < plan->count && places[end].layer == places[from].layer;
			end++)
			if (group->width[group->first[places[end].operation]] &&
				(places[end].part > part ||
					(places[end].part == part && places[end].inner > inner))) {
				part = places[end].part;
				inner = places[end].inner;
			}
		for (size_t i = from; i < end; i++) {
			if (group->width[group->first[places[i].operation]])
				continue;
			places[i].part = part;
			places[i].inner = inner;
		}
	}
}

/* What belongs together is a part by itself, or with others as far as they fill calls together. */
static void find_parts(struct place *places, const struct plan *plan,
	const struct target_kind *kind, const struct order_group *group)
{
	size_t *parts = mem_alloc((plan->count + 1) * sizeof(*parts)), part = 0, width = 0;
	for (size_t i = 0; i < plan->count; i++) {
		const struct place *p = &places[i];
		size_t first = group->first[p->operation], is = group->width[first];
		if (i > 0 && places[i - 1].layer != p->layer)
			part = 0;
		if (first != p->operation)
			continue;
		if (part == 0 || width + is > kind->batch) {
			part++;
			width = 0;
		}
		width += is;
		parts[first] = kind->transaction ? first : part;
	}
	for (size_t i = 0; i < plan->count; i++) {
		size_t first = group->first[places[i].operation];
		places[i].part = parts[first];
		places[i].inner = group->width[first] ? group->inner[places[i].operation] : 0;
	}
	if (!kind->transaction)
		place_alone(places, plan, group);
	free(parts);
}

static bool same_step(const struct place *a, const struct place *b, const struct target_kind *kind)
{
	if (a->layer != b->layer || kind->transaction)
		return a->layer == b->layer;
	return a->part == b->part && a->inner == b->inner;
}

static void sort(struct plan *plan, const struct target_kind *kind, const struct order_group *group,
	const unsigned *layers)
{
	struct operation *sorted = mem_alloc((plan->count + 1) * sizeof(*sorted));
	struct place *places = mem_alloc((plan->count + 1) * sizeof(*places));
	unsigned step = 0;
	for (size_t i = 0; i < plan->count; i++)
		places[i] = (struct place){.operation = i, .layer = layers[i]};
	qsort(places, plan->count, sizeof(*places), by_layer);
	find_parts(places, plan, kind, group);
	qsort(places, plan->count, sizeof(*places), by_place);
	for (size_t i = 0; i < plan->count; i++) {
		step += i > 0 && !same_step(&places[i - 1], &places[i], kind);
		sorted[i] = plan->operations[places[i].operation];
		sorted[i].step = step;
	}
	free(places);
	free(plan->operations);
	plan->operations = sorted;
	plan->cap = plan->count + 1;
}

void order_operations(struct plan *plan, const struct target_kind *kind)
{
	size_t count = order_count_records(plan), room = find_room(plan, kind);
	unsigned *layers = mem_zalloc((plan->count + 1) * sizeof(*layers));
	struct order_group group;
	struct graph g;
	order_group_make(&group, plan, kind, room);
	graph_init(&g, plan->count, group.first);
	add_owners(&g, plan, kind, &group);
	order_targets(&g, plan, count);
	add_kept(&g, plan, count);
	graph_schedule(layers, &g, group.loads, room);
	graph_free(&g);
	sort(plan, kind, &group, layers);
	free(layers);
	order_group_free(&group);
	order_remark(plan, kind);
}
