/* What holds a zone together: SOA, apex, CNAME and DNAME, wildcards, TTLs. */
#include "parts.h"

void check_apex(struct check *c)
{
	if (!check_find(c, &c->zone->apex, TYPE_SOA))
		check_report(c, NULL, "no-soa", "zone %s has no SOA record; add one at its apex",
			c->zone->apex_text);
	if (!check_find(c, &c->zone->apex, TYPE_NS))
		check_report(c, NULL, "no-ns",
			"zone %s has no NS record at its apex; name the servers that serve it",
			c->zone->apex_text);
}

/* The types of a node except `type` and what may stand beside a CNAME: "A, MX". */
static void add_other_types(
	struct buf *b, const struct check *c, const struct check_node *node, uint16_t type)
{
	char room[RRTYPE_MAX_TEXT];
	for (size_t i = node->from, end; i < node->end; i = end) {
		uint16_t here = rec_type(c->zone->recs[i]);
		end = zone_rrset_end(c->zone, i);
		if (here != type && !rrtype_may_accompany_cname(here))
			buf_printf(b, "%s%s", b->len ? ", " : "", rrtype_name(here, room));
	}
}

static void check_cname_alone(struct check *c, const struct check_node *node)
{
	size_t at = node->from;
	while (at < node->end && rec_type(c->zone->recs[at]) != TYPE_CNAME)
		at = zone_rrset_end(c->zone, at);
	if (at == node->end)
		return;
	const struct rec *cname = c->zone->recs[at];
	if (zone_rrset_end(c->zone, at) - at > 1)
		check_report(c, cname, "cname-multiple",
			"a name has one CNAME at most; keep the right one and remove the others");
	buf_reset(&c->room);
	add_other_types(&c->room, c, node, TYPE_CNAME);
	if (c->room.len)
		check_report(c, cname, "cname-and-other",
			"a name with a CNAME has no other data, but here stands %s too; keep either "
			"the CNAME or the others",
			c->room.data);
}

static void check_dname_alone(struct check *c, const struct check_node *node)
{
	size_t at = node->from;
	while (at < node->end && rec_type(c->zone->recs[at]) != TYPE_DNAME)
		at = zone_rrset_end(c->zone, at);
	if (at == node->end)
		return;
	const struct rec *dname = c->zone->recs[at];
	if (zone_rrset_end(c->zone, at) - at > 1)
		check_report(c, dname, "dname-multiple",
			"a name has one DNAME at most; keep the right one and remove the others");
	if (!key_is_apex(rec_key(dname)) && check_node_has(c, node, TYPE_NS))
		check_report(c, dname, "dname-and-ns",
			"a name below the apex is either delegated or redirected; remove the NS or "
			"the DNAME");
}

/* The host a node is about: the labels in front that begin with '_' are not part of it. */
static void host_of(struct name *host, const struct name *owner)
{
	*host = *owner;
	while (host->wire[0] && host->wire[1] == '_')
		check_parent(host, host, 1);
}

static bool has_own_answer(const struct check *c, const struct check_node *node)
{
	static const uint16_t types[] = {
		TYPE_A, TYPE_AAAA, TYPE_CNAME, TYPE_NS, TYPE_DNAME, TYPE_NSEC3};
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (check_node_has(c, node, types[i]))
			return true;
	return false;
}

/* Whether this is the first of the owners at and below the host. */
static bool is_first_below(
	const struct check *c, const struct check_node *node, const struct name *host)
{
	struct name before;
	if (node->from == 0)
		return true;
	rec_owner(c->zone, c->zone->recs[node->from - 1], &before);
	return !name_is_below_or_equal(&before, host);
}

/* Hosts that a wildcard seems to cover, and doesn't, because something else stands at the name or
 * below it (RFC 4592 section 2.2.1). */
static void check_wildcard_hidden(struct check *c, const struct check_node *node)
{
	struct name host, parent, wildcard;
	struct check_text t;
	host_of(&host, &node->owner);
	if (host.len <= c->zone->apex.len || check_first_label_is(&host, "*") ||
		!is_first_below(c, node, &host) ||
		(host.len == node->owner.len && has_own_answer(c, node)))
		return;
	check_parent(&parent, &host, 1);
	if (!check_wildcard_of(&wildcard, &parent) ||
		(!check_has_address(c, &wildcard) && !check_find(c, &wildcard, TYPE_CNAME)))
		return;
	check_report(c, c->zone->recs[node->from], "wildcard-hidden",
		"this record keeps %s from answering for the host, which so has no address; repeat "
		"the address there if it is wanted",
		check_name(&t, &wildcard));
}

static void check_wildcard(struct check *c, const struct check_node *node)
{
	if (!check_first_label_is(&node->owner, "*"))
		return;
	for (size_t i = node->from, end; i < node->end; i = end) {
		const struct rec *r = c->zone->recs[i];
		end = zone_rrset_end(c->zone, i);
		if (rec_type(r) == TYPE_NS || rec_type(r) == TYPE_DNAME || rec_type(r) == TYPE_DS)
			check_report(c, r, "wildcard-cut",
				"servers don't agree what a wildcard of this type means; delegate or "
				"redirect each name by itself");
	}
}

