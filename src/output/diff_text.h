/*
 * diff_text: the lines of a diff for people, on a terminal and in Markdown.
 *
 *   www.example.com. A
 *   - 300 192.0.2.1
 *   ~ 300 -> 600 192.0.2.2
 *   ~ 300 192.0.2.3 ;@cloudflare {"proxied":true} -> {"proxied":false}
 *   + 300 192.0.2.4
 */
#ifndef ZF_OUTPUT_DIFF_TEXT_H
#define ZF_OUTPUT_DIFF_TEXT_H

#include "group.h"

/* What stands before and behind a part. */
struct text_marks {
	const char *before, *behind;
};

struct text_style {
	struct text_marks title, removed, changed, added;
	struct text_marks word; /* a word that changed inside RDATA; before == NULL: not shown */
	struct text_marks fate; /* of the whole RRset: new, gone */
};

extern const struct text_style text_style_plain, text_style_color, text_style_markdown;

/* The title line and one line a change. */
void text_add_group(
	struct buf *b, const struct text_style *style, const struct group *g, const struct diff *d);

#endif
