/*
 * show: the options -f and -o of the commands that show zones, diffs, comparisons, plans or
 * fits, and showing them so.
 */
#ifndef ZF_COMMAND_SHOW_H
#define ZF_COMMAND_SHOW_H

#include "cli.h"
#include "output.h"
#include "proof.h"
#include "result.h"

/* A member of a command's struct of options. */
struct show_flags {
	const char *format; /* NULL: "zone" for zones, else "text" */
	const char *output;
	bool force, proof;
	long max_bytes;
};

/* Their rows of the command's table. */
#define SHOW_FLAG_FORMAT(TYPE, MEMBER, HELP)                                                 \
	{                                                                                    \
		"format", 'f', OPT_TEXT, offsetof(TYPE, MEMBER.format), "FORMAT", HELP, 0, 0 \
	}
#define SHOW_FLAG_OUTPUT(TYPE, MEMBER)                                            \
	{"output", 'o', OPT_TEXT, offsetof(TYPE, MEMBER.output), "FILE",          \
		"write to FILE, which is replaced whole or left as it is", 0, 0}, \
		FORCE_FLAG(TYPE, MEMBER.force)
#define SHOW_FLAG_MAX_BYTES(TYPE, MEMBER)                                                   \
	{                                                                                   \
		"max-bytes", 0, OPT_NUMBER, offsetof(TYPE, MEMBER.max_bytes), "N",          \
			"markdown: cut there, and say so (GitHub takes 65536)", 1, 1L << 30 \
	}

/* Commands whose results are no zone, diff or comparison: "-f text|json" into an int. */
enum report_format { REPORT_TEXT, REPORT_JSON };
#define REPORT_FLAG(TYPE, MEMBER, HELP)                                                    \
	{                                                                                  \
		"format", 'f', OPT_CHOICE, offsetof(TYPE, MEMBER), "text|json", HELP, 0, 0 \
	}

/* What they ask for. */
struct show {
	const struct output_format *format;
	struct output_options how;
	const char *path; /* NULL: standard output */
	enum file_care care;
	enum zonefile_care proof;
};

/* Reads them for a command that shows things of this kind; what has no flag here (how.names,
 * how.rows) is the command's to add. Errors: ZF_ERR_USAGE (no such format). */
enum zf_status show_read(struct show *s, const struct cli *cli, enum output_kind kind,
	const struct show_flags *flags, struct zf_error *err);

/* Shows one, to where the flags say. */
enum zf_status show_zone(const struct show *s, const struct zf_zone *zone, struct zf_error *err);
enum zf_status show_diff(const struct show *s, const struct diff *d, struct zf_error *err);
enum zf_status show_comparison(
	const struct show *s, const struct comparison *c, struct zf_error *err);
enum zf_status show_plan(const struct show *s, const struct plan_view *view, struct zf_error *err);
enum zf_status show_fit(const struct show *s, const struct fit_view *view, struct zf_error *err);

#endif
