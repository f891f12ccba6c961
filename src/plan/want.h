/*
 * want: what a target shall become: all policy of a synchronisation. Modes, what is kept out unless
 * asked for, what is ignored, what others own, and whose annotations count.
 */
#ifndef ZF_PLAN_WANT_H
#define ZF_PLAN_WANT_H

#include "plan.h"

struct want {
	struct arena arena; /* texts of `left` */
	struct zf_zone *zone; /* W: the caller's */
	struct left_alone *left; /* the caller's, to be released with free */
	size_t left_count, left_cap;
};

/* `source` is fitted. What is left alone borrows from both zones. On error nothing is the
 * caller's. Errors: as of plan_make. */
enum zf_status want_make(struct want *want, const struct zf_zone *source,
	const struct zf_zone *target, const struct target_kind *kind,
	const struct sync_rules *rules, struct zf_error *err);

#endif
