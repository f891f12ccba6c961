/* sync: brings a target to the state of a source; shows how, and does it when told to. restore: the
 * same with a backup as the source. */
#include <string.h>

#include "err.h"
#include "finish.h"
#include "planned.h"
#include "prove.h"
#include "result.h"
#include "sync_command.h"

static const struct sync_command defaults = {.read = READ_FLAGS_INIT, .many = MANY_FLAGS_INIT};

static const struct opt options[] = {
	{"apply", 0, OPT_FLAG, offsetof(struct sync_command, apply), NULL,
		"write; without it the plan is shown only", 0, 0},
	MANY_FLAGS(struct sync_command, many),
	{"plan-out", 0, OPT_TEXT, offsetof(struct sync_command, plan_out), "FILE",
		"write the plan to FILE, for zoneferry apply", 0, 0},
	SHOW_FLAG_FORMAT(struct sync_command, show, "how to show the plan (below); default text"),
	SHOW_FLAG_MAX_BYTES(struct sync_command, show),
	WRITE_FLAGS(struct sync_command, flags),
	TARGET_FLAGS(struct sync_command, target),
	READ_FLAGS(struct sync_command, read),
};

/* The plan depends on all but the first ones. */
enum { SHOWING = 6, PLANNING = sizeof(options) / sizeof(options[0]) - SHOWING };

/* What the command line asks for, read. */
struct job {
	const struct sync_command *o;
	struct write_rules rules;
	struct show show;
	struct planned_ends ends;
	struct session session;
};

/* The command line that applies the plan that is shown. */
static void add_command(struct buf *b, const struct cli *cli, const struct job *job)
{
	buf_adds(b, "zoneferry ");
	if (job->o->plan_out) {
		buf_adds(b, "apply");
		opt_add_word(b, job->o->plan_out);
		return;
	}
	buf_adds(b, cli->cmd->name);
	opt_add_word(b, job->ends.source);
	opt_add_word(b, job->ends.target);
	for (size_t i = 0; i < job->ends.options->count; i++)
		opt_add_word(b, job->ends.options->items[i]);
	buf_adds(b, " --apply");
}

/* Shows the plan, and its refusals. Returns the exit status of showing alone. */
static int show(struct cli *cli, const struct job *job, const struct planned *p)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct buf command;
	bool refused = p->refusals.len > 0;
	buf_init(&command, 0);
	if (!refused && !job->o->apply && p->plan.count)
		add_command(&command, cli, job);
	enum zf_status status =
		planned_show(p, &job->show, command.len ? command.data : NULL, &err);
	if (!status && job->o->plan_out && !refused)
		status = plan_file_check(&p->text, &err);
	if (!status && job->o->plan_out && !refused)
		status = file_replace(
			job->o->plan_out, p->text.data, p->text.len, FILE_CAREFUL, &err);
	buf_free(&command);
	if (status)
		return say_error(cli, &err);
	if (!refused)
		return p->plan.count ? EXIT_FINDINGS : EXIT_DONE;
	if (strcmp(job->show.format->name, "text") != 0)
		say(cli, "refused: %s", p->refusals.data);
	return EXIT_TROUBLE;
}

static int carry_out(struct job *job, const struct planned *p)
{
	const struct session_work work = {.state = &p->state,
		.plan = &p->plan,
		.plan_text = &p->text,
		.about = {.command = "sync",
			.source = job->ends.source,
			.target = job->ends.target},
		.format = strcmp(job->show.format->name, "json") == 0 ? REPORT_JSON : REPORT_TEXT};
	return session_apply(&job->session, &work);
}

/* The target is read again: what was shown counts for what it was then. */
static int write(struct cli *cli, struct job *job, const struct planned *shown)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct planned now;
	int status;
	if (planned_make(&now, &job->session, &job->ends, &job->rules, &err) != ZF_OK) {
		status = say_error(cli, &err);
	} else if (planned_same(&now, shown)) {
		status = carry_out(job, &now);
	} else {
		show(cli, job, &now);
		say(cli,
			"%s was changed while the plan was made: nothing was written, and what is "
			"shown last is the new plan",
			job->ends.target);
		status = EXIT_TROUBLE;
	}
	planned_free(&now);
	return status;
}

/* There is nothing to write, but a run may have been cut short behind its last call. */
static int finish(struct cli *cli, struct job *job)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct session *s = &job->session;
	unsigned long run;
	if (finish_last(&run, s->target, &s->store, s->identity.data, &err) != ZF_OK)
		return say_error(cli, &err);
	if (run)
		say(cli, "what run %lu had left to do behind its last call is done", run);
	return EXIT_DONE;
}

static int sync_zones(struct cli *cli, struct job *job)
{
	struct zf_error err = ZF_ERROR_INIT;
	const struct sync_command *o = job->o;
	const struct session_options how = {.location = job->ends.target,
		.use = o->apply ? SESSION_WRITE : SESSION_LOOK,
		.target = target_options_of(&o->target),
		.state = o->target.state,
		.read = &o->read};
	struct planned shown;
	if (session_open(&job->session, cli, &how, &err) != ZF_OK)
		return say_error(cli, &err);
	int status = EXIT_TROUBLE;
	if (planned_make(&shown, &job->session, &job->ends, &job->rules, &err) != ZF_OK) {
		status = say_error(cli, &err);
		if (err.code == ZF_ERR_NOT_FOUND && job->session.loc.kind == LOCATION_FILE)
			say(cli,
				"a zone file that isn't there is made by zoneferry export %s -o %s",
				job->ends.source, job->ends.target);
	} else if (o->apply && strcmp(job->show.format->name, "json") == 0 && !shown.refusals.len) {
		status = write(cli, job, &shown); /* one document holds both */
	} else {
		status = show(cli, job, &shown);
		if (o->apply && status == EXIT_FINDINGS)
			status = write(cli, job, &shown);
	}
	if (o->apply && status == EXIT_DONE && shown.plan.count == 0)
		status = finish(cli, job);
	planned_free(&shown);
	return status;
}

