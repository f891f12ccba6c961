/*
 * reasons: records with what is said of them, gathered by what is said.
 *
 *   left alone:
 *     the SOA is the target's own (--soa)
 *       example.com. SOA
 */
#ifndef ZF_OUTPUT_REASONS_H
#define ZF_OUTPUT_REASONS_H

#include "plan.h"
#include "out.h"

struct reason_entry {
	const char *why, *way_out; /* way_out: or NULL */
	const struct rec *rec; /* or NULL */
	const struct provider_record *kept; /* or NULL; without both `why` says all */
};

struct reasons {
	const struct zf_zone *zone; /* its apex counts */
	struct reason_entry *items; /* those of one reason stand together */
	size_t count, cap;
};

void reasons_init(struct reasons *r, const struct zf_zone *zone);
void reasons_free(struct reasons *r);

void reasons_add_fit(struct reasons *r, const struct fit *fit, enum fit_verdict verdict);
void reasons_add_left(struct reasons *r, const struct plan *plan);
/* Brings those of one reason together; after the last one was added. */
void reasons_gather(struct reasons *r);

/* The entries of the next reason: items[from..end-1]. Start with from = end = 0; false at the end.
 */
struct reason {
	size_t from, end;
};
bool reasons_next(const struct reasons *r, struct reason *reason);

/* What is said, with the way out. */
void reasons_print_why(struct buf *b, const struct reasons *r, const struct reason *reason);
/* "example.com. SOA, www.example.com. A and 3 more": each RRset once. Nothing when there is none.
 */
void reasons_print_what(struct buf *b, const struct reasons *r, const struct reason *reason);
/* The whole as lines for people, under a title; nothing when there are none. */
void reasons_print(struct buf *b, const struct reasons *r, const char *title);

#endif
