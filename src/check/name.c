/* Names as they are written, and the types that are about hosts: A, AAAA, CNAME, SRV. */
#include "parts.h"
#include "hosts.h"

/* Where a record's target starts in its RDATA. */
static bool has_target(uint16_t type, size_t *at)
{
	static const struct {
		uint16_t type;
		uint8_t at;
	} targets[] = {{TYPE_NS, 0}, {TYPE_CNAME, 0}, {TYPE_DNAME, 0}, {TYPE_PTR, 0}, {TYPE_MX, 2},
		{TYPE_AFSDB, 2}, {TYPE_KX, 2}, {TYPE_SRV, 6}, {TYPE_SVCB, 2}, {TYPE_HTTPS, 2},
		{TYPE_SOA, 0}};
	for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++)
		if (targets[i].type == type) {
			*at = targets[i].at;
			return true;
		}
	return false;
}

static void check_owner_doubled(struct check *c, const struct check_set *set)
{
	if (set->from == set->node->from && target_is_doubled(c->zone, &set->node->owner))
		check_report(c, c->zone->recs[set->from], "doubled-origin",
			"the owner ends in %s twice; end the name with a dot, or leave the zone's "
			"name out",
			c->zone->apex_text);
}

static void check_rdata_name(struct check *c, const struct rec *r, const struct name *name)
{
	struct check_text t;
	if (target_is_doubled(c->zone, name))
		check_report(c, r, "doubled-origin", "%s ends in %s twice; end the name with a dot",
			check_name(&t, name), c->zone->apex_text);
	else if (target_is_address(c->zone, name))
		check_report(c, r, "address-as-name",
			"%s is an address where a host's name belongs; give the host a name with an A "
			"or AAAA record, and write that name",
			check_name(&t, name));
	else if (memchr(name->wire, '@', name->len))
		check_report(c, r, "at-in-name",
			"%s holds an '@'; write a mailbox with a dot (hostmaster.example.com.), a host "
			"without what stands before the '@'",
			check_name(&t, name));
}

static void check_obsolete(struct check *c, const struct check_set *set)
{
	static const struct {
		uint16_t type;
		const char *instead;
	} obsolete[] = {{3, "MX"}, {4, "MX"}, {11, "SRV"}, {30, "NSEC"}, {38, "AAAA"},
		{TYPE_SPF, "TXT"}, {32769, "DS"}};
	for (size_t i = 0; i < sizeof(obsolete) / sizeof(obsolete[0]); i++)
		if (obsolete[i].type == set->type)
			check_report(c, c->zone->recs[set->from], "obsolete-type",
				"nobody asks for this type any more; use %s", obsolete[i].instead);
}

void check_names(struct check *c, const struct check_set *set)
{
	size_t at;
	check_owner_doubled(c, set);
	check_obsolete(c, set);
	if (!has_target(set->type, &at))
		return;
	for (size_t i = set->from; i < set->end; i++) {
		const struct rec *r = c->zone->recs[i];
		struct name name;
		if (!target_take(&name, r, at))
			continue;
		check_rdata_name(c, r, &name);
		if (set->type == TYPE_SOA && target_take(&name, r, name.len))
			check_rdata_name(c, r, &name);
	}
}

static bool is_unusable4(const uint8_t *a)
{
	return a[0] == 0 || a[0] >= 224 || (a[0] == 169 && a[1] == 254);
}

static bool is_unusable6(const uint8_t *a)
{
	static const uint8_t mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
	static const uint8_t none[16];
	return memcmp(a, none, 16) == 0 || memcmp(a, mapped, 12) == 0 || a[0] == 0xff ||
	       (a[0] == 0xfe && (a[1] & 0xc0) == 0x80);
}

void check_address(struct check *c, const struct check_set *set)
{
	const struct rec *first = c->zone->recs[set->from];
	struct name owner = set->node->owner;
	if (check_first_label_is(&owner, "*"))
		check_parent(&owner, &owner, 1);
	/* Active Directory's domain controllers register gc._msdcs. */
	if (!check_is_hostname(&owner) && !check_first_label_is(&owner, "gc"))
		check_report(c, first, "bad-hostname",
			"a host's name holds letters, digits and inner hyphens only, some servers and "
			"clients refuse this one; rename the host");
	for (size_t i = set->from; i < set->end; i++) {
		const struct rec *r = c->zone->recs[i];
		if (r->rdata_len == 4 ? is_unusable4(rec_rdata(r))
				      : r->rdata_len == 16 && is_unusable6(rec_rdata(r)))
			check_report(c, r, "address-unusable",
				"nobody can reach a host at such an address (unspecified, link-local, "
				"multicast, reserved or IPv4-mapped); correct it");
	}
}

void check_srv(struct check *c, const struct check_set *set)
{
	static const struct check_target_codes codes = {"srv-cname", "srv-no-address"};
	const struct name *owner = &set->node->owner;
	struct name second;
	check_parent(&second, owner, 1);
	if (!check_first_label_is(owner, "*") && (owner->wire[1] != '_' || second.wire[1] != '_'))
		check_report(c, c->zone->recs[set->from], "srv-owner",
			"clients ask for _service._protocol and the name, such as _sip._tcp; rename "
			"the record");
	for (size_t i = set->from; i < set->end; i++) {
		struct name host;
		if (target_take(&host, c->zone->recs[i], 6) && host.len > 1)
			check_target(c, c->zone->recs[i], &host, &codes);
	}
}

enum { CNAME_MAX_CHAIN = 8 }; /* what resolvers follow at least */

/* Whether more than CNAME_MAX_CHAIN aliases of this zone follow this one. */
static bool is_endless(struct check *c, const struct rec *r)
{
	struct name name, found;
	for (int steps = 0; steps <= CNAME_MAX_CHAIN; steps++) {
		if (!target_take(&name, r, 0) || check_lookup(c, &name, &found) != CHECK_THERE)
			return false;
		r = check_find(c, &found, TYPE_CNAME);
		if (!r)
			return false;
	}
	return true;
}

void check_cname(struct check *c, const struct check_set *set)
{
	const struct rec *r = c->zone->recs[set->from];
	struct check_text t;
	struct name target, found;
	if (!target_take(&target, r, 0) || target_is_reported(c->zone, &target))
		return;
	enum check_state state = check_lookup(c, &target, &found);
	if (state == CHECK_MISSING)
		check_report(c, r, "cname-dangling",
			"%s is not in this zone; add it, or end the name with a dot if it is "
			"another zone's",
			check_name(&t, &target));
	else if (is_endless(c, r))
		check_report(c, r, "cname-loop",
			"more than %d aliases lead on from here, maybe in a circle; point to the "
			"last name itself",
			CNAME_MAX_CHAIN);
	else if (state == CHECK_THERE && check_find(c, &found, TYPE_CNAME))
		check_report(c, r, "cname-cname",
			"%s is an alias itself, which costs resolvers another step; write the name "
			"that it leads to",
			check_name(&t, &target));
}
