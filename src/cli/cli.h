/*
 * cli: what every command has at hand: global flags, messages to people, results to files.
 */
#ifndef ZF_CLI_CLI_H
#define ZF_CLI_CLI_H

#include "file.h"
#include "location.h"
#include "opt.h"

/* Exit statuses of every command (design: "Commands"). */
enum {
	EXIT_DONE = 0, /* done, or equal */
	EXIT_FINDINGS = 1, /* different, or findings */
	EXIT_TROUBLE = 2, /* nothing that was asked for can be relied on */
	EXIT_USAGE = 3,
	EXIT_PARTLY = 4, /* some zones or steps failed; the report names each */
};

enum color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

struct globals {
	bool verbose, quiet, help, version;
	int color; /* enum color */
	long timeout;
	const char *config, *record, *replay, *provider_dir;
};

struct cli {
	struct globals globals;
	const struct cmd *const *commands; /* all of them, NULL-ended */
	const struct cmd *cmd; /* the one that runs */
	bool progress_shown; /* a progress line stands on the terminal */
};

struct cmd {
	const char *name; /* "git" and "git install": a name may have two words */
	const char *args; /* "SOURCE [-o FILE]", as in the usage line */
	const char *summary; /* one line, for the list of commands */
	const char *text; /* paragraphs of help; lines of 80 columns at most */
	void (*more)(struct buf *b); /* adds to the help behind the options; or NULL */
	const struct opt *options;
	size_t option_count;
	const void *defaults; /* of the options' struct */
	size_t defaults_size;
	int min_args, max_args; /* operands; max -1: any number */
	/* `options` is a copy of the defaults with the command line's values; the operands are
	 * args[0..count-1]. Returns the exit status. */
	int (*run)(struct cli *cli, const void *options, int count, char **args);
};

extern const struct opt cli_global_options[];
extern const size_t cli_global_option_count;

const struct cmd *cli_find(const struct cli *cli, const char *name); /* or NULL */

/* Messages: to standard error, whole lines, nothing raw from outside. */
void say(struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));
void say_verbose(struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* "zoneferry: error: …" or "file:line:col: error: …"; returns EXIT_USAGE for usage errors, else
 * EXIT_TROUBLE. */
int say_error(struct cli *cli, const struct zf_error *err);
/* The findings, one a line; with -q errors only. */
void say_diags(struct cli *cli, const struct diags *diags);
/* Says why reading failed: the findings, or the error when it is not among them. */
int say_failure(struct cli *cli, const struct diags *diags, const struct zf_error *err);
/* For struct load_env: a progress line, on a terminal only. */
void say_progress(void *cli, const char *text);

/* Whether output to this descriptor is coloured. */
bool cli_color(const struct cli *cli, int fd);

/* What --config, --timeout, --record … say, for location_load. */
struct load_env cli_load_env(struct cli *cli);

/* Loads one location; on failure says why and returns NULL, *status is the exit status. */
struct zf_zone *cli_load(struct cli *cli, char *location, const struct load_env *env, int *status);
/* Loads several side by side into zones[0..count-1], which are the caller's; false on failure,
 * which has been said, with *status, and no zone. */
bool cli_load_all(struct cli *cli, struct zf_zone **zones, char *const *names, size_t count,
	const struct load_env *env, int *status);

/*
 * Results: to standard output, or to a file that is replaced whole or not at all.
 */
struct result {
	const char *path; /* NULL: standard output */
	struct file_out file;
	struct buf pending; /* octets not written yet */
};

enum zf_status result_open(struct result *r, const char *path, struct zf_error *err);
/* A zonefile_sink; `result` is a struct result. */
enum zf_status result_add(void *result, const char *p, size_t n, struct zf_error *err);
/* Writes what is pending; a file is put in place. Releases r. */
enum zf_status result_commit(struct result *r, struct zf_error *err);
void result_abort(struct result *r);

/* Prints a whole text to standard output; says what went wrong and returns the exit status. */
int result_print(struct cli *cli, const struct buf *text, int status);

/* The texts of `help`: the list of commands, one command, the manual page. */
void help_overview(struct buf *b, const struct cli *cli);
void help_command(struct buf *b, const struct cmd *cmd);
void help_man(struct buf *b, const struct cli *cli);

#endif
