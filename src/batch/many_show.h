/*
 * src/batch: what commands do for the zones of a project, a folder or an account, one beside the
 * other: each zone's work (diff_many, sync_many, verify_many, review_zone), and ending them all
 * together.
 *
 * many_show: the options of commands that work on many zones, and ending them: one document, the
 * messages in the order of the zones, one exit status.
 */
#ifndef ZF_BATCH_MANY_SHOW_H
#define ZF_BATCH_MANY_SHOW_H

#include "cli.h"
#include "many_run.h"
#include "pairs.h"
#include "read_flags.h"
#include "show.h"

/* Members of a command's struct of options. */
struct many_flags {
	const char *project; /* --project */
	long jobs;
};

#define MANY_FLAGS_INIT           \
	{                         \
		.jobs = MANY_JOBS \
	}

/* Their rows of the command's table; the first alone for commands that take one zone at a time. */
#define MANY_FLAG_PROJECT(TYPE, MEMBER)                                                         \
	{                                                                                       \
		"project", 0, OPT_TEXT, offsetof(TYPE, MEMBER.project), "FILE",                 \
			"the project; default: zoneferry.yaml in this folder or above it", 0, 0 \
	}
#define MANY_FLAG_JOBS(TYPE, MEMBER)                                                   \
	{                                                                              \
		"jobs", 'j', OPT_NUMBER, offsetof(TYPE, MEMBER.jobs), "N",             \
			"zones side by side, as far as providers allow; default 8", 1, \
			MANY_JOBS_MOST                                                 \
	}

#define MANY_FLAGS(TYPE, MEMBER) MANY_FLAG_PROJECT(TYPE, MEMBER), MANY_FLAG_JOBS(TYPE, MEMBER)

/* Whether operands are zones of a project rather than locations. */
bool many_is_project(const struct many_flags *flags, int count, char *const *args);
/* The zones of the project, as the flags and operands name them. Says why not; returns EXIT_DONE or
 * the exit status. Release with pairs_free in any case. */
int many_of_project(struct zone_pairs *pairs, struct cli *cli, const struct many_flags *flags,
	enum pairs_side side, const struct opt_list *globs);

/* How the files of a zone of a project are read: its name is their origin. */
struct read_flags many_read_flags(const struct read_flags *flags, const struct zone_pair *pair);

/* What a thread has for one zone: its own messages, shared limits. */
struct cli many_cli(const struct cli *cli, struct many_zone *zone);

/* Works on all zones of the document, then says what was heard of each. */
void many_work_on(struct cli *cli, struct many *m, const struct many_flags *flags,
	const struct many_work *work);

/* A zone that could not be read or written: why. The first error wins. */
void many_fail(struct many_zone *zone, const struct zf_error *err);

/* Shows the document as the flags say. Returns EXIT_DONE, or the exit status of what went wrong. */
int many_print(struct cli *cli, const struct many *m, const struct show_flags *flags);
/* The same; returns the exit status, which is that of the zones together. */
int many_show(struct cli *cli, const struct many *m, const struct show_flags *flags);
int many_status(const struct many *m);

#endif
