/*
 * git_include: the files that a zone file at a git revision includes, as they were at that
 * revision: below the repository's top, and below folders of --include-dir that lie outside of it,
 * as those are now.
 */
#ifndef ZF_LOCATION_GIT_INCLUDE_H
#define ZF_LOCATION_GIT_INCLUDE_H

#include "git_tree.h"
#include "zonefile.h"

enum { GIT_TREES_MOST = 3 };

struct git_include {
	struct git_tree trees[GIT_TREES_MOST]; /* the first that has a file gives it */
	size_t count;
	char *folder; /* of the file that includes, from the top, with a slash before it */
	char *top; /* of the work tree; NULL: there is none, or it isn't needed */
	const char *const *dirs; /* of --include-dir; of the options, as the rest */
	size_t dir_count;
	struct zonefile_includes includes;
};

/* Makes options read what the file at `path`, from the repository's top, includes; trees are to be
 * added. Both stay where they are while the options are used. */
void git_include_init(struct git_include *g, struct zonefile_options *options, const char *path);
void git_include_add(struct git_include *g, const struct git_tree *tree);
void git_include_free(struct git_include *g);

#endif
