/*
 * sets: the RRsets of several zones of one apex side by side, and when what a target shows is what
 * was written to it.
 */
#ifndef ZF_APPLY_SETS_H
#define ZF_APPLY_SETS_H

#include "diff.h"

enum { SETS_MOST = 4 };

struct sets {
	const struct zf_zone *zones[SETS_MOST]; /* NULL: none */
	size_t at[SETS_MOST]; /* start as 0 */
};

/* The next RRset that any of the zones has: its records in each. False: the end. */
bool sets_next(struct sets *s, struct diff_set found[SETS_MOST]);

/* A record of the RRset, of whichever zone has one. */
const struct rec *sets_any(const struct diff_set found[SETS_MOST]);

/* Records of the apex SOA, of signers, and those that were made up: nobody's changes. */
bool sets_change_by_themselves(const struct diff_set found[SETS_MOST]);

/* Octet for octet, TTL and annotations included. */
bool rec_is_same(const struct rec *a, const struct rec *b);
const struct rec *set_find(const struct diff_set *set, const struct rec *r);
bool set_is_same(const struct diff_set *a, const struct diff_set *b);

/* Whether a target that was given `wanted` may show it as `shown`: TXT cut in another way, and with
 * annotations of the provider's making where none were given. */
bool rec_shows(const struct rec *shown, const struct rec *wanted);
const struct rec *set_find_shown(const struct diff_set *shown, const struct rec *wanted);
bool set_shows(const struct diff_set *shown, const struct diff_set *wanted);

/* The same for provider records, which may have got members that weren't given. */
bool kept_is_same(const struct provider_record *a, const struct provider_record *b);
bool kept_shows(const struct provider_record *shown, const struct provider_record *wanted);
const struct provider_record *kept_find(
	const struct zf_zone *zone, const struct provider_record *p);
const struct provider_record *kept_find_shown(
	const struct zf_zone *zone, const struct provider_record *wanted);

/* Adds the records of a set to a zone of the same apex. Errors: ZF_ERR_LIMIT. */
enum zf_status sets_add(struct zone_builder *b, const struct diff_set *set, struct zf_error *err);
enum zf_status sets_add_record(struct zone_builder *b, const struct rec *r, struct zf_error *err);

/* "www.example.com. A" */
void sets_add_title(struct buf *b, const struct zf_zone *zone, const struct rec *r);

#endif
