/*
 * fit_summary: what all formats say of a fit.
 */
#ifndef ZF_OUTPUT_FIT_SUMMARY_H
#define ZF_OUTPUT_FIT_SUMMARY_H

#include "formats.h"
#include "plan_view.h"

/* The kinds of findings, in the order in which they are shown; title NULL at the end. */
struct fit_section {
	enum fit_verdict verdict;
	const char *title;
};
extern const struct fit_section fit_sections[];

/* "12 fit, 1 fits changed, 2 do not fit, 3 are the target's own; 14 calls, about 3 s" */
void fit_print_summary(struct buf *b, const struct fit_view *view);

#endif
