/*
 * note: what stands beside a record.
 *
 * A record's notes are one string of octets. First come annotations in order of their names, each
 * name once, then comments: so annotations of two records compare by memcmp. An annotation's
 * JSON is one object in its canonical form (json_canon.h).
 */
#ifndef ZF_ZONE_NOTE_H
#define ZF_ZONE_NOTE_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "str.h"

enum note_kind {
	NOTE_ANNOTATION = 'A', /* what provider `name` keeps about the record (;@name JSON) */
	NOTE_LEADING = 'L', /* a whole comment line (with its ';') or empty line above it */
	NOTE_TRAILING = 'T', /* the comment (with its ';') at the end of its line */
};

struct note {
	enum note_kind kind;
	struct str name; /* of an annotation; else empty */
	struct str text; /* canonical JSON, or the comment */
};

enum {
	NOTE_MAX_NAME = 63, /* octets of an annotation's name: letters, digits, '-', '_' */
};

/* Whether an annotation may have this name. Names and JSON from outside are looked at before they
 * become notes: what is printed of them must not end its line. */
bool note_is_name(struct str name);

/* Adds a note to the notes of one record: an annotation replaces the one of the same name that is
 * there, leading comments stay in the order they came in. The name must be one, the JSON canonical.
 */
void note_add(struct buf *notes, enum note_kind kind, struct str name, struct str text);

/* The same for a comment that belongs behind all notes that are there: they aren't looked at, so
 * that any number of lines is added in linear time. */
void note_append(struct buf *notes, enum note_kind kind, struct str name, struct str text);

/* Walks notes; start with *at = 0. */
bool note_next(struct str notes, size_t *at, struct note *note);

/* How many octets at the start of notes are annotations. */
size_t note_annotations_length(struct str notes);

/* Reads the annotation ";@NAME {JSON}" at the start of a comment, and appends the canonical JSON to
 * `json`. Returns how many octets of `comment` it takes, without white space behind it; 0: it is an
 * ordinary comment (json is as it was). An annotation ends at the comment's end, or at white space
 * and a ';' that begins another annotation or a comment. */
size_t note_parse(struct str *name, struct buf *json, struct str comment);

#endif