/* Mirroring a part of a zone would take away all the rest. */
static enum zf_status check_whole(
	const struct sync_command *o, const struct zf_zone *zone, struct zf_error *err)
{
	if (o->flags.add || o->flags.update || !zone_partial_mark(zone))
		return ZF_OK;
	return err_set(err, ZF_ERR_UNSUPPORTED,
		"%s is a part of its zone only, and what is missing would be deleted: --add and "
		"--update delete nothing",
		zone->source);
}

static int run(struct cli *cli, const void *values, int count, char **args)
{
	const struct sync_command *o = values;
	struct zf_error err = ZF_ERROR_INIT;
	struct job job = {.o = o};
	struct inputs in;
	struct opt_list given = {.count = 0};
	if (many_is_project(&o->many, count, args))
		return sync_many(cli, o, count, args);
	if (count != 2)
		err_set(&err, ZF_ERR_USAGE, "sync wants %s", cli->cmd->args);
	else if (show_read(&job.show, cli, OUTPUT_PLAN, &o->show, &err) == ZF_OK && o->apply &&
		 o->plan_out)
		err_set(&err, ZF_ERR_USAGE, "--apply and --plan-out exclude each other");
	if (err.code != ZF_OK || write_rules_read(&job.rules, &o->flags, &err) != ZF_OK)
		return say_error(cli, &err);
	job.show.how.names = (const char *const *)args;
	int status = inputs_load(&in, cli, &o->read, 1, args);
	if (status == EXIT_DONE && check_whole(o, in.zones[0], &err) != ZF_OK) {
		status = say_error(cli, &err);
	} else if (status == EXIT_DONE) {
		opt_list_given(&given, options + SHOWING, PLANNING, o, &defaults);
		job.ends = (struct planned_ends){args[0], args[1], in.zones[0], &given};
		status = sync_zones(cli, &job);
		session_close(&job.session);
	}
	opt_list_free(&given);
	inputs_free(&in);
	write_rules_free(&job.rules);
	return status;
}

/* A backup that isn't what was saved, or not all of a zone, would take records away. */
static int restore(struct cli *cli, const void *values, int count, char **args)
{
	struct zf_error err = ZF_ERROR_INIT;
	bool known = false;
	if (prove_file(&known, args[0], &err) != ZF_OK) {
		int status = say_error(cli, &err);
		say(cli, "zoneferry sync takes the file as it is");
		return status;
	}
	if (!known)
		say(cli, "%s: no " MANIFEST_FILE " beside it tells whether it is what was saved",
			args[0]);
	return run(cli, values, count, args);
}

static void list_formats(struct buf *b)
{
	output_help(b, OUTPUT_PLAN);
}

const struct cmd cmd_sync = {
	.name = "sync",
	.args = "SOURCE TARGET | [ZONE...] [--apply | --plan-out FILE] [-f FORMAT]",
	.summary = "bring a target to the state of a source",
	.text = "Shows what has to be written to TARGET so that it holds the zone at SOURCE, as far\n"
		"as it can, and writes it with --apply: exactly that, in an order in which no name\n"
		"is worse off on the way than at both ends. Left alone unless asked for: the NS and\n"
		"SOA of the apex, provider records, what signers make, names that others own.\n"
		"A run leaves behind what zoneferry undo needs to take it back.\n"
		"Without locations, or with names of its zones: each zone of the project with each\n"
		"of its targets. All plans are shown first, then carried out zone by zone; what is\n"
		"refused or fails stops no other zone.\n"
		"Exit status: 0 nothing to do, or all done and seen to be; 1 changes are pending;\n"
		"2 refused, nothing was written; 4 done in part, or not as it was wanted.\n",
	.more = list_formats,
	CMD_OPTIONS(options, defaults),
	.min_args = 0,
	.max_args = -1,
	.run = run,
};

static const struct sync_command restoring = {
	.flags = {.provider_records = true}, .read = READ_FLAGS_INIT, .many = MANY_FLAGS_INIT};

const struct cmd cmd_restore = {
	.name = "restore",
	.args = "FILE TARGET [--apply | --plan-out FILE] [-f FORMAT]",
	.summary = "put a zone back from a backup",
	.text = "Shows what has to be written to TARGET so that it is again what FILE, a file of\n"
		"zoneferry backup, says, and writes it with --apply: zoneferry sync with provider\n"
		"records and annotations. A file that is not what was saved (zoneferry.json beside\n"
		"it tells) is refused.\n"
		"Exit status: as of sync.\n",
	.more = list_formats,
	CMD_OPTIONS(options, restoring),
	.min_args = 2,
	.max_args = 2,
	.run = restore,
};
