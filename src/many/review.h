/*
 * review: the zone files that differ between two revisions of a repository, each with the zone of
 * the project (that of the work tree) whose source it is.
 *
 * Zone files are those called so (zonefile_is_name), those to which .gitattributes gives the diff
 * driver of zoneferry, and the sources of the project.
 */
#ifndef ZF_MANY_REVIEW_H
#define ZF_MANY_REVIEW_H

#include "git_changes.h"
#include "pairs.h"

struct review {
	struct git_changes changes;
	struct zone_pairs project; /* its sources; empty: there is no project */
	struct zone_pairs files; /* a and b: paths from the top at the two commits; a file that is
				    gone and one that came, which are called after one zone, are a
				    pair */
};

struct review_choice {
	const char *base, *head;
	const char *project, *provider_dir; /* as in struct pairs_choice */
};

/* Mistakes in the project go to `diags`. Errors: those of git_changes_find and pairs_of_project,
 * but for there being no project. Release with review_free in any case. */
enum zf_status review_find(struct review *r, const struct review_choice *choice,
	struct diags *diags, struct zf_error *err);
void review_free(struct review *r);

#endif
