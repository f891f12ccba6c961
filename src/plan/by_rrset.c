/* Operations where a target keeps RRsets: one each. */
#include "planning.h"

static const struct rec **copy(struct planning *p, const struct rrset *set)
{
	size_t size = set->count * sizeof(const struct rec *);
	return set->count ? arena_dup(&p->plan->arena, set->recs, size) : NULL;
}

static void add(struct planning *p, const struct rrset *was, const struct rrset *shall,
	const struct element *e)
{
	enum operation_kind kind = was->count == 0     ? OPERATION_CREATE
				   : shall->count == 0 ? OPERATION_DELETE
						       : OPERATION_UPDATE;
	struct operation *o = plan_add(p, kind, was->count ? was->recs[0] : shall->recs[0], e);
	o->before = copy(p, was);
	o->before_count = was->count;
	o->after = copy(p, shall);
	o->after_count = shall->count;
}

/* Whether an element stays for values that no record is made of. */
static bool rides_along(const struct element *e)
{
	for (size_t i = 0; i < e->count; i++)
		if (!e->values[i].rdata.p)
			return true;
	return false;
}

static void leave(
	struct planning *p, const struct rrset *was, const struct rrset *shall, const char *why)
{
	for (size_t i = 0; i < was->count; i++)
		plan_leave_there(p, was->recs[i], why);
	for (size_t i = 0; i < shall->count; i++)
		plan_leave_wanted(p, shall->recs[i], why);
}

/* Why the RRset can't be written, or NULL; *element is what holds it. */
static const char *find_element(const struct planning *p, const struct rrset *was,
	const struct rec *any, const struct element **element)
{
	struct handles found = element_index_set(&p->index, any);
	*element = NULL;
	if (found.count > 1)
		return "the target has it in several parts, by a policy of its own";
	if (found.count == 1) {
		*element = found.items[0].element;
		return element_protected(*element);
	}
	return was->count && !p->index.empty ? "it is no element of its own at the target" : NULL;
}

void plan_by_rrset(struct planning *p, const struct rrset *was, const struct rrset *shall)
{
	const struct rrset none = {NULL, 0};
	const struct element *e;
	const char *why = find_element(p, was, was->count ? was->recs[0] : shall->recs[0], &e);
	if (why) {
		leave(p, was, shall, why);
	} else if (e && rides_along(e) && !p->kind->updates) {
		leave(p, was, shall,
			"it stands beside what no record is made of, and the target changes nothing in place");
	} else if (was->count && shall->count && !p->kind->updates) {
		add(p, was, &none, e);
		add(p, &none, shall, NULL);
	} else {
		add(p, was, shall, e);
	}
}
