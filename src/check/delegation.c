/* Delegations: what hides behind them, glue, DS. */
#include "parts.h"
#include "hosts.h"

static bool may_stand_at_cut(uint16_t type)
{
	static const uint16_t types[] = {TYPE_NS, TYPE_DS, TYPE_RRSIG, TYPE_NSEC, TYPE_DNAME,
		TYPE_KEY, TYPE_SIG, TYPE_CNAME};
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (types[i] == type)
			return true;
	return false;
}

/* What no answer ever shows: RRsets at (besides NS, DS and the like) or below a delegation that
 * aren't glue. */
static void check_occluded(struct check *c, const struct check_node *node)
{
	struct check_text t;
	struct name cut;
	rec_owner(c->zone, c->cut, &cut);
	bool at_cut = rec_same_owner(c->cut, c->zone->recs[node->from]);
	for (size_t i = node->from, end; i < node->end; i = end) {
		const struct rec *r = c->zone->recs[i];
		uint16_t type = rec_type(r);
		end = zone_rrset_end(c->zone, i);
		if (at_cut && may_stand_at_cut(type))
			continue;
		if ((type == TYPE_A || type == TYPE_AAAA) && check_is_ns_target(c, &node->owner))
			continue;
		check_report(c, r, "occluded",
			"%s is delegated to other servers, so this record is never seen; move it to "
			"the zone there, or remove the delegation",
			check_name(&t, &cut));
	}
}

static void check_below_dname(struct check *c, const struct check_node *node)
{
	struct check_text t;
	struct name owner;
	rec_owner(c->zone, c->cut, &owner);
	check_report(c, c->zone->recs[node->from], "dname-below",
		"%s has a DNAME, below which no records may stand; move this one to the DNAME's "
		"target, or remove the DNAME",
		check_name(&t, &owner));
}

enum check_cut check_cut(struct check *c, const struct check_node *node)
{
	const struct rec *first = c->zone->recs[node->from];
	if (c->cut && !key_is_below_or_equal(
			      rec_key(first), first->key_len, rec_key(c->cut), c->cut->key_len))
		c->cut = NULL;
	if (c->cut) {
		if (rec_type(c->cut) == TYPE_DNAME)
			check_below_dname(c, node);
		else
			check_occluded(c, node);
		return CHECK_HIDDEN;
	}
	c->cut = check_node_find(c, node, TYPE_DNAME);
	if (!c->cut && !key_is_apex(rec_key(first))) {
		c->cut = check_node_find(c, node, TYPE_NS);
		if (c->cut)
			check_occluded(c, node);
	}
	return CHECK_VISIBLE;
}

static void check_glue(struct check *c, const struct rec *ns, const struct name *host)
{
	struct check_text t;
	if (!check_has_address(c, host))
		check_report(c, ns, "no-glue",
			"%s lies inside what is delegated to it and has no address here, so it can't "
			"be found; add its A or AAAA record",
			check_name(&t, host));
}

void check_ns(struct check *c, const struct check_set *set)
{
	static const struct check_target_codes codes = {"ns-cname", "ns-no-address"};
	const struct rec *first = c->zone->recs[set->from];
	if (set->end - set->from == 1 && key_is_apex(rec_key(first)) && !rec_is_synthesised(first))
		check_report(c, first, "single-ns",
			"the zone has one name server, with which it can't be found while that one is "
			"away; name another one in another network");
	for (size_t i = set->from; i < set->end; i++) {
		const struct rec *ns = c->zone->recs[i];
		struct name host;
		if (!name_from_wire(&host, rec_rdata(ns), ns->rdata_len))
			continue;
		if (!key_is_apex(rec_key(ns)) && name_is_below_or_equal(&host, &set->node->owner))
			check_glue(c, ns, &host);
		else
			check_target(c, ns, &host, &codes);
	}
}

void check_ds(struct check *c, const struct check_set *set)
{
	const struct rec *first = c->zone->recs[set->from];
	bool only_sha1 = true;
	for (size_t i = set->from; i < set->end; i++) {
		const struct rec *r = c->zone->recs[i];
		only_sha1 = only_sha1 && r->rdata_len > 3 && rec_rdata(r)[3] == 1;
	}
	if (only_sha1)
		check_report(c, first, "ds-sha1",
			"the only digests are SHA-1, which validators are giving up; publish one of "
			"type 2 (SHA-256) too");
	if (set->type == TYPE_CDS)
		return;
	if (key_is_apex(rec_key(first)))
		check_report(c, first, "ds-at-apex",
			"the DS of a zone stands in its parent; hand it to the parent's operator and "
			"remove it here");
	else if (!check_node_has(c, set->node, TYPE_NS))
		check_report(c, first, "ds-without-ns",
			"a DS belongs to a delegation, but there are no NS records here; add them or "
			"remove the DS");
}
