/*
 * The order of operations at one owner. What comes comes before what goes, so that nothing is
 * missing in between; but where two things may not stand side by side, what goes goes first.
 */
#include <stdlib.h>

#include "mem.h"
#include "order.h"

struct at_owner {
	struct graph *g;
	const struct plan *plan;
	const struct target_kind *kind;
	struct order_owner owner;
	bool flattened; /* the apex of a target that takes a CNAME there */
	bool stays; /* something that the target has there stays, changed or not */
	bool *tied; /* of the owner's operations: it comes when another is gone, or is that one */
	size_t behind; /* barrier behind the exchanges so far; 0: there were none */
};

typedef bool chosen(const struct at_owner *a, const struct operation *o);

/* Whatever `first` chooses is done before whatever `then` does. */
static void put_before(const struct at_owner *a, chosen *first, chosen *then, enum force force)
{
	size_t firsts = 0, thens = 0;
	for (size_t i = a->owner.from; i < a->owner.end; i++) {
		firsts += first(a, &a->plan->operations[i]);
		thens += then(a, &a->plan->operations[i]);
	}
	if (firsts == 0 || thens == 0)
		return;
	size_t between = graph_barrier(a->g);
	for (size_t i = a->owner.from; i < a->owner.end; i++) {
		if (first(a, &a->plan->operations[i]))
			graph_add(a->g, i, between, force);
		if (then(a, &a->plan->operations[i]))
			graph_add(a->g, between, i, force);
	}
}

static bool comes(const struct at_owner *a, const struct operation *o)
{
	(void)a;
	return order_comes(o);
}

static bool goes(const struct at_owner *a, const struct operation *o)
{
	(void)a;
	return order_goes(o);
}

static bool is_tied(const struct at_owner *a, const struct operation *o)
{
	return a->tied[(size_t)(o - a->plan->operations) - a->owner.from];
}

static bool comes_freely(const struct at_owner *a, const struct operation *o)
{
	return comes(a, o) && !is_tied(a, o);
}

static bool goes_freely(const struct at_owner *a, const struct operation *o)
{
	return goes(a, o) && !is_tied(a, o);
}

/*
 * A CNAME stands alone (RFC 1034 section 3.6.2) but for what signers make; at an apex where the
 * target resolves it itself only addresses are in its way.
 */

static bool is_in_the_way(const struct at_owner *a, const struct operation *o)
{
	const struct rrtype *row = rrtype_by_code(o->type);
	if (o->type == TYPE_CNAME || (row && (row->flags & RRTYPE_DNSSEC)))
		return false;
	return !a->flattened || o->type == TYPE_A || o->type == TYPE_AAAA;
}

static bool cname_comes(const struct at_owner *a, const struct operation *o)
{
	return o->type == TYPE_CNAME && comes(a, o);
}

static bool cname_goes(const struct at_owner *a, const struct operation *o)
{
	return o->type == TYPE_CNAME && goes(a, o);
}

static bool other_comes(const struct at_owner *a, const struct operation *o)
{
	return is_in_the_way(a, o) && comes(a, o);
}

static bool other_goes(const struct at_owner *a, const struct operation *o)
{
	return is_in_the_way(a, o) && goes(a, o);
}

/*
 * A DS is where a delegation is (RFC 4035 section 2.4).
 */

static bool ns_comes(const struct at_owner *a, const struct operation *o)
{
	return o->type == TYPE_NS && comes(a, o);
}

static bool ns_goes(const struct at_owner *a, const struct operation *o)
{
	return o->type == TYPE_NS && goes(a, o);
}

static bool ds_comes(const struct at_owner *a, const struct operation *o)
{
	return o->type == TYPE_DS && comes(a, o);
}

static bool ds_goes(const struct at_owner *a, const struct operation *o)
{
	return o->type == TYPE_DS && goes(a, o);
}

/*
 * One RRset of which something comes and something goes.
 */

struct exchange {
	struct at_owner *a;
	size_t *come, *go; /* operations, in the order of their records */
	size_t come_count, go_count;
	size_t behind; /* barrier behind all that has come so far */
	size_t next_go; /* of `go`, the first that may be free */
};

