#include "send.h"

#include <stdio.h>
#include <stdlib.h>

#include "err.h"
#include "judge.h"
#include "mem.h"

enum zf_status send_read(struct target_state *now, struct send *s, send_is_seen *is_seen,
	void *user, struct zf_error *err)
{
	enum { PAUSE = 500 };
	long left = target_kind(s->job->target)->shows_ms;
	for (;;) {
		struct diags diags;
		diags_init(&diags);
		enum zf_status status = target_read(s->job->target, now, &diags, err);
		diags_free(&diags);
		if (status || is_seen(s, now, user) || left <= 0 || interrupt_came(s->interrupt))
			return status;
		target_state_free(now);
		interrupt_wait(s->interrupt, left < PAUSE ? left : PAUSE);
		left -= PAUSE;
	}
}

static const struct operation *operation(const struct send *s, size_t i)
{
	return &s->job->plan->operations[i];
}

static void set_states(struct send *s, const struct journal_call *call, enum op_state state)
{
	for (size_t i = 0; i < call->count; i++)
		report_set_state(s->report, call->first + i, state);
}

/* Notes what the target as it is tells of a call's operations. True: they are all done. */
static bool judge_call(struct send *s, const struct target_state *now, void *user)
{
	const struct journal_call *call = user;
	bool all = true;
	for (size_t i = 0; i < call->count; i++) {
		enum op_state state = judge(operation(s, call->first + i), s->job->state, now);
		report_set_state(s->report, call->first + i, state);
		all = all && state == OP_DONE;
	}
	return all;
}

/* After an outcome that isn't known. True: all is done nevertheless. */
static bool look_again(struct send *s, struct journal_call *call)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct target_state now;
	bool all = false;
	s->report->doubtful = true;
	if (send_read(&now, s, judge_call, call, &err) != ZF_OK) {
		s->report->unverified = err;
		set_states(s, call, OP_UNKNOWN);
	} else {
		all = judge_call(s, &now, call);
		target_state_free(&now);
	}
	call->states = s->report->states + call->first;
	return all;
}

/* Sends operations first..first+count-1. True: they are done, and it is written down. */
static bool send_call(struct send *s, size_t first, size_t count)
{
	static const enum op_state states[] = {
		[OUTCOME_DONE] = OP_DONE,
		[OUTCOME_REFUSED] = OP_REFUSED,
		[OUTCOME_UNKNOWN] = OP_UNKNOWN,
	};
	struct zf_error err = ZF_ERROR_INIT;
	struct journal_call call = {.first = first, .count = count, .why = &err};
	const struct apply_job *job = s->job;
	if (journal_add_call(s->journal, &call, &s->report->why) != ZF_OK)
		return false;
	call.outcome = target_write(
		job->target, job->state, operation(s, first), count, &s->report->says, &err);
	set_states(s, &call, states[call.outcome]);
	bool done = call.outcome == OUTCOME_DONE ||
		    (call.outcome == OUTCOME_UNKNOWN && look_again(s, &call));
	if (!done)
		s->report->why = err;
	return journal_add_outcome(s->journal, &call, &s->report->why) == ZF_OK && done;
}

/* The operations of one step that were sent. */
struct step {
	size_t first, end;
};

static bool is_step_gone(struct send *s, const struct target_state *now, void *user)
{
	const struct step *step = user;
	bool gone = true;
	for (size_t i = step->first; gone && i < step->end; i++)
		gone = judge_is_gone(operation(s, i), now);
	return gone;
}

static bool step_deletes(const struct send *s, const struct step *step)
{
	for (size_t i = step->first; i < step->end; i++)
		if (operation(s, i)->kind == OPERATION_DELETE)
			return true;
	return false;
}

/* What a later step needs to be gone is seen gone first. */
static bool see_gone(struct send *s, struct step *step)
{
	struct target_state now;
	if (!step_deletes(s, step))
		return true;
	if (send_read(&now, s, is_step_gone, step, &s->report->why) != ZF_OK)
		return false;
	bool gone = is_step_gone(s, &now, step);
	target_state_free(&now);
	if (!gone)
		err_set(&s->report->why, ZF_ERR_ANSWER,
			"the target still shows what it said was deleted; what comes next needs "
			"that to be gone");
	return gone;
}

static void show_progress(const struct send *s, size_t next)
{
	char text[80];
	if (!s->job->progress)
		return;
	snprintf(text, sizeof(text), "%zu of %zu operations", next, s->job->plan->count);
	s->job->progress(s->job->progress_user, text);
}

static void send_operations(struct send *s)
{
	const struct apply_job *job = s->job;
	const size_t count = job->plan->count;
	struct step step = {0, 0};
	while (step.end < count) {
		size_t next = step.end;
		bool later = next > 0 && operation(s, next)->step != operation(s, next - 1)->step;
		if (interrupt_came(s->interrupt)) {
			s->report->interrupted = true;
			return;
		}
		if (later && !target_kind(job->target)->transaction) {
			if (!see_gone(s, &step))
				return;
			step.first = next;
		}
		show_progress(s, next);
		size_t n = target_group(job->target, operation(s, next), count - next);
		if (!send_call(s, next, n))
			return;
		step.end = next + n;
	}
}

/* What has to come behind the last call of a run comes also behind the last one that was done: each
 * state on the way is no worse than both ends. */
static void send_finish(struct send *s)
{
	struct zf_error *why = &s->report->finish;
	if (journal_finish(s->journal, why) != ZF_OK)
		return;
	enum outcome outcome = target_finish(s->job->target, why);
	journal_finished(s->journal, outcome, why, why);
}

void send_all(struct send *s)
{
	send_operations(s);
	if (report_may_have_written(s->report) || s->job->plan->count == 0)
		send_finish(s);
}
