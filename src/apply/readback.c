#include "readback.h"

#include "sets.h"
#include "zonefile.h"

enum { BEFORE, WANTED, NOW };

static bool is_unknown(const struct apply_report *report, const struct rec *r)
{
	for (size_t i = 0; i < report->plan->count; i++) {
		const struct operation *o = &report->plan->operations[i];
		const struct rec *one = o->before_count  ? o->before[0]
					: o->after_count ? o->after[0]
							 : NULL;
		if (report->states[i] == OP_UNKNOWN && one && rec_same_rrset(one, r))
			return true;
	}
	return false;
}

/* Whether the records that were there, and shall not, still are, under the eyes of rec_shows. */
static bool shows_old(const struct diff_set found[SETS_MOST])
{
	for (size_t i = 0; i < found[NOW].count; i++)
		if (set_find(&found[BEFORE], found[NOW].recs[i]) &&
			!set_find(&found[WANTED], found[NOW].recs[i]))
			return true;
	return false;
}

/* Every serial is another one after a write, and signers sign anew: what changes by itself is
 * looked at where it was written, but for the SOA. */
static bool is_looked_at(const struct diff_set found[SETS_MOST])
{
	const struct rec *any = sets_any(found);
	return !sets_change_by_themselves(found) ||
	       (!set_is_same(&found[BEFORE], &found[WANTED]) && rec_type(any) != TYPE_SOA);
}

/* True: there is a difference, of this kind. */
static bool differs(enum difference_kind *kind, const struct diff_set found[SETS_MOST])
{
	if (set_is_same(&found[BEFORE], &found[WANTED])) {
		*kind = DIFFERENCE_ELSEWHERE;
		return !set_is_same(&found[NOW], &found[WANTED]);
	}
	if (set_shows(&found[NOW], &found[WANTED]) && !shows_old(found))
		return false;
	*kind = set_is_same(&found[NOW], &found[BEFORE]) ? DIFFERENCE_NOT_SHOWN
							 : DIFFERENCE_STORED_OTHERWISE;
	return true;
}

static void add_records(struct buf *b, const struct zf_zone *zone, const struct diff_set *set)
{
	for (size_t i = 0; i < set->count; i++) {
		zonefile_print_record(b, zone, set->recs[i]);
		buf_addc(b, '\n');
	}
}

static void add_set(struct apply_report *report, const struct readback *zones,
	enum difference_kind kind, const struct diff_set found[SETS_MOST])
{
	struct buf what, wanted, now;
	buf_init(&what, 0);
	buf_init(&wanted, 0);
	buf_init(&now, 0);
	sets_add_title(&what, zones->now, sets_any(found));
	add_records(&wanted, zones->wanted, &found[WANTED]);
	add_records(&now, zones->now, &found[NOW]);
	const struct apply_difference d = {kind, what.data, wanted.data, now.data};
	report_add_difference(report, &d);
	buf_free(&what);
	buf_free(&wanted);
	buf_free(&now);
}

static void add_kept(struct apply_report *report, enum difference_kind kind,
	const struct provider_record *wanted, const struct provider_record *found)
{
	struct buf a, b;
	buf_init(&a, 0);
	buf_init(&b, 0);
	if (wanted)
		buf_add(&a, wanted->json.p, wanted->json.n);
	if (found)
		buf_add(&b, found->json.p, found->json.n);
	const struct apply_difference d = {kind, "provider record", a.data, b.data};
	report_add_difference(report, &d);
	buf_free(&a);
	buf_free(&b);
}

static bool is_kept_unknown(const struct apply_report *report)
{
	for (size_t i = 0; i < report->plan->count; i++)
		if (report->states[i] == OP_UNKNOWN && report->plan->operations[i].type == 0)
			return true;
	return false;
}

/* Whether a provider record shows one that was written: it isn't one that was there before. */
static bool is_kept_written(const struct readback *zones, const struct provider_record *p)
{
	for (size_t i = 0; i < zones->wanted->provider_record_count; i++) {
		const struct provider_record *w = &zones->wanted->provider_records[i];
		if (kept_shows(p, w) && !kept_find(zones->before, w))
			return true;
	}
	return false;
}

static size_t compare_kept(struct apply_report *report, const struct readback *zones)
{
	size_t not_shown = 0;
	for (size_t i = 0; i < zones->wanted->provider_record_count; i++) {
		const struct provider_record *p = &zones->wanted->provider_records[i];
		bool was = kept_find(zones->before, p) != NULL;
		if (was ? kept_find(zones->now, p) != NULL : kept_find_shown(zones->now, p) != NULL)
			continue;
		add_kept(report, was ? DIFFERENCE_ELSEWHERE : DIFFERENCE_NOT_SHOWN, p, NULL);
		not_shown += !was;
	}
	for (size_t i = 0; i < zones->now->provider_record_count; i++) {
		const struct provider_record *p = &zones->now->provider_records[i];
		bool was = kept_find(zones->before, p) != NULL;
		if (kept_find(zones->wanted, p) || (!was && is_kept_written(zones, p)))
			continue;
		add_kept(report, was ? DIFFERENCE_NOT_SHOWN : DIFFERENCE_ELSEWHERE, NULL, p);
		not_shown += was;
	}
	return not_shown;
}

size_t readback(struct apply_report *report, const struct readback *zones)
{
	struct sets s = {.zones = {zones->before, zones->wanted, zones->now}};
	struct diff_set found[SETS_MOST];
	enum difference_kind kind = DIFFERENCE_ELSEWHERE;
	size_t not_shown = 0;
	while (sets_next(&s, found)) {
		if (!is_looked_at(found) || !differs(&kind, found) ||
			is_unknown(report, sets_any(found)))
			continue;
		add_set(report, zones, kind, found);
		not_shown += kind == DIFFERENCE_NOT_SHOWN;
	}
	if (!is_kept_unknown(report))
		not_shown += compare_kept(report, zones);
	return not_shown;
}
