/*
 * html_reasons: what is said of records, as lists on a page.
 */
#ifndef ZF_OUTPUT_HTML_REASONS_H
#define ZF_OUTPUT_HTML_REASONS_H

#include "reasons.h"

/* A heading and a list, an item a reason; nothing when there are none. Gathers and frees them. */
void html_add_reasons(struct buf *b, struct reasons *r, const char *title, struct buf *scratch);
/* A paragraph; `before` is HTML, the text is not. */
void html_add_paragraph(struct buf *b, const char *before, const char *text);

#endif
