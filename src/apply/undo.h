/*
 * undo: the way back from what a run has changed.
 */
#ifndef ZF_APPLY_UNDO_H
#define ZF_APPLY_UNDO_H

#include "past.h"
#include "plan.h"

/* What is left as it is: texts, each behind a NUL. Release with undo_left_free. */
struct undo_left {
	struct buf texts; /* WHAT NUL WHY NUL … */
	size_t count;
};

/* Plans from the target as it is now: at each owner and type where the run's ends differ, it gets
 * what was there before, unless somebody has changed it since; all else stays. The serial of the
 * SOA isn't turned back. What the target can't be given again is left and named; so is what it
 * takes only with changes (a TTL), which comes back so. Errors: those of past_load and
 * plan_toward. */
enum zf_status undo_plan(struct plan *plan, struct undo_left *left, struct past *past,
	const struct target_state *now, struct target *target, struct zf_error *err);
void undo_left_free(struct undo_left *left);
/* The texts of the next one; start with *at = 0. False: the end. */
bool undo_left_next(const struct undo_left *left, size_t *at, const char **what, const char **why);

#endif
