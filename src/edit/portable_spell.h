/*
 * portable_spell: how a record is written so that ldns reads it as all others do. ldns is asked.
 */
#ifndef ZF_EDIT_PORTABLE_SPELL_H
#define ZF_EDIT_PORTABLE_SPELL_H

#include "rr_ldns.h"
#include "zone.h"

struct speller;
struct speller *speller_new(const struct zf_zone *zone);
void speller_free(struct speller *s); /* NULL is allowed */

/* Type, padded to `width`, and RDATA of a record whose line begins with `head`, "owner TTL IN ":
 * canonical, else in RFC 3597 form. False: ldns misreads both, and *tail is canonical. */
bool speller_find(struct speller *s, struct buf *tail, const struct rec *rec, struct str head,
	unsigned width);

/* Whether ldns has read this record; its TTL isn't looked at. */
bool speller_is_record(const struct zf_zone *zone, const struct rec *rec, const struct rr *r);

#endif
