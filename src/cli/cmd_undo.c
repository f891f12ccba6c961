/* undo: takes back what a run has changed. */
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "plan_file.h"
#include "plan_view.h"
#include "planned.h"
#include "result.h"
#include "undo.h"

struct undo_command {
	bool list, dry_run;
	struct show_flags show;
	struct target_flags target;
	struct read_flags read;
};

static const struct undo_command defaults = {.read = READ_FLAGS_INIT};

static const struct opt options[] = {
	{"list", 0, OPT_FLAG, offsetof(struct undo_command, list), NULL, "list the runs", 0, 0},
	{"dry-run", 'n', OPT_FLAG, offsetof(struct undo_command, dry_run), NULL,
		"show what would be written, and write nothing", 0, 0},
	SHOW_FLAG_FORMAT(struct undo_command, show, "how to show the plan (below); default text"),
	TARGET_FLAGS(struct undo_command, target),
	READ_FLAGS(struct undo_command, read),
};

struct job {
	const struct undo_command *o;
	struct show show;
	struct past *past;
	struct session session;
};

static bool is_json(const struct job *job)
{
	return strcmp(job->show.format->name, "json") == 0;
}

static void set_number(struct json *object, const char *name, size_t value)
{
	struct buf text;
	buf_init(&text, 0);
	buf_printf(&text, "%zu", value);
	json_set(object, name, json_new_number(text.data, text.len));
	buf_free(&text);
}

static void set_text(struct json *object, const char *name, const char *text)
{
	json_set(object, name, json_new_string(text, strlen(text)));
}

static void add_run_json(struct json *runs, const struct past *p)
{
	const struct journal_summary *j = &p->journal;
	struct json *run = json_new_object();
	set_number(run, "run", p->run.number);
	set_text(run, "time", j->started);
	set_text(run, "command", j->about.command);
	set_text(run, "target", j->about.target);
	set_text(run, "zone", j->about.zone);
	set_number(run, "operations", j->operations);
	set_number(run, "calls", j->calls);
	set_text(run, "result", run_result_words[j->result]);
	json_append(runs, run);
}

static void list_json(struct buf *b, const struct past_list *list)
{
	struct json *all = json_new_object(), *runs = json_new_array();
	json_set(all, "version", json_new_number("1", 1));
	for (size_t i = 0; i < list->count; i++)
		add_run_json(runs, &list->items[i]);
	json_set(all, "runs", runs);
	json_print(b, all, JSON_AS_IS);
	buf_addc(b, '\n');
	json_free(all);
}

static const char *result_of(const struct journal_summary *j)
{
	if (j->result != RUN_OPEN)
		return run_result_words[j->result];
	return j->open_call ? "cut short in a call" : "cut short";
}

static void list_text(struct buf *b, const struct past_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct past *p = &list->items[i];
		const struct journal_summary *j = &p->journal;
		buf_printf(b, "%lu  %s  %s  ", p->run.number, j->started, result_of(j));
		buf_printf(b, "%s ", j->about.command);
		if (j->about.undoes)
			buf_printf(b, "%lu of ", j->about.undoes);
		else if (j->about.source) {
			str_print(b, j->about.source, strlen(j->about.source));
			buf_adds(b, " to ");
		}
		str_print(b, j->about.target, strlen(j->about.target));
		buf_addc(b, '\n');
	}
}

/* The lines of what is left, as the report has them. */
static struct apply_left *left_of(const struct undo_left *left)
{
	struct apply_left *list = mem_alloc((left->count + 1) * sizeof(*list));
	size_t at = 0;
	for (size_t i = 0; i < left->count; i++)
		undo_left_next(left, &at, &list[i].what, &list[i].why);
	return list;
}

static int carry_out(struct job *job, const struct target_state *state, const struct plan *plan,
	const struct undo_left *left, const struct buf *text)
{
	struct apply_left *list = left_of(left);
	const struct session_work work = {.state = state,
		.plan = plan,
		.plan_text = text,
		.about = {.command = "undo",
			.target = past_target(job->past),
			.undoes = job->past->run.number},
		.left = list,
		.left_count = left->count,
		.format = is_json(job) ? REPORT_JSON : REPORT_TEXT};
	int status = session_apply(&job->session, &work);
	free(list);
	return status;
}

static void say_left(struct cli *cli, const struct undo_left *left)
{
	const char *what, *why;
	for (size_t at = 0; undo_left_next(left, &at, &what, &why);)
		say(cli, "left as it is: %s: %s", what, why);
}

