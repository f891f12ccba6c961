/*
 * src/command: what commands are made of: options and their help (opt, help), rows of options that
 * several have (read_flags, diff_flags, write_flags), loading (inputs, accounts), showing (show,
 * result) and saying (say), what the commands of git share (git_*), and those that write (planned,
 * session). It decides nothing that a library's caller would want to know; what it says is fit for
 * a terminal.
 *
 * cli: what every command has at hand: global flags, descriptors, messages to people.
 */
#ifndef ZF_COMMAND_CLI_H
#define ZF_COMMAND_CLI_H

#include "diag.h"
#include "file.h"
#include "opt.h"

/* Exit statuses of every command (design: "Commands"). */
enum {
	EXIT_DONE = 0, /* done, or equal */
	EXIT_FINDINGS = 1, /* different, or findings */
	EXIT_TROUBLE = 2, /* nothing that was asked for can be relied on */
	EXIT_USAGE = 3,
	EXIT_NOBODY_READS = 141, /* standard output is a pipe that was closed: as by SIGPIPE */
	EXIT_PARTLY = 4, /* some zones or steps failed; the report names each */
};

enum color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

struct globals {
	bool verbose, quiet, idn, help, version;
	int color; /* enum color */
	long timeout, max_records;
	const char *config, *record, *replay, *provider_dir;
};

struct cli {
	struct globals globals;
	const struct cmd *const *commands; /* all of them, NULL-ended */
	const struct cmd *cmd; /* the one that runs */
	struct named_conf *named_conf; /* of --named-conf, once it is read; or NULL */
	bool progress_shown; /* a progress line stands on the terminal */
	struct buf *heard; /* where messages go instead of standard error, or NULL: a thread that
			      works on one zone of many has a struct cli of its own */
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

/* The members of a struct cmd that say its options: their table, and the struct with their
 * defaults. */
#define CMD_OPTIONS(TABLE, DEFAULTS)                                            \
	.options = (TABLE), .option_count = sizeof(TABLE) / sizeof((TABLE)[0]), \
	.defaults = &(DEFAULTS), .defaults_size = sizeof(DEFAULTS)

/* Puts what a thread had to say on standard error; empties it. */
void say_heard(struct cli *cli, struct buf *heard);

/* Messages: to standard error, whole lines, nothing raw from outside. */
void say(struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* What is asked for: with -q too. */
void say_always(struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* What is to be said of a file once it is replaced, when memory may no longer run out: made before,
 * then said. The line is released by buf_free or by being said. */
void say_prepare(struct buf *line, const char *format, ...) __attribute__((format(printf, 2, 3)));
void say_prepared(struct cli *cli, struct buf *line);
void say_verbose(struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* "zoneferry: error: …" (nothing, when nobody reads our output: | head) or "file:line:col: error:
 * …"; returns EXIT_USAGE for usage errors, else EXIT_TROUBLE or EXIT_NOBODY_READS. */
int say_error(struct cli *cli, const struct zf_error *err);
/* The findings, those of one cause in one line, and how many there are; with -q errors only. Those
 * that have no file are at `where` (or NULL). What `check` would say of a zone that was read (lint)
 * is left out without -v: there it hides the answer. */
void say_diags(struct cli *cli, const struct diags *diags, const char *where);
/* Says why reading failed: the findings, or the error when it is not among them. */
int say_failure(struct cli *cli, const struct diags *diags, const struct zf_error *err);
/* For struct load_env: a progress line on a terminal, else with -v lines. */
void say_progress(void *cli, const char *text);
/* The same for what -v tells. */
void say_trace(void *cli, const char *text);
/* Takes a progress line away: a result comes. */
void say_settle(struct cli *cli);

/* Whether output to this descriptor is coloured. */
bool cli_color(const struct cli *cli, int fd);

/* The texts of `help`: the list of commands, one command, the manual page. */
void help_overview(struct buf *b, const struct cli *cli);
void help_command(struct buf *b, const struct cmd *cmd);
void help_man(struct buf *b, const struct cli *cli);
void help_man_command(struct buf *b, const struct cmd *cmd);

#endif