static bool is_single(uint16_t type)
{
	const struct rrtype *row = rrtype_by_code(type);
	return row && (row->flags & RRTYPE_SINGLE);
}

static const struct operation *op(const struct exchange *x, size_t i)
{
	return &x->a->plan->operations[i];
}

/* How two records compare in what may be there but once: the record, or its preference. */
static int compare_place(const struct exchange *x, const struct rec *a, const struct rec *b)
{
	const struct desc_holds *holds = x->a->kind->holds;
	if (holds && holds->mx_unique && rec_type(a) == TYPE_MX && a->rdata_len > 2 &&
		b->rdata_len > 2)
		return memcmp(rec_rdata(a), rec_rdata(b), 2);
	return rec_cmp(a, b);
}

/* How many more values than now may be there at once. */
static size_t value_room(const struct exchange *x)
{
	const struct desc_holds *holds = x->a->kind->holds;
	const struct zf_zone *zone = x->a->plan->target;
	const struct operation *any = op(x, x->go[0]);
	size_t from = zone_find(zone, &any->owner, any->type);
	size_t has = from < zone->count ? zone_rrset_end(zone, from) - from : 0;
	if (!holds || holds->values == 0)
		return SIZE_MAX;
	return has < (size_t)holds->values ? (size_t)holds->values - has : 0;
}

static void tie(struct exchange *x, size_t operation)
{
	x->a->tied[operation - x->a->owner.from] = true;
}

static bool is_free(const struct exchange *x, size_t operation)
{
	return !is_tied(x->a, op(x, operation));
}

/* What stands in the place of `come` goes, then it comes, then the rest. */
static void come_in_place(struct exchange *x, size_t come, size_t go_from, size_t go_end)
{
	struct graph *g = x->a->g;
	size_t behind = graph_barrier(g);
	graph_add(g, x->behind, behind, FORCE_FIRM);
	for (size_t k = go_from; k < go_end; k++) {
		graph_add(g, x->behind, x->go[k], FORCE_FIRM);
		graph_add(g, x->go[k], come, FORCE_HARD);
		tie(x, x->go[k]);
	}
	tie(x, come);
	graph_add(g, come, behind, FORCE_FIRM);
	x->behind = behind;
}

/* Finds what stands in the place of each that comes: both lists are sorted. */
static void meet(struct exchange *x)
{
	size_t k = 0;
	for (size_t i = 0; i < x->come_count; i++) {
		const struct rec *new = op(x, x->come[i])->after[0];
		while (k < x->go_count && compare_place(x, op(x, x->go[k])->before[0], new) < 0)
			k++;
		size_t end = k;
		while (end < x->go_count &&
			compare_place(x, op(x, x->go[end])->before[0], new) == 0)
			end++;
		if (end > k)
			come_in_place(x, x->come[i], k, end);
		k = end;
	}
}

/* What has no room takes the place of anything that goes. */
static void squeeze(struct exchange *x, size_t come)
{
	while (x->next_go < x->go_count && !is_free(x, x->go[x->next_go]))
		x->next_go++;
	size_t end = x->next_go < x->go_count ? x->next_go + 1 : x->next_go;
	come_in_place(x, come, x->next_go, end);
}

/*
 * First what comes freely, then one by one what goes and what comes in its place, then what goes
 * freely: so at most one value is missing at a time.
 */
static void exchange_values(struct exchange *x)
{
	size_t room = value_room(x), start = x->behind;
	meet(x);
	for (size_t i = 0; i < x->come_count; i++) {
		if (!is_free(x, x->come[i]))
			continue;
		if (room == 0) {
			squeeze(x, x->come[i]);
			continue;
		}
		room -= room != SIZE_MAX;
		graph_add(x->a->g, x->come[i], start, FORCE_FIRM);
	}
	for (size_t k = 0; k < x->go_count; k++)
		if (is_free(x, x->go[k]))
			graph_add(x->a->g, x->behind, x->go[k], FORCE_FIRM);
}

