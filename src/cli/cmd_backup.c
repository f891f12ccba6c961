/* backup: every zone of an account into a file of its own. */
#include <inttypes.h>
#include <string.h>

#include "backup.h"
#include "commit.h"
#include "err.h"
#include "inputs.h"
#include "many_show.h"
#include "prove.h"
#include "result.h"
#include "str.h"

struct backup_command {
	struct many_flags many; /* the project alone */
	const char *folder, *verify, *shard, *zones;
	long jobs, shrink, as_if;
	bool resume, prune, partial, git, estimate;
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
	{"partial", 0, OPT_FLAG, offsetof(struct backup_command, partial), NULL,
		"save what is listed of a zone that isn't listed whole, marked as a part", 0, 0},
	{"prune", 0, OPT_FLAG, offsetof(struct backup_command, prune), NULL,
		"move files of zones that are no longer listed to .removed in DIR", 0, 0},
	{"git", 0, OPT_FLAG, offsetof(struct backup_command, git), NULL,
		"commit what has changed to the git repository that DIR is in", 0, 0},
	{"shard", 0, OPT_TEXT, offsetof(struct backup_command, shard), "K/N",
		"only part K of N, by a hash of the zones' names: for several machines", 0, 0},
	MANY_FLAG_PROJECT(struct backup_command, many),
	{"zones", 0, OPT_TEXT, offsetof(struct backup_command, zones), "FILE",
		"the zones of name servers, a name a line, where no catalog zone lists them", 0, 0},
	{"estimate", 0, OPT_FLAG, offsetof(struct backup_command, estimate), NULL,
		"tell what it takes (requests, time, memory, disk) and save nothing", 0, 0},
	{"as-if", 0, OPT_NUMBER, offsetof(struct backup_command, as_if), "N",
		"estimate for N zones", 1, 100000000},
	{"resume", 0, OPT_FLAG, offsetof(struct backup_command, resume), NULL,
		"go on behind the last run: leave out what it did", 0, 0},
	{"verify", 0, OPT_TEXT, offsetof(struct backup_command, verify), "DIR",
		"prove every file in DIR instead: exit 1 when one is not as it was saved", 0, 0},
};

/* What the callbacks work on. */
struct job {
	struct cli *cli;
	struct buf message; /* of a commit: a line for each zone that has changed */
	struct buf text; /* of an estimate */
};

/* A commit's message names so many octets of zones, and says how many it leaves out. */
enum { MESSAGE_MOST = 16 << 10 };

static void add_to_message(struct job *job, const struct backup_event *e, const char *what)
{
	if (job->message.len < MESSAGE_MOST)
		buf_printf(&job->message, "%s: %s\n", e->where, what);
}

static void on_event(void *user, const struct backup_event *e)
{
	static const char *const words[BACKUP_FATES] = {[BACKUP_SAME] = "unchanged",
		[BACKUP_NEW] = "new",
		[BACKUP_CHANGED] = "changed",
		[BACKUP_PRUNED] = "removed",
		[BACKUP_RESUMED] = "done by the run before"};
	struct job *job = user;
	struct cli *cli = job->cli;
	if (e->fate == BACKUP_NEW || e->fate == BACKUP_CHANGED || e->fate == BACKUP_PRUNED)
		add_to_message(job, e, words[e->fate]);
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
	say(((struct job *)user)->cli, "%s", text);
}

static void on_progress(void *user, const char *text)
{
	say_progress(((struct job *)user)->cli, text);
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

static void on_estimate(void *user, const char *source, const struct estimate *e)
{
	enum { MIB = 1 << 20 };
	struct buf *b = &((struct job *)user)->text;
	buf_printf(b, "%s: %zu zones, %zu requests, ", source, e->zones, e->requests);
	if (e->milliseconds)
		buf_printf(
			b, "%" PRIu64 " s or more by its limits", (e->milliseconds + 999) / 1000);
	else
		buf_adds(b, "no limit of its own is known");
	buf_printf(b, ", %" PRIu64 " MiB of memory, %" PRIu64 " MiB on the disk", e->memory / MIB,
		(e->disk + MIB - 1) / MIB);
	if (!e->file)
		buf_adds(b, " (if a file takes one block: there is no backup to go by)");
	buf_addc(b, '\n');
}

static enum zf_status read_shard(struct shard *shard, const char *text, struct zf_error *err)
{
	enum { PARTS_MOST = 100000 };
	const char *slash = text ? strchr(text, '/') : NULL;
	uint64_t part, parts;
	if (!text)
		return ZF_OK;
	if (!slash || !str_to_u64(text, (size_t)(slash - text), PARTS_MOST, &part) ||
		!str_to_u64(slash + 1, strlen(slash + 1), PARTS_MOST, &parts) || part == 0 ||
		part > parts)
		return err_set(
			err, ZF_ERR_USAGE, "--shard wants K/N, from 1/N to N/N, not \"%s\"", text);
	*shard = (struct shard){(unsigned)part, (unsigned)parts};
	return ZF_OK;
}

static enum zf_status check_usage(const struct backup_command *o, int count, struct zf_error *err)
{
	if (o->verify && (count > 0 || o->folder))
		return err_set(
			err, ZF_ERR_USAGE, "give what to save and -d DIR, or --verify DIR alone");
	if (!o->verify && !o->folder)
		return err_set(err, ZF_ERR_USAGE, "-d DIR says where the files go");
	if (o->as_if && !o->estimate)
		return err_set(err, ZF_ERR_USAGE, "--as-if goes with --estimate");
	return o->git && !o->estimate ? commit_check(o->folder, err) : ZF_OK;
}

/* Commits, with the summary as the first line of the message. */
static int commit(struct cli *cli, struct job *job, const char *folder, int status)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct buf message;
	bool made = false;
	buf_init(&message, 0);
	buf_printf(&message, "backup: %s\n%s", job->text.data, job->message.data);
	if (job->message.len >= MESSAGE_MOST)
		buf_adds(&message, "and more\n");
	enum zf_status done = commit_folder(&made, folder, &message, &err);
	buf_free(&message);
	if (done) {
		say_error(cli, &err);
		return status == EXIT_TROUBLE ? EXIT_TROUBLE : EXIT_PARTLY;
	}
	say_verbose(cli, "%s", made ? "committed" : "nothing to commit");
	return status;
}

