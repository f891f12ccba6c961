/* init: a repository of an account's zones. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backup.h"
#include "err.h"
#include "filename.h"
#include "inputs.h"
#include "mem.h"
#include "named_conf.h"
#include "proof.h"
#include "result.h"
#include "starter.h"

struct init_command {
	const char *folder, *named_conf;
	struct opt_list targets;
	int ci; /* enum starter_ci */
	long jobs;
};

static const struct init_command defaults = {.jobs = BACKUP_JOBS};

static const struct opt options[] = {
	{"dir", 'd', OPT_TEXT, offsetof(struct init_command, folder), "DIR",
		"the folder of the repository; made if needed", 0, 0},
	{"ci", 0, OPT_CHOICE, offsetof(struct init_command, ci), "github|gitlab|none",
		"for whom the example of a review and a drift job is written; default github", 0,
		0},
	{"jobs", 'j', OPT_NUMBER, offsetof(struct init_command, jobs), "N",
		"zones side by side, as far as the provider allows; default 8", 1,
		BACKUP_JOBS_MOST},
	{"named-conf", 0, OPT_TEXT, offsetof(struct init_command, named_conf), "FILE",
		"take the zones from this configuration of BIND instead", 0, 0},
	{"target", 0, OPT_REPEAT, offsetof(struct init_command, targets), "LOCATION",
		"with --named-conf: where the zones are served; default axfr://127.0.0.1/{zone}; "
		"repeatable",
		0, 0},
};

/* What is being made. */
struct init {
	struct cli *cli;
	const struct init_command *o;
	struct starter_project project;
	struct project_list sources; /* of providers */
	size_t failed;
};

static void on_event(void *user, const struct backup_event *e)
{
	struct init *init = user;
	if (e->zone)
		say_diags(init->cli, &e->zone->diags, e->where);
	if (e->err)
		say_error(init->cli, e->err);
	else if (e->fate == BACKUP_SKIPPED)
		say(init->cli, "%s is left out: %s", e->where, e->why);
	else if (e->why)
		say(init->cli, "%s: %s", e->where, e->why);
	init->failed +=
		e->fate == BACKUP_FAILED || e->fate == BACKUP_LOST || e->fate == BACKUP_HELD;
}

static void on_note(void *user, const char *text)
{
	say(((struct init *)user)->cli, "%s", text);
}

static void on_progress(void *user, const char *text)
{
	say_progress(((struct init *)user)->cli, text);
}

static enum zf_status add_source(struct init *init, const char *text, struct zf_error *err)
{
	char *name = NULL, *glob = NULL;
	bool known = false;
	if (server_source_is(text))
		return err_set(err, ZF_ERR_USAGE,
			"%s: init begins with providers; backup copies the zones of name servers",
			text);
	if (source_split(&name, &glob, text, err) != ZF_OK)
		return err->code;
	for (size_t i = 0; i < init->sources.count; i++)
		known = known || strcmp(init->sources.items[i], name) == 0;
	if (!known)
		project_list_add(&init->sources, name);
	free(name);
	free(glob);
	return ZF_OK;
}

static char *zones_folder(const struct init *init)
{
	struct buf path;
	buf_init(&path, 0);
	buf_printf(&path, "%s/" STARTER_ZONES, init->o->folder);
	char *folder = buf_take(&path);
	buf_free(&path);
	return folder;
}

static enum zf_status save_accounts(
	struct init *init, int count, char *const *args, struct zf_error *err)
{
	struct load_env env = cli_load_env(init->cli, NULL);
	const struct backup_listener listener = {on_event, on_note, on_progress, init};
	struct backup_report report;
	char *folder = zones_folder(init);
	const struct backup_options how = {.folder = folder,
		.sources = args,
		.source_count = (size_t)count,
		.env = &env,
		.jobs = (unsigned)init->o->jobs,
		.shrink = SHRINK_PERCENT,
		.list = RUNNING_ON};
	for (int i = 0; i < count && !err->code; i++)
		add_source(init, args[i], err);
	enum zf_status status = err->code;
	status = status ? status : starter_open(init->o->folder, err);
	status = status ? status : backup_run(&report, &how, &listener, err);
	say_settle(init->cli);
	free(folder);
	return status;
}

