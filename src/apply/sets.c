#include "sets.h"

#include "json.h"

static const struct rec *next_of(const struct sets *s, size_t i)
{
	const struct zf_zone *zone = s->zones[i];
	return zone && s->at[i] < zone->count ? zone->recs[s->at[i]] : NULL;
}

bool sets_next(struct sets *s, struct diff_set found[SETS_MOST])
{
	const struct rec *least = NULL;
	for (size_t i = 0; i < SETS_MOST; i++) {
		const struct rec *r = next_of(s, i);
		if (r && (!least || rec_cmp_rrset(r, least) < 0))
			least = r;
	}
	for (size_t i = 0; i < SETS_MOST; i++) {
		const struct rec *r = next_of(s, i);
		found[i] = (struct diff_set){.recs = NULL};
		if (!r || !rec_same_rrset(r, least))
			continue;
		size_t end = zone_rrset_end(s->zones[i], s->at[i]);
		found[i] = (struct diff_set){s->zones[i]->recs + s->at[i], end - s->at[i]};
		s->at[i] = end;
	}
	return least != NULL;
}

const struct rec *sets_any(const struct diff_set found[SETS_MOST])
{
	for (size_t i = 0; i < SETS_MOST; i++)
		if (found[i].count)
			return found[i].recs[0];
	return NULL;
}

bool sets_change_by_themselves(const struct diff_set found[SETS_MOST])
{
	for (size_t i = 0; i < SETS_MOST; i++)
		for (size_t k = 0; k < found[i].count; k++)
			if (rec_changes_by_itself(found[i].recs[k]))
				return true;
	return false;
}

bool rec_is_same(const struct rec *a, const struct rec *b)
{
	return rec_cmp(a, b) == 0 && a->ttl == b->ttl && rec_same_annotations(a, b);
}

const struct rec *set_find(const struct diff_set *set, const struct rec *r)
{
	for (size_t i = 0; i < set->count; i++)
		if (rec_is_same(set->recs[i], r))
			return set->recs[i];
	return NULL;
}

bool set_is_same(const struct diff_set *a, const struct diff_set *b)
{
	bool same = a->count == b->count;
	for (size_t i = 0; same && i < a->count; i++)
		same = rec_is_same(a->recs[i], b->recs[i]);
	return same;
}

static bool is_same_txt(const struct rec *a, const struct rec *b)
{
	struct buf x, y;
	uint16_t type = rec_type(a);
	if ((type != TYPE_TXT && type != TYPE_SPF) || !rec_same_rrset(a, b))
		return false;
	buf_init(&x, 0);
	buf_init(&y, 0);
	diff_join_strings(&x, a);
	diff_join_strings(&y, b);
	bool same = x.len == y.len && memcmp(x.data, y.data, x.len) == 0;
	buf_free(&x);
	buf_free(&y);
	return same;
}

bool rec_shows(const struct rec *shown, const struct rec *wanted)
{
	if (shown->ttl != wanted->ttl ||
		(rec_cmp(shown, wanted) != 0 && !is_same_txt(shown, wanted)))
		return false;
	return note_annotations_length(rec_notes(wanted)) == 0 ||
	       rec_same_annotations(shown, wanted);
}

const struct rec *set_find_shown(const struct diff_set *shown, const struct rec *wanted)
{
	for (size_t i = 0; i < shown->count; i++)
		if (rec_shows(shown->recs[i], wanted))
			return shown->recs[i];
	return NULL;
}

bool set_shows(const struct diff_set *shown, const struct diff_set *wanted)
{
	bool same = shown->count == wanted->count;
	for (size_t i = 0; same && i < wanted->count; i++)
		same = set_find_shown(shown, wanted->recs[i]) != NULL;
	return same;
}

bool kept_is_same(const struct provider_record *a, const struct provider_record *b)
{
	return provider_record_cmp(a, b) == 0;
}

const struct provider_record *kept_find(const struct zf_zone *zone, const struct provider_record *p)
{
	for (size_t i = 0; i < zone->provider_record_count; i++)
		if (kept_is_same(&zone->provider_records[i], p))
			return &zone->provider_records[i];
	return NULL;
}

/* Whether an object has all members of another. */
static bool has_members(const struct json *object, const struct json *of)
{
	for (const struct json *m = json_first(of); m; m = json_next(m)) {
		const struct json *other = json_member(object, json_name(m));
		if (!other || !json_equal(other, m))
			return false;
	}
	return true;
}

bool kept_shows(const struct provider_record *shown, const struct provider_record *wanted)
{
	struct json *a = NULL, *b = NULL;
	if (kept_is_same(shown, wanted))
		return true;
	bool same = str_cmp(shown->provider, wanted->provider) == 0 &&
		    json_parse(&a, shown->json.p, shown->json.n, NULL) == ZF_OK &&
		    json_parse(&b, wanted->json.p, wanted->json.n, NULL) == ZF_OK &&
		    has_members(a, b);
	json_free(a);
	json_free(b);
	return same;
}

const struct provider_record *kept_find_shown(
	const struct zf_zone *zone, const struct provider_record *wanted)
{
	const struct provider_record *same = kept_find(zone, wanted);
	for (size_t i = 0; !same && i < zone->provider_record_count; i++)
		if (kept_shows(&zone->provider_records[i], wanted))
			same = &zone->provider_records[i];
	return same;
}

enum zf_status sets_add_record(struct zone_builder *b, const struct rec *r, struct zf_error *err)
{
	const struct name_key key = {rec_key(r), r->key_len};
	const struct str rdata = {(const char *)rec_rdata(r), r->rdata_len};
	return zone_builder_add_key(b, key, rec_type(r), r->ttl, rdata, rec_notes(r), 0, err);
}

enum zf_status sets_add(struct zone_builder *b, const struct diff_set *set, struct zf_error *err)
{
	enum zf_status status = ZF_OK;
	for (size_t i = 0; i < set->count && !status; i++)
		status = sets_add_record(b, set->recs[i], err);
	return status;
}

void sets_add_title(struct buf *b, const struct zf_zone *zone, const struct rec *r)
{
	rec_print_owner_absolute(b, zone, r);
	buf_addc(b, ' ');
	rrtype_print(b, rec_type(r));
}
