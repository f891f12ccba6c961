/*
 * md: comments on pull requests, in the Markdown of GitHub and GitLab.
 *
 * A comment begins with a marker line that stays the same from run to run, so that a bot can find
 * and replace its own. What comes from outside stands in code only: in a code span, or in a fenced
 * block whose fence is longer than any run of backticks inside (and no line inside consists of
 * backticks, so that none could close it). In code nothing is a link, a mention, an image or HTML.
 */
#ifndef ZF_PRINT_MD_H
#define ZF_PRINT_MD_H

#include "options.h"
#include "out.h"

typedef void md_quote(struct buf *b, const char *p, size_t n);

/* `text` */
md_quote md_add_code;
/* The same inside a table, whose columns a '|' would shift: it is written \124, as in zone text. */
md_quote md_add_cell;
/* The same of a text that may hold what no terminal should see. */
void md_add_text(struct buf *b, const char *text);
/* The name of location i, quoted by one of them. */
void md_add_location(struct buf *b, md_quote *quote, const struct output_options *options, size_t i,
	const struct zf_zone *zone);

/* A comment: a head, and a fenced block of items (RRsets), a few lines each in style_markdown. */
struct md_comment {
	struct buf head; /* owned from md_begin to md_write */
	size_t count; /* items */
	size_t max_bytes; /* 0: no limit */
	/* Appends the item at *at, which starts as 0, and moves *at to the next one. */
	void (*add_item)(struct buf *b, size_t *at, const void *user);
	const void *user;
};

/* Begins the head: the marker of WHAT (of a whole document), and the zone in bold, up to what is
 * said of it. The caller ends the bold line. */
void md_begin(struct md_comment *c, const struct output_options *options, const char *what,
	const struct zf_zone *zone);

/* Writes the comment, and releases its head. What doesn't fit is left out from the end, and a last
 * paragraph says how much that is. Errors: ZF_ERR_USAGE when not even the head fits. */
enum zf_status md_write(struct out *o, struct md_comment *c, struct zf_error *err);

#endif
