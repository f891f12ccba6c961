/*
 * edit: a zone in the user's editor, checked and compared before it is written.
 *
 * What is edited is a copy. Each step is a command of its own on that copy: export, check, diff,
 * sync, apply; so edit promises what they do: what was shown is written, and what somebody else has
 * changed meanwhile is not turned back.
 */
#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli.h"
#include "err.h"
#include "file.h"
#include "location.h"
#include "read_flags.h"
#include "str.h"
#include "zonefile.h"

extern char **environ;

struct edit_options {
	bool yes, force;
	const char *origin;
};

static const struct edit_options defaults = {.yes = false};

static const struct opt options[] = {
	{"yes", 'y', OPT_FLAG, offsetof(struct edit_options, yes), NULL,
		"write without asking; without it and without a terminal nothing is written", 0, 0},
	{"force", 0, OPT_FLAG, offsetof(struct edit_options, force), NULL,
		"also a file that is read-only, or somebody else's", 0, 0},
	{"origin", 0, OPT_TEXT, offsetof(struct edit_options, origin), "NAME",
		"origin of relative names in the file", 0, 0},
};

struct job {
	struct cli *cli;
	const struct edit_options *o;
	const char *location; /* as it was given */
	struct location loc;
	struct buf folder, copy; /* where the copy is */
	struct buf now,
		plan; /* beside it: what is elsewhere as it is now, and what is to be done */
	struct file_text before; /* the copy as it was made */
};

/* Runs a program and waits for it; -1: it could not be run. */
static int run_program(const char *program, char *const argv[], struct zf_error *err)
{
	posix_spawnattr_t attributes;
	sigset_t standard;
	pid_t child;
	int status = 0;
	sigemptyset(&standard);
	sigaddset(&standard, SIGPIPE);
	sigaddset(&standard, SIGXFSZ);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigdefault(&attributes, &standard);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
	int failed = posix_spawn(&child, program, NULL, &attributes, argv, environ);
	posix_spawnattr_destroy(&attributes);
	if (failed) {
		errno = failed;
		err_errno(err, ZF_ERR_IO, "can't run %s", program);
		return -1;
	}
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_TROUBLE;
}

/* Runs this program again: a command with up to three words, and the global flags of this run. */
static int run_command(const struct job *job, const char *const *words, struct zf_error *err)
{
	static const struct globals none = {.verbose = false};
	struct opt_list argv = {NULL, 0, 0};
	opt_list_add(&argv, "zoneferry", strlen("zoneferry"));
	opt_list_given(
		&argv, cli_global_options, cli_global_option_count, &job->cli->globals, &none);
	for (; *words; words++)
		opt_list_add(&argv, *words, strlen(*words));
	opt_list_add(&argv, "", 0);
	char *last = argv.items[argv.count - 1];
	argv.items[argv.count - 1] = NULL; /* as exec wants it */
	int status = run_program("/proc/self/exe", argv.items, err);
	argv.items[argv.count - 1] = last;
	opt_list_free(&argv);
	return status;
}

static int run_editor(const struct job *job, struct zf_error *err)
{
	char script[] = "exec ${VISUAL:-${EDITOR:-vi}} \"$1\"", sh[] = "sh", c[] = "-c";
	char *const argv[] = {sh, c, script, sh, job->copy.data, NULL};
	int status = run_program("/bin/sh", argv, err);
	if (status > 0)
		err_set(err, ZF_ERR_IO, "the editor ended with status %d (VISUAL, EDITOR)", status);
	return status;
}

/* The file itself, or the canonical text of what is elsewhere. */
static enum zf_status make_copy(struct job *job, struct zf_error *err)
{
	const char *tmp = getenv("TMPDIR");
	bool is_file = job->loc.kind == LOCATION_FILE;
	buf_printf(&job->folder, "%s/zoneferry-XXXXXX", tmp && *tmp ? tmp : "/tmp");
	if (!mkdtemp(job->folder.data))
		return err_errno(err, ZF_ERR_IO, "can't make %s", job->folder.data);
	buf_printf(&job->now, "%s/now.zone", job->folder.data);
	buf_printf(&job->plan, "%s/plan.json", job->folder.data);
	if (!is_file) {
		buf_printf(&job->copy, "%s/%s.zone", job->folder.data, job->loc.zone);
		const char *const words[] = {"export", job->location, "-o", job->copy.data, NULL};
		if (run_command(job, words, err) != EXIT_DONE)
			return err_set(err, ZF_ERR_DATA, "%s can't be edited", job->location);
		return file_read(&job->before, job->copy.data, ZONEFILE_MAX_SIZE, err);
	}
	const char *slash = strrchr(job->loc.path, '/');
	buf_printf(&job->copy, "%s/%s", job->folder.data, slash ? slash + 1 : job->loc.path);
	enum zf_status status = file_read(&job->before, job->loc.path, ZONEFILE_MAX_SIZE, err);
	if (status == ZF_OK)
		status = file_replace(
			job->copy.data, job->before.data, job->before.size, FILE_PRIVATE, err);
	return status;
}

static void remove_copy(const struct job *job)
{
	unlink(job->copy.data);
	unlink(job->now.data);
	unlink(job->plan.data);
	rmdir(job->folder.data);
}

/* Whether a file holds other octets than the copy had at first; also when it can't be read. */
static bool differs(const struct job *job, const char *path)
{
	struct zf_error ignored = ZF_ERROR_INIT;
	struct file_text now;
	if (file_read(&now, path, ZONEFILE_MAX_SIZE, &ignored) != ZF_OK)
		return true;
	bool same =
		now.size == job->before.size && memcmp(now.data, job->before.data, now.size) == 0;
	file_text_free(&now);
	return !same;
}

