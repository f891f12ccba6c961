/*
 * check: judges a sealed zone. Adds errors and warnings, each with its code and the place of the
 * record; the codes and their reasons are one table, which `zoneferry help check` prints.
 */
#ifndef ZF_ZONE_CHECK_H
#define ZF_ZONE_CHECK_H

#include "zone.h"

struct check_code {
	const char *code;
	enum diag_severity severity;
	const char *reason; /* why it matters, one sentence with its RFC */
};

/* Every code that reading or checking can give, sorted by code. */
size_t check_code_count(void);
const struct check_code *check_code_at(size_t index);
const struct check_code *check_code_find(const char *code); /* NULL: there is none */

/* Looks at everything; findings are added to `diags`, sorted by place. */
void check_zone(const struct zf_zone *zone, struct diags *diags);

#endif
