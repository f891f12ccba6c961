#include "undo.h"

#include <stdlib.h>

#include "between.h"
#include "err.h"
#include "mem.h"
#include "undoing.h"

static const char not_whole[] = "what was there before can't be brought back, and it has taken its "
				"place";
static const char beside_cname[] = "a CNAME and other records can't stand side by side here, and "
				   "somebody has changed this name since";

static void add_left(struct undo_left *left, const char *what, const char *why)
{
	buf_add(&left->texts, what, strlen(what) + 1);
	buf_add(&left->texts, why, strlen(why) + 1);
	left->count++;
}

void undo_left_free(struct undo_left *left)
{
	buf_free(&left->texts);
}

bool undo_left_next(const struct undo_left *left, size_t *at, const char **what, const char **why)
{
	if (*at >= left->texts.len)
		return false;
	*what = left->texts.data + *at;
	*at += strlen(*what) + 1;
	*why = left->texts.data + *at;
	*at += strlen(*why) + 1;
	return true;
}

static bool is_touched(const struct diff_set found[SETS_MOST])
{
	const struct rec *any = sets_any(found);
	return !set_is_same(&found[BEFORE], &found[WANTED]) &&
	       !(rec_type(any) == TYPE_SOA && key_is_apex(rec_key(any)));
}

static enum choice choose(const struct undo *u, const struct diff_set found[SETS_MOST])
{
	if (!is_touched(found) || set_is_same(&found[NOW], &found[BEFORE]))
		return CHOICE_NOW;
	if (u->past->after && set_is_same(&found[NOW], &found[AFTER]))
		return CHOICE_BEFORE;
	/* What the run saw as it was wanted is no longer so; what it didn't see may have come. */
	if (u->past->after && set_shows(&found[AFTER], &found[WANTED]))
		return CHOICE_LEFT;
	return between_set(&found[BEFORE], &found[WANTED], &found[NOW]) ? CHOICE_BEFORE
									: CHOICE_LEFT;
}

static void choose_all(struct undo *u)
{
	struct sets s = {.zones = {u->past->before, u->past->wanted, u->now, u->past->after}};
	struct diff_set found[SETS_MOST];
	while (sets_next(&s, found)) {
		u->sets = mem_grow(u->sets, &u->cap, u->count + 1, sizeof(*u->sets));
		struct undo_set *set = &u->sets[u->count++];
		*set = (struct undo_set){.choice = choose(u, found)};
		memcpy(set->found, found, sizeof(found));
		if (set->choice == CHOICE_LEFT)
			set->why = undo_changed_since;
	}
}

static const struct diff_set *chosen(const struct undo_set *set)
{
	if (set->choice == CHOICE_FITTED)
		return &set->fitted;
	return &set->found[set->choice == CHOICE_BEFORE ? BEFORE : NOW];
}

/* Whether an owner's sets, first..end-1, would be a CNAME beside other data. */
static bool is_cname_beside(const struct undo *u, size_t first, size_t end)
{
	bool cname = false, other = false;
	for (size_t i = first; i < end; i++) {
		const struct rec *any = sets_any(u->sets[i].found);
		const struct rrtype *row = rrtype_by_code(rec_type(any));
		if (chosen(&u->sets[i])->count == 0 || (row && (row->flags & RRTYPE_DNSSEC)))
			continue;
		if (rec_type(any) == TYPE_CNAME)
			cname = true;
		else
			other = true;
	}
	return cname && other;
}

/* Whether an owner that had data before would have none, as that can't come back. */
static bool is_emptied(const struct undo *u, size_t first, size_t end)
{
	bool had = false, refused = false;
	for (size_t i = first; i < end; i++) {
		if (chosen(&u->sets[i])->count > 0)
			return false;
		had = had || u->sets[i].found[BEFORE].count > 0;
		refused = refused || u->sets[i].refused;
	}
	return had && refused;
}

static void leave_owner(struct undo *u, size_t first, size_t end, const char *why)
{
	for (size_t i = first; i < end; i++)
		if (u->sets[i].choice == CHOICE_BEFORE || u->sets[i].choice == CHOICE_FITTED)
			undo_leave(&u->sets[i], why);
}

