/*
 * merge: three-way merge of sealed zones, by RRset.
 *
 * What one side changed and the other left alone is taken; what both changed alike is taken once.
 * Inside an RRset the same holds for each record. A conflict is: one record whose TTL or
 * annotations both sides changed in different ways, or that one changed and the other removed; a
 * record that both replaced by different ones; an RRset that one changed and the other removed; and
 * what breaks a rule (merge_rule.h) that each side kept: two SPF policies, a CNAME beside other
 * data. Where a CNAME has part in a conflict, all of its name is in conflict. The zone that results
 * then holds what `ours` has.
 *
 * The SOA is merged field by field; its serial is the higher one (RFC 1982 section 3.2), and one
 * more when the result is neither of the two zones.
 */
#ifndef ZF_DIFF_MERGE_H
#define ZF_DIFF_MERGE_H

#include "zone.h"

struct merge_conflict {
	const struct rec **ours; /* records at stake, of our zone; owned */
	size_t ours_count;
	const struct rec **theirs;
	size_t theirs_count;
};

struct merge {
	struct zf_zone *zone; /* the result */
	struct merge_conflict *conflicts;
	size_t conflict_count, conflict_cap;
};

/* Merges; the conflicts borrow from `ours` and `theirs`. Errors: ZF_ERR_DATA when the apexes
 * differ. On success release with merge_free. */
enum zf_status merge_make(struct merge *m, const struct zf_zone *base, const struct zf_zone *ours,
	const struct zf_zone *theirs, struct zf_error *err);
void merge_free(struct merge *m);

/* Whether a zone that was merged in another way, as text, can be what comes of two sides: each of
 * its records is one of ours or of theirs, all that both have is there, and no rule is broken that
 * both keep. The SOA may be put together of both. */
bool merge_is_sound(
	const struct zf_zone *result, const struct zf_zone *ours, const struct zf_zone *theirs);

/* Whether no rule of merge_rule.h is broken that both sides keep. */
bool merge_keeps_rules(
	const struct zf_zone *result, const struct zf_zone *ours, const struct zf_zone *theirs);

/* Whether two zones hold the same, the serial of the SOA aside. */
bool merge_same_but_serial(const struct zf_zone *a, const struct zf_zone *b);

#endif