static enum zf_status add_octets(void *user, const char *p, size_t n, struct zf_error *err)
{
	(void)err;
	buf_add(user, p, n);
	return ZF_OK;
}

/* Writes a zone that was read from a file of BIND's as the repository's own. */
static enum zf_status write_zone(
	const char *folder, const struct zf_zone *zone, struct zf_error *err)
{
	const struct zonefile_options usual = ZONEFILE_OPTIONS_INIT;
	struct buf path, text;
	buf_init(&path, 0);
	buf_init(&text, 0);
	buf_printf(&path, "%s/", folder);
	filename_add(&path, &zone->apex, NULL);
	enum zf_status status = ZF_OK;
	if (access(path.data, F_OK) == 0)
		status = err_set(err, ZF_ERR_UNSUPPORTED,
			"%s is there already: the zone is in several views, or an init was cut "
			"short",
			path.data);
	status = status ? status : zonefile_print(zone, add_octets, &text, err);
	const struct zonefile_source source = {{text.data, text.len}, path.data, &usual};
	status = status ? status : zonefile_save(path.data, FILE_CAREFUL, &source, zone, err);
	buf_free(&path);
	buf_free(&text);
	return status;
}

static enum zf_status take_file(
	struct init *init, const char *folder, const char *path, struct zf_error *err)
{
	struct load_env env = cli_load_env(init->cli, NULL);
	struct file_text text;
	struct zf_zone *zone = NULL;
	named_conf_use(init->cli->named_conf, &env.zonefile);
	env.zonefile.comments = COMMENTS_KEEP;
	env.zonefile.path = path;
	if (file_read(&text, path, ZONEFILE_MAX_SIZE, err) != ZF_OK)
		return err->code;
	enum zf_status status =
		zonefile_parse(&zone, text.data, text.size, path, &env.zonefile, NULL, err);
	if (!status && !zone_soa(zone)) {
		say(init->cli, "%s is left out: it has no SOA", path);
	} else if (!status) {
		zonefile_settle_comments(&zone, (struct str){text.data, text.size});
		status = write_zone(folder, zone, err);
		init->project.zones += !status;
	}
	zf_zone_free(zone);
	file_text_free(&text);
	return status;
}

static enum zf_status take_files(struct init *init, struct zf_error *err)
{
	static const char *const usual[] = {"axfr://127.0.0.1/{zone}"};
	const struct named_conf *conf = init->cli->named_conf;
	const struct opt_list *targets = &init->o->targets;
	char *folder = zones_folder(init);
	enum zf_status status = starter_open(init->o->folder, err);
	status = status ? status : starter_make_folders(folder, err);
	for (size_t i = 0; i < conf->count && !status; i++) {
		struct zf_error why = ZF_ERROR_INIT;
		if (take_file(init, folder, conf->files[i].path, &why) == ZF_OK)
			continue;
		say_error(init->cli, &why);
		init->failed++;
	}
	if (targets->count)
		starter_project_of_targets(&init->project.text, targets->items, targets->count);
	else
		starter_project_of_targets(&init->project.text, (char *const *)(uintptr_t)usual, 1);
	free(folder);
	return status;
}

static void print_what_next(struct buf *b, const struct init *init)
{
	const char *ci = starter_ci_path((enum starter_ci)init->o->ci);
	buf_printf(b,
		"%zu zone%s in %s\n"
		"  " STARTER_ZONES "/          the zone files\n"
		"  " PROJECT_FILE "  which of them belongs where\n",
		init->project.zones, init->project.zones == 1 ? "" : "s", init->o->folder);
	if (ci)
		buf_printf(b,
			"  %s  reviews each change, and looks daily for drift; see its head\n", ci);
	buf_adds(b, "next:\n  cd");
	opt_add_word(b, init->o->folder);
	buf_adds(b, "\n"
		    "  zoneferry sync            nothing is to be done\n"
		    "  edit a file in " STARTER_ZONES "/, zoneferry fmt -w " STARTER_ZONES
		    ", git commit -a\n"
		    "  zoneferry review HEAD~1   what the change does\n"
		    "  zoneferry sync --apply    does it\n"
		    "Each further clone runs zoneferry git install once.\n");
}

