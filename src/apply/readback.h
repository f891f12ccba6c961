/*
 * readback: whether a target shows what was written to it.
 */
#ifndef ZF_APPLY_READBACK_H
#define ZF_APPLY_READBACK_H

#include "report.h"

struct readback {
	const struct zf_zone *before; /* as it was before this run's first call */
	const struct zf_zone *wanted; /* what the calls that are done make of it */
	const struct zf_zone *now;
};

/* Adds every difference to the report, but those of operations whose state is unknown. Returns how
 * many aren't shown yet. */
size_t readback(struct apply_report *report, const struct readback *zones);

#endif
