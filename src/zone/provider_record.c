/* provider_record: their order in a sealed zone, and the place of one in it. */
#include "zone.h"

int provider_record_cmp(const struct provider_record *a, const struct provider_record *b)
{
	int c = str_cmp(a->provider, b->provider);
	return c != 0 ? c : str_cmp(a->json, b->json);
}

size_t zone_place_provider_record(const struct zf_zone *zone, const struct provider_record *p)
{
	size_t low = 0, high = zone->provider_record_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (provider_record_cmp(&zone->provider_records[middle], p) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool zone_has_provider_record(const struct zf_zone *zone, const struct provider_record *p)
{
	size_t at = zone_place_provider_record(zone, p);
	return at < zone->provider_record_count &&
	       provider_record_cmp(&zone->provider_records[at], p) == 0;
}
