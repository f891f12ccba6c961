/* zone_ldns: a zone as `ldns-read-zone -z` prints it, by ldns itself; but where ldns has no text
 * for a record, and leaves it out, it is there as RFC 3597 has it. */
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

/* ldns has the SOA first and then all in canonical order, so that of the apex too A stands before
 * NS. */
enum zf_status zone_ldns(struct out *o, const struct zf_zone *zone,
	const struct output_options *options, struct zf_error *err)
{
	size_t ns = apex_set_end(zone, 0, TYPE_SOA), a = apex_set_end(zone, ns, TYPE_NS),
	       rest = apex_set_end(zone, a, TYPE_A);
	(void)options;
	(void)err;
	print(o, zone, 0, ns);
	print(o, zone, a, rest);
	print(o, zone, ns, a);
	print(o, zone, rest, zone->count);
	return o->status;
}
