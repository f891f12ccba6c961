/*
 * edit_look: a line for a new record, in the look of a line that stands beside it: the owner
 * relative, absolute or left out, TTL and class there or not and in the same order, blanks or tabs
 * up to the same columns. RDATA is canonical.
 */
#ifndef ZF_EDIT_LOOK_H
#define ZF_EDIT_LOOK_H

#include "edit_entry.h"

struct entry_look {
	const struct entry *like; /* a record's */
	const struct zf_zone *zone; /* of like->rec */
	const struct name *origin; /* in force there */
	bool absolute; /* owners are absolute */
	bool takes_owner; /* it may be left out, where `like` leaves it out */
	bool takes_ttl; /* it is left out */
};

/* Adds the line of r, a record of `zone`, at a place where `origin` is in force. Where `like` is
 * canonical, so is the line. Returns whether the TTL is stated. */
bool entry_print_alike(struct buf *out, const struct entry_look *look, const struct zf_zone *zone,
	const struct rec *r, const struct name *origin);

#endif
