/*
 * build: what build.c, sort.c, collapse.c and seal.c share; nobody else includes it.
 */
#ifndef ZF_ZONE_BUILD_H
#define ZF_ZONE_BUILD_H

#include "zone.h"

/*
 * A record on its way into order. Its first octets stand beside it as two numbers, so that most
 * comparisons touch no record. Sorting is by radix on these; where they are equal, the octets
 * behind them take their place and it goes on. So it takes time in proportion to the octets that
 * tell the records apart, whatever they are.
 */
struct sort_entry {
	uint64_t high, low; /* as sort_entry_make leaves them */
	struct rec *rec;
};

struct zone_builder {
	struct zf_zone *zone; /* what it will be: apex, source, files, findings */
	struct arena recs; /* the records; apart because another apex makes them anew */
	struct sort_entry *entries;
	size_t count, cap, most;
	size_t octets; /* of records and provider records, as they lie in memory */
	struct provider_record *provider_records;
	size_t provider_count, provider_cap;
	struct name owner; /* the last record's; len 0: none */
};

/* A record without its contents: `data` octets of them follow. */
struct rec *rec_alloc(struct arena *arena, size_t data);

struct sort_entry sort_entry_make(struct rec *r);

/* Sorts by rec_cmp, in several threads where it pays. The numbers are undefined then. Records
 * that are equal stand in any order. */
void zone_sort(struct sort_entry *entries, size_t count);

/* One record in place of n equal ones: the one that was written first, with the lowest TTL and the
 * notes of all. Warns about each of the others. */
struct rec *zone_collapse(struct zone_builder *b, struct sort_entry *entries, size_t n);

#endif
