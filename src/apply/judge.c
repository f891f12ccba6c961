#include "judge.h"

#include "sets.h"

static struct diff_set set_of(const struct zf_zone *zone, const struct operation *o)
{
	size_t from = zone_find(zone, &o->owner, o->type);
	struct diff_set set = {zone->recs + from, 0};
	const struct rec *one = o->before_count ? o->before[0] : o->after[0];
	if (from < zone->count && rec_same_rrset(zone->recs[from], one))
		set.count = zone_rrset_end(zone, from) - from;
	return set;
}

static bool contains(const struct rec *const *list, size_t count, const struct rec *r)
{
	for (size_t i = 0; i < count; i++)
		if (rec_is_same(list[i], r))
			return true;
	return false;
}

/* How much of what an operation brings, or takes away, is there. */
struct seen {
	size_t there, of;
};

/* A record that was there is no sign of one that comes, though they may look alike. */
static bool is_shown(
	const struct diff_set *set, const struct diff_set *was, const struct rec *wanted)
{
	if (set_find(set, wanted))
		return true;
	for (size_t i = 0; i < set->count; i++)
		if (rec_shows(set->recs[i], wanted) && !set_find(was, set->recs[i]))
			return true;
	return false;
}

static struct seen count_come(
	const struct diff_set *set, const struct diff_set *was, const struct operation *o)
{
	struct seen seen = {0, 0};
	for (size_t i = 0; i < o->after_count; i++) {
		if (contains(o->before, o->before_count, o->after[i]))
			continue;
		seen.of++;
		seen.there += is_shown(set, was, o->after[i]);
	}
	return seen;
}

static struct seen count_left(const struct diff_set *set, const struct operation *o)
{
	struct seen seen = {0, 0};
	for (size_t i = 0; i < o->before_count; i++) {
		if (contains(o->after, o->after_count, o->before[i]))
			continue;
		seen.of++;
		seen.there += set_find(set, o->before[i]) != NULL;
	}
	return seen;
}

static struct seen count_kept_come(const struct zf_zone *now, const struct operation *o)
{
	struct seen seen = {0, o->kept_after != NULL};
	const struct provider_record *p =
		o->kept_after ? kept_find_shown(now, o->kept_after) : NULL;
	seen.there = p && !(o->kept_before && kept_is_same(p, o->kept_before));
	return seen;
}

static struct seen count_kept_left(const struct zf_zone *now, const struct operation *o)
{
	struct seen seen = {0, o->kept_before != NULL};
	seen.there = o->kept_before && kept_find(now, o->kept_before);
	return seen;
}

static enum op_state state_of(struct seen come, struct seen left)
{
	if (come.there == come.of && left.there == 0)
		return OP_DONE;
	return come.there == 0 && left.there == left.of ? OP_REFUSED : OP_UNKNOWN;
}

static bool has_element(const struct elements *elements, struct str id)
{
	for (size_t i = 0; i < elements->count; i++)
		if (elements->items[i].id.p && str_cmp(elements->items[i].id, id) == 0)
			return true;
	return false;
}

/* Of two elements with one content one may be deleted: only its handle tells. */
static bool is_by_handle(const struct operation *o)
{
	return o->kind == OPERATION_DELETE && o->element && o->element->id.p;
}

enum op_state judge(const struct operation *o, const struct target_state *before,
	const struct target_state *now)
{
	if (is_by_handle(o) && has_element(&before->elements, o->element->id))
		return has_element(&now->elements, o->element->id) ? OP_REFUSED : OP_DONE;
	if (o->type == 0)
		return state_of(count_kept_come(now->zone, o), count_kept_left(now->zone, o));
	struct diff_set set = set_of(now->zone, o), was = set_of(before->zone, o);
	return state_of(count_come(&set, &was, o), count_left(&set, o));
}

bool judge_is_gone(const struct operation *o, const struct target_state *now)
{
	if (o->kind != OPERATION_DELETE)
		return true;
	if (is_by_handle(o))
		return !has_element(&now->elements, o->element->id);
	if (o->type == 0)
		return !kept_find(now->zone, o->kept_before);
	struct diff_set set = set_of(now->zone, o);
	return count_left(&set, o).there == 0;
}