/* A word to a question on the terminal; `usual` for an empty line, 'n' at the end of input. */
static char ask(struct job *job, const char *question, char usual)
{
	char line[80];
	say(job->cli, "%s", question);
	if (!fgets(line, sizeof(line), stdin))
		return 'n';
	return line[0] == '\n' ? usual : (char)(line[0] | 0x20);
}

static int run_on_copy(
	struct job *job, const char *command, const char *first, struct zf_error *err)
{
	const char *words[6] = {command};
	size_t n = 1;
	if (first)
		words[n++] = first;
	words[n++] = job->copy.data;
	if (job->o->origin) {
		words[n++] = "--origin";
		words[n++] = job->o->origin;
	}
	return run_command(job, words, err);
}

/* Shows what is to be done, in a plan that apply carries out exactly or not at all. */
static int make_plan(struct job *job, struct zf_error *err)
{
	const char *const look[] = {"export", job->location, "-o", job->now.data, NULL};
	const char *const plan[] = {
		"sync", job->copy.data, job->location, "--plan-out", job->plan.data, NULL};
	if (run_command(job, look, err) != EXIT_DONE)
		return EXIT_TROUBLE;
	if (differs(job, job->now.data)) {
		err_set(err, ZF_ERR_DATA, "%s was changed by somebody else meanwhile",
			job->location);
		return EXIT_TROUBLE;
	}
	return run_command(job, plan, err);
}

static int write_back(struct job *job, struct zf_error *err)
{
	struct file_text text;
	if (job->loc.kind != LOCATION_FILE) {
		const char *const words[] = {"apply", job->plan.data, NULL};
		return run_command(job, words, err);
	}
	if (differs(job, job->loc.path))
		err_set(err, ZF_ERR_DATA, "%s was changed by somebody else meanwhile",
			job->loc.path);
	else if (file_read(&text, job->copy.data, ZONEFILE_MAX_SIZE, err) == ZF_OK) {
		file_replace(job->loc.path, text.data, text.size,
			job->o->force ? FILE_FORCED : FILE_CAREFUL, err);
		file_text_free(&text);
	}
	return err->code == ZF_OK ? EXIT_DONE : EXIT_TROUBLE;
}

/* One round with the editor. 'w': write, 'e': once more, 'n': not, 's': nothing changed. */
static char edit_once(struct job *job, struct zf_error *err)
{
	bool terminal = isatty(STDIN_FILENO);
	if (run_editor(job, err) != EXIT_DONE)
		return 'n';
	if (!differs(job, job->copy.data))
		return 's';
	run_on_copy(job, "check", NULL, err);
	int status = job->loc.kind == LOCATION_FILE ? run_on_copy(job, "diff", job->location, err)
						    : make_plan(job, err);
	if (err->code != ZF_OK)
		return 'n';
	if (status > EXIT_FINDINGS) {
		char answer = terminal ? ask(job, "edit again? [Y/n]", 'y') : 'n';
		if (answer != 'n')
			return 'e';
		err_set(err, ZF_ERR_DATA, "what was edited can't be read as a zone");
		return 'n';
	}
	if (job->o->yes)
		return 'w';
	char answer = terminal ? ask(job, "write it? [y]es, [e]dit again, [N]o", 'n') : 'n';
	return answer == 'y' ? 'w' : answer == 'e' ? 'e' : 'n';
}

static int edit(struct job *job)
{
	struct zf_error err = ZF_ERROR_INIT;
	char answer = 'e';
	int status = EXIT_FINDINGS;
	if (make_copy(job, &err) != ZF_OK) {
		remove_copy(job);
		return say_error(job->cli, &err);
	}
	while (answer == 'e')
		answer = edit_once(job, &err);
	if (answer == 'w')
		status = write_back(job, &err);
	else if (answer == 's')
		status = EXIT_DONE;
	if (err.code != ZF_OK)
		status = say_error(job->cli, &err);
	if (answer == 's')
		say(job->cli, "nothing was changed");
	if (status == EXIT_DONE)
		remove_copy(job);
	else
		say(job->cli, "%s; what was edited is in %s",
			answer == 'w' ? "not all was written" : "not written (--yes writes)",
			job->copy.data);
	return status;
}

static int run(struct cli *cli, const void *values, int count, char **args)
{
	struct job job = {.cli = cli, .o = values, .location = args[0]};
	struct zf_error err = ZF_ERROR_INIT;
	(void)count;
	if (location_parse(&job.loc, args[0], &err) != ZF_OK)
		return say_error(cli, &err);
	if (job.loc.kind == LOCATION_GIT || strcmp(args[0], "-") == 0)
		err_set(&err, ZF_ERR_USAGE, "%s can't be written to", args[0]);
	buf_init(&job.folder, 0);
	buf_init(&job.copy, 0);
	buf_init(&job.now, 0);
	buf_init(&job.plan, 0);
	int status = err.code == ZF_OK ? edit(&job) : say_error(cli, &err);
	buf_free(&job.folder);
	buf_free(&job.copy);
	buf_free(&job.now);
	buf_free(&job.plan);
	file_text_free(&job.before);
	location_free(&job.loc);
	return status;
}

const struct cmd cmd_edit = {
	.name = "edit",
	.args = "FILE|LOCATION [--yes]",
	.summary = "edit a zone, checked and compared before it is written",
	.text = "Opens a copy in $VISUAL, $EDITOR or vi; then checks it, shows what changed, and\n"
		"asks whether to write it, to edit it again, or not to. A file is replaced whole,\n"
		"elsewhere the plan that was shown is applied; neither where somebody else has\n"
		"changed it meanwhile. What isn't written is kept in the copy, which is named.\n",
	CMD_OPTIONS(options, defaults),
	.min_args = 1,
	.max_args = 1,
	.run = run,
};
