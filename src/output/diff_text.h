/*
 * diff_text: the lines of a diff for people, on a terminal and in Markdown.
 *
 *   www.example.com. A
 *   - 300 192.0.2.1
 *   ~ 300 -> 600 192.0.2.2
 *   ~ 300 192.0.2.3 ;@cloudflare {"proxied":true} -> {"proxied":false}
 *   + 300 192.0.2.4
 *
 * Below long values of which a short part changed stands that part where no colour marks it:
 * "  ...GSIb3DQEB[A]QUAA4GN... -> ...GSIb3DQEB[B]QUAA4GN...".
 */
#ifndef ZF_OUTPUT_DIFF_TEXT_H
#define ZF_OUTPUT_DIFF_TEXT_H

#include "group.h"
#include "style.h"

/* The title line and one line a change. */
void text_add_group(
	struct buf *b, const struct style *style, const struct group *g, const struct diff *d);

#endif
