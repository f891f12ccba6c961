/*
 * between: whether a target is on the way from one state to another, and the rest of the way.
 */
#ifndef ZF_APPLY_BETWEEN_H
#define ZF_APPLY_BETWEEN_H

#include "diff.h"

/* Whether the records of an RRset all come from one of both ends, or are made of parts of both, and
 * none that both have is missing. */
bool between_set(
	const struct diff_set *before, const struct diff_set *wanted, const struct diff_set *now);

/* A run that was cut short left `now` if it holds all that `before` and `wanted` both hold, and
 * nothing that neither does. Otherwise false, and *why gets what else somebody changed. */
bool between(const struct zf_zone *before, const struct zf_zone *wanted, const struct zf_zone *now,
	struct buf *why);

/* What `now`, which is between, shall become: as wanted where both ends differ, else as it is.
 * *zone is the caller's. Errors: ZF_ERR_LIMIT. */
enum zf_status between_rest(struct zf_zone **zone, const struct zf_zone *before,
	const struct zf_zone *wanted, const struct zf_zone *now, struct zf_error *err);

#endif