void check_owner(struct check *c, const struct check_node *node)
{
	const struct rec *first = c->zone->recs[node->from];
	struct check_text t;
	if (memchr(node->owner.wire, '@', node->owner.len))
		check_report(c, first, "at-in-name",
			"the owner %s holds an '@', which means the origin only when it stands alone; "
			"write the name itself",
			check_name(&t, &node->owner));
	check_cname_alone(c, node);
	check_dname_alone(c, node);
	check_wildcard(c, node);
	check_wildcard_hidden(c, node);
}

enum {
	TTL_MAX = 0x7fffffff,
	TTL_ODD = 604800, /* resolvers cap at a week: RFC 8767 section 4, and their defaults */
};

void check_ttl(struct check *c, const struct check_set *set)
{
	for (size_t i = set->from; i < set->end; i++) {
		const struct rec *r = c->zone->recs[i];
		if (i > set->from && r->ttl == c->zone->recs[i - 1]->ttl)
			continue;
		if (r->ttl > TTL_MAX)
			check_report(c, r, "ttl-range",
				"TTL %lu is over 2147483647 and counts as 0; lower it",
				(unsigned long)r->ttl);
		else if (r->ttl > TTL_ODD && set->type != TYPE_RRSIG)
			check_report(c, r, "ttl-long",
				"TTL %lu is longer than a week, resolvers cut it; 604800 says the same",
				(unsigned long)r->ttl);
		else if (r->ttl == 0 && set->type != TYPE_RRSIG && set->type != TYPE_NSEC3PARAM)
			check_report(c, r, "ttl-zero",
				"TTL 0 forbids caching, every question reaches your servers; use a few "
				"seconds at least");
	}
}

static uint32_t get32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* YYYYMMDDnn, or by mistake YYYYDDMMnn: others are counters or seconds. */
static bool is_wrong_date(uint32_t serial)
{
	static const unsigned days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	enum { MONTHS = 12, DAYS = 31 };
	uint32_t year = serial / 1000000, month = serial / 10000 % 100, day = serial / 100 % 100;
	if (year < 1990 || year >= 2100 || month < 1 || day < 1)
		return false;
	return month <= MONTHS ? day <= DAYS && day > days[month - 1]
			       : month <= DAYS && day <= MONTHS;
}

/* Whether a provider made the record: then its numbers are nobody's mistake. */
static bool is_providers(const struct rec *r)
{
	struct note note;
	size_t at = 0;
	return rec_line(r) == 0 || (rec_note_next(r, &at, &note) && note.kind == NOTE_ANNOTATION);
}

static void check_serial(struct check *c, const struct rec *soa, uint32_t serial)
{
	if (serial == 0)
		check_report(c, soa, "serial-zero",
			"serial 0 reads as 'unset' in several tools and servers; start at 1");
	else if (is_wrong_date(serial) && !is_providers(soa))
		check_report(c, soa, "serial-date",
			"serial %lu looks like a date, YYYYMMDDnn, but there is no such day; a serial "
			"can only go up, so correct it before it is published",
			(unsigned long)serial);
}

static void check_timers(struct check *c, const struct rec *soa, const uint8_t *timers)
{
	unsigned long refresh = get32(timers), retry = get32(timers + 4);
	unsigned long expire = get32(timers + 8), minimum = get32(timers + 12);
	if (refresh == 0 || retry == 0)
		check_report(c, soa, "soa-timers",
			"%s is 0, with which secondaries ask all the time or never; an hour is usual "
			"for refresh, less for retry",
			refresh == 0 ? "refresh" : "retry");
	else if (retry > refresh)
		check_report(c, soa, "soa-timers",
			"retry %lu is longer than refresh %lu: a secondary that failed waits longer "
			"than one that didn't; make it a part of refresh",
			retry, refresh);
	else if (expire < refresh + retry)
		check_report(c, soa, "soa-timers",
			"expire %lu lets secondaries drop the zone before they tried twice (refresh "
			"%lu, retry %lu); a week or more is usual",
			expire, refresh, retry);
	if (minimum > 86400)
		check_report(c, soa, "soa-minimum",
			"the last number, %lu, is how long 'no such name' is cached, not a default "
			"TTL; at most a day, an hour is usual",
			minimum);
}

void check_soa(struct check *c, const struct check_set *set)
{
	const struct rec *soa = c->zone->recs[set->from];
	if (!key_is_apex(rec_key(soa))) {
		check_report(c, soa, "soa-off-apex",
			"a zone has its SOA at the apex, %s; remove this one, or give the part below "
			"it a zone of its own",
			c->zone->apex_text);
		return;
	}
	if (set->end - set->from > 1)
		check_report(c, c->zone->recs[set->end - 1], "second-soa",
			"a zone has one SOA; remove the others");
	if (soa->rdata_len < 22)
		return;
	const uint8_t *numbers = rec_rdata(soa) + soa->rdata_len - 20;
	check_serial(c, soa, get32(numbers));
	check_timers(c, soa, numbers + 4);
}