static void exchange_whole(struct exchange *x)
{
	for (size_t i = 0; i < x->come_count; i++)
		come_in_place(x, x->come[i], 0, x->go_count);
}

/* Where nothing stays, RRsets are exchanged one after the other too. */
static void exchange(struct exchange *x)
{
	struct at_owner *a = x->a;
	uint16_t type = op(x, x->go[0])->type;
	x->behind = graph_barrier(a->g);
	if (!a->stays && a->behind)
		graph_add(a->g, a->behind, x->behind, FORCE_FIRM);
	if (a->kind->grain == GRAIN_RRSET || is_single(type))
		exchange_whole(x);
	else
		exchange_values(x);
	a->behind = x->behind;
}

static int by_after(const void *va, const void *vb, void *user)
{
	const struct exchange *x = user;
	return rec_cmp(op(x, *(const size_t *)va)->after[0], op(x, *(const size_t *)vb)->after[0]);
}

static int by_before(const void *va, const void *vb, void *user)
{
	const struct exchange *x = user;
	return rec_cmp(
		op(x, *(const size_t *)va)->before[0], op(x, *(const size_t *)vb)->before[0]);
}

static void order_rrset(struct at_owner *a, size_t from, size_t end)
{
	struct exchange x = {.a = a};
	x.come = mem_alloc((end - from) * sizeof(*x.come));
	x.go = mem_alloc((end - from) * sizeof(*x.go));
	for (size_t i = from; i < end; i++) {
		if (comes(a, op(&x, i)))
			x.come[x.come_count++] = i;
		else if (goes(a, op(&x, i)))
			x.go[x.go_count++] = i;
	}
	if (x.come_count && x.go_count) {
		qsort_r(x.come, x.come_count, sizeof(*x.come), by_after, &x);
		qsort_r(x.go, x.go_count, sizeof(*x.go), by_before, &x);
		exchange(&x);
	}
	free(x.come);
	free(x.go);
}

/*
 * The whole.
 */

/* Whether some record that the target has there stays, changed or not. */
static bool something_stays(const struct at_owner *a)
{
	const struct zf_zone *zone = a->plan->target;
	const struct operation *ops = a->plan->operations;
	size_t from = zone_find(zone, &ops[a->owner.from].owner, 0), gone = 0, has = 0;
	for (size_t i = from; i < zone->count && rec_same_owner(zone->recs[from], zone->recs[i]) &&
			      rec_same_owner(zone->recs[i], order_any(&ops[a->owner.from]));
		i++)
		has += !rec_is_synthesised(zone->recs[i]);
	for (size_t i = a->owner.from; i < a->owner.end; i++) {
		if (!order_comes(&ops[i]) && !order_goes(&ops[i]))
			return true;
		gone += ops[i].before_count;
	}
	return gone < has;
}

void order_at_owner(struct graph *g, const struct plan *plan, const struct target_kind *kind,
	const struct order_owner *owner)
{
	struct at_owner a = {.g = g, .plan = plan, .kind = kind, .owner = *owner};
	const struct operation *ops = plan->operations;
	a.tied = mem_zalloc(owner->end - owner->from);
	a.stays = something_stays(&a);
	a.flattened = kind->holds && kind->holds->apex_cname &&
		      key_is_apex(rec_key(order_any(&ops[owner->from])));
	for (size_t from = owner->from, end; from < owner->end; from = end) {
		for (end = from + 1; end < owner->end && ops[end].type == ops[from].type;)
			end++;
		order_rrset(&a, from, end);
	}
	put_before(&a, ns_comes, ds_comes, FORCE_HARD);
	put_before(&a, ds_goes, ns_goes, FORCE_HARD);
	size_t barriers = g->count;
	put_before(&a, other_goes, cname_comes, FORCE_HARD);
	put_before(&a, cname_goes, other_comes, FORCE_HARD);
	if (g->count == barriers && !a.stays) {
		put_before(&a, comes_freely, goes, FORCE_FIRM);
		put_before(&a, comes, goes_freely, FORCE_FIRM);
	}
	free(a.tied);
}
