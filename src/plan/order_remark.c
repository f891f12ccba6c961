/* What people should know of the way: what is without data for a while, since the target can't do
 * it otherwise, and that there will be more than the target says it takes. */
#include <stdlib.h>

#include "mem.h"
#include "order.h"

struct looking {
	struct plan *plan;
	const struct target_kind *kind;
	const struct operation **sorted; /* by owner and type, each in the order of steps */
	size_t count;
	struct buf names;
	size_t gaps;
	size_t *calls; /* of each operation of the plan, its call */
};

static int by_rrset(const void *va, const void *vb)
{
	const struct operation *a = *(const struct operation *const *)va;
	const struct operation *b = *(const struct operation *const *)vb;
	int c = rec_cmp_rrset(order_any(a), order_any(b));
	return c != 0 ? c : (a > b) - (a < b);
}

static int by_place(const void *va, const void *vb)
{
	const struct operation *a = *(const struct operation *const *)va;
	const struct operation *b = *(const struct operation *const *)vb;
	return (a > b) - (a < b);
}

/* Operations that a call carries out as one, when it is one that is whole or not at all. */
static size_t call_of(const struct looking *l, const struct operation *o)
{
	return l->calls[o - l->plan->operations];
}

static size_t number_calls(const struct looking *l)
{
	const struct plan *plan = l->plan;
	size_t calls = 0;
	for (size_t i = 0, n; i < plan->count; i += n, calls++) {
		n = operations_in_call(l->kind, plan->operations + i, plan->count - i);
		for (size_t k = i; k < i + n; k++)
			l->calls[k] = calls;
	}
	return calls;
}

static bool same_moment(
	const struct looking *l, const struct operation *a, const struct operation *b)
{
	return l->kind->transaction ? call_of(l, a) == call_of(l, b) : a->step == b->step;
}

/* Whether two deletes in a row are of two elements that hold one record. */
static bool same_delete(const struct operation *a, const struct operation *b)
{
	return order_goes(a) && order_goes(b) && a->before_count == 1 && b->before_count == 1 &&
	       rec_cmp(a->before[0], b->before[0]) == 0;
}

/* Whether nothing is there at some moment, of `has` records before and some afterwards. What is
 * done in one moment may be done in any order, but in a transaction. */
static bool runs_empty(
	const struct looking *l, const struct operation *const *ops, size_t count, size_t has)
{
	bool comes = false;
	for (size_t i = 0, end; i < count; i = end) {
		size_t more = 0, fewer = 0;
		for (end = i; end < count && same_moment(l, ops[i], ops[end]); end++) {
			if (order_comes(ops[end]))
				more += ops[end]->after_count;
			else if (order_goes(ops[end]) &&
				 !(end > 0 && same_delete(ops[end - 1], ops[end])))
				fewer += ops[end]->before_count;
		}
		has -= fewer < has ? fewer : has;
		if (l->kind->transaction)
			has += more;
		if (has == 0)
			comes = true;
		if (!l->kind->transaction)
			has += more;
	}
	return comes && has > 0;
}

static void add_gap(struct looking *l, const struct operation *any)
{
	enum { SHOWN = 5 };
	if (l->gaps++ < SHOWN) {
		buf_adds(&l->names, l->gaps > 1 ? ", " : "");
		rec_print_owner_absolute(&l->names, l->plan->target, order_any(any));
	} else if (l->gaps == SHOWN + 1) {
		buf_adds(&l->names, " and others");
	}
}

/* How many records the target has at the owner, of a type or of all (0). */
static size_t count_there(const struct looking *l, const struct operation *any, uint16_t type)
{
	const struct zf_zone *zone = l->plan->target;
	size_t n = 0;
	for (size_t i = zone_find(zone, &any->owner, type); i < zone->count; i++) {
		const struct rec *r = zone->recs[i];
		if (!rec_same_owner(r, order_any(any)) || (type && rec_type(r) != type))
			break;
		n += !rec_is_synthesised(r);
	}
	return n;
}

static void look_at_owner(struct looking *l, size_t from, size_t end)
{
	const struct operation **ops = l->sorted;
	size_t has = count_there(l, ops[from], 0);
	bool gap = false;
	for (size_t i = from, next; i < end; i = next) {
		for (next = i + 1; next < end && ops[next]->type == ops[i]->type;)
			next++;
		size_t of_type = count_there(l, ops[i], ops[i]->type);
		gap = gap || (of_type && runs_empty(l, ops + i, next - i, of_type));
	}
	qsort(ops + from, end - from, sizeof(*ops), by_place);
	if (gap || (has && runs_empty(l, ops + from, end - from, has)))
		add_gap(l, ops[from]);
}

static size_t count_all(const struct zf_zone *zone)
{
	size_t n = zone->provider_record_count;
	for (size_t i = 0; i < zone->count; i++)
		n += !rec_is_synthesised(zone->recs[i]);
	return n;
}

/* What is left alone at the target counts there too. */
static void remark_limit(struct plan *plan, const struct target_kind *kind)
{
	size_t most = kind->holds ? (size_t)kind->holds->records : 0;
	size_t will = most > 0 && plan->count > 0 ? count_all(plan->asked) : 0;
	if (will > most)
		plan->remark = arena_printf(&plan->arena,
			"%s%sthe target would hold %zu records, and takes %zu by its description",
			plan->remark ? plan->remark : "", plan->remark ? "; " : "", will, most);
}

void order_remark(struct plan *plan, const struct target_kind *kind)
{
	struct looking l = {.plan = plan, .kind = kind};
	l.sorted = mem_alloc((plan->count + 1) * sizeof(*l.sorted));
	l.calls = mem_alloc((plan->count + 1) * sizeof(*l.calls));
	plan->calls = number_calls(&l);
	buf_init(&l.names, 0);
	for (size_t i = 0; i < plan->count; i++)
		if (plan->operations[i].type)
			l.sorted[l.count++] = &plan->operations[i];
	qsort(l.sorted, l.count, sizeof(*l.sorted), by_rrset);
	for (size_t from = 0, end; from < l.count; from = end) {
		for (end = from + 1; end < l.count && rec_same_owner(order_any(l.sorted[from]),
							      order_any(l.sorted[end]));)
			end++;
		look_at_owner(&l, from, end);
	}
	if (l.gaps > 0)
		plan->remark = arena_printf(&plan->arena,
			"%zu %s without data for a moment, as the target takes what comes only "
			"when what goes is gone: %s",
			l.gaps, l.gaps == 1 ? "name is" : "names are", l.names.data);
	free(l.sorted);
	free(l.calls);
	buf_free(&l.names);
	remark_limit(plan, kind);
}
