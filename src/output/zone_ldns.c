/* zone_ldns: a zone as `ldns-read-zone -z` prints it, by ldns itself; but where ldns has no text
 * for a record, and leaves it out, it is there as RFC 3597 has it. */
#include <string.h>

#include "formats.h"
#include "rr_ldns.h"

static void print(struct out *o, const struct zf_zone *zone, size_t from, size_t end)
{
	for (size_t i = from; i < end; i++) {
		const struct rec *r = zone->recs[i];
		struct rr rr = {.type = rec_type(r),
			.ttl = r->ttl,
			.rdata = {(const char *)rec_rdata(r), r->rdata_len}};
		rec_owner(zone, r, &rr.owner);
		rr_print_ldns(&o->buf, &rr);
		out_check(o);
	}
}

/* The end of the apex' RRset of a type that begins at `from`, if it does. */
static size_t apex_set_end(const struct zf_zone *zone, size_t from, uint16_t type)
{
	return from < zone->count && key_is_apex(rec_key(zone->recs[from])) &&
			       rec_type(zone->recs[from]) == type
		       ? zone_rrset_end(zone, from)
		       : from;
}

/* Where the records outside of the zone begin, which stand behind it, in canonical order. */
static size_t find_outside(const struct zf_zone *zone)
{
	size_t i = zone->count;
	while (i > 0 && key_is_outside(rec_key(zone->recs[i - 1])))
		i--;
	return i;
}

/* The first of these whose name comes behind the zone's. */
static size_t find_behind(const struct zf_zone *zone, size_t outside)
{
	uint8_t apex[NAME_MAX_KEY];
	size_t n = name_to_key(apex, &zone->apex, &name_root);
	while (outside < zone->count && memcmp(rec_key(zone->recs[outside]) + 1, apex, n) < 0)
		outside++;
	return outside;
}

/* ldns has the SOA first and then all in canonical order, so that of the apex too A stands before
 * NS, and names outside of the zone before or behind it. */
enum zf_status zone_ldns(struct out *o, const struct zf_zone *zone,
	const struct output_options *options, struct zf_error *err)
{
	size_t ns = apex_set_end(zone, 0, TYPE_SOA), a = apex_set_end(zone, ns, TYPE_NS),
	       rest = apex_set_end(zone, a, TYPE_A), outside = find_outside(zone),
	       behind = find_behind(zone, outside);
	(void)options;
	(void)err;
	print(o, zone, 0, ns);
	print(o, zone, outside, behind);
	print(o, zone, a, rest);
	print(o, zone, ns, a);
	print(o, zone, rest, outside);
	print(o, zone, behind, zone->count);
	return o->status;
}
