/* What the target can be given again: by what it holds, and by what can be made into calls. Only
 * what the run has touched counts; records that are there now are taken by the target. */
#include "mem.h"
#include "undoing.h"

static bool comes_back(const struct undo_set *set)
{
	return set->choice == CHOICE_BEFORE && set->found[BEFORE].count > 0 &&
	       !set_is_same(&set->found[BEFORE], &set->found[NOW]);
}

static struct zf_zone *zone_of_all(const struct undo *u)
{
	struct zf_error none = ZF_ERROR_INIT; /* there is no limit that it could break */
	struct zone_builder *b = zone_builder_new(&u->now->apex, u->now->source);
	zone_builder_set_limit(b, SIZE_MAX);
	for (size_t i = 0; i < u->count; i++)
		if (comes_back(&u->sets[i]))
			sets_add(b, &u->sets[i].found[BEFORE], &none);
	return zone_builder_seal(b);
}

static struct undo_set *find_set(const struct undo *u, const struct rec *r)
{
	size_t low = 0, high = u->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (rec_cmp_rrset(sets_any(u->sets[middle].found), r) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < u->count && rec_same_rrset(sets_any(u->sets[low].found), r) ? &u->sets[low]
										 : NULL;
}

static struct diff_set find_fitted(const struct zf_zone *zone, const struct rec *any)
{
	struct name owner;
	rec_owner(zone, any, &owner);
	size_t from = zone_find(zone, &owner, rec_type(any));
	if (from >= zone->count || !rec_same_rrset(zone->recs[from], any))
		return (struct diff_set){.recs = NULL};
	return (struct diff_set){zone->recs + from, zone_rrset_end(zone, from) - from};
}

/* An RRset comes back whole: with other TTLs or preferences if need be, but with every record. */
static void take_changed(struct undo *u, struct undo_set *set, const char *text)
{
	struct diff_set fitted = find_fitted(u->fit.zone, sets_any(set->found));
	if (set->choice != CHOICE_BEFORE || fitted.count != set->found[BEFORE].count)
		return;
	set->fitted = fitted;
	set->choice = CHOICE_FITTED;
	set->why = arena_printf(&u->arena, "it comes back changed: %s", text);
}

void undo_fit(struct undo *u)
{
	u->back = zone_of_all(u);
	fit_make(&u->fit, u->back, u->kind);
	for (size_t i = 0; i < u->fit.count; i++) {
		const struct fit_finding *f = &u->fit.findings[i];
		struct undo_set *set = f->rec ? find_set(u, f->rec) : NULL;
		if (!set || (f->verdict != FIT_CHANGED && set_find(&set->found[NOW], f->rec)))
			continue;
		if (f->verdict == FIT_CHANGED) {
			take_changed(u, set, f->text);
		} else {
			undo_leave(set, arena_printf(&u->arena,
						"the target can't be given it again: %s", f->text));
			set->refused = true;
		}
	}
}

/* True: something is left that wasn't before. */
static bool leave_set(struct undo *u, const struct operation *o, const char *why)
{
	struct undo_set *set = find_set(u, o->before_count ? o->before[0] : o->after[0]);
	if (!set || set->choice == CHOICE_LEFT)
		return false;
	undo_leave(set, why);
	set->refused = true;
	return true;
}

static bool leave_kept(struct undo *u, const struct operation *o, const char *why)
{
	for (size_t i = 0; i < u->kept_count; i++)
		if (kept_is_same(u->kept[i].before, o->kept_after))
			return false;
	u->kept = mem_grow(u->kept, &u->kept_cap, u->kept_count + 1, sizeof(*u->kept));
	u->kept[u->kept_count++] =
		(struct undo_kept){kept_find(u->past->before, o->kept_after), o->kept_before, why};
	return true;
}

size_t undo_check(struct undo *u, const struct plan *plan, struct target *target)
{
	size_t left = 0;
	for (size_t i = 0; i < plan->count; i++) {
		const struct operation *o = &plan->operations[i];
		struct zf_error err = ZF_ERROR_INIT;
		if (target_check(target, o, plan->count - i, &err) == ZF_OK)
			continue;
		const char *why =
			arena_printf(&u->arena, "the target can't be given it again: %s", err.text);
		left += o->type ? leave_set(u, o, why) : leave_kept(u, o, why);
	}
	return left;
}
