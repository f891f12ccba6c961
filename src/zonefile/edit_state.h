/*
 * edit_state: an edit, for the files that make it (edit.c) and print it (edit_print.c).
 */
#ifndef ZF_ZONEFILE_EDIT_STATE_H
#define ZF_ZONEFILE_EDIT_STATE_H

#include "edit.h"
#include "edit_entry.h"

/* Lines that come behind an entry: a record of `zone`, or a text. */
struct insertion {
	size_t behind; /* index of the entry; SIZE_MAX: before the first */
	size_t sequence;
	const struct zf_zone *zone;
	const struct rec *rec;
	char *text; /* owned; instead of a record */
	bool in_conflict; /* the text is records, one side of which will stay */
};

struct zonefile_edit {
	const struct zf_zone *zone;
	const struct zf_zone *want_zone;
	struct entry *entries;
	size_t count, cap;
	struct name *origins;
	size_t origin_count, origin_cap;
	struct insertion *insertions;
	size_t insertion_count, insertion_cap;
	size_t twins; /* entries that have one */
	const char *newline; /* how the text's lines end */
};

#endif
