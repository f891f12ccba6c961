/*
 * compare_text: the lines of a comparison for people, on a terminal and in Markdown.
 *
 *   www.example.com. A: odd: bunny:example.com
 *     a.zone, sdpf:example.com
 *       300 192.0.2.1
 *     bunny:example.com
 *       300 192.0.2.2
 *     hostup:example.com: lacks it
 */
#ifndef ZF_OUTPUT_COMPARE_TEXT_H
#define ZF_OUTPUT_COMPARE_TEXT_H

#include "compare.h"
#include "options.h"
#include "out.h"
#include "style.h"

struct compare_view {
	const struct comparison *c;
	const struct output_options *options;
	const struct style *style;
};

/* The title line, then each group of locations with what they have. */
void compare_text_add_rrset(
	struct buf *b, const struct compare_view *view, const struct compare_rrset *rrset);

/* The names of the locations of a set of bits, joined by commas. */
void compare_add_names(struct buf *b, const struct compare_view *view, unsigned bits);
/* "3 locations, 12 RRsets: 10 agree, 2 differ" */
void compare_add_summary(struct buf *b, const struct comparison *c);
/* "odd: bunny:example.com", "no majority", "all agree" */
void compare_add_verdict(
	struct buf *b, const struct compare_view *view, const struct compare_rrset *rrset);
/* Whether the options show the RRset. */
bool compare_shows(const struct output_options *options, const struct compare_rrset *rrset);

/* What stands for a location without records of its own to show, by enum compare_state: "lacks it",
 * "can't hold the type"; NULL for those that have some. */
const char *compare_absence(enum compare_state state);

/* "300 192.0.2.1" */
void compare_add_record(struct buf *b, const struct rec *r);

#endif
