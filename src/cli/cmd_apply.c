/* apply: carries out a plan that was reviewed. */
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "plan_file.h"
#include "resume.h"
#include "session.h"
#include "show.h"

struct apply_command {
	bool changed_source;
	int format; /* enum report_format */
	struct target_flags target;
	struct read_flags read;
};

static const struct apply_command defaults = {.read = READ_FLAGS_INIT};

static const struct opt options[] = {
	{"changed-source", 0, OPT_FLAG, offsetof(struct apply_command, changed_source), NULL,
		"write although the source isn't what it was when the plan was made", 0, 0},
	REPORT_FLAG(struct apply_command, format, "how to show what was done; default text"),
	TARGET_FLAGS(struct apply_command, target),
	READ_FLAGS(struct apply_command, read),
};

struct job {
	const struct apply_command *o;
	struct plan_file file;
	struct buf text; /* the file's octets: borrowed */
	struct session session;
	struct target_state state;
};

/* The source, if it can be had, is what the plan was made of. One that can't be read any more (a
 * pipe, a file that was moved) has no say. */
static enum zf_status check_source(struct cli *cli, const struct job *job, struct zf_error *err)
{
	const struct plan_file *file = &job->file;
	struct zf_error why = ZF_ERROR_INIT;
	uint8_t digest[ZONE_DIGEST_OCTETS];
	struct location loc;
	struct diags diags;
	struct zf_zone *zone = NULL;
	if (!file->has_source_digest || strcmp(file->source, "-") == 0)
		return ZF_OK;
	diags_init(&diags);
	if (location_parse(&loc, file->source, &why) == ZF_OK) {
		location_load(&zone, &loc, &job->session.env, &diags, &why);
		location_free(&loc);
	}
	diags_free(&diags);
	if (!zone) {
		say(cli, "the source can't be read, so nobody knows whether it has changed: %s",
			why.text);
		return ZF_OK;
	}
	zone_digest(zone, digest);
	bool same = memcmp(digest, file->source_digest, sizeof(digest)) == 0;
	zf_zone_free(zone);
	if (same || job->o->changed_source)
		return ZF_OK;
	return err_set(err, ZF_ERR_DATA,
		"%s has changed since the plan was made: nothing was written; make a new plan, or "
		"give --changed-source",
		file->source);
}

static int carry_out(struct job *job, const struct plan *plan, const struct run *rest)
{
	const struct session_work work = {.state = &job->state,
		.plan = plan,
		.plan_text = &job->text,
		.about = {.command = "apply",
			.source = job->file.source,
			.target = job->file.target},
		.rest = rest,
		.format = job->o->format};
	return session_apply(&job->session, &work);
}

/* The target is as it was when the plan was made: planning again must give the same. */
static int apply_whole(struct cli *cli, struct job *job)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct zf_zone *wanted = NULL;
	struct plan plan = {.count = 0};
	int status = EXIT_TROUBLE;
	if (plan_file_wanted(&job->file, job->state.zone, &wanted, &err) == ZF_OK &&
		plan_toward(&plan, job->state.zone, &job->state.elements,
			target_kind(job->session.target), wanted, &err) == ZF_OK &&
		!plan_file_same(&job->file, &plan))
		err_set(&err, ZF_ERR_DATA,
			"the plan's operations aren't those that lead to what it wants: nothing was "
			"written; make a new plan");
	if (err.code == ZF_OK)
		status = carry_out(job, &plan, NULL);
	else
		status = say_error(cli, &err);
	plan_free(&plan);
	return status;
}

/* Whether a plan's option only says how to plan. */
static bool is_harmless(const char *word)
{
	static const char *const others[] = {"--apply", "--plan-out", "--state"};
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (str_starts(word, others[i]))
			return false;
	return str_starts(word, "--");
}

/* Shows the plan as it would be now: what sync shows with the options of the file. */
static void show_anew(struct cli *cli, const struct plan_file *file)
{
	const struct cmd *sync = cli_find(cli, "sync");
	struct zf_error err = ZF_ERROR_INIT;
	char **words = mem_alloc((file->option_count + 2) * sizeof(*words));
	void *values = mem_alloc(sync->defaults_size);
	const struct opt_table table = {sync->options, sync->option_count, values};
	int count = 0;
	memcpy(values, sync->defaults, sync->defaults_size);
	for (size_t i = 0; i < file->option_count; i++)
		if (is_harmless(file->options[i]))
			words[count++] = file->options[i];
	char *ends[] = {mem_strdup(file->source), mem_strdup(file->target)};
	words[count++] = ends[0];
	words[count++] = ends[1];
	if (opt_parse(&table, 1, count, words, &count, &err) != ZF_OK || count != 2)
		say(cli, "the new plan can't be shown: %s", err.text);
	else
		sync->run(cli, values, count, words);
	opt_free_values(&table);
	free(values);
	free(words);
	free(ends[0]);
	free(ends[1]);
}

