#include "serial.h"

#include <time.h>

/* The serial stands behind two names, before the four timers. */
static size_t serial_at(const struct rec *soa)
{
	return soa->rdata_len - 20u;
}

uint32_t soa_serial(const struct rec *soa)
{
	const uint8_t *p = rec_rdata(soa) + serial_at(soa);
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* RFC 1982: the greatest step that is still one forward. */
enum { STEP_MOST = 0x7fffffff };

static bool is_after(uint32_t a, uint32_t b)
{
	return a != b && a - b <= STEP_MOST;
}

static uint32_t date_serial(int64_t now)
{
	time_t t = (time_t)now;
	struct tm tm;
	gmtime_r(&t, &tm);
	return (uint32_t)((tm.tm_year + 1900) * 1000000 + (tm.tm_mon + 1) * 10000 +
			  tm.tm_mday * 100);
}

uint32_t serial_next(uint32_t serial, enum serial_style style, int64_t now)
{
	uint32_t wanted = style == SERIAL_UNIX   ? (uint32_t)now
			  : style == SERIAL_DATE ? date_serial(now)
						 : serial + 1;
	if (style == SERIAL_KEEP)
		return serial;
	return is_after(wanted, serial) ? wanted : serial + 1;
}

struct zf_zone *zone_with_serial(const struct zf_zone *zone, uint32_t serial)
{
	struct zone_builder *b = zone_builder_new(&zone->apex, zone->source);
	const struct rec *soa = zone_soa(zone);
	for (size_t i = 0; i < zone->count; i++) {
		const struct rec *r = zone->recs[i];
		uint8_t rdata[UINT16_MAX];
		memcpy(rdata, rec_rdata(r), r->rdata_len);
		if (r == soa) {
			const uint8_t octets[] = {(uint8_t)(serial >> 24), (uint8_t)(serial >> 16),
				(uint8_t)(serial >> 8), (uint8_t)serial};
			memcpy(rdata + serial_at(r), octets, sizeof(octets));
		}
		zone_builder_add_key(b, (struct name_key){rec_key(r), r->key_len}, rec_type(r),
			r->ttl, (struct str){(const char *)rdata, r->rdata_len}, rec_notes(r), 0,
			NULL);
	}
	for (size_t i = 0; i < zone->provider_record_count; i++)
		zone_builder_add_provider_record(
			b, zone->provider_records[i].provider, zone->provider_records[i].json);
	return zone_builder_seal(b);
}
