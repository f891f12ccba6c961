/*
 * hosts: names inside RDATA, and the hosts that records point to by them.
 *
 * Below the parts: NS, MX, SRV, SVCB and others judge their hosts by the one check_target.
 */
#ifndef ZF_CHECK_HOSTS_H
#define ZF_CHECK_HOSTS_H

#include "look.h"

/* The name that stands in RDATA from octet `at` on; false: there is none. */
bool target_take(struct name *name, const struct rec *r, size_t at);

bool target_is_below_arpa(const struct name *name);
/* 192.0.2.1, alone or with the origin behind it, or anything with a colon in its first label. */
bool target_is_address(const struct zf_zone *zone, const struct name *name);
/* Ends in the apex twice: the final dot of an absolute name was forgotten. An apex of one label
 * doesn't count, com.com is a name like any other. */
bool target_is_doubled(const struct zf_zone *zone, const struct name *name);
/* One of both, which name.c reports: that such a name isn't there needs no saying. */
bool target_is_reported(const struct zf_zone *zone, const struct name *name);

struct check_target_codes {
	const char *cname; /* the name is an alias; NULL: it may be */
	const char *address; /* the name has no address */
};
/* Judges a host that a record points to, as far as this zone knows it. */
void check_target(struct check *c, const struct rec *r, const struct name *host,
	const struct check_target_codes *codes);

#endif
