/*
 * resume: the rest of a run that was cut short.
 */
#ifndef ZF_APPLY_RESUME_H
#define ZF_APPLY_RESUME_H

#include "past.h"
#include "plan.h"

/* Plans from the target as it is now to what the run wanted. Everything the rest does the run's own
 * plan named. Errors: ZF_ERR_DATA when somebody else has changed the target since the run began
 * (`rest` is empty then, and may be freed), and those of past_load. */
enum zf_status resume_plan(struct plan *rest, struct past *past, const struct target_state *now,
	const struct target_kind *kind, struct zf_error *err);

#endif
