#include "apply.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "judge.h"
#include "mem.h"
#include "readback.h"
#include "send.h"
#include "snapshot.h"

/* What the operations that are done make of the target. */
static struct zf_zone *expected_zone(const struct send *s)
{
	const struct plan *plan = s->job->plan;
	struct operation *done = mem_alloc((plan->count + 1) * sizeof(*done));
	size_t count = 0;
	for (size_t i = 0; i < plan->count; i++)
		if (s->report->states[i] == OP_DONE)
			done[count++] = plan->operations[i];
	struct zf_zone *zone = zone_after(s->job->state->zone, done, count);
	free(done);
	return zone;
}

/* What was refused or unknown may have been carried out late. */
static void judge_again(struct send *s, const struct target_state *now)
{
	for (size_t i = 0; i < s->job->plan->count; i++)
		if (s->report->states[i] == OP_UNKNOWN || s->report->states[i] == OP_REFUSED)
			report_set_state(s->report, i,
				judge(&s->job->plan->operations[i], s->job->state, now));
}

static bool compare(struct send *s, const struct target_state *now, void *user)
{
	(void)user;
	judge_again(s, now);
	struct zf_zone *wanted = expected_zone(s);
	const struct readback zones = {s->job->state->zone, wanted, now->zone};
	s->report->difference_count = 0;
	bool all = readback(s->report, &zones) == 0;
	zf_zone_free(wanted);
	return all;
}

/* The target as the run leaves it is kept for undo. */
static void verify(struct send *s, const struct run *run)
{
	struct target_state now;
	struct zf_error err = ZF_ERROR_INIT;
	if (send_read(&now, s, compare, NULL, &err) == ZF_OK) {
		snapshot_put(run, "after.zone", now.zone, &err);
		target_state_free(&now);
	}
	s->report->unverified = err;
}

static void put_report(
	const struct run *run, const struct apply_report *report, struct zf_error *err)
{
	struct buf text;
	buf_init(&text, 0);
	report_print_json(&text, report);
	run_put(run, "report.json", &text, err);
	buf_free(&text);
}

static double seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Everything from the first call on. */
static void carry_out(struct apply_report *report, const struct apply_job *job,
	const struct run *run, struct journal *journal)
{
	struct interrupt interrupt;
	struct send s = {job, report, journal, &interrupt};
	double start = seconds();
	size_t calls = target_calls(job->target);
	interrupt_hold(&interrupt);
	send_all(&s);
	if (report_may_have_written(report))
		verify(&s, run);
	report->calls = target_calls(job->target) - calls;
	report->seconds = seconds() - start;
	report->run = run->number;
	journal_end(journal, report_result(report), &report->finish);
	put_report(run, report, &report->finish);
	interrupt_release(&interrupt);
}

/* What can't be sent is known before anything is. */
static enum zf_status check_all(const struct apply_job *job, struct zf_error *err)
{
	enum zf_status status = ZF_OK;
	const struct plan *plan = job->plan;
	for (size_t i = 0; i < plan->count && !status; i++)
		status = target_check(job->target, &plan->operations[i], plan->count - i, err);
	return status;
}

static enum zf_status open_journal(
	struct journal *journal, const struct run *run, struct zf_error *err)
{
	struct buf path;
	buf_init(&path, 0);
	run_path(&path, run, "journal");
	enum zf_status status = journal_open(journal, path.data, err);
	buf_free(&path);
	return status;
}

enum zf_status apply_run(
	struct apply_report *report, const struct apply_job *job, struct zf_error *err)
{
	struct run run;
	struct journal journal = {.fd = -1};
	if (job->plan->count == 0)
		return ZF_OK;
	enum zf_status status = check_all(job, err);
	if (!status)
		status = run_create(&run, job->store, job->about.location, err);
	if (status)
		return status;
	status = run_put(&run, "plan.json", job->plan_text, err);
	if (!status)
		status = snapshot_put(&run, "snapshot.zone", job->state->zone, err);
	if (!status)
		status = snapshot_put(&run, "wanted.zone", job->plan->wanted, err);
	if (!status)
		status = open_journal(&journal, &run, err);
	if (!status)
		status = journal_start(&journal, &job->about, job->plan->count, err);
	if (!status)
		carry_out(report, job, &run, &journal);
	journal_close(&journal);
	run_free(&run);
	return status;
}

/* "plan-rest.json": what remained when the run went on; the last time counts. */
enum zf_status apply_rest(struct apply_report *report, const struct apply_job *job,
	const struct run *run, struct zf_error *err)
{
	struct journal journal = {.fd = -1};
	enum zf_status status = check_all(job, err);
	if (!status)
		status = run_put(run, "plan-rest.json", job->plan_text, err);
	if (!status)
		status = open_journal(&journal, run, err);
	if (!status)
		status = journal_resume(&journal, job->plan->count, err);
	if (!status)
		carry_out(report, job, run, &journal);
	journal_close(&journal);
	return status;
}
