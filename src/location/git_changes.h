/*
 * git_changes: the files that differ between two revisions, or rather, between the second one and
 * the commit where both parted: what a pull request brings.
 */
#ifndef ZF_LOCATION_GIT_CHANGES_H
#define ZF_LOCATION_GIT_CHANGES_H

#include "git_call.h"

enum git_change_kind {
	GIT_CHANGED, /* there at both */
	GIT_ADDED,
	GIT_DELETED,
	GIT_INCLUDING, /* itself as it was, but it has a line $INCLUDE, and other files changed */
};

struct git_change {
	enum git_change_kind kind;
	char *path; /* from the repository's top; any octets */
};

struct git_changes {
	struct git_change *items; /* in the order of their paths; those that include are last */
	size_t count, cap;
	char base[GIT_ID_MOST + 1]; /* the commit where both parted */
	char head[GIT_ID_MOST + 1];
};

/* Errors: ZF_ERR_NOT_FOUND: no such revision, or the two have no common commit; ZF_ERR_LIMIT.
 * Release with git_changes_free in any case. */
enum zf_status git_changes_find(
	struct git_changes *c, const char *base, const char *head, struct zf_error *err);
void git_changes_free(struct git_changes *c);

#endif
