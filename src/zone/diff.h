/*
 * diff: the sorted, minimal list of changes that turns sealed zone a into sealed zone b.
 *
 * Borrows from both zones, which must outlive it.
 */
#ifndef ZF_ZONE_DIFF_H
#define ZF_ZONE_DIFF_H

#include "zone.h"

enum diff_op {
	DIFF_ADD,    /* only in b */
	DIFF_REMOVE, /* only in a */
	DIFF_TTL,    /* in both; the TTL differs (annotations may differ too) */
	DIFF_META,   /* in both; only the annotations differ */
};

struct change {
	enum diff_op op;
	const struct rec *a, *b; /* NULL where it isn't */
	const struct provider_record *pa, *pb; /* set instead, for provider records */
};

enum diff_ignore {
	DIFF_IGNORE_SOA = 1,	/* the SOA of the apex */
	DIFF_IGNORE_SERIAL = 2, /* SOA records that differ in the serial only are equal */
	DIFF_IGNORE_TTL = 4,
	DIFF_IGNORE_NS = 8,	 /* NS of the apex */
	DIFF_IGNORE_DNSSEC = 16, /* RRTYPE_DNSSEC types */
	DIFF_IGNORE_META = 32,	 /* annotations and provider records */
};

enum diff_txt { DIFF_TXT_JOINED, DIFF_TXT_EXACT };

struct diff_options {
	unsigned ignore;	/* of enum diff_ignore */
	const uint16_t *only;	/* types to look at, or NULL for all */
	size_t only_count;
	const char *name_glob;	/* over the owner's text relative to the apex, or NULL */
	enum diff_txt txt;	/* joined: TXT and SPF compare by their concatenated octets */
};

struct diff {
	const struct zf_zone *a, *b;
	struct change *changes; /* sorted by rec_cmp; removals before additions of one RRset */
	size_t count, cap;
	size_t added, removed, ttl, meta; /* how many of each */
};

/* A synthesised record (rec_is_synthesised) on one side is equal to anything on the other at the
 * same RRset. Errors: ZF_ERR_DATA when the zones' apexes differ. */
enum zf_status diff_make(struct diff *d, const struct zf_zone *a, const struct zf_zone *b,
	const struct diff_options *options, struct zf_error *err);
void diff_free(struct diff *d);

#endif
