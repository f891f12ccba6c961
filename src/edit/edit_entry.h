/*
 * edit_entry: one entry of a zone file that is being edited, and rewriting it.
 */
#ifndef ZF_EDIT_ENTRY_H
#define ZF_EDIT_ENTRY_H

#include "lexer.h"
#include "zone.h"

/* Where the parts of a record stand among the tokens of its entry. */
struct entry_parts {
	size_t owner_count; /* 0 or 1 */
	size_t ttl; /* index, or SIZE_MAX when left out */
	size_t type;
	size_t rdata; /* index of the first token of RDATA */
};
struct entry_parts entry_find_parts(const struct lexer *l);
bool entry_is_directive(const struct lexer *l);

/* Adds a record's line without parentheses and comments, TTL before class. */
void entry_add_line(struct buf *b, const struct lexer *l, const struct entry_parts *parts);

enum entry_kind {
	ENTRY_OTHER, /* comments, empty lines */
	ENTRY_DIRECTIVE,
	ENTRY_RECORD,
	ENTRY_GENERATE, /* $GENERATE: many records */
	ENTRY_INCLUDE, /* $INCLUDE: what stands in another file */
};

struct entry {
	const char *p; /* the entry's lines with their newlines */
	size_t n;
	unsigned long line;
	uint8_t kind; /* enum entry_kind */
	bool indented; /* the owner is left out */
	bool absolute; /* the owner is there, and ends in a dot */
	bool states_ttl; /* the TTL is not left out; of a directive: it is $TTL */
	uint32_t ttl; /* of $TTL */
	bool dropped; /* its lines go */
	bool tidied; /* its record becomes canonical */
	size_t origin; /* index of the origin in force */
	const struct rec *twin; /* the same record, read from another entry; or NULL */
	const struct rec *rec; /* the record read from it; of $GENERATE any one; or NULL */
	const struct rec *want; /* what it is to hold instead; NULL: no change */
};

enum entry_need {
	ENTRY_NEEDS_OWNER = 1, /* its owner can't be left out any more */
	ENTRY_NEEDS_TTL = 2, /* nor its TTL */
};

/* Finds out whether a record's entry states its TTL, and an absolute owner. */
void entry_look(struct entry *e);

/* Reads an entry of a record: its owner into *owner, which stays where it is left out. False: it
 * isn't one. */
bool entry_read(const struct entry *e, const struct name *origin, struct name *owner,
	uint16_t *type, struct buf *rdata);

/* Adds the entry's text, rewritten to hold `e->want` (of zone `want_zone`; or e->rec of `zone`) and
 * what it needs. `origin` is the one in force. */
struct entry_zones {
	const struct zf_zone *zone, *want_zone;
	const struct name *origin;
	bool absolute; /* owners that are stated anew are absolute */
};
void entry_print(
	struct buf *out, const struct entry *e, unsigned needs, const struct entry_zones *zones);

/* Adds the entry's record in canonical form: comments on lines of their own above it, the others
 * behind it, ended as the entry's lines are. */
enum entry_comments { ENTRY_COMMENTS_ABOVE, ENTRY_COMMENTS_BEHIND };
void entry_tidy(struct buf *out, const struct entry *e, const struct entry_zones *zones);

/* A line for a new record: canonical, its owner relative to `origin` where it is below it. */
void entry_print_record(struct buf *out, const struct zf_zone *zone, const struct rec *r,
	const struct name *origin);

/* The text of a record's owner, relative to `origin` where it is below it; NULL: absolute. */
void entry_print_owner(struct buf *out, const struct zf_zone *zone, const struct rec *r,
	const struct name *origin);

#endif