/* Shows the plan and, unless that is all, carries it out. */
static int show_and_write(struct cli *cli, struct job *job, const struct target_state *state,
	const struct plan *plan, const struct undo_left *left)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct buf source, text;
	buf_init(&source, 0);
	buf_init(&text, 0);
	buf_printf(&source, "run %lu", job->past->run.number);
	const struct plan_about about = {.source = source.data, .target = past_target(job->past)};
	const struct plan_view view = {.plan = plan, .about = &about};
	int status = plan->count ? EXIT_FINDINGS : EXIT_DONE;
	plan_print_json(&text, plan, &about);
	if (job->o->dry_run || !is_json(job)) {
		if (show_plan(&job->show, &view, &err) != ZF_OK)
			status = say_error(cli, &err);
	}
	if (job->o->dry_run)
		say_left(cli, left);
	else if (err.code == ZF_OK)
		status = carry_out(job, state, plan, left, &text);
	buf_free(&source);
	buf_free(&text);
	return status;
}

static int undo(struct cli *cli, struct job *job)
{
	struct zf_error err = ZF_ERROR_INIT;
	const struct session_options how = {.location = past_target(job->past),
		.use = job->o->dry_run ? SESSION_LOOK : SESSION_WRITE,
		.target = target_options_of(&job->o->target),
		.state = job->o->target.state,
		.read = &job->o->read};
	struct target_state state;
	struct plan plan;
	struct undo_left left;
	if (session_open(&job->session, cli, &how, &err) != ZF_OK ||
		session_read(&job->session, &state, &err) != ZF_OK)
		return say_error(cli, &err);
	int status;
	if (undo_plan(&plan, &left, job->past, &state, job->session.target, &err) != ZF_OK)
		status = say_error(cli, &err);
	else
		status = show_and_write(cli, job, &state, &plan, &left);
	undo_left_free(&left);
	plan_free(&plan);
	target_state_free(&state);
	return status;
}

static int list_runs(struct cli *cli, const struct job *job, const struct past_list *list)
{
	struct buf text;
	buf_init(&text, 0);
	if (is_json(job))
		list_json(&text, list);
	else
		list_text(&text, list);
	return result_end(cli, &text, NULL, EXIT_DONE);
}

static enum zf_status read_number(unsigned long *number, const char *text, struct zf_error *err)
{
	uint64_t value = 0;
	if (text && (!str_to_u64(text, strlen(text), RUN_MOST, &value) || value == 0))
		return err_set(err, ZF_ERR_USAGE, "\"%s\" is no number of a run", text);
	*number = (unsigned long)value;
	return ZF_OK;
}

static int run(struct cli *cli, const void *values, int count, char **args)
{
	struct job job = {.o = values};
	struct zf_error err = ZF_ERROR_INIT;
	struct state store;
	struct past_list list;
	unsigned long number = 0;
	if (read_number(&number, count ? args[0] : NULL, &err) != ZF_OK ||
		show_read(&job.show, cli, OUTPUT_PLAN, &job.o->show, &err) != ZF_OK ||
		state_open(&store, job.o->target.state, &err) != ZF_OK)
		return say_error(cli, &err);
	int status = EXIT_TROUBLE;
	if (past_list(&list, &store, &err) != ZF_OK) {
		status = say_error(cli, &err);
	} else if (job.o->list) {
		status = list_runs(cli, &job, &list);
	} else if (past_choose(&job.past, &list, number, &err) != ZF_OK) {
		status = say_error(cli, &err);
	} else {
		status = undo(cli, &job);
		session_close(&job.session);
	}
	past_list_free(&list);
	state_close(&store);
	return status;
}

static void list_formats(struct buf *b)
{
	output_help(b, OUTPUT_PLAN);
}

const struct cmd cmd_undo = {
	.name = "undo",
	.args = "[RUN] [--dry-run | --list] [-f FORMAT]",
	.summary = "take back what a run has changed",
	.text = "Brings back what the last run that wrote, or RUN of --list, changed: at each name\n"
		"and type that it touched, the target gets what was there before. What somebody has\n"
		"changed since is left as it is, and named. It is a run of its own, which can be\n"
		"undone.\n"
		"Exit status: 0 all is back; 1 with --dry-run: something would be written; 2 nothing\n"
		"was written; 4 not all is back.\n",
	.more = list_formats,
	CMD_OPTIONS(options, defaults),
	.min_args = 0,
	.max_args = 1,
	.run = run,
};
