/* Proving what was merged. */
#include "diff.h"
#include "merge.h"
#include "merge_rule.h"
#include "merge_soa.h"
#include "merge_trio.h"

bool merge_same_but_serial(const struct zf_zone *a, const struct zf_zone *b)
{
	if (a->count != b->count || a->provider_record_count != b->provider_record_count)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		const struct rec *x = a->recs[i], *y = b->recs[i];
		bool soa = merge_is_apex_soa(x) && merge_is_apex_soa(y);
		if ((!soa && rec_cmp(x, y) != 0) || !merge_same_value(x, y))
			return false;
		if (soa && !merge_soa_same_but_serial(x, y))
			return false;
	}
	for (size_t i = 0; i < a->provider_record_count; i++)
		if (provider_record_cmp(&a->provider_records[i], &b->provider_records[i]) != 0)
			return false;
	return true;
}

enum { RESULT, OURS, THEIRS, ZONES };

static bool is_sound(const struct merge_trio *t)
{
	const struct rec *result = t->r[RESULT], *ours = t->r[OURS], *theirs = t->r[THEIRS];
	if (!result)
		return !ours || !theirs || merge_is_apex_soa(ours);
	return merge_is_apex_soa(result) || (ours && merge_same_value(result, ours)) ||
	       (theirs && merge_same_value(result, theirs));
}

/* The rules broken at an owner; 0 when the zone doesn't have it. */
static unsigned faults_at(const struct zf_zone *zone, const struct name *owner)
{
	struct name there;
	size_t from = zone_find(zone, owner, 0);
	if (from == zone->count)
		return 0;
	rec_owner(zone, zone->recs[from], &there);
	return name_equal(&there, owner)
		       ? merge_rule_faults_of(zone, from, zone_owner_end(zone, from))
		       : 0;
}

bool merge_keeps_rules(
	const struct zf_zone *result, const struct zf_zone *ours, const struct zf_zone *theirs)
{
	for (size_t from = 0, to; from < result->count; from = to) {
		struct name owner;
		to = zone_owner_end(result, from);
		unsigned faults = merge_rule_faults_of(result, from, to);
		if (!faults)
			continue;
		rec_owner(result, result->recs[from], &owner);
		if (faults & ~(faults_at(ours, &owner) | faults_at(theirs, &owner)))
			return false;
	}
	return true;
}

bool merge_is_sound(
	const struct zf_zone *result, const struct zf_zone *ours, const struct zf_zone *theirs)
{
	const struct zf_zone *const zones[ZONES] = {result, ours, theirs};
	size_t at[ZONES] = {0};
	const size_t to[ZONES] = {result->count, ours->count, theirs->count};
	struct merge_trio t;
	if (!name_equal(&result->apex, &ours->apex) || !name_equal(&result->apex, &theirs->apex))
		return false;
	while (merge_trio_next(&t, zones, at, to))
		if (!is_sound(&t))
			return false;
	return merge_keeps_rules(result, ours, theirs);
}
