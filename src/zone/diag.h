/*
 * diag: findings about a zone. They accumulate; an error in a struct zf_error stops.
 *
 * The list owns all its texts, so what a finding was made of may go. A hostile zone can cause a
 * finding a record, so not more than DIAGS_MAX_KEPT of them are kept; the counts go on.
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
	const char *reads; /* what another program reads there, or NULL */
	const char *write; /* what stands there best, or NULL */
};

enum { DIAGS_MAX_KEPT = 100000 };

struct diags {
	struct arena arena; /* owns the texts */
	struct diag *items;
	size_t count, cap;
	size_t errors, warnings; /* of all that were added, kept or not */
	size_t max_errors; /* keep so many errors; 0: all */
};

void diags_init(struct diags *d);
void diags_free(struct diags *d);
void diags_add(struct diags *d, enum diag_severity severity, const char *code, const char *file,
	unsigned long line, unsigned long col, const char *format, ...)
	__attribute__((format(printf, 7, 8)));
/* The same for a finding that is filled in; its texts are copied. What it reads and writes is zone
 * text as our printer makes it. */
void diags_add_filled(struct diags *d, const struct diag *filled);
void diags_sort(struct diags *d); /* by file (as first seen), line, column; stable */
void diags_join(struct diags *d, struct diags *from); /* moves all; from is left empty */

/* "file:line:col: warning: text [code]" and a newline, as far as the place is known; coloured: the
 * severity for a terminal. What is read and what to write follow on lines of their own. */
enum diag_style { DIAG_PLAIN, DIAG_COLORED };
void diag_print(struct buf *b, const struct diag *diag, enum diag_style style);

#endif
