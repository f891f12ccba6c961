/*
 * git_tree: files as they were at a git revision.
 *
 * A repository may be a stranger's: git is asked by git_call, the revision and the path can't be
 * taken for options, and only plain files are read (no symbolic link, no submodule).
 * Safe to call from several threads.
 */
#ifndef ZF_LOCATION_GIT_TREE_H
#define ZF_LOCATION_GIT_TREE_H

#include "git_call.h"

struct git_tree {
	char id[GIT_ID_MOST + 1];
};

/* The tree of a revision. Errors: ZF_ERR_NOT_FOUND, whose message names `text`. */
enum zf_status git_tree_find(
	struct git_tree *tree, const char *revision, const char *text, struct zf_error *err);

struct git_blob {
	char id[GIT_ID_MOST + 1];
	char *path; /* from the repository's top; owned */
};

enum git_entry {
	GIT_FILE,
	GIT_MISSING,
	GIT_FOLDER, /* by its name */
	GIT_OTHER, /* a link, folder or submodule */
};

/* Looks for a plain file in a tree; *what is GIT_FILE where it is there, and *blob then released
 * with git_blob_free. Paths are relative to the repository's top, or with ./ or ../ to the current
 * folder. Errors: git can't be run. */
enum zf_status git_tree_blob(struct git_blob *blob, enum git_entry *what,
	const struct git_tree *tree, const char *path, struct zf_error *err);
/* Its octets, at most `max`; *text is initialised here and released with buf_free in any case. */
enum zf_status git_blob_read(
	struct buf *text, const struct git_blob *blob, size_t max, struct zf_error *err);
void git_blob_free(struct git_blob *blob);

/* The top of the work tree that the current folder is in, released with free; or NULL. */
char *git_top(void);

#endif
