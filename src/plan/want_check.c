/* Whether a zone that is to be made breaks the rules of DNS. */
#include "err.h"
#include "wanting.h"

/* DNSSEC types may stand beside a CNAME (RFC 2181 section 10.1, RFC 4034). */
static bool may_stand_beside(uint16_t type)
{
	const struct rrtype *row = rrtype_by_code(type);
	return type == TYPE_CNAME || type == TYPE_KEY || type == TYPE_SIG ||
	       (row && (row->flags & RRTYPE_DNSSEC));
}

static const struct rec *clash(const struct zf_zone *zone, size_t from, size_t end)
{
	const struct rec *cname = NULL;
	bool other = false;
	for (size_t i = from; i < end; i++) {
		const struct rec *r = zone->recs[i];
		if (rec_type(r) == TYPE_CNAME && cname)
			return r;
		if (rec_type(r) == TYPE_CNAME)
			cname = r;
		other = other || !may_stand_beside(rec_type(r));
	}
	return other ? cname : NULL;
}

/* Whether the target has the same records there already, so that it takes them. */
static bool is_there(
	const struct zf_zone *zone, size_t from, size_t end, const struct zf_zone *target)
{
	struct name owner;
	rec_owner(zone, zone->recs[from], &owner);
	size_t at = zone_find(target, &owner, 0);
	for (size_t i = from; i < end; i++, at++)
		if (at >= target->count || rec_cmp(zone->recs[i], target->recs[at]) != 0)
			return false;
	return true;
}

enum zf_status want_check(const struct zf_zone *zone, const struct zf_zone *target,
	const struct target_kind *kind, struct zf_error *err)
{
	bool flattens = kind->holds && kind->holds->apex_cname;
	for (size_t from = 0, end; from < zone->count; from = end) {
		end = zone_owner_end(zone, from);
		if (flattens && key_is_apex(rec_key(zone->recs[from])))
			continue;
		const struct rec *r = clash(zone, from, end);
		if (!r || is_there(zone, from, end, target))
			continue;
		struct buf name;
		buf_init(&name, 0);
		rec_print_owner_absolute(&name, zone, r);
		err_set(err, ZF_ERR_DATA,
			"%s would have a CNAME beside other records, which DNS forbids (RFC 1034 "
			"section 3.6.2): correct the source, or let what is left alone there go",
			name.data);
		buf_free(&name);
		return ZF_ERR_DATA;
	}
	return ZF_OK;
}
