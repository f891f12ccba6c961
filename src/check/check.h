/*
 * check: judges a sealed zone. Adds errors and warnings, each with its code and the place of the
 * record; the codes and their reasons are one table, which `zoneferry help check` prints.
 */
#ifndef ZF_CHECK_CHECK_H
#define ZF_CHECK_CHECK_H

#include "zone.h"

struct check_code {
	const char *code;
	enum diag_severity severity;
	const char *reason; /* why it matters, one sentence with its RFC */
};

enum { CHECK_MAX_CODES = 256 };

/* Every code that reading or checking can give, sorted by code; returns how many there are. */
size_t check_codes(struct check_code codes[CHECK_MAX_CODES]);
bool check_code_find(struct check_code *code, const char *name); /* false: there is none */

/* Looks at everything; findings are added to `diags`, sorted by place. */
void check_zone(const struct zf_zone *zone, struct diags *diags);

#endif