/* The zones are there: all the rest, in the new repository. */
static enum zf_status finish(struct init *init, struct zf_error *err)
{
	struct buf said, message;
	enum zf_status status = ZF_OK;
	if (chdir(init->o->folder) != 0)
		return err_errno(err, ZF_ERR_IO, "can't enter %s", init->o->folder);
	if (init->sources.count)
		status = starter_project_of_backups(&init->project, &init->sources, err);
	if (!status && !init->project.zones)
		status = err_set(err, ZF_ERR_NOT_FOUND, "there is no zone to begin with");
	buf_init(&said, 0);
	buf_init(&message, 0);
	buf_adds(&message, "zones of");
	for (size_t i = 0; i < init->sources.count; i++)
		buf_printf(&message, " %s", init->sources.items[i]);
	if (init->o->named_conf)
		buf_printf(&message, " %s", init->o->named_conf);
	if (!status)
		status = starter_finish(&init->project.text, (enum starter_ci)init->o->ci,
			message.data, &said, err);
	for (size_t i = 0; i < init->project.left_out.count; i++)
		say(init->cli, "%s", init->project.left_out.items[i]);
	say_verbose(init->cli, "%s", said.data);
	buf_free(&said);
	buf_free(&message);
	return status;
}

static enum zf_status check_usage(const struct init_command *o, int count, struct zf_error *err)
{
	if (!o->folder)
		return err_set(err, ZF_ERR_USAGE, "-d DIR says where the repository is to be");
	if ((count > 0) == (o->named_conf != NULL))
		return err_set(err, ZF_ERR_USAGE, "give providers, or --named-conf FILE");
	if (o->targets.count && !o->named_conf)
		return err_set(err, ZF_ERR_USAGE,
			"--target goes with --named-conf: the zones of providers go back there");
	return ZF_OK;
}

static int run(struct cli *cli, const void *values, int count, char **args)
{
	struct init init = {.cli = cli, .o = values};
	struct zf_error err = ZF_ERROR_INIT;
	struct buf text;
	if (check_usage(init.o, count, &err) != ZF_OK)
		return say_error(cli, &err);
	buf_init(&text, 0);
	buf_init(&init.project.text, 0);
	enum zf_status status = init.o->named_conf ? take_files(&init, &err)
						   : save_accounts(&init, count, args, &err);
	status = status ? status : finish(&init, &err);
	bool made = !status || strcmp(err.id, "commit") == 0;
	if (made)
		print_what_next(&text, &init);
	if (made && status) {
		say_error(cli, &err);
		err_clear(&err);
		init.failed++;
	}
	buf_free(&init.project.text);
	project_list_free(&init.project.left_out);
	project_list_free(&init.sources);
	return result_end(cli, &text, &err, init.failed ? EXIT_PARTLY : EXIT_DONE);
}

const struct cmd cmd_init = {
	.name = "init",
	.args = "PROVIDER[@PROFILE][:GLOB]... -d DIR | --named-conf FILE -d DIR",
	.summary = "a repository of an account's zones, from which they are kept",
	.text = "Makes a git repository in DIR: every zone as a file, zoneferry.yaml that says which\n"
		"belongs where, the diff and merge drivers (git install), a pre-commit hook that\n"
		"wants files free of errors and canonical, and an example for CI that reviews each\n"
		"change and looks daily whether somebody has changed something behind its back.\n"
		"All of it is one commit. Nothing at the provider is changed; sync then shows that\n"
		"nothing is to be done. From BIND: the files of its configuration, as\n"
		"named-checkconf tells them, become the repository's own.\n"
		"Exit status: 0 done; 4 made, but some zones could not be read, and were named.\n",
	CMD_OPTIONS(options, defaults),
	.min_args = 0,
	.max_args = -1,
	.run = run,
};
