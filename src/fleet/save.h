/*
 * save: one zone into its file. The file is replaced by octets that were read back from the disk
 * and give the same zone again, or left as it is: when nothing has changed, and when what came is
 * so much less than what is there that it may be a fault (then the new text lies beside it).
 */
#ifndef ZF_FLEET_SAVE_H
#define ZF_FLEET_SAVE_H

#include "depot.h"
#include "zone.h"

/* A zone that lost more of its records isn't believed, but fewer than SHRINK_LEAST are no reason.
 */
enum { SHRINK_PERCENT = 30, SHRINK_LEAST = 3 };

enum saved {
	SAVED_SAME, /* the file held this already */
	SAVED_NEW,
	SAVED_CHANGED,
	SAVED_HELD, /* the file is as it was; the new text lies beside it, as NAME.new */
};

struct saving {
	enum saved saved;
	char why[256]; /* SAVED_HELD: one line */
};

/* Saves the zone that an entry is about, and brings the entry up to date; a good outcome is noted
 * on the depot's list. `shrink`: percent. Several threads may save at once, each another entry.
 * Errors: the file is as it was. */
enum zf_status save_zone(struct saving *done, struct depot *d, struct holding *e,
	const struct zf_zone *zone, unsigned shrink, struct zf_error *err);

/* The zone was not read, or not saved: notes why. */
void save_failed(struct holding *e, const char *why);

/* How many records a zone has of its own: with provider records, without what was synthesised. */
size_t save_count(const struct zf_zone *zone);

/* Adds the text of a zone as its file has it. */
enum zf_status save_print(struct buf *text, const struct zf_zone *zone, struct zf_error *err);

/* Replaces a file of the depot, proved. `before` (or NULL) is noted when all is on the disk but the
 * file's name. */
enum zf_status save_file(struct depot *d, const char *file, const struct buf *text,
	const struct holding *before, struct zf_error *err);

#endif
