/*
 * snapshot: a zone in a run's folder, as canonical zone text with all that stands beside DNS.
 */
#ifndef ZF_APPLY_SNAPSHOT_H
#define ZF_APPLY_SNAPSHOT_H

#include "state.h"
#include "zone.h"

/* Writes the zone, and proves that it can be had again: it is read, and has the same state digest.
 * Errors: ZF_ERR_IO, ZF_ERR_DATA (it can't be had again). */
enum zf_status snapshot_put(
	const struct run *run, const char *name, const struct zf_zone *zone, struct zf_error *err);

/* Reads it; *zone is the caller's. `apex` is the zone's, of its journal. Errors: ZF_ERR_NOT_FOUND,
 * and those of zone files. */
enum zf_status snapshot_get(struct zf_zone **zone, const struct run *run, const char *name,
	const char *apex, struct zf_error *err);

#endif
