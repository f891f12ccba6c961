/*
 * diag: findings about a zone. They accumulate; an error in a struct zf_error stops.
 */
#ifndef ZF_ZONE_DIAG_H
#define ZF_ZONE_DIAG_H

#include "arena.h"
#include "buf.h"
#include "zoneferry.h"

enum diag_severity { DIAG_NOTE, DIAG_WARNING, DIAG_ERROR };

struct diag {
	enum diag_severity severity;
	const char *code; /* static: "mixed-ttl" */
	const char *file; /* NULL when it has no place */
	unsigned long line, col; /* 1-based, 0 unknown */
	const char *text; /* one line, fit for a terminal */
};

struct diags {
	struct arena arena; /* owns the texts */
	struct diag *items;
	size_t count, cap;
	size_t errors, warnings; /* of all that were added, beyond max too */
	size_t max_errors;	 /* keep so many errors; 0: all */
};

void diags_init(struct diags *d);
void diags_free(struct diags *d);
void diags_add(struct diags *d, enum diag_severity severity, const char *code, const char *file,
	unsigned long line, unsigned long col, const char *format, ...)
	__attribute__((format(printf, 7, 8)));
void diags_sort(struct diags *d); /* by file (as first seen), line, column; stable */
void diags_join(struct diags *d, struct diags *from); /* moves all; from is left empty */

/* "file:line:col: warning: text [code]" and a newline. */
void diag_print(struct buf *b, const struct diag *diag);

#endif