static int refuse(struct cli *cli, struct job *job, const struct zf_error *why)
{
	if (why->code != ZF_OK)
		say_error(cli, why);
	bool shown = job->file.has_source_digest && strcmp(job->file.source, "-") != 0;
	say(cli, "%s isn't as it was when the plan was made: nothing was written%s",
		job->file.target, shown ? ", and what is shown is the new plan" : "");
	if (shown)
		show_anew(cli, &job->file);
	return EXIT_TROUBLE;
}

static int apply_rest_of(struct cli *cli, struct job *job, struct past *past)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct plan rest;
	int status;
	if (resume_plan(&rest, past, &job->state, target_kind(job->session.target), &err) !=
		ZF_OK) {
		status = refuse(cli, job, &err);
	} else if (rest.count == 0 && past->journal.result == RUN_APPLIED) {
		say(cli, "nothing remains to be done: run %lu has applied this plan",
			past->run.number);
		status = EXIT_DONE;
	} else {
		say(cli, "going on with run %lu", past->run.number);
		status = carry_out(job, &rest, &past->run);
	}
	plan_free(&rest);
	return status;
}

/* It isn't: a run of this plan may have been cut short. */
static int go_on(struct cli *cli, struct job *job)
{
	const struct str text = {job->text.data, job->text.len};
	struct zf_error err = ZF_ERROR_INIT;
	struct past_list list;
	struct past *past = NULL;
	if (past_list(&list, &job->session.store, &err) != ZF_OK)
		return say_error(cli, &err);
	int status;
	if (past_find(&past, &list, job->session.identity.data, &text, &err) != ZF_OK)
		status = say_error(cli, &err);
	else if (past)
		status = apply_rest_of(cli, job, past);
	else
		status = refuse(cli, job, &err);
	past_list_free(&list);
	return status;
}

static int apply_file(struct cli *cli, struct job *job)
{
	struct zf_error err = ZF_ERROR_INIT;
	const struct session_options how = {.location = job->file.target,
		.use = SESSION_WRITE,
		.target = target_options_of(&job->o->target),
		.state = job->o->target.state,
		.read = &job->o->read};
	uint8_t digest[ZONE_DIGEST_OCTETS];
	if (session_open(&job->session, cli, &how, &err) != ZF_OK ||
		check_source(cli, job, &err) != ZF_OK ||
		session_read(&job->session, &job->state, &err) != ZF_OK)
		return say_error(cli, &err);
	zone_state_digest(job->state.zone, digest);
	if (memcmp(digest, job->file.target_state, sizeof(digest)) == 0)
		return apply_whole(cli, job);
	return go_on(cli, job);
}

static int run(struct cli *cli, const void *values, int count, char **args)
{
	struct job job = {.o = values};
	struct zf_error err = ZF_ERROR_INIT;
	struct file_text text;
	(void)count;
	if (file_read(&text, args[0], PLAN_FILE_MOST, &err) != ZF_OK)
		return say_error(cli, &err);
	int status;
	job.text = (struct buf){.data = text.data, .len = text.size};
	if (plan_file_read(&job.file, args[0], (struct str){text.data, text.size}, &err) == ZF_OK) {
		status = apply_file(cli, &job);
		target_state_free(&job.state);
		session_close(&job.session);
		plan_file_free(&job.file);
	} else {
		status = say_error(cli, &err);
	}
	file_text_free(&text);
	return status;
}

const struct cmd cmd_apply = {
	.name = "apply",
	.args = "PLANFILE [-f text|json]",
	.summary = "carry out a plan that was reviewed",
	.text = "Carries out a plan that zoneferry sync --plan-out wrote: exactly its operations,\n"
		"and only when target and source still are what they were when it was made. Given\n"
		"again after a run of it was cut short, it goes on where the target stands.\n"
		"Exit status: 0 all done and seen to be; 2 refused, nothing was written; 4 done in\n"
		"part, or not as it was wanted.\n",
	CMD_OPTIONS(options, defaults),
	.min_args = 1,
	.max_args = 1,
	.run = run,
};
