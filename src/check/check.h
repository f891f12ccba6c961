/*
 * check: judges a sealed zone, from wherever it came.
 *
 * A zone is walked once, owner by owner and RRset by RRset, and everything that it breaks or that
 * is mostly a mistake becomes a diagnostic with the record's place: structure, delegations, names,
 * mail, SPF, SVCB, CAA, DNSSEC, ZONEMD. What is found depends on the zone alone: nobody is asked
 * and no clock is read. The zone stays as it is.
 */
#ifndef ZF_CHECK_CHECK_H
#define ZF_CHECK_CHECK_H

#include "zone.h"

struct check_code {
	const char *code;
	enum diag_severity severity;
	const char *reason; /* why it matters, one sentence with its RFC */
};

/* What sealing and checking can find, sorted by code; a NULL code ends the table. */
extern const struct check_code check_codes[];
const struct check_code *check_code_find(const char *name); /* or NULL */

/* Looks at everything; findings, and those made while the zone was read, are added to `diags`,
 * sorted by place. */
void check_zone(const struct zf_zone *zone, struct diags *diags);

#endif
