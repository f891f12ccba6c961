/*
 * plan_lines: a plan as people look at it: owner by owner, what is there and what will be.
 *
 *   www.example.com. (new)
 *   - A 300 192.0.2.1
 *   ~ A 300 192.0.2.2 -> 192.0.2.3
 *   ~ MX 300 -> 600 10 mail.example.com.
 *   + TXT 300 "x"
 */
#ifndef ZF_OUTPUT_PLAN_LINES_H
#define ZF_OUTPUT_PLAN_LINES_H

#include "formats.h"
#include "plan_view.h"
#include "style.h"

/* A record that goes (shall == NULL), comes (was == NULL), or changes; or a provider record. */
struct plan_line {
	const struct rec *was, *shall;
	const struct provider_record *kept_was, *kept_shall;
};

struct plan_group {
	const struct rec *any; /* NULL: provider records */
	const char *fate; /* "new", "gone", or NULL */
	size_t from, end; /* of the lines */
};

struct plan_lines {
	const struct plan *plan;
	struct plan_line *items;
	size_t count, cap;
	struct plan_group *groups; /* in the order of the zone, provider records last */
	size_t group_count, group_cap;
};

void plan_lines_make(struct plan_lines *lines, const struct plan *plan);
void plan_lines_free(struct plan_lines *lines);

/* The lines of one group, under its title. */
void plan_lines_print(struct buf *b, const struct style *style, const struct plan_lines *lines,
	const struct plan_group *group);

/* The record of a line, and the other one where there are both. */
const struct rec *plan_line_record(const struct plan_line *line);
/* What stands behind the type in a line. */
void plan_line_print(struct buf *b, const struct plan_line *line);

/* "2 created, 1 changed, 3 deleted; 4 calls, about 2 s"; `deleted` stands around the deletes. */
void plan_print_summary(struct buf *b, const struct plan *plan, const struct marks *deleted);
/* "4 calls, about 2 s" */
void plan_print_calls(struct buf *b, const struct plan *plan);

#endif
