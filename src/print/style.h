/*
 * style: what stands before and behind the parts of a text for people: nothing much, the colours of
 * a terminal, or what is coloured in a fenced block of language "diff" (md.h).
 */
#ifndef ZF_PRINT_STYLE_H
#define ZF_PRINT_STYLE_H

#include "options.h"

struct marks {
	const char *before, *behind;
};

struct style {
	struct marks title; /* of an RRset */
	struct marks removed, changed, added; /* lines of a diff */
	struct marks word; /* one that changed inside RDATA; before == NULL: not shown */
	struct marks odd; /* locations of a comparison that have it otherwise */
};

extern const struct style style_plain, style_markdown;

/* For a terminal or not, as the options say. */
const struct style *style_of(const struct output_options *options);

#endif
