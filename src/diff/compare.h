/*
 * compare: every RRset of up to 16 sealed zones, side by side: who agrees, who is the odd one out.
 *
 * Sets are equal when diff calls them equal with the same options; annotations and provider
 * records don't count, since each provider has its own. The locations that have equal sets form a
 * group, those that lack the RRset form one too. The largest group is right, all outside it are
 * odd; when two groups are the largest there is no majority, and every location is odd.
 *
 * No part in this have locations that can't hold the type, and those whose set holds a synthesised
 * record. Where a location serves what has no DNS form here (an alias, a redirect), it can't be
 * compared, unless every location keeps the very same.
 */
#ifndef ZF_DIFF_COMPARE_H
#define ZF_DIFF_COMPARE_H

#include "diff.h"

enum { COMPARE_MIN = 2, COMPARE_MAX = 16 };

/* Whether a location can hold a type, at the apex or below it. */
enum compare_owner { COMPARE_APEX, COMPARE_BELOW };
typedef bool compare_can_hold(const void *user, uint16_t type, enum compare_owner owner);

struct compare_location {
	const struct zf_zone *zone;
	/* What is served there though the zone has no record of it: a zone of the same apex whose
	 * records stand for it, with what the location keeps as RDATA; NULL: nothing. */
	const struct zf_zone *served;
	compare_can_hold *can_hold; /* NULL: it can hold everything */
	const void *user;
};

enum compare_state {
	COMPARE_HAS,
	COMPARE_HAS_NOT,
	COMPARE_CANNOT_HOLD, /* the location can't hold the type; it has no such RRset */
	COMPARE_SYNTHESISED, /* has a set that we made up */
	COMPARE_NOT_COMPARED, /* serves something that has no DNS form here */
};

/* What one location has. */
struct compare_cell {
	uint32_t from, count; /* the records: zone->recs[from..]; count 0: none */
	uint8_t state; /* enum compare_state */
	uint8_t group; /* of HAS and HAS_NOT: 0 is the group of the first such location, and so on
			*/
};

struct compare_rrset {
	const struct rec *any; /* tells owner and type */
	const struct zf_zone *zone; /* the one that `any` is from */
	const struct compare_cell *cells; /* one a location */
	uint16_t odd; /* bit i: location i is odd; 0: all agree */
	uint16_t not_compared; /* bit i: location i is in that state */
	uint8_t groups; /* how many groups */
	uint8_t majority; /* the largest group; `groups` when there is none */
};

struct comparison {
	struct compare_location locations[COMPARE_MAX];
	size_t location_count;
	struct compare_rrset
		*rrsets; /* every RRset that any location has, in the order of rec_cmp */
	size_t count, cap;
	size_t different; /* RRsets with an odd location */
	size_t not_compared; /* RRsets of which a location can't be compared */
	size_t odd[COMPARE_MAX]; /* for each location, RRsets in which it is odd */
	size_t left_out; /* RRsets that `ignore` leaves out */
	size_t not_asked; /* RRsets that `only`, `exclude` or `name_glob` leave out */
	bool narrowed; /* one of these was given */
	struct arena arena;
};

/* Zones are borrowed and must outlive c. Errors: ZF_ERR_USAGE (count), ZF_ERR_DATA (apexes differ);
 * c is empty then, and may be freed. */
enum zf_status compare_make(struct comparison *c, const struct compare_location *locations,
	size_t count, const struct diff_options *options, struct zf_error *err);
void compare_free(struct comparison *c);

/* The records of a location in an RRset. */
struct diff_set compare_set(
	const struct comparison *c, const struct compare_rrset *rrset, size_t i);

#endif
