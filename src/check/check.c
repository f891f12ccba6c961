/* The driver: walks the zone owner by owner and RRset by RRset, and hands each to the parts that
 * care. */
#include "parts.h"

#include <stdlib.h>

typedef void check_part(struct check *c, const struct check_set *set);

static const struct {
	uint16_t type;
	check_part *part;
} parts[] = {
	{TYPE_A, check_address},
	{TYPE_A, check_reverse_address},
	{TYPE_AAAA, check_address},
	{TYPE_AAAA, check_reverse_address},
	{TYPE_CAA, check_caa},
	{TYPE_CDNSKEY, check_cdnskey},
	{TYPE_CDS, check_cds},
	{TYPE_CDS, check_ds},
	{TYPE_CNAME, check_cname},
	{TYPE_DNSKEY, check_dnskey},
	{TYPE_DS, check_ds},
	{TYPE_HTTPS, check_svcb},
	{TYPE_MX, check_mx},
	{TYPE_NS, check_ns},
	{TYPE_NSEC3PARAM, check_nsec3param},
	{TYPE_PTR, check_ptr},
	{TYPE_SMIMEA, check_tlsa},
	{TYPE_SOA, check_soa},
	{TYPE_SPF, check_spf},
	{TYPE_SRV, check_srv},
	{TYPE_SVCB, check_svcb},
	{TYPE_TLSA, check_tlsa},
	{TYPE_TXT, check_txt},
	{TYPE_TXT, check_spf},
	{TYPE_ZONEMD, check_zonemd},
};

/* What can be carried, and yet breaks its type's RFC. */
static void check_rdata(struct check *c, const struct check_set *set)
{
	const struct rrtype *type = rrtype_by_code(set->type);
	if (!type || !type->fields)
		return;
	for (size_t i = set->from; i < set->end; i++) {
		const struct rec *r = c->zone->recs[i];
		struct zf_error err = ZF_ERROR_INIT;
		/* "no-text" are those that have none, such as NULL. */
		if (!rdata_has_text(set->type, rec_rdata(r), r->rdata_len, &err) &&
			strcmp(err.id, "no-text") != 0)
			check_report(c, r, "broken-rdata", "%s; correct it", err.text);
	}
}

static void check_rrset(struct check *c, const struct check_set *set)
{
	check_ttl(c, set);
	check_rdata(c, set);
	check_names(c, set);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (parts[i].type == set->type)
			parts[i].part(c, set);
}

/* Addresses of a name server of this zone, and nothing else. */
static bool is_foreign_glue(struct check *c, const struct check_node *node)
{
	for (size_t i = node->from; i < node->end; i++) {
		uint16_t type = rec_type(c->zone->recs[i]);
		if (type != TYPE_A && type != TYPE_AAAA)
			return false;
	}
	return check_is_ns_target(c, &node->owner);
}

static void check_one_owner(struct check *c, struct check_node *node)
{
	const struct zf_zone *zone = c->zone;
	const struct rec *first = zone->recs[node->from];
	rec_owner(zone, first, &node->owner);
	if (key_is_outside(rec_key(first)) && is_foreign_glue(c, node)) {
		check_report(c, first, "foreign-glue",
			"the address of a name server that is not below %s; servers drop it, and the "
			"zone of its name tells it; remove it here",
			zone->apex_text);
		return;
	}
	if (key_is_outside(rec_key(first))) {
		check_report(c, first, "out-of-zone",
			"the name is not below %s, servers drop it or refuse the zone; move it to its "
			"own zone, or remove a final dot written by mistake",
			zone->apex_text);
		return;
	}
	if (check_cut(c, node) == CHECK_HIDDEN)
		return;
	check_owner(c, node);
	for (size_t at = node->from, end; at < node->end; at = end) {
		end = zone_rrset_end(zone, at);
		check_rrset(c, &(struct check_set){node, rec_type(zone->recs[at]), at, end});
	}
	check_signed(c, node);
	check_denial(c, node);
}

/* What was noticed while the zone was read and sealed. */
static void add_earlier(struct check *c)
{
	const struct diags *d = &c->zone->diags;
	for (size_t i = 0; i < d->count; i++)
		diags_add(c->diags, d->items[i].severity, d->items[i].code, d->items[i].file,
			d->items[i].line, d->items[i].col, "%s", d->items[i].text);
}

void check_zone(const struct zf_zone *zone, struct diags *diags)
{
	struct check c = {.zone = zone, .diags = diags};
	buf_init(&c.room, 0);
	add_earlier(&c);
	check_apex(&c);
	check_keys(&c);
	check_denial_begin(&c);
	for (size_t at = 0; at < zone->count;) {
		struct check_node node = {.from = at, .end = zone_owner_end(zone, at)};
		check_one_owner(&c, &node);
		at = node.end;
	}
	check_denial_end(&c);
	diags_sort(diags);
	free(c.ns_targets);
	free(c.keys);
	buf_free(&c.room);
}
