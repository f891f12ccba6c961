#include "between.h"

#include "json.h"
#include "sets.h"

enum { BEFORE, WANTED, NOW };

static bool has_member(const struct rec *r, struct str provider, const struct json *member)
{
	struct note note;
	bool has = false;
	for (size_t at = 0; !has && rec_note_next(r, &at, &note);) {
		struct json *object = NULL;
		if (note.kind != NOTE_ANNOTATION || str_cmp(note.name, provider) != 0 ||
			json_parse(&object, note.text.p, note.text.n, NULL) != ZF_OK)
			continue;
		const struct json *other = json_member(object, json_name(member));
		has = other && json_equal(other, member);
		json_free(object);
	}
	return has;
}

static bool set_has_member(
	const struct diff_set *set, struct str provider, const struct json *member)
{
	for (size_t i = 0; i < set->count; i++)
		if (has_member(set->recs[i], provider, member))
			return true;
	return false;
}

/* Whether each member of a record's annotations stands in one of both ends. */
static bool notes_are_known(
	const struct diff_set *before, const struct diff_set *wanted, const struct rec *r)
{
	struct note note;
	bool known = true;
	for (size_t at = 0; known && rec_note_next(r, &at, &note);) {
		struct json *object = NULL;
		if (note.kind != NOTE_ANNOTATION)
			continue;
		known = json_parse(&object, note.text.p, note.text.n, NULL) == ZF_OK;
		for (const struct json *m = json_first(object); known && m; m = json_next(m))
			known = set_has_member(before, note.name, m) ||
				set_has_member(wanted, note.name, m);
		json_free(object);
	}
	return known;
}

/* An update of several calls, of which some were made, leaves parts of both ends: RDATA of one, a
 * TTL or what an annotation says of the other. */
static bool is_half_done(
	const struct diff_set *before, const struct diff_set *wanted, const struct rec *r)
{
	const struct diff_set *const ends[] = {before, wanted};
	bool rdata = false, ttl = false;
	if (before->count == 0 || wanted->count == 0 || set_is_same(before, wanted))
		return false;
	for (size_t end = 0; end < 2; end++) {
		for (size_t i = 0; i < ends[end]->count; i++) {
			const struct rec *e = ends[end]->recs[i];
			rdata = rdata || rec_cmp(e, r) == 0;
			ttl = ttl || e->ttl == r->ttl;
		}
	}
	return rdata && ttl && notes_are_known(before, wanted, r);
}

bool between_set(
	const struct diff_set *before, const struct diff_set *wanted, const struct diff_set *now)
{
	for (size_t i = 0; i < now->count; i++) {
		bool known = set_find(before, now->recs[i]) != NULL;
		for (size_t k = 0; !known && k < wanted->count; k++)
			known = rec_shows(now->recs[i], wanted->recs[k]);
		if (!known && !is_half_done(before, wanted, now->recs[i]))
			return false;
	}
	for (size_t i = 0; i < before->count; i++)
		if (set_find(wanted, before->recs[i]) && !set_find_shown(now, before->recs[i]))
			return false;
	return true;
}

static bool are_kept_between(
	const struct zf_zone *before, const struct zf_zone *wanted, const struct zf_zone *now)
{
	for (size_t i = 0; i < now->provider_record_count; i++) {
		const struct provider_record *p = &now->provider_records[i];
		bool known = kept_find(before, p) != NULL;
		for (size_t k = 0; !known && k < wanted->provider_record_count; k++)
			known = kept_shows(p, &wanted->provider_records[k]);
		if (!known)
			return false;
	}
	for (size_t i = 0; i < before->provider_record_count; i++) {
		const struct provider_record *p = &before->provider_records[i];
		if (kept_find(wanted, p) && !kept_find(now, p))
			return false;
	}
	return true;
}

bool between(const struct zf_zone *before, const struct zf_zone *wanted, const struct zf_zone *now,
	struct buf *why)
{
	struct sets s = {.zones = {before, wanted, now}};
	struct diff_set found[SETS_MOST];
	while (sets_next(&s, found)) {
		if (sets_change_by_themselves(found) ||
			between_set(&found[BEFORE], &found[WANTED], &found[NOW]))
			continue;
		sets_add_title(why, now, sets_any(found));
		return false;
	}
	if (are_kept_between(before, wanted, now))
		return true;
	buf_adds(why, "a provider record");
	return false;
}

/* A record that is there as wanted stays as it is shown. */
static const struct rec *rest_of(const struct diff_set found[SETS_MOST], const struct rec *wanted)
{
	const struct rec *same = set_find(&found[NOW], wanted);
	if (same)
		return same;
	for (size_t i = 0; i < found[NOW].count; i++) {
		const struct rec *r = found[NOW].recs[i];
		if (rec_shows(r, wanted) && !set_find(&found[BEFORE], r))
			return r;
	}
	return wanted;
}

static enum zf_status add_rest(
	struct zone_builder *b, const struct diff_set found[SETS_MOST], struct zf_error *err)
{
	enum zf_status status = ZF_OK;
	if (set_is_same(&found[BEFORE], &found[WANTED]))
		return sets_add(b, &found[NOW], err);
	for (size_t i = 0; i < found[WANTED].count && !status; i++)
		status = sets_add_record(b, rest_of(found, found[WANTED].recs[i]), err);
	return status;
}

static void add_kept(struct zone_builder *b, const struct provider_record *p)
{
	zone_builder_add_provider_record(b, p->provider, p->json);
}

static void add_kept_rest(struct zone_builder *b, const struct zf_zone *before,
	const struct zf_zone *wanted, const struct zf_zone *now)
{
	for (size_t i = 0; i < wanted->provider_record_count; i++) {
		const struct provider_record *p = &wanted->provider_records[i];
		const struct provider_record *shown = kept_find_shown(now, p);
		add_kept(b, shown && !kept_find(before, shown) ? shown : p);
	}
}

enum zf_status between_rest(struct zf_zone **zone, const struct zf_zone *before,
	const struct zf_zone *wanted, const struct zf_zone *now, struct zf_error *err)
{
	struct zone_builder *b = zone_builder_new(&now->apex, now->source);
	struct sets s = {.zones = {before, wanted, now}};
	struct diff_set found[SETS_MOST];
	enum zf_status status = ZF_OK;
	*zone = NULL;
	while (!status && sets_next(&s, found))
		status = add_rest(b, found, err);
	if (status) {
		zone_builder_free(b);
		return status;
	}
	add_kept_rest(b, before, wanted, now);
	*zone = zone_builder_seal(b);
	return ZF_OK;
}