static int save(struct cli *cli, const struct backup_command *o, const struct backup_options *how)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct backup_report report;
	struct job job = {.cli = cli};
	const struct backup_listener listener = {on_event, on_note, on_progress, &job};
	int status = EXIT_DONE;
	buf_init(&job.message, 0);
	buf_init(&job.text, 0);
	if (o->estimate) {
		backup_estimate(how, (size_t)o->as_if, &listener, on_estimate, &err);
	} else if (backup_run(&report, how, &listener, &err) == ZF_OK) {
		print_summary(&job.text, &report);
		status = exit_of(&report);
		if (o->git)
			status = commit(cli, &job, o->folder, status);
	}
	buf_free(&job.message);
	return result_end(cli, &job.text, &err, status);
}

/* The targets of a project's zones as what is to be saved. Files are where they are. */
static int find_targets(struct project_list *sources, struct cli *cli,
	const struct backup_command *o, const struct opt_list *globs)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct zone_pairs pairs;
	int status = many_of_project(&pairs, cli, &o->many, PAIRS_TARGETS, globs);
	for (size_t i = 0; i < pairs.count && status == EXIT_DONE; i++) {
		struct location loc;
		if (location_parse(&loc, pairs.items[i].b, &err) != ZF_OK)
			status = say_error(cli, &err);
		else if (loc.kind == LOCATION_PROVIDER || loc.kind == LOCATION_AXFR)
			project_list_add(sources, loc.text);
		else
			say_verbose(cli, "%s is a file", loc.text);
		location_free(&loc);
	}
	if (status == EXIT_DONE && !sources->count) {
		err_set(&err, ZF_ERR_NOT_FOUND, "all targets of the project are files");
		status = say_error(cli, &err);
	}
	pairs_free(&pairs);
	return status;
}

static int save_targets(struct cli *cli, const struct backup_command *o, struct backup_options *how,
	const struct opt_list *globs)
{
	struct project_list sources = {.items = NULL};
	int status = find_targets(&sources, cli, o, globs);
	how->sources = sources.items;
	how->source_count = sources.count;
	if (status == EXIT_DONE)
		status = save(cli, o, how);
	project_list_free(&sources);
	return status;
}

static int run(struct cli *cli, const void *values, int count, char **args)
{
	const struct backup_command *o = values;
	const struct opt_list globs = {args, (size_t)count, 0};
	struct load_env env = cli_load_env(cli, NULL);
	struct backup_options how = {.folder = o->folder,
		.sources = args,
		.source_count = (size_t)count,
		.zones_file = o->zones,
		.env = &env,
		.jobs = (unsigned)o->jobs,
		.shrink = (unsigned)o->shrink,
		.vanished = o->prune ? BACKUP_PRUNE : BACKUP_KEEP,
		.list = o->resume ? RUNNING_ON : RUNNING_ANEW};
	struct zf_error err = ZF_ERROR_INIT;
	env.partial = o->partial;
	if (check_usage(o, count, &err) != ZF_OK || read_shard(&how.shard, o->shard, &err) != ZF_OK)
		return say_error(cli, &err);
	if (o->verify)
		return verify(cli, o->verify);
	return many_is_project(&o->many, count, args) ? save_targets(cli, o, &how, &globs)
						      : save(cli, o, &how);
}

const struct cmd cmd_backup = {
	.name = "backup",
	.args = "PROVIDER[@PROFILE][:GLOB]|axfr://HOST/*... -d DIR [--jobs N] [--resume] | --verify DIR",
	.summary = "every zone of an account into a file of its own",
	.text = "Saves each zone of the account (or those whose names match GLOB) as a zone file in\n"
		"DIR; several accounts get a folder each below it. In place of a provider may stand\n"
		"axfr://HOST/*?catalog=NAME[&key=KEY]: all zones that this catalog zone (RFC 9432)\n"
		"of a name server lists; without it --zones FILE lists them. A file is replaced whole, when\n"
		"its new text was read back from the disk, or not touched: when nothing has changed,\n"
		"when the zone could not be read whole, and when it came back empty or much smaller\n"
		"(then the new text lies beside it as NAME.zone.new). Zones that are no longer\n"
		"listed keep their files. zoneferry.json says of each file what it is a copy of;\n"
		"by it --verify proves the files, and zoneferry restore puts one back.\n"
		"Without sources, or with names of its zones: what the targets of the project hold.\n"
		"Exit status: 0 all saved; 4 some are not, and were named; 2 none is.\n",
	CMD_OPTIONS(options, defaults),
	.min_args = 0,
	.max_args = -1,
	.run = run,
};
