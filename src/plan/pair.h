/*
 * pair: which record takes whose place when records of one RRset go and others come.
 */
#ifndef ZF_PLAN_PAIR_H
#define ZF_PLAN_PAIR_H

#include "zone.h"

struct pair_set {
	const struct rec **items; /* of one RRset, in the order of the zone */
	size_t count;
};

enum { PAIR_NONE = -1 };

/* For each of `gone` the index of the one of `come` that takes its place, or PAIR_NONE; each place
 * is taken once, and as many as there can be are. Only the RDATA counts. MX records of one
 * preference come first, so that a change of hosts never needs a spare preference. */
void pair_records(long *partner, const struct pair_set *gone, const struct pair_set *come);

#endif
