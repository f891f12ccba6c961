/*
 * group: a diff's changes one RRset at a time, and the texts of their parts.
 */
#ifndef ZF_PRINT_GROUP_H
#define ZF_PRINT_GROUP_H

#include "diff.h"
#include "out.h"

/* The changes of one RRset, or of all provider records: first removals, then changes of TTL and
 * annotations, then additions. */
struct group {
	const struct change *changes;
	size_t count, removed, modified; /* the rest are additions */
	const struct rec *any; /* NULL: provider records */
	const struct zf_zone *zone; /* the one that `any` is from */
};

/* Start with *at = 0; false at the end. */
bool group_next(struct group *g, const struct diff *d, size_t *at);

/* "www.example.com. A", or "provider records" */
void group_add_title(struct buf *b, const struct group *g);

/* What the group makes of its RRset: "new", "gone", or NULL when the RRset is in both zones. */
const char *group_fate(const struct group *g, const struct diff *d);

/* Whatever of a change is RDATA (or the provider record's JSON): of its side a, and of its side b.
 */
void change_add_data(struct buf *b, const struct change *c, const struct rec *side);
/* " ;@cloudflare {"proxied":true} -> {"proxied":false}" for each annotation that differs. */
void change_add_annotations(struct buf *b, const struct change *c, const char *arrow);

/* For each removal the addition that took its place, as its index among the additions, or
 * GROUP_NO_PARTNER: what shares most of its text, so that what changed inside can be shown. */
enum { GROUP_MAX_PAIRED = 16, GROUP_NO_PARTNER = -1 };
struct partners {
	int of[GROUP_MAX_PAIRED]; /* for the first so many removals */
};
void group_pair(struct partners *p, const struct group *g);

/* "2 added, 1 removed, 1 TTL changed" of those that aren't 0; "no differences". */
void diff_add_summary(struct buf *b, const struct diff *d);
/* "3 more records differ and are left out" with the reasons there can be; nothing when none are. */
void diff_add_ignored(struct buf *b, const struct diff *d);

#endif
