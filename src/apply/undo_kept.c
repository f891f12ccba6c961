/* Provider records on the way back. */
#include "undoing.h"

const char undo_changed_since[] = "somebody has changed it since";

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

static const struct undo_kept *find_refused(
	const struct undo *u, const struct provider_record *before)
{
	for (size_t i = 0; i < u->kept_count; i++)
		if (u->kept[i].before == before)
			return &u->kept[i];
	return NULL;
}

/* Whether it stays, as what it was made of can't come back in its place. */
static bool is_kept_instead(const struct undo *u, const struct provider_record *now)
{
	for (size_t i = 0; i < u->kept_count; i++)
		if (u->kept[i].now == now)
			return true;
	return false;
}

void undo_look_at_kept(struct undo *u)
{
	u->kept_changed = is_kept_changed(u);
}

const char *undo_kept_stays(const struct undo *u, const struct provider_record *before)
{
	if (kept_find(u->past->wanted, before) || kept_find(u->now, before))
		return NULL;
	if (u->kept_changed)
		return undo_changed_since;
	const struct undo_kept *refused = find_refused(u, before);
	if (refused)
		return refused->why;
	return u->kind->creates_kept ? NULL : "the target can't be given it again";
}

void undo_add_kept(struct zone_builder *b, const struct undo *u)
{
	const struct zf_zone *before = u->past->before;
	for (size_t i = 0; i < u->now->provider_record_count; i++) {
		const struct provider_record *p = &u->now->provider_records[i];
		if (kept_find(before, p) || !is_kept_ours(u->past, p) || is_kept_instead(u, p))
			zone_builder_add_provider_record(b, p->provider, p->json);
	}
	for (size_t i = 0; i < before->provider_record_count; i++) {
		const struct provider_record *p = &before->provider_records[i];
		if (!kept_find(u->past->wanted, p) && !kept_find(u->now, p) &&
			!undo_kept_stays(u, p))
			zone_builder_add_provider_record(b, p->provider, p->json);
	}
}
