/*
 * zone_of: zones for tests, made without the zone file reader.
 */
#ifndef ZF_TEST_ZONE_OF_H
#define ZF_TEST_ZONE_OF_H

#include "zone.h"

struct name name_of(const char *absolute);

/* Adds records, one a line: "owner ttl type rdata", owner relative to the apex ("@"), names in the
 * RDATA absolute; behind a " ;" come annotations (";@x {}") and then a trailing comment. A line
 * that begins with ';' is a leading comment of the record below it, or a provider record. Lines are
 * counted from 1, in a file named "test.zone". What is wrong fails the test. */
void build_lines(struct zone_builder *b, const struct name *apex, const char *lines);

/* A sealed zone of such lines. */
struct zf_zone *zone_of(const char *apex, const char *lines);

/* Random numbers for tests: the same on every machine. */
struct random {
	uint64_t state;
};
uint32_t random_below(struct random *r, uint32_t n);

/* One random record of a zone: names of few and of strange octets, many types, TTLs of a few
 * values; the same one comes now and then. RDATA is valid and canonical. */
struct random_record {
	struct name owner;
	uint16_t type;
	uint32_t ttl;
	uint8_t rdata[300];
	size_t rdata_len;
};
void random_record(struct random_record *record, struct random *r, const struct name *apex);

/* "owner ttl type rdata-hex", one record a line; other names than the writer's, so that a fault
 * there can't hide one here. */
void zone_show(struct buf *out, const struct zf_zone *zone);

#endif
