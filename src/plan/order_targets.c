/*
 * The order of operations at different owners: what a CNAME, MX, NS or SRV points to is there
 * before it points there, and goes after it; so does glue (RFC 1034 section 4.2.1). Below a DNAME
 * nothing can be (RFC 6672 section 2.4).
 */
#include <stdlib.h>

#include "mem.h"
#include "order.h"
#include "rdata.h"

struct pointing {
	struct graph *g;
	const struct plan *plan;
	size_t count;
};

static bool points(uint16_t type)
{
	static const uint16_t types[] = {
		TYPE_NS, TYPE_CNAME, TYPE_MX, TYPE_SRV, TYPE_DNAME, TYPE_SVCB, TYPE_HTTPS};
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (types[i] == type)
			return true;
	return false;
}

/* The name that a record points to. */
static bool target_of(const struct rec *r, struct name *target)
{
	struct rdata_walk walk;
	rdata_walk_init(&walk, rec_type(r), rec_rdata(r), r->rdata_len);
	while (rdata_walk_next(&walk))
		if (walk.now->kind == FIELD_NAME)
			return name_from_wire(target, walk.p, walk.n);
	return false;
}

static bool leads_on(uint16_t type)
{
	return type == TYPE_A || type == TYPE_AAAA || type == TYPE_CNAME;
}

static bool has_address(const struct zf_zone *zone, const struct name *name)
{
	size_t from = zone_find(zone, name, 0);
	uint8_t key[NAME_MAX_KEY];
	size_t len = name_to_key(key, name, &zone->apex);
	for (size_t i = from; i < zone->count; i++) {
		const struct rec *r = zone->recs[i];
		if (r->key_len != len || memcmp(rec_key(r), key, len) != 0)
			return false;
		if (leads_on(rec_type(r)))
			return true;
	}
	return false;
}

size_t order_find(const struct plan *plan, size_t count, struct str key)
{
	size_t low = 0, high = count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct rec *r = order_any(&plan->operations[middle]);
		if (str_cmp((struct str){(const char *)rec_key(r), r->key_len}, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Ties one operation of each type that leads on at a name to the one that points there: enough for
 * the name to be there at all, and few where many point to much. */
static void tie(const struct pointing *p, size_t pointer, const struct name *target,
	bool (*concerns)(const struct operation *o))
{
	uint8_t key[NAME_MAX_KEY];
	size_t len = name_to_key(key, target, &p->plan->target->apex);
	uint16_t tied = 0;
	for (size_t i = order_find(p->plan, p->count, (struct str){(const char *)key, len});
		i < p->count; i++) {
		const struct operation *o = &p->plan->operations[i];
		const struct rec *any = order_any(o);
		if (any->key_len != len || memcmp(rec_key(any), key, len) != 0)
			return;
		if (!concerns(o) || !leads_on(o->type) || o->type == tied)
			continue;
		tied = o->type;
		if (order_comes(o))
			graph_add(p->g, i, pointer, FORCE_SOFT);
		else
			graph_add(p->g, pointer, i, FORCE_SOFT);
	}
}

static bool points_there(const struct rec *const *records, size_t count, const struct name *target)
{
	struct name other;
	for (size_t i = 0; i < count; i++)
		if (target_of(records[i], &other) && name_equal(&other, target))
			return true;
	return false;
}

static void order_pointer(const struct pointing *p, size_t pointer)
{
	enum { COMPARED_MOST = 64 }; /* of longer RRsets each target counts as new */
	const struct operation *o = &p->plan->operations[pointer];
	bool few = o->before_count <= COMPARED_MOST && o->after_count <= COMPARED_MOST;
	struct name target;
	for (size_t i = 0; i < o->after_count; i++)
		if (target_of(o->after[i], &target) &&
			!(few && points_there(o->before, o->before_count, &target)) &&
			!has_address(p->plan->target, &target))
			tie(p, pointer, &target, order_comes);
	for (size_t i = 0; i < o->before_count; i++)
		if (target_of(o->before[i], &target) &&
			!(few && points_there(o->after, o->after_count, &target)) &&
			!has_address(p->plan->asked, &target))
			tie(p, pointer, &target, order_goes);
}

/*
 * DNAME.
 */

struct above {
	size_t *items; /* operations on DNAME, each below the one before */
	size_t count, cap;
};

static bool is_below(const struct operation *o, const struct operation *dname)
{
	const struct rec *a = order_any(o), *b = order_any(dname);
	return !rec_same_owner(a, b) &&
	       key_is_below_or_equal(rec_key(a), a->key_len, rec_key(b), b->key_len);
}

static void order_below(const struct pointing *p, size_t i, size_t dname)
{
	const struct operation *o = &p->plan->operations[i], *d = &p->plan->operations[dname];
	if (order_comes(d) && order_goes(o))
		graph_add(p->g, i, dname, FORCE_HARD);
	if (order_goes(d) && order_comes(o))
		graph_add(p->g, dname, i, FORCE_HARD);
}

/* Names below another stand right behind it. */
static void order_dnames(const struct pointing *p)
{
	struct above above = {0};
	for (size_t i = 0; i < p->count; i++) {
		const struct operation *o = &p->plan->operations[i];
		while (above.count > 0 &&
			!is_below(o, &p->plan->operations[above.items[above.count - 1]]) &&
			!rec_same_owner(order_any(o),
				order_any(&p->plan->operations[above.items[above.count - 1]])))
			above.count--;
		if (above.count > 0 &&
			is_below(o, &p->plan->operations[above.items[above.count - 1]]))
			order_below(p, i, above.items[above.count - 1]);
		if (o->type != TYPE_DNAME)
			continue;
		above.items =
			mem_grow(above.items, &above.cap, above.count + 1, sizeof(*above.items));
		above.items[above.count++] = i;
	}
	free(above.items);
}

void order_targets(struct graph *g, const struct plan *plan, size_t count)
{
	const struct pointing p = {g, plan, count};
	for (size_t i = 0; i < count; i++)
		if (points(plan->operations[i].type))
			order_pointer(&p, i);
	order_dnames(&p);
}
