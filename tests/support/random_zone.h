/*
 * random_zone: pairs of zones that have much in common, for properties of diff and its outputs.
 */
#ifndef ZF_TEST_RANDOM_ZONE_H
#define ZF_TEST_RANDOM_ZONE_H

#include "zone_of.h"

/* A zone of up to `most` records (an SOA and an NS of the apex always among them), most of them of
 * few owners and values, with annotations and provider records here and there. */
struct zf_zone *random_zone(struct random *r, uint32_t most);

/* Another zone, made of one by dropping, changing and adding some records. */
struct zf_zone *random_change(struct random *r, const struct zf_zone *zone);

/* The zone without the records that may not stand beside others (CNAME, DNAME), which takes it
 * over. */
struct zf_zone *lawful_zone(struct zf_zone *zone);

/* Copies a record into a builder with another TTL and other notes. */
void copy_record(struct zone_builder *b, const struct zf_zone *zone, const struct rec *r,
	uint32_t ttl, struct str notes);

/* Whether two sealed zones are equal, annotations and provider records included. */
bool same_zone(const struct zf_zone *a, const struct zf_zone *b);

#endif
