/*
 * src/many: one document about many zones. Each zone is worked on by itself, several side by side
 * (many_run), and gives what a single one would have given; here these are put together as one
 * text, one JSON document, one comment, one page (many_text …), with one summary.
 *
 * many: that document before it is written.
 */
#ifndef ZF_MANY_MANY_H
#define ZF_MANY_MANY_H

#include "out.h"

/* What became of a zone. */
enum many_state {
	MANY_SAME, /* equal, or nothing to do */
	MANY_DIFFERENT, /* different, or changes are pending */
	MANY_ONLY_A, /* the zone is in the first folder only … */
	MANY_ONLY_B,
	MANY_RENAMED, /* equal, in another file */
	MANY_APPLIED,
	MANY_REFUSED, /* what was to be written isn't, for a reason that a flag takes away */
	MANY_PARTLY, /* written in part, or a record was not understood */
	MANY_FAILED, /* nothing is known of it, or nothing was done */
	MANY_STATES
};

/* Something of what is told of a zone: a diff, a plan, findings. */
struct many_part {
	const char *key; /* static: its member in JSON: "diff" */
	struct buf body; /* in the format of the document, as a part (OUTPUT_PART) */
};

struct many_zone {
	char *name; /* of the zone; or of a file that is none. Owned, as all */
	char *from, *to; /* locations, or NULL */
	enum many_state state;
	char *why; /* one line, or NULL */
	struct many_part *parts;
	size_t part_count, part_cap;
	struct buf said; /* messages about it, for standard error */
};

struct many {
	const char *what; /* static: "diff", for the marker */
	const char *title; /* of the document */
	const char *const *words; /* of the states for people, by state; NULL: the usual ones */
	const char *sides[2]; /* what a zone on one side only is on; or NULL */
	const char *revisions[2]; /* of git, that the two sides are of; or NULL */
	struct many_zone *items; /* in the order in which they are shown */
	size_t count, cap;
};

void many_free(struct many *m);
/* A zone more. What it points to is valid until the next one. */
struct many_zone *many_add(struct many *m, const char *name, const char *from, const char *to);
/* Begins a part of a zone; its body is to be filled, and stays there until the next part. Parts of
 * one key stand together. */
struct buf *many_part(struct many_zone *z, const char *key);
/* A zonefile_sink that adds to such a body. */
enum zf_status many_sink(void *body, const char *p, size_t n, struct zf_error *err);
/* Sets what became of it, with a reason (which may be NULL). */
void many_set(struct many_zone *z, enum many_state state, const char *why);

size_t many_count(const struct many *m, enum many_state state);
/* Whether a zone is worth being shown with its parts: all but those that are the same. */
bool many_is_shown(const struct many_zone *z);
/* "different" as the document calls it; "only-a" as JSON does. */
const char *many_word(const struct many *m, enum many_state state);
const char *many_json_word(enum many_state state);
/* "12 zones: 3 different, 9 the same" */
void many_add_summary(struct buf *b, const struct many *m);
/* Whether a zone's line and its parts are both worth a reader's time. */
bool many_has_line(const struct many_zone *z);
/* "a.zone -> bunny:example.com", fit for a terminal; nothing without locations, and once where both
 * are the same. */
bool many_has_both(const struct many_zone *z); /* two locations that differ */
void many_add_where(struct buf *b, const struct many_zone *z);

/* The formats. */
struct many_options {
	const char *format; /* "text", "json", "markdown" or "html" */
	size_t max_bytes; /* of markdown; 0: no limit */
};
enum zf_status many_write(struct out *o, const struct many *m, const struct many_options *options,
	struct zf_error *err);
/* Whether there is a format of this name; ZF_ERR_USAGE names those there are. */
enum zf_status many_check_format(const char *format, struct zf_error *err);

#endif
