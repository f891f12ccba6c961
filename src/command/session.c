#include "session.h"

#include "err.h"
#include "identity.h"
#include "result.h"
#include "show.h"

static enum zf_status keep_from_others(
	struct session *s, const struct session_options *options, struct zf_error *err)
{
	enum zf_status status = state_open(&s->store, options->state, err);
	if (!status)
		status = state_lock(&s->lock, &s->store, s->identity.data, err);
	return status;
}

enum zf_status session_open(struct session *s, struct cli *cli,
	const struct session_options *options, struct zf_error *err)
{
	*s = (struct session){.cli = cli, .env = cli_load_env(cli, options->read), .lock = -1};
	s->env.pool = options->pool;
	buf_init(&s->identity, 0);
	enum zf_status status = location_parse(&s->loc, options->location, err);
	if (status)
		return status;
	identity_print(&s->identity, &s->loc);
	if (options->use == SESSION_WRITE)
		status = keep_from_others(s, options, err);
	if (!status)
		status = target_open(&s->target, &s->loc, &s->env, &options->target, err);
	return status;
}

void session_close(struct session *s)
{
	target_close(s->target);
	state_unlock(s->lock);
	state_close(&s->store);
	location_free(&s->loc);
	buf_free(&s->identity);
}

enum zf_status session_read(struct session *s, struct target_state *state, struct zf_error *err)
{
	struct diags diags;
	diags_init(&diags);
	enum zf_status status = target_read(s->target, state, &diags, err);
	say_settle(s->cli);
	say_diags(s->cli, status ? &diags : &state->zone->diags, s->loc.text);
	diags_free(&diags);
	return status;
}

static enum zf_status print_report(
	const struct session_work *work, const struct apply_report *report, struct zf_error *err)
{
	struct result to;
	struct buf text;
	buf_init(&text, 0);
	if (work->format == REPORT_JSON) {
		buf_adds(&text, "{\"version\":1,\"plan\":");
		buf_add(&text, work->plan_text->data, work->plan_text->len);
		buf_adds(&text, ",\"report\":");
		report_print_json(&text, report);
		buf_adds(&text, "}\n");
	} else {
		report_print_text(&text, report);
	}
	enum zf_status status = ZF_OK;
	if (work->report) {
		buf_add(work->report, text.data, text.len);
		buf_free(&text);
		return ZF_OK;
	}
	status = result_open(&to, NULL, FILE_CAREFUL, err);
	if (!status)
		status = result_close(&to, result_add(&to, text.data, text.len, err), err);
	buf_free(&text);
	return status;
}

static int exit_of(const struct apply_report *report)
{
	static const int statuses[] = {
		[RUN_OPEN] = EXIT_TROUBLE,
		[RUN_NOTHING] = EXIT_TROUBLE,
		[RUN_PARTLY] = EXIT_PARTLY,
		[RUN_APPLIED] = EXIT_DONE,
	};
	return statuses[report_result(report)];
}

int session_apply(struct session *s, const struct session_work *work)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct apply_report report;
	struct apply_job job = {.target = s->target,
		.state = work->state,
		.plan = work->plan,
		.plan_text = work->plan_text,
		.about = work->about,
		.store = &s->store,
		.progress = say_progress,
		.progress_user = s->cli};
	job.about.location = s->identity.data;
	job.about.zone = work->state->zone->apex_text;
	report_init(&report, job.plan, &job.about);
	for (size_t i = 0; i < work->left_count; i++)
		report_add_left(&report, work->left[i].what, work->left[i].why);
	enum zf_status status = work->rest ? apply_rest(&report, &job, work->rest, &err)
					   : apply_run(&report, &job, &err);
	int exit_status = exit_of(&report);
	say_settle(s->cli);
	if (!status)
		status = print_report(work, &report, &err);
	if (status)
		exit_status = say_error(s->cli, &err);
	report_free(&report);
	return exit_status;
}
