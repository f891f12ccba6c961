/*
 * portable: zone text as programs read it that are written on ldns, which read their files by
 * ldns_zone_new_frm_fp: what they make of a text as it stands, and text that they read as all
 * others do.
 *
 * ldns itself reads the text, directive by directive and record by record, as its file reader
 * does: with no other origin than one that it is told, $ORIGIN and the owner of the SOA. What it
 * must not be given (rr_reader_is_safe) counts as misread. Why it misreads a line says the proof's
 * table (proof_table.c), else ldns' own word.
 */
#ifndef ZF_EDIT_PORTABLE_H
#define ZF_EDIT_PORTABLE_H

#include "edit.h"

/* What is found; a NULL code ends the table. */
extern const struct zonefile_code portable_codes[];

/* Adds a finding for each line that ldns reads otherwise, refuses or loses, with its reading and a
 * line to write instead, where it has any. `zone` was read from the text, and the origin of its
 * options is what those programs are told, too. */
void portable_judge(
	struct diags *found, const struct zonefile_source *text, const struct zf_zone *zone);

/* Canonical text, but a record whose canonical line ldns misreads is in the form of RFC 3597.
 * Returns how many it misreads all the same, and the first of them. */
struct portable_lost {
	size_t count;
	const struct rec *first;
};
enum zf_status portable_print(struct buf *out, struct portable_lost *lost,
	const struct zf_zone *zone, struct zf_error *err);

#endif
