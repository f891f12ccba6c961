/*
 * merge_include: what versions of a zone file that are being merged include. Each included file is
 * a file of its own to git, which merges it by itself; so all versions are read with the same ones:
 * as they were at the revision of ours, else (they came later, or are gone) of theirs or the base.
 */
#ifndef ZF_COMMAND_MERGE_INCLUDE_H
#define ZF_COMMAND_MERGE_INCLUDE_H

#include "git_include.h"
#include "merge_text.h"

struct merge_include {
	struct git_include ours_first, theirs_first;
	bool known; /* the revision of ours was found */
	bool theirs_known;
};

/* Makes in->options read so, if the versions include anything and their revisions can be told;
 * else the working tree's files are read. Release with merge_include_free in any case. */
void merge_include_init(struct merge_include *m, struct merge_versions *in);
void merge_include_free(struct merge_include *m);

/* Whether all versions include the same. Where they don't, records would change their file. */
bool merge_include_is_same(const struct merge_versions *in);

/* Whether a merged text breaks no rule together with the included files of theirs, either, that
 * neither version broke. */
bool merge_include_is_sound(
	const struct merge_include *m, const struct buf *text, const struct merge_versions *in);

#endif
