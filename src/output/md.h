/*
 * md: comments on pull requests, in the Markdown of GitHub and GitLab.
 *
 * A comment begins with a marker line that stays the same from run to run, so that a bot can find
 * and replace its own. What comes from outside stands in code only: in a code span, or in a fenced
 * block whose fence is longer than any run of backticks inside (and no line inside consists of
 * backticks, so that none could close it). In code nothing is a link, a mention, an image or HTML.
 */
#ifndef ZF_OUTPUT_MD_H
#define ZF_OUTPUT_MD_H

#include "options.h"
#include "out.h"

/* `text` */
void md_add_code(struct buf *b, const char *p, size_t n);
/* The same inside a table, whose columns a '|' would shift: it is written \124, as in zone text. */
void md_add_cell(struct buf *b, const char *p, size_t n);

/* <!-- zoneferry WHAT ZONE -->, and a newline */
void md_add_marker(struct buf *b, const char *what, const struct zf_zone *zone);

/* A comment: a head, and a fenced block of items, a few lines each. */
struct md_comment {
	const struct buf *head;
	const char *language; /* of the fenced block */
	size_t count; /* items: RRsets */
	size_t max_bytes; /* 0: no limit */
	/* Appends item i; called with i rising from 0, and again from 0. */
	void (*add_item)(struct buf *b, size_t i, void *user);
	void *user;
};

/* Writes it. What doesn't fit is left out from the end, and a last paragraph says how much that is.
 * Errors: ZF_ERR_USAGE when not even the head fits. */
enum zf_status md_write(struct out *o, const struct md_comment *comment, struct zf_error *err);

#endif