/* An owner that would break the rules of DNS, or be without data, is left whole. */
static void check_owners(struct undo *u)
{
	for (size_t first = 0, end; first < u->count; first = end) {
		const struct rec *owner = sets_any(u->sets[first].found);
		for (end = first + 1; end < u->count; end++)
			if (!rec_same_owner(owner, sets_any(u->sets[end].found)))
				break;
		if (is_cname_beside(u, first, end))
			leave_owner(u, first, end, beside_cname);
		else if (is_emptied(u, first, end))
			leave_owner(u, first, end, not_whole);
	}
}

/* What the plan itself leaves alone at the target. */
static void name_left_alone(struct undo_left *left, const struct plan *plan)
{
	struct buf what;
	buf_init(&what, 0);
	for (size_t i = 0; i < plan->left_count; i++) {
		const struct left_alone *l = &plan->left[i];
		buf_reset(&what);
		if (l->rec)
			sets_add_title(&what, plan->target, l->rec);
		else
			buf_adds(&what, "provider record");
		if (!l->in_source)
			add_left(left, what.data, l->why);
	}
	buf_free(&what);
}

static void name_left(const struct undo *u, struct undo_left *left)
{
	struct buf what;
	buf_init(&what, 0);
	for (size_t i = 0; i < u->count; i++) {
		const struct undo_set *set = &u->sets[i];
		if (set->choice != CHOICE_LEFT && set->choice != CHOICE_FITTED)
			continue;
		buf_reset(&what);
		sets_add_title(&what, u->now, sets_any(set->found));
		add_left(left, what.data, set->why);
	}
	buf_free(&what);
	for (size_t i = 0; i < u->past->before->provider_record_count; i++) {
		const char *why = undo_kept_stays(u, &u->past->before->provider_records[i]);
		if (why)
			add_left(left, "provider record", why);
	}
}

static enum zf_status make_wanted(
	struct zf_zone **wanted, const struct undo *u, struct zf_error *err)
{
	struct zone_builder *b = zone_builder_new(&u->now->apex, u->now->source);
	enum zf_status status = ZF_OK;
	for (size_t i = 0; i < u->count && !status; i++)
		status = sets_add(b, chosen(&u->sets[i]), err);
	if (status) {
		zone_builder_free(b);
		return status;
	}
	undo_add_kept(b, u);
	*wanted = zone_builder_seal(b);
	return ZF_OK;
}

/* Plans, leaves what can't be sent, and plans anew until all can be: each time less is done. */
static enum zf_status make_plan(struct plan *plan, struct undo *u, const struct target_state *now,
	struct target *target, struct zf_error *err)
{
	struct zf_zone *wanted;
	choose_all(u);
	undo_fit(u);
	undo_look_at_kept(u);
	for (;;) {
		check_owners(u);
		enum zf_status status = make_wanted(&wanted, u, err);
		if (!status)
			status = plan_toward(plan, now->zone, &now->elements, u->kind, wanted, err);
		if (status || undo_check(u, plan, target) == 0)
			return status;
		plan_free(plan);
	}
}

enum zf_status undo_plan(struct plan *plan, struct undo_left *left, struct past *past,
	const struct target_state *now, struct target *target, struct zf_error *err)
{
	struct undo u = {.past = past, .now = now->zone, .kind = target_kind(target)};
	*plan = (struct plan){.count = 0};
	*left = (struct undo_left){.count = 0};
	buf_init(&left->texts, 0);
	arena_init(&u.arena);
	enum zf_status status = past_load(past, err);
	if (!status)
		status = diff_check_apexes(past->before, now->zone, err);
	if (!status)
		status = make_plan(plan, &u, now, target, err);
	if (!status) {
		name_left(&u, left);
		name_left_alone(left, plan);
	}
	fit_free(&u.fit);
	zf_zone_free(u.back);
	free(u.sets);
	free(u.kept);
	arena_free(&u.arena);
	return status;
}
