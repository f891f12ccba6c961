/*
 * many_findings: what is found in one zone of many, as a part of the document.
 */
#ifndef ZF_MANY_MANY_FINDINGS_H
#define ZF_MANY_MANY_FINDINGS_H

#include "diag.h"
#include "many.h"
#include "options.h"

struct many_findings {
	const struct diag *const *items;
	size_t count;
	const char *title; /* static: "new findings"; NULL: none */
	const char *where; /* of findings without a file, or NULL */
	const char *format; /* of the document */
	enum output_color color;
	bool all; /* a line for each, also where several have one cause */
};

/* Adds the part "findings", with one at least. */
void many_add_findings(struct many_zone *z, const struct many_findings *f);

/* Adds a part that is text, a line an item, in a format but JSON. */
void many_add_lines(
	struct many_zone *z, const char *key, const struct buf *text, const char *format);

#endif
