#include "undo.h"

#include <stdlib.h>

#include "between.h"
#include "err.h"
#include "mem.h"
#include "sets.h"

enum { BEFORE, WANTED, NOW, AFTER };

enum choice { CHOICE_NOW, CHOICE_BEFORE, CHOICE_LEFT };

struct rrset {
	struct diff_set found[SETS_MOST];
	enum choice choice;
};

struct undo {
	const struct past *past;
	const struct zf_zone *now;
	struct undo_left *left;
	struct rrset *sets;
	size_t count, cap;
};

static const char changed_since[] = "somebody has changed it since";
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
		struct rrset *set = &u->sets[u->count++];
		memcpy(set->found, found, sizeof(found));
		set->choice = choose(u, found);
	}
}

static const struct diff_set *chosen(const struct rrset *set)
{
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

static void leave(struct undo *u, size_t i, const char *why)
{
	struct buf what;
	buf_init(&what, 0);
	sets_add_title(&what, u->now, sets_any(u->sets[i].found));
	add_left(u->left, what.data, why);
	u->sets[i].choice = CHOICE_LEFT;
	buf_free(&what);
}

/* Names what is left; an owner that would break the rules of DNS is left whole. */
static void check_owners(struct undo *u)
{
	for (size_t first = 0, end; first < u->count; first = end) {
		const struct rec *owner = sets_any(u->sets[first].found);
		for (end = first + 1; end < u->count; end++)
			if (!rec_same_owner(owner, sets_any(u->sets[end].found)))
				break;
		bool beside = is_cname_beside(u, first, end);
		for (size_t i = first; i < end; i++) {
			if (u->sets[i].choice == CHOICE_LEFT)
				leave(u, i, changed_since);
			else if (beside && u->sets[i].choice == CHOICE_BEFORE)
				leave(u, i, beside_cname);
		}
	}
}

/* Whether it is what the run brought, as the target shows it. */
static bool is_kept_ours(const struct past *past, const struct provider_record *p)
{
	for (size_t i = 0; i < past->wanted->provider_record_count; i++) {
		const struct provider_record *w = &past->wanted->provider_records[i];
		if (kept_shows(p, w) && !kept_find(past->before, w))
			return true;
	}
	return false;
}

/* Whether there is one that neither the run nor who was before it brought. */
static bool has_foreign_kept(const struct undo *u)
{
	for (size_t i = 0; i < u->now->provider_record_count; i++) {
		const struct provider_record *p = &u->now->provider_records[i];
		if (!kept_find(u->past->before, p) && !is_kept_ours(u->past, p))
			return true;
	}
	return false;
}

/* Whether something that the run brought, and saw there, isn't shown any more: what it was made of
 * may be gone, or be something else now. Of a run that was cut short nobody knows what it saw. */
static bool is_kept_changed(const struct undo *u)
{
	const struct past *past = u->past;
	for (size_t i = 0; i < past->wanted->provider_record_count; i++) {
		const struct provider_record *w = &past->wanted->provider_records[i];
		if (kept_find(past->before, w) || kept_find_shown(u->now, w))
			continue;
		if (past->after ? kept_find_shown(past->after, w) != NULL : has_foreign_kept(u))
			return true;
	}
	return false;
}

static void add_kept(struct zone_builder *b, struct undo *u, const struct target_kind *kind)
{
	const struct zf_zone *before = u->past->before;
	bool changed = is_kept_changed(u);
	for (size_t i = 0; i < u->now->provider_record_count; i++) {
		const struct provider_record *p = &u->now->provider_records[i];
		if (kept_find(before, p) || !is_kept_ours(u->past, p))
			zone_builder_add_provider_record(b, p->provider, p->json);
	}
	for (size_t i = 0; i < before->provider_record_count; i++) {
		const struct provider_record *p = &before->provider_records[i];
		if (kept_find(u->past->wanted, p) || kept_find(u->now, p))
			continue;
		if (changed)
			add_left(u->left, "provider record", changed_since);
		else if (!kind->creates_kept)
			add_left(u->left, "provider record", "the target can't be given it again");
		else
			zone_builder_add_provider_record(b, p->provider, p->json);
	}
}

static enum zf_status make_wanted(struct zf_zone **wanted, struct undo *u,
	const struct target_kind *kind, struct zf_error *err)
{
	struct zone_builder *b = zone_builder_new(&u->now->apex, u->now->source);
	enum zf_status status = ZF_OK;
	choose_all(u);
	check_owners(u);
	for (size_t i = 0; i < u->count && !status; i++)
		status = sets_add(b, chosen(&u->sets[i]), err);
	if (status) {
		zone_builder_free(b);
		return status;
	}
	add_kept(b, u, kind);
	*wanted = zone_builder_seal(b);
	return ZF_OK;
}

enum zf_status undo_plan(struct plan *plan, struct undo_left *left, struct past *past,
	const struct target_state *now, const struct target_kind *kind, struct zf_error *err)
{
	struct undo u = {.past = past, .now = now->zone, .left = left};
	struct zf_zone *wanted = NULL;
	*plan = (struct plan){.count = 0};
	*left = (struct undo_left){.count = 0};
	buf_init(&left->texts, 0);
	enum zf_status status = past_load(past, err);
	if (!status)
		status = diff_check_apexes(past->before, now->zone, err);
	if (!status)
		status = make_wanted(&wanted, &u, kind, err);
	if (!status)
		status = plan_toward(plan, now->zone, &now->elements, kind, wanted, err);
	free(u.sets);
	return status;
}
