/*
 * starter: a repository of zones from nothing: the folder, the project, what git needs, the hook
 * and the CI example. All functions but starter_open work in the current folder, which is the
 * repository's.
 */
#ifndef ZF_BATCH_STARTER_H
#define ZF_BATCH_STARTER_H

#include "buf.h"
#include "embedded.h"
#include "project.h"

/* What is carried along of scripts/git; a NULL name ends the table. */
extern const struct embedded_file starter_files[];

#define STARTER_ZONES "zones" /* the folder of the zone files */

/* Makes the folder and a git repository in it. One that is there must be empty, or hold nothing but
 * what an init that was cut short has left. Errors: ZF_ERR_UNSUPPORTED names what is in it;
 * ZF_ERR_IO. */
enum zf_status starter_open(const char *dir, struct zf_error *err);

/* Makes a folder and those above it; that it is there is no error. */
enum zf_status starter_make_folders(const char *path, struct zf_error *err);

/* Adds the text of the project of what was saved of these sources ("bunny@work"), a folder each
 * where there are several, and removes the manifests: from here on the files are the truth. A zone
 * that is there more than once belongs to the first; each other one is a line of `left_out`. *zones
 * counts. Errors: those of manifest_read. */
struct starter_project {
	struct buf text;
	struct project_list left_out;
	size_t zones;
};
enum zf_status starter_project_of_backups(
	struct starter_project *p, const struct project_list *sources, struct zf_error *err);
/* The text of one whose zones all have the same targets. */
void starter_project_of_targets(struct buf *text, char *const *targets, size_t count);

enum starter_ci { STARTER_GITHUB, STARTER_GITLAB, STARTER_NO_CI };

/* Writes the project, the attributes, the drivers and the CI example, commits all of it, and
 * installs the hook. `said` is told what git was told. Errors: ZF_ERR_IO; with the id "commit":
 * everything is there, but git has made no commit. */
enum zf_status starter_finish(const struct buf *project, enum starter_ci ci, const char *message,
	struct buf *said, struct zf_error *err);
const char *starter_ci_path(enum starter_ci ci); /* NULL: none */

#endif
