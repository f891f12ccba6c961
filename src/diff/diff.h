/*
 * diff: the sorted, minimal list of changes that turns sealed zone a into sealed zone b.
 *
 * Both zones are walked once, side by side, in the order of rec_cmp. Whether two records are the
 * same is decided in one place, which diff_rrset shows record by record (diff --explain), and
 * compare.h uses too.
 */
#ifndef ZF_DIFF_DIFF_H
#define ZF_DIFF_DIFF_H

#include "zone.h"

enum diff_op {
	DIFF_ADD, /* only in b */
	DIFF_REMOVE, /* only in a */
	DIFF_TTL, /* in both; the TTL differs (annotations may differ too) */
	DIFF_META, /* in both; only the annotations differ */
};

struct change {
	enum diff_op op;
	bool meta; /* the annotations differ (of DIFF_TTL: too), and that isn't ignored */
	const struct rec *a, *b; /* NULL where it isn't */
	const struct provider_record *pa, *pb; /* set instead, for provider records */
};

enum diff_ignore {
	DIFF_IGNORE_SOA = 1, /* the SOA of the apex */
	DIFF_IGNORE_SERIAL = 2, /* SOA records that differ in the serial only are equal, and ZONEMD
				   records of one scheme and algorithm: they sum the SOA up */
	DIFF_IGNORE_TTL = 4,
	DIFF_IGNORE_NS = 8, /* NS of the apex */
	DIFF_IGNORE_DNSSEC = 16, /* RRTYPE_DNSSEC types, and ZONEMD, which sums them up */
	DIFF_IGNORE_META = 32, /* annotations and provider records */
	DIFF_IGNORE_AUTOMATIC =
		64, /* TTLs of which an annotation tells that the provider chose them */
};

enum diff_txt { DIFF_TXT_JOINED, DIFF_TXT_EXACT };

/* All zero: everything is looked at. Provider records have neither type nor owner: with `only` or
 * `name_glob` they are left out. */
struct diff_options {
	unsigned ignore; /* of enum diff_ignore */
	const uint16_t *only; /* types to look at, or NULL for all */
	size_t only_count;
	const uint16_t *exclude; /* types not to look at */
	size_t exclude_count;
	/* Patterns with commas between, or NULL: over the owner's text relative to the apex, or
	 * over its absolute one. */
	const char *name_glob;
	/* What others own, as GLOB or GLOB/TYPE: ignored. Patterns as those of name_glob. */
	char *const *owned;
	size_t owned_count;
	enum diff_txt txt; /* joined: TXT and SPF compare by their concatenated octets */
};

struct diff {
	const struct zf_zone *a, *b; /* borrowed; they must outlive the diff */
	/* By owner and type as rec_cmp sorts them, provider records last. Within one RRset (and
	 * within the provider records) removals come first, then changes of TTL and annotations,
	 * then additions; each of the three sorted. */
	struct change *changes;
	size_t count, cap;
	size_t added, removed, ttl, meta; /* how many of each */
	size_t ignored_meta; /* of `ignored`: annotations and provider records */
	/* With `only`, `exclude` or `name_glob`: the RRsets of either side, and those that were
	 * looked at. */
	size_t rrsets, looked_at;
	size_t ignored; /* records that differ, left out by `ignore` or because one is synthesised
			 */
};

/* What can't count between these zones (of enum diff_ignore), because one of them is bare. */
unsigned diff_untold(struct zf_zone *const *zones, size_t count);

/* Synthesised records (rec_is_synthesised) are never part of a diff, and the other side's records
 * of an RRset that holds one are taken as equal to it. Errors: ZF_ERR_DATA when the zones' apexes
 * differ (d is empty then, and may be freed). */
enum zf_status diff_make(struct diff *d, const struct zf_zone *a, const struct zf_zone *b,
	const struct diff_options *options, struct zf_error *err);
void diff_free(struct diff *d);

/*
 * One RRset, record by record, with the reason.
 */
enum diff_rule {
	DIFF_SAME, /* owner, type, RDATA, TTL and annotations: the same octets */
	DIFF_DIFFERENT_TTL, /* reported as DIFF_TTL */
	DIFF_DIFFERENT_META, /* reported as DIFF_META */
	DIFF_ONLY_A, /* reported as DIFF_REMOVE */
	DIFF_ONLY_B, /* reported as DIFF_ADD */
	DIFF_SAME_SYNTHESISED, /* one of the RRset's sides was made by us: never reported */
	DIFF_SAME_TTL_IGNORED, /* TTL or annotations differ, and options ignore that */
	DIFF_SAME_META_IGNORED,
};

enum diff_match {
	DIFF_MATCH_OCTETS, /* RDATA is the same */
	DIFF_MATCH_JOINED, /* the strings of a TXT or SPF are the same when joined */
	DIFF_MATCH_SERIAL, /* SOA records apart from their serial, and ZONEMD for its sake */
	DIFF_MATCH_NONE, /* the record has no partner */
};

struct diff_verdict {
	enum diff_rule rule;
	enum diff_match match;
	const struct rec *a, *b; /* NULL where it isn't */
};

/* Records of one zone and one RRset: recs[0..count-1]; count may be 0. */
struct diff_set {
	struct rec *const *recs;
	size_t count;
};

typedef void diff_visit(void *user, const struct diff_verdict *verdict);

/* Calls `visit` for every record of both sets once: first pairs of the same RDATA, then those that
 * match otherwise, then what only a has, then what only b has. A record has one partner at most.
 * Of the options those count that are about single records: whether the RRset is looked at at all
 * is diff_looks_at's matter. */
void diff_rrset(const struct diff_set *a, const struct diff_set *b,
	const struct diff_options *options, diff_visit *visit, void *user);

enum diff_look {
	DIFF_LOOK,
	DIFF_LEFT_OUT_SOA,
	DIFF_LEFT_OUT_NS,
	DIFF_LEFT_OUT_DNSSEC, /* an enum diff_ignore */
	DIFF_LEFT_OUT_OWNED,
	DIFF_LEFT_OUT_TYPE, /* not in `only` */
	DIFF_LEFT_OUT_EXCLUDED, /* in `exclude` */
	DIFF_LEFT_OUT_NAME, /* name_glob doesn't match */
};

/* Whether the options let diff look at the RRset of a record, and if not why. */
enum diff_look diff_looks_at(
	const struct zf_zone *zone, const struct rec *r, const struct diff_options *options);

/* ZF_ERR_NOT_FOUND when one of the patterns of `name_glob` matches no owner of any of the zones: a
 * typing error must not look like equality. */
enum zf_status diff_check_names(const struct zf_zone *const *zones, size_t count,
	const struct diff_options *options, struct zf_error *err);

/* Whether that is because the user asked for something else, rather than for ignoring it. */
bool diff_is_not_asked(enum diff_look look);

/* Whether options ask for a part of the zone only. */
bool diff_is_narrowed(const struct diff_options *options);

/* Whether two sets are equal: no TTL, record or RDATA differs; annotations don't count, and an
 * empty set is equal to an empty set alone. */
bool diff_same_set(
	const struct diff_set *a, const struct diff_set *b, const struct diff_options *options);

/* ZF_ERR_DATA with both names when the apexes differ. */
enum zf_status diff_check_apexes(
	const struct zf_zone *a, const struct zf_zone *b, struct zf_error *err);

/* The concatenated strings of TXT or SPF RDATA; nothing when they aren't whole. */
void diff_join_strings(struct buf *out, const struct rec *r);

#endif
