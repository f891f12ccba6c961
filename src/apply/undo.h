/*
 * undo: what a target shall become so that a run's changes are taken back.
 */
#ifndef ZF_APPLY_UNDO_H
#define ZF_APPLY_UNDO_H

#include "past.h"
#include "target.h"

/* What is left as it is: "www.example.com. A", and why, each behind a NUL. */
struct undo_left {
	struct buf texts; /* WHAT NUL WHY NUL … */
	size_t count;
};

/* At each owner and type where the run's ends differ, `now` gets what was there before, unless
 * somebody has changed it since; all else stays. The serial of the SOA isn't turned back. Provider
 * records come back where the target takes them. *wanted is the caller's. Errors: ZF_ERR_LIMIT. */
enum zf_status undo_wanted(struct zf_zone **wanted, struct undo_left *left, const struct past *past,
	const struct zf_zone *now, const struct target_kind *kind, struct zf_error *err);
void undo_left_free(struct undo_left *left);
/* The texts of the next one; start with *at = 0. False: the end. */
bool undo_left_next(const struct undo_left *left, size_t *at, const char **what, const char **why);

#endif
