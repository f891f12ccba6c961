/*
 * merge_text: three versions of a zone file, and merging them as lines of text, as git does, where
 * they can't be merged as zones. What comes of it is read as a zone where that is possible: what
 * no two branches can have meant is a conflict too, and no conflict is without its marks.
 */
#ifndef ZF_COMMAND_MERGE_TEXT_H
#define ZF_COMMAND_MERGE_TEXT_H

#include "cli.h"
#include "edit.h"
#include "merge.h"

enum { MERGE_BASE, MERGE_OURS, MERGE_THEIRS, MERGE_SIDES };

struct merge_versions {
	const char *path[MERGE_SIDES];
	const char *label[MERGE_SIDES]; /* fit for a line */
	struct file_text text[MERGE_SIDES];
	struct zf_zone *zone[MERGE_SIDES]; /* NULL: can't be read */
	const char *name; /* of the file, which tells its origin */
	struct zonefile_options options; /* to read them with */
	struct zonefile_marks marks;
};

/* Adds the merged text. `merge` is what the zones' own merge gave, if its zone isn't NULL: then the
 * text must be that, and is in conflict where the zones are. *why (a static text) says what is
 * wrong with a result that is one conflict as a whole. Returns whether there is no conflict. */
bool merge_text(struct buf *out, const struct merge_versions *in, const struct merge *merge,
	const char **why);

/* Makes one conflict of the text: both versions whole, one behind the other. */
void merge_text_mark_whole(struct buf *out, const struct merge_versions *in);

#endif
