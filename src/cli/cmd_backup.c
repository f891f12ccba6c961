/* backup: every zone of an account into a file of its own. */
#include <inttypes.h>

#include "backup.h"
#include "err.h"
#include "inputs.h"
#include "prove.h"
#include "result.h"

struct backup_command {
	const char *folder, *verify;
	long jobs, shrink;
	bool resume, prune;
};

static const struct backup_command defaults = {.jobs = BACKUP_JOBS, .shrink = SHRINK_PERCENT};

static const struct opt options[] = {
	{"dir", 'd', OPT_TEXT, offsetof(struct backup_command, folder), "DIR",
		"the folder of the files; made if needed", 0, 0},
	{"jobs", 'j', OPT_NUMBER, offsetof(struct backup_command, jobs), "N",
		"zones side by side, as far as the provider allows; default 8", 1,
		BACKUP_JOBS_MOST},
	{"max-shrink", 0, OPT_NUMBER, offsetof(struct backup_command, shrink), "PERCENT",
		"keep the file of a zone that lost more of its records, three at least; default 30, "
		"100: believe all",
		0, 100},
	{"prune", 0, OPT_FLAG, offsetof(struct backup_command, prune), NULL,
		"move files of zones that are no longer listed to .removed in DIR", 0, 0},
	{"resume", 0, OPT_FLAG, offsetof(struct backup_command, resume), NULL,
		"go on behind the last run: leave out what it did", 0, 0},
	{"verify", 0, OPT_TEXT, offsetof(struct backup_command, verify), "DIR",
		"prove every file in DIR instead: exit 1 when one is not as it was saved", 0, 0},
};

static void on_event(void *user, const struct backup_event *e)
{
	static const char *const words[BACKUP_FATES] = {[BACKUP_SAME] = "unchanged",
		[BACKUP_NEW] = "new",
		[BACKUP_CHANGED] = "changed",
		[BACKUP_RESUMED] = "done by the run before"};
	struct cli *cli = user;
	if (e->zone)
		say_diags(cli, &e->zone->diags, e->where);
	if (e->err)
		say_error(cli, e->err);
	else if (e->fate == BACKUP_HELD && !e->listing)
		say(cli, "%s: %s: its file is kept, and the new text lies beside it as .new",
			e->where, e->why);
	else if (e->fate == BACKUP_SKIPPED)
		say(cli, "%s is left out: %s", e->where, e->why);
	else if (e->why)
		say(cli, "%s: %s", e->where, e->why);
	else
		say_verbose(cli, "%s: %s", e->where, words[e->fate]);
}

static void on_note(void *user, const char *text)
{
	say(user, "%s", text);
}

static void print_summary(struct buf *b, const struct backup_report *r)
{
	static const struct {
		enum backup_fate fate;
		const char *word;
	} rows[] = {
		{BACKUP_NEW, "new"},
		{BACKUP_CHANGED, "changed"},
		{BACKUP_SAME, "unchanged"},
		{BACKUP_RESUMED, "done before"},
		{BACKUP_HELD, "kept as they were"},
		{BACKUP_FAILED, "failed"},
		{BACKUP_VANISHED, "no longer listed"},
		{BACKUP_PRUNED, "moved away"},
		{BACKUP_SKIPPED, "left out"},
	};
	const char *between = ": ";
	buf_printf(b, "%zu zone%s", r->zones, r->zones == 1 ? "" : "s");
	if (r->accounts > 1)
		buf_printf(b, " of %zu accounts", r->accounts);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (!r->fates[rows[i].fate])
			continue;
		buf_printf(b, "%s%zu %s", between, r->fates[rows[i].fate], rows[i].word);
		between = ", ";
	}
	if (r->unread)
		buf_printf(b, "; %zu with records that were not understood", r->unread);
	if (r->fates[BACKUP_LOST])
		buf_printf(b, "; %zu account%s not saved", r->fates[BACKUP_LOST],
			r->fates[BACKUP_LOST] == 1 ? "" : "s");
	buf_addc(b, '\n');
}

static int exit_of(const struct backup_report *r)
{
	size_t good = r->fates[BACKUP_NEW] + r->fates[BACKUP_CHANGED] + r->fates[BACKUP_SAME] +
		      r->fates[BACKUP_RESUMED];
	size_t bad = r->fates[BACKUP_HELD] + r->fates[BACKUP_FAILED] + r->fates[BACKUP_LOST];
	if (!bad && !r->unread)
		return EXIT_DONE;
	return good || r->fates[BACKUP_HELD] ? EXIT_PARTLY : EXIT_TROUBLE;
}

static void on_bad(void *cli, const char *path, const char *why)
{
	say_always(cli, "%s: %s", path, why);
}

static int verify(struct cli *cli, const char *folder)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct proof proof;
	struct buf text;
	if (prove_folder(&proof, folder, on_bad, cli, &err) != ZF_OK)
		return say_error(cli, &err);
	buf_init(&text, 0);
	buf_printf(&text, "%zu file%s: %s", proof.files, proof.files == 1 ? "" : "s",
		proof.bad ? "" : "all are as they were saved\n");
	if (proof.bad)
		buf_printf(&text, "%zu bad\n", proof.bad);
	return result_end(cli, &text, NULL, proof.bad ? EXIT_FINDINGS : EXIT_DONE);
}

static int run(struct cli *cli, const void *values, int count, char **args)
{
	const struct backup_command *o = values;
	const struct load_env env = cli_load_env(cli, NULL);
	const struct backup_listener listener = {on_event, on_note, say_progress, cli};
	const struct backup_options how = {.folder = o->folder,
		.sources = args,
		.source_count = (size_t)count,
		.env = &env,
		.jobs = (unsigned)o->jobs,
		.shrink = (unsigned)o->shrink,
		.vanished = o->prune ? BACKUP_PRUNE : BACKUP_KEEP,
		.list = o->resume ? RUNNING_ON : RUNNING_ANEW};
	struct zf_error err = ZF_ERROR_INIT;
	struct backup_report report;
	struct buf text;
	if (o->verify ? count > 0 || o->folder : count == 0)
		err_set(&err, ZF_ERR_USAGE, "give what to save and -d DIR, or --verify DIR alone");
	else if (o->verify)
		return verify(cli, o->verify);
	else if (!o->folder)
		err_set(&err, ZF_ERR_USAGE, "-d DIR says where the files go");
	else
		backup_run(&report, &how, &listener, &err);
	if (err.code)
		return say_error(cli, &err);
	buf_init(&text, 0);
	print_summary(&text, &report);
	return result_end(cli, &text, NULL, exit_of(&report));
}

const struct cmd cmd_backup = {
	.name = "backup",
	.args = "PROVIDER[@PROFILE][:GLOB]... -d DIR [--jobs N] [--resume] | --verify DIR",
	.summary = "every zone of an account into a file of its own",
	.text = "Saves each zone of the account (or those whose names match GLOB) as a zone file in\n"
		"DIR; several accounts get a folder each below it. A file is replaced whole, when\n"
		"its new text was read back from the disk, or not touched: when nothing has changed,\n"
		"when the zone could not be read whole, and when it came back empty or much smaller\n"
		"(then the new text lies beside it as NAME.zone.new). Zones that are no longer\n"
		"listed keep their files. zoneferry.json says of each file what it is a copy of;\n"
		"by it --verify proves the files, and zoneferry restore puts one back.\n"
		"Exit status: 0 all saved; 4 some are not, and were named; 2 none is.\n",
	CMD_OPTIONS(options, defaults),
	.min_args = 0,
	.max_args = -1,
	.run = run,
};
