/*
 * estimate: what a backup takes: requests, time by the account's own limits, memory and disk. The
 * list of zones is asked for; nothing else is.
 */
#ifndef ZF_FLEET_ESTIMATE_H
#define ZF_FLEET_ESTIMATE_H

#include "source.h"

/* Kept of each zone while a run lasts (names, location, what the manifest says), and of each zone
 * that is being read: octets, as measured with some hundred records. */
enum { ESTIMATE_ZONE = 1500, ESTIMATE_HAND = 3 << 20, ESTIMATE_BASE = 12 << 20 };

struct estimate {
	size_t zones; /* listed, or as many as are asked about */
	size_t requests;
	uint64_t milliseconds; /* by the account's pace; 0: it has none */
	uint64_t memory, disk; /* octets; a file takes whole blocks */
	uint64_t file; /* octets of a file, on the average; what the folder's manifest says */
};

/* Of an opened source. `folder` is that of its backups, whose manifest tells how large files are;
 * where there is none, a file counts as one block. `zones`: as many as if there were; 0: as there
 * are. */
enum zf_status estimate_make(struct estimate *e, struct source *source, const char *folder,
	unsigned jobs, size_t zones, struct zf_error *err);

#endif
