/*
 * plan_view: plans and fits as they are shown, with what is said beside them.
 */
#ifndef ZF_OUTPUT_PLAN_VIEW_H
#define ZF_OUTPUT_PLAN_VIEW_H

#include "plan_file.h"

/* A plan, and what is said with it. */
struct plan_view {
	const struct plan *plan;
	const struct plan_about *about;
	const char *refusals; /* lines (plan_refusals), or NULL */
	const char *command; /* the command line that applies the plan, or NULL */
};

/* What a target can hold of a zone. */
struct fit_view {
	const char *from, *to; /* locations as given */
	const struct zf_zone *source;
	const struct fit *fit;
	const struct plan *plan; /* for the calls that it takes, or NULL */
};

#endif
