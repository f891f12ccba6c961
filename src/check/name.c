/* Names in RDATA and the hosts they lead to: A, AAAA, CNAME, PTR, SRV, and the targets of others.
 */
#include "look.h"

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

static bool take_name(struct name *name, const struct rec *r, size_t at)
{
	const uint8_t *p = rec_rdata(r) + at;
	if (at >= r->rdata_len)
		return false;
	size_t n = name_wire_length(p, r->rdata_len - at);
	return n && name_from_wire(name, p, n);
}

static bool is_below_arpa(const struct name *name)
{
	static const struct name arpa = {6, {4, 'a', 'r', 'p', 'a', 0}};
	return name_is_below_or_equal(name, &arpa);
}

static bool is_octet_label(const uint8_t *label)
{
	uint64_t value;
	return str_to_u64((const char *)label + 1, label[0], 255, &value);
}

/* 192.0.2.1, alone or with the origin behind it, or anything with a colon in its first label. */
static bool looks_like_address(const struct zf_zone *zone, const struct name *name)
{
	struct name rest;
	if (memchr(name->wire + 1, ':', name->wire[0]))
		return true;
	if (name_labels(name) < 4 || is_below_arpa(name))
		return false;
	const uint8_t *p = name->wire;
	for (int i = 0; i < 4; i++, p += 1 + *p)
		if (!is_octet_label(p))
			return false;
	check_parent(&rest, name, 4);
	return rest.len == 1 || name_is_below_or_equal(&rest, &zone->apex);
}

/* Ends in the apex twice: the final dot of an absolute name was forgotten. An apex of one label
 * doesn't count, com.com is a name like any other. */
static bool is_doubled(const struct zf_zone *zone, const struct name *name)
{
	struct name rest;
	unsigned labels = name_labels(&zone->apex), all = name_labels(name);
	if (labels < 2 || all < 2 * labels || !name_is_below_or_equal(name, &zone->apex))
		return false;
	/* The labels in front of the last `labels`, made a name of their own. */
	rest.len = (uint8_t)(name->len - zone->apex.len + 1);
	memcpy(rest.wire, name->wire, rest.len - 1U);
	rest.wire[rest.len - 1] = 0;
	return name_is_below_or_equal(&rest, &zone->apex);
}

/* Names that check_rdata_name has something to say about: that they aren't there needs no saying.
 */
static bool is_reported(const struct zf_zone *zone, const struct name *name)
{
	return is_doubled(zone, name) || looks_like_address(zone, name);
}

static void check_owner_doubled(struct check *c, const struct check_set *set)
{
	if (set->from == set->node->from && is_doubled(c->zone, &set->node->owner))
		check_report(c, c->zone->recs[set->from], "doubled-origin",
			"the owner ends in %s twice; end the name with a dot, or leave the zone's "
			"name out",
			c->zone->apex_text);
}

static void check_rdata_name(struct check *c, const struct rec *r, const struct name *name)
{
	struct check_text t;
	if (is_doubled(c->zone, name))
		check_report(c, r, "doubled-origin", "%s ends in %s twice; end the name with a dot",
			check_name(&t, name), c->zone->apex_text);
	else if (looks_like_address(c->zone, name))
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
		if (!take_name(&name, r, at))
			continue;
		check_rdata_name(c, r, &name);
		if (set->type == TYPE_SOA && take_name(&name, r, name.len))
			check_rdata_name(c, r, &name);
	}
}

void check_target(struct check *c, const struct rec *r, const struct name *host,
	const struct check_target_codes *codes)
{
	struct name found;
	struct check_text t;
	if (is_reported(c->zone, host))
		return;
	switch (check_lookup(c, host, &found)) {
	case CHECK_ELSEWHERE:
		break;
	case CHECK_MISSING:
		check_report(c, r, codes->address,
			"%s is not in this zone; add its A or AAAA record, or end the name with a dot if "
			"it is another zone's",
			check_name(&t, host));
		break;
	case CHECK_THERE:
		if (check_has_address(c, &found))
			break;
		if (!check_find(c, &found, TYPE_CNAME))
			check_report(c, r, codes->address,
				"%s has no address; add its A or AAAA record",
				check_name(&t, host));
		else if (codes->cname)
			check_report(c, r, codes->cname,
				"%s is an alias (CNAME), but a host with an address is wanted; write the "
				"name that the alias leads to",
				check_name(&t, host));
		break;
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
		if (take_name(&host, c->zone->recs[i], 6) && host.len > 1)
			check_target(c, c->zone->recs[i], &host, &codes);
	}
}

enum { CNAME_MAX_CHAIN = 8 }; /* what resolvers follow at least */

/* Whether more than CNAME_MAX_CHAIN aliases of this zone follow this one. */
static bool is_endless(struct check *c, const struct rec *r)
{
	struct name name, found;
	for (int steps = 0; steps <= CNAME_MAX_CHAIN; steps++) {
		if (!take_name(&name, r, 0) || check_lookup(c, &name, &found) != CHECK_THERE)
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
	if (!take_name(&target, r, 0) || is_reported(c->zone, &target))
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

void check_ptr(struct check *c, const struct check_set *set)
{
	for (size_t i = set->from; i < set->end; i++) {
		const struct rec *r = c->zone->recs[i];
		struct name name;
		struct check_text t;
		if (is_below_arpa(&c->zone->apex) && take_name(&name, r, 0) &&
			is_below_arpa(&name) && !is_doubled(c->zone, &name))
			check_report(c, r, "ptr-arpa",
				"%s is below arpa. itself; end the host's name with a dot",
				check_name(&t, &name));
	}
}
