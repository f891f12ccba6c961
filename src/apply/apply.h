/*
 * apply: carrying a plan out, call by call.
 *
 * A run has its folder, with the plan, the target as it was and the journal's first line, on the
 * disk before anything is sent. It stops at the first call that isn't surely done, at a signal, and
 * when the journal can't be kept; nothing is sent twice without having read the target in between.
 */
#ifndef ZF_APPLY_APPLY_H
#define ZF_APPLY_APPLY_H

#include "report.h"
#include "state.h"

struct apply_job {
	struct target *target;
	const struct target_state *state; /* read just now, and what the plan was made of */
	const struct plan *plan;
	const struct buf *plan_text; /* what was reviewed, as JSON */
	struct run_about about;
	const struct state *store;
	void (*progress)(void *user, const char *text); /* or NULL */
	void *progress_user;
};

/* Makes a run of it; of an empty plan none. Errors are those before the first call: nothing has
 * been sent. Otherwise the report, which report_init has made, tells all. */
enum zf_status apply_run(
	struct apply_report *report, const struct apply_job *job, struct zf_error *err);

/* The same for the rest of a run that was cut short: `plan` is what remains, and goes into the
 * run's folder beside the whole. */
enum zf_status apply_rest(struct apply_report *report, const struct apply_job *job,
	const struct run *run, struct zf_error *err);

#endif
