/*
 * serial: the serial of a SOA record (RFC 1035 section 3.3.13) and its next one (RFC 1982).
 */
#ifndef ZF_ZONE_SERIAL_H
#define ZF_ZONE_SERIAL_H

#include "zone.h"

uint32_t soa_serial(const struct rec *soa);

enum serial_style {
	SERIAL_INCREMENT, /* one more */
	SERIAL_DATE, /* YYYYMMDD00 of the day (UTC), one more when that isn't later */
	SERIAL_UNIX, /* seconds since 1970, one more when that isn't later */
	SERIAL_KEEP,
};

/* The serial behind `serial` at the time `now` (seconds since 1970). */
uint32_t serial_next(uint32_t serial, enum serial_style style, int64_t now);

/* A copy of the zone (which has a SOA record) with another serial; sealed, the caller's. */
struct zf_zone *zone_with_serial(const struct zf_zone *zone, uint32_t serial);

#endif
