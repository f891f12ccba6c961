/*
 * merge_trio: three zones walked side by side, record by record.
 */
#ifndef ZF_DIFF_MERGE_TRIO_H
#define ZF_DIFF_MERGE_TRIO_H

#include "zone.h"

/* The same record (owner, type, RDATA) in the three; NULL where it isn't. */
struct merge_trio {
	const struct rec *r[3];
};

/* The next one from `at` on, which moves, below `to`; false at the end of all. */
bool merge_trio_next(struct merge_trio *t, const struct zf_zone *const zones[3], size_t at[3],
	const size_t to[3]);

/* Whether two records, either of which may be NULL, are equal beside their data: TTL and
 * annotations. */
bool merge_same_value(const struct rec *a, const struct rec *b);

#endif
