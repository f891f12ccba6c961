#include "zone_planner.h"

#include <stdlib.h>

#include "mem.h"
#include "plan_view.h"
#include "pool.h"

/* The flags go before what the project says. */
static enum zf_status read_rules(struct zone_job *job, const struct zone_planner *w,
	const struct zone_pair *p, struct zf_error *err)
{
	struct write_flags flags = *w->flags;
	int mode = project_mode(w->project, p->of);
	const struct project_list *more = &p->of->ignore;
	size_t own = flags.ignore_names.count;
	if (!flags.add && !flags.update) {
		flags.add = mode == SYNC_ADD;
		flags.update = mode == SYNC_UPDATE;
	}
	if (!flags.max_delete)
		flags.max_delete = project_max_delete(w->project, p->of);
	job->ignore.items = mem_alloc((own + more->count) * sizeof(char *) + 1);
	job->ignore.count = own + more->count;
	for (size_t i = 0; i < job->ignore.count; i++)
		job->ignore.items[i] = i < own ? flags.ignore_names.items[i] : more->items[i - own];
	flags.ignore_names = job->ignore;
	return write_rules_read(&job->rules, &flags, err);
}

enum zf_status zone_job_open(struct zone_job *job, const struct zone_planner *w,
	const struct zone_pair *p, struct many_zone *z, struct zf_error *err)
{
	*job = (struct zone_job){.cli = many_cli(w->cli, z), .read = many_read_flags(w->read, p)};
	const struct inputs_options how = {&job->read, w->pool};
	const struct session_options target = {.location = p->b,
		.use = w->use,
		.target = target_options_of(w->target),
		.state = w->target->state,
		.read = &job->read,
		.pool = w->pool};
	char *source[] = {p->a};
	if (read_rules(job, w, p, err) != ZF_OK)
		return err->code;
	job->has = JOB_INPUT;
	if (inputs_load_shared(&job->in, &job->cli, &how, 1, source) != EXIT_DONE) {
		*err = job->in.err;
		return err->code;
	}
	job->has = JOB_SESSION;
	job->ends = (struct planned_ends){p->a, p->b, job->in.zones[0], NULL};
	enum zf_status status = session_open(&job->session, &job->cli, &target, err);
	if (!status)
		status = planned_make(&job->planned, &job->session, &job->ends, &job->rules, err);
	return status;
}

void zone_job_close(struct zone_job *job)
{
	if (job->has == JOB_SESSION) {
		planned_free(&job->planned);
		session_close(&job->session);
	}
	if (job->has >= JOB_INPUT) {
		inputs_free(&job->in);
		write_rules_free(&job->rules);
	}
	free(job->ignore.items);
}

enum zf_status zone_job_show(const struct zone_job *job, struct many_zone *z,
	const struct output_format *format, enum output_color color, struct zf_error *err)
{
	const struct planned *p = &job->planned;
	const struct output_options how = {.frame = OUTPUT_PART, .color = color};
	const struct plan_view view = {.plan = &p->plan,
		.about = &p->about,
		.refusals = p->refusals.len ? p->refusals.data : NULL};
	struct out_sink sink = {many_sink, many_part(z, "plan")};
	return output_plan(format, &view, &how, &sink, err);
}
