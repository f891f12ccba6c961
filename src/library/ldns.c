/* ldns: zones of ldns made of ours, and ours of those of ldns. */
#include "zoneferry-ldns.h"

#include "err.h"
#include "mem.h"
#include "rdata.h"
#include "rr_ldns.h"
#include "ttl.h"
#include "zone.h"

static ldns_rr *rr_of(const struct zf_zone *zone, const struct rec *r)
{
	struct rr rr = {.type = rec_type(r),
		.ttl = r->ttl,
		.rdata = {(const char *)rec_rdata(r), r->rdata_len}};
	rec_owner(zone, r, &rr.owner);
	return rr_to_ldns(&rr);
}

ldns_zone *zf_zone_to_ldns(const struct zf_zone *zone)
{
	ldns_zone *made = ldns_zone_new();
	const struct rec *soa = zone_soa(zone);
	if (!made)
		mem_exhausted();
	if (soa)
		ldns_zone_set_soa(made, rr_of(zone, soa));
	for (size_t i = 0; i < zone->count; i++)
		if (zone->recs[i] != soa && !ldns_zone_push_rr(made, rr_of(zone, zone->recs[i])))
			mem_exhausted();
	return made;
}

ldns_rr_list *zf_zone_to_ldns_list(const struct zf_zone *zone)
{
	ldns_rr_list *made = ldns_rr_list_new();
	if (!made)
		mem_exhausted();
	for (size_t i = 0; i < zone->count; i++)
		if (!ldns_rr_list_push_rr(made, rr_of(zone, zone->recs[i])))
			mem_exhausted();
	return made;
}

/*
 * The way back.
 */
struct taking {
	struct name apex;
	struct zone_builder *builder;
	struct buf rdata; /* of the record that is taken */
	struct zf_error *err;
};

static enum zf_status bad_record(struct taking *t, const struct rr *r, const char *what)
{
	char room[RRTYPE_MAX_TEXT];
	struct buf owner;
	buf_init(&owner, 0);
	name_print(&owner, r->owner.wire);
	enum zf_status status = err_set(
		t->err, ZF_ERR_DATA, "%s %s: %s", owner.data, rrtype_name(r->type, room), what);
	buf_free(&owner);
	return status;
}

static enum zf_status take(struct taking *t, const ldns_rr *from)
{
	struct zf_error why = ZF_ERROR_INIT;
	struct rr r;
	enum zf_status status = rr_from_ldns(&r, &t->rdata, from, t->err);
	if (status != ZF_OK)
		return status;
	uint8_t *rdata = (uint8_t *)t->rdata.data;
	if (!name_is_below_or_equal(&r.owner, &t->apex))
		return bad_record(t, &r, "the name is outside the zone");
	if (r.type == 0 || rrtype_is_meta(r.type))
		return bad_record(t, &r, "there is no such record in a zone");
	if (r.ttl > TTL_MAX)
		return bad_record(t, &r, "the TTL is over 2147483647");
	if (r.rdata.n > RDATA_MAX)
		return bad_record(t, &r, "the data is over 65535 octets");
	if (!rdata_is_valid(r.type, rdata, r.rdata.n, &why))
		return bad_record(t, &r, why.text);
	rdata_canonical(r.type, rdata, r.rdata.n);
	return zone_builder_add(
		t->builder, &r.owner, r.type, r.ttl, rdata, r.rdata.n, STR(""), 0, t->err);
}

static enum zf_status take_list(struct taking *t, const ldns_rr_list *list)
{
	enum zf_status status = ZF_OK;
	for (size_t i = 0; status == ZF_OK && i < ldns_rr_list_rr_count(list); i++)
		status = take(t, ldns_rr_list_rr(list, i));
	return status;
}

static void begin(struct taking *t)
{
	name_lower(t->apex.wire, t->apex.len);
	t->builder = zone_builder_new(&t->apex, "ldns");
	buf_init(&t->rdata, 0);
}

static enum zf_status end(struct taking *t, struct zf_zone **zone, enum zf_status status)
{
	buf_free(&t->rdata);
	if (status == ZF_OK)
		*zone = zone_builder_seal(t->builder);
	else
		zone_builder_free(t->builder);
	return status;
}

/* The owner of a SOA is the apex; NULL: there is none. */
static enum zf_status apex_of(struct taking *t, const ldns_rr *soa)
{
	struct buf rdata;
	struct rr r;
	if (!soa)
		return err_set(t->err, ZF_ERR_DATA, "there is no SOA that tells the zone's apex");
	buf_init(&rdata, 0);
	enum zf_status status = rr_from_ldns(&r, &rdata, soa, t->err);
	buf_free(&rdata);
	if (status == ZF_OK)
		t->apex = r.owner;
	return status;
}

enum zf_status zf_zone_from_ldns(struct zf_zone **zone, const ldns_zone *from, struct zf_error *err)
{
	struct taking t = {.err = err};
	*zone = NULL;
	enum zf_status status = apex_of(&t, ldns_zone_soa(from));
	if (status != ZF_OK)
		return status;
	begin(&t);
	status = take(&t, ldns_zone_soa(from));
	if (status == ZF_OK)
		status = take_list(&t, ldns_zone_rrs(from));
	return end(&t, zone, status);
}

static const ldns_rr *find_soa(const ldns_rr_list *list)
{
	for (size_t i = 0; i < ldns_rr_list_rr_count(list); i++)
		if (ldns_rr_get_type(ldns_rr_list_rr(list, i)) == LDNS_RR_TYPE_SOA)
			return ldns_rr_list_rr(list, i);
	return NULL;
}

enum zf_status zf_zone_from_ldns_list(
	struct zf_zone **zone, const ldns_rr_list *from, const char *apex, struct zf_error *err)
{
	struct taking t = {.err = err};
	*zone = NULL;
	enum zf_status status =
		apex ? name_parse_absolute(&t.apex, apex, err) : apex_of(&t, find_soa(from));
	if (status != ZF_OK)
		return status;
	begin(&t);
	return end(&t, zone, take_list(&t, from));
}
