/* sync of a project: all plans first, then each carried out as it was shown, or not at all. */
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "finish.h"
#include "mem.h"
#include "pool.h"
#include "sync_command.h"
#include "zone_planner.h"

struct work {
	struct cli *cli;
	const struct sync_command *o;
	const struct output_format *format;
	enum output_color color;
	struct zone_planner planner;
	const struct zone_pairs *pairs;
	struct many *many;
	struct buf *plans; /* of each zone as JSON, as it was shown; empty: nothing to do */
};

/* The first of the lines. */
static void set_refused(struct many_zone *z, const struct buf *refusals)
{
	char *first = mem_strndup(refusals->data, strcspn(refusals->data, "\n"));
	many_set(z, MANY_REFUSED, first);
	free(first);
}

static void show_plan_of(
	const struct work *w, const struct zone_job *job, struct many_zone *z, struct zf_error *err)
{
	const struct planned *p = &job->planned;
	if (p->refusals.len)
		set_refused(z, &p->refusals);
	else
		many_set(z, p->plan.count ? MANY_DIFFERENT : MANY_SAME, NULL);
	zone_job_show(job, z, w->format, w->color, err);
}

static void plan_zone(void *user, size_t index)
{
	const struct work *w = user;
	struct many_zone *z = &w->many->items[index];
	struct zf_error err = ZF_ERROR_INIT;
	struct zone_job job;
	if (zone_job_open(&job, &w->planner, &w->pairs->items[index], z, &err) == ZF_OK) {
		show_plan_of(w, &job, z, &err);
		buf_add(&w->plans[index], job.planned.text.data, job.planned.text.len);
	}
	zone_job_close(&job);
	if (err.code)
		many_fail(z, &err);
}

static void carry_out(const struct work *w, struct zone_job *job, struct many_zone *z)
{
	bool json = strcmp(w->format->name, "json") == 0;
	struct buf report;
	buf_init(&report, 0);
	const struct session_work work = {.state = &job->planned.state,
		.plan = &job->planned.plan,
		.plan_text = &job->planned.text,
		.about = {.command = "sync",
			.source = job->ends.source,
			.target = job->ends.target},
		.format = json ? REPORT_JSON : REPORT_TEXT,
		.report = &report};
	int status = session_apply(&job->session, &work);
	many_set(z,
		status == EXIT_DONE     ? MANY_APPLIED
		: status == EXIT_PARTLY ? MANY_PARTLY
					: MANY_FAILED,
		NULL);
	struct buf *body = z->part_count ? &z->parts[0].body : many_part(z, "applied");
	if (report.len) {
		buf_reset(body);
		buf_add(body, report.data, report.len);
		z->parts[0].key = "applied";
	}
	buf_free(&report);
}

/* There is nothing to write, but a run may have been cut short behind its last call. */
static void finish(struct zone_job *job, struct many_zone *z)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct session *s = &job->session;
	unsigned long run;
	if (finish_last(&run, s->target, &s->store, s->identity.data, &err) != ZF_OK)
		many_fail(z, &err);
	else if (run)
		say(&job->cli, "what run %lu had left to do behind its last call is done", run);
}

/* What was shown counts for what the target was then: it is read and planned again. */
static void apply_zone(const struct work *w, size_t index)
{
	struct many_zone *z = &w->many->items[index];
	const struct buf *shown = &w->plans[index];
	struct zf_error err = ZF_ERROR_INIT;
	struct zone_job job;
	if (z->state != MANY_DIFFERENT && z->state != MANY_SAME)
		return;
	enum zf_status status = zone_job_open(&job, &w->planner, &w->pairs->items[index], z, &err);
	if (!status)
		buf_reset(&z->said); /* it was said before */
	if (status)
		many_fail(z, &err);
	else if (job.planned.text.len != shown->len ||
		 memcmp(job.planned.text.data, shown->data, shown->len) != 0)
		many_set(z, MANY_FAILED,
			"it was changed while the plans were made: nothing was written");
	else if (z->state == MANY_DIFFERENT)
		carry_out(w, &job, z);
	else
		finish(&job, z);
	zone_job_close(&job);
	say_heard(w->cli, &z->said);
}

static int apply_all(struct work *w)
{
	bool json = strcmp(w->format->name, "json") == 0;
	struct show_flags show = w->o->show;
	if (!json) {
		int status = many_print(w->cli, w->many, &show);
		if (status != EXIT_DONE)
			return status;
		show = (struct show_flags){.format = "text"};
	}
	w->planner.use = SESSION_WRITE;
	for (size_t i = 0; i < w->many->count; i++)
		apply_zone(w, i);
	return many_show(w->cli, w->many, &show);
}

static int sync_pairs(struct work *w)
{
	const struct many_work work = {plan_zone, NULL, w};
	struct many *m = w->many;
	pairs_begin(m, w->pairs);
	w->planner.pool = pool_new();
	w->plans = mem_alloc((m->count + 1) * sizeof(*w->plans));
	for (size_t i = 0; i < m->count; i++)
		buf_init(&w->plans[i], 0);
	many_work_on(w->cli, m, &w->o->many, &work);
	int status = w->o->apply ? apply_all(w) : many_show(w->cli, m, &w->o->show);
	for (size_t i = 0; i < m->count; i++)
		buf_free(&w->plans[i]);
	free(w->plans);
	pool_free(w->planner.pool);
	return status;
}

int sync_many(struct cli *cli, const struct sync_command *o, int count, char *const *args)
{
	static const char *const words[MANY_STATES] = {
		[MANY_SAME] = "with nothing to do", [MANY_DIFFERENT] = "with changes pending"};
	const struct opt_list globs = {(char **)(uintptr_t)args, (size_t)count, 0};
	struct zf_error err = ZF_ERROR_INIT;
	struct zone_pairs pairs = {.items = NULL};
	struct many many = {.what = "plan", .title = "Plans of zones", .words = words};
	struct write_rules rules;
	struct show show;
	if (o->plan_out)
		err_set(&err, ZF_ERR_USAGE, "--plan-out is for one SOURCE and one TARGET");
	if (err.code || show_read(&show, cli, OUTPUT_PLAN, &o->show, &err) != ZF_OK ||
		many_check_format(show.format->name, &err) != ZF_OK ||
		write_rules_read(&rules, &o->flags, &err) != ZF_OK)
		return say_error(cli, &err);
	write_rules_free(&rules); /* they were read for their mistakes */
	struct work w = {.cli = cli,
		.o = o,
		.format = show.format,
		.color = show.how.color,
		.pairs = &pairs,
		.many = &many,
		.planner = {
			cli, &o->flags, &o->target, &o->read, &pairs.project, NULL, SESSION_LOOK}};
	int status = many_of_project(&pairs, cli, &o->many, PAIRS_TARGETS, &globs);
	if (status == EXIT_DONE)
		status = sync_pairs(&w);
	many_free(&many);
	pairs_free(&pairs);
	return status;
}
