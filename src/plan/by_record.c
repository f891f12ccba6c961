/* Operations where a target keeps records: updates in place first, then what comes and goes. */
#include <stdlib.h>

#include "mem.h"
#include "pair.h"
#include "planning.h"

struct sides {
	struct planning *p;
	struct pair_set gone, come;
};

/* Why an element that holds a record can't be changed, or NULL. */
static const char *why_not_element(const struct element *e)
{
	const char *why = element_protected(e);
	return why || e->count == 1 ? why : "the target keeps it together with other values";
}

/* Whether an element that holds a record also has its TTL and annotations. */
static bool is_as(const struct element *e, const struct rec *r)
{
	struct str is = e->values->notes, shall = rec_notes(r);
	size_t n = note_annotations_length(is);
	return e->ttl == r->ttl && n == note_annotations_length(shall) &&
	       (n == 0 || memcmp(is.p, shall.p, n) == 0);
}

/* Why a record can't be changed, or NULL: all elements that hold it can be. */
static const char *why_not(const struct planning *p, const struct rec *was)
{
	struct handles holders = element_index_record(&p->index, was);
	const char *why = NULL;
	if (p->index.empty)
		return NULL;
	for (size_t i = 0; i < holders.count && !why; i++)
		why = why_not_element(holders.items[i].element);
	return holders.count ? why : "it is no element of its own at the target";
}

/* Adds the operations from a record to another, or to none, for each element that holds it: the
 * first one takes the other's place, further ones go. */
static void change(struct planning *p, const struct rec *was, const struct rec *shall)
{
	struct handles holders = element_index_record(&p->index, was);
	bool same = shall && rec_cmp(was, shall) == 0, done = false;
	if (p->index.empty) {
		plan_add_single(p, was, shall, NULL);
		return;
	}
	for (size_t i = 0; i < holders.count; i++) {
		const struct element *e = holders.items[i].element;
		if (same && is_as(e, shall))
			continue;
		plan_add_single(p, was, done && !same ? NULL : shall, e);
		done = true;
	}
}

/* A record of which only TTL or annotations change. */
static void add_changed(struct sides *s, const struct rec *was, const struct rec *shall)
{
	const char *why = why_not(s->p, was);
	if (why) {
		plan_leave_there(s->p, was, why);
		plan_leave_wanted(s->p, shall, why);
	} else if (s->p->kind->updates) {
		change(s->p, was, shall);
	} else {
		change(s->p, was, NULL);
		plan_add_single(s->p, NULL, shall, NULL);
	}
}

static void add_gone(struct sides *s, const struct rec *was)
{
	const char *why = why_not(s->p, was);
	if (why)
		plan_leave_there(s->p, was, why);
	else
		s->gone.items[s->gone.count++] = was;
}

static void split(struct sides *s, const struct rrset *was, const struct rrset *shall)
{
	size_t i = 0, j = 0;
	while (i < was->count || j < shall->count) {
		int c = i == was->count     ? 1
			: j == shall->count ? -1
					    : rec_cmp(was->recs[i], shall->recs[j]);
		if (c < 0) {
			add_gone(s, was->recs[i++]);
		} else if (c > 0) {
			s->come.items[s->come.count++] = shall->recs[j++];
		} else {
			if (!plan_same_record(was->recs[i], shall->recs[j]))
				add_changed(s, was->recs[i], shall->recs[j]);
			i++;
			j++;
		}
	}
}

static void add_pairs(struct sides *s)
{
	long *partner = mem_alloc((s->gone.count + 1) * sizeof(*partner));
	bool *taken = mem_zalloc(s->come.count + 1);
	pair_records(partner, &s->gone, &s->come);
	for (size_t i = 0; i < s->gone.count; i++) {
		const struct rec *shall = NULL;
		if (partner[i] != PAIR_NONE && s->p->kind->updates) {
			shall = s->come.items[partner[i]];
			taken[partner[i]] = true;
		}
		change(s->p, s->gone.items[i], shall);
	}
	for (size_t i = 0; i < s->come.count; i++)
		if (!taken[i])
			plan_add_single(s->p, NULL, s->come.items[i], NULL);
	free(partner);
	free(taken);
}

void plan_by_record(struct planning *p, const struct rrset *was, const struct rrset *shall)
{
	struct sides s = {.p = p};
	s.gone.items = mem_alloc((was->count + 1) * sizeof(const struct rec *));
	s.come.items = mem_alloc((shall->count + 1) * sizeof(const struct rec *));
	split(&s, was, shall);
	add_pairs(&s);
	free(s.gone.items);
	free(s.come.items);
}
