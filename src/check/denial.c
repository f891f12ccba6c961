/* Proofs that something isn't there: the chain of NSEC (RFC 4034 section 4, RFC 4035 section 2.3),
 * and which chain the zone has. */
#include "denial.h"

/*
 * NSEC.
 */

/* The next name that an NSEC tells, and its bitmap. */
static bool take_nsec(const struct rec *r, struct name *next, struct str *bitmap)
{
	size_t n = name_wire_length(rec_rdata(r), r->rdata_len);
	if (n == 0 || !name_from_wire(next, rec_rdata(r), n))
		return false;
	*bitmap = (struct str){(const char *)rec_rdata(r) + n, r->rdata_len - n};
	return true;
}

/* Holds what the NSEC before tells against the owner that follows. */
static void check_next(struct check *c, const struct name *owner)
{
	const struct rec *r = c->denial.last;
	struct check_text told, there;
	struct name next;
	struct str bitmap;
	if (r && take_nsec(r, &next, &bitmap) && !name_equal(&next, owner))
		check_report(c, r, "nsec-chain",
			"it tells %s as the next name, which is %s; sign again",
			check_name(&told, &next), check_name(&there, owner));
}

static void check_nsec(struct check *c, const struct check_node *node)
{
	const struct rec *r = check_node_find(c, node, TYPE_NSEC);
	struct name next;
	struct str bitmap;
	check_next(c, &node->owner);
	c->denial.last = r;
	if (!r) {
		check_report(c, c->zone->recs[node->from], "nsec-missing",
			"the zone is signed, and no NSEC tells what there is at this name; sign again");
		return;
	}
	size_t at = zone_find(c->zone, &node->owner, TYPE_NSEC);
	if (zone_rrset_end(c->zone, at) - at > 1)
		check_report(c, r, "nsec-multiple",
			"a name has one NSEC, this one has several; sign again");
	else if (take_nsec(r, &next, &bitmap))
		denial_check_types(c, node, r, bitmap);
}

/*
 * Which chain.
 */

void check_denial_begin(struct check *c)
{
	const struct name *apex = &c->zone->apex;
	if (!c->is_signed)
		return;
	c->denial.nsec = check_find(c, apex, TYPE_NSEC) != NULL;
	const struct rec *param = c->denial.nsec ? NULL : check_find(c, apex, TYPE_NSEC3PARAM);
	if (param)
		denial_hash_begin(c, param);
	else if (!c->denial.nsec)
		check_report(c, NULL, "nsec-missing",
			"zone %s is signed, and has neither NSEC nor NSEC3PARAM at its apex, so "
			"that it can't prove that something isn't there; sign again",
			c->zone->apex_text);
}

void check_denial(struct check *c, const struct check_node *node)
{
	if (c->denial.nsec)
		check_nsec(c, node);
	else if (c->denial.links)
		denial_hash_check(c, node);
}

void check_denial_end(struct check *c)
{
	if (c->denial.nsec)
		check_next(c, &c->zone->apex);
	else if (c->denial.links)
		denial_hash_end(c);
}
