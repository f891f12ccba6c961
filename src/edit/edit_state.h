/*
 * edit_state: an edit, for the files that make it (edit.c), find places in it (edit_place.c), note
 * changes (edit_apply.c) and print it (edit_print.c).
 */
#ifndef ZF_EDIT_STATE_H
#define ZF_EDIT_STATE_H

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

/* Of a record of the zone: the last entry, in the text, of its RRset, of its owner, and of its
 * owner and the nearest one before it that has any; SIZE_MAX: none has. */
struct anchor {
	size_t set, owner, before;
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
	struct anchor *anchors; /* one a record; NULL: not looked for yet */
	size_t run_of, run_end; /* what edit_insert_record found last: entry + 1, or 0; its run */
	const char *newline; /* how the text's lines end */
};

/* The entry that a record was read from; NULL when it comes from an included file. */
struct entry *edit_entry_of(const struct zonefile_edit *e, const struct rec *r);

/* Behind which entry a new record belongs: its RRset's, its owner's, or that of the owner before
 * it in canonical order; else at the end. SIZE_MAX: there is none. */
size_t edit_find_anchor(struct zonefile_edit *e, const struct rec *r);
size_t edit_index_of(const struct zonefile_edit *e, const struct entry *entry);
void edit_insert(struct zonefile_edit *e, struct insertion insertion);
/* Behind entry `behind` and the lines that take their owner from it. */
void edit_insert_record(
	struct zonefile_edit *e, const struct zf_zone *zone, const struct rec *r, size_t behind);

#endif
