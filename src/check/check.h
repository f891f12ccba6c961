/*
 * src/check: judges a sealed zone, from wherever it came. The zone is walked once (check), and each
 * owner and RRset goes to the parts that care (parts): structure, delegations, names, mail, SPF,
 * SVCB, CAA, DNSSEC, ZONEMD. Below these are looking and reporting (look) and the judging of hosts
 * (hosts). What is found depends on the zone alone: nobody is asked and no clock is read.
 *
 * check: adds findings, each with its code and the place of the record; the zone stays as it is.
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
