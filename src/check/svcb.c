/* SVCB and HTTPS (RFC 9460). */
#include "parts.h"
#include "hosts.h"

enum { KEY_IPV4HINT = 4, KEY_IPV6HINT = 6 };

struct svcb {
	unsigned priority;
	struct name target;
	const uint8_t *params;
	size_t params_len;
};

static bool take_svcb(struct svcb *s, const struct rec *r)
{
	const uint8_t *p = rec_rdata(r);
	size_t n = r->rdata_len > 2 ? name_wire_length(p + 2, r->rdata_len - 2U) : 0;
	if (n == 0 || !name_from_wire(&s->target, p + 2, n))
		return false;
	s->priority = check_get16(p);
	s->params = p + 2 + n;
	s->params_len = r->rdata_len - 2 - n;
	return true;
}

static bool find_param(const struct svcb *s, unsigned key, struct str *value)
{
	for (size_t at = 0; at + 4 <= s->params_len;) {
		size_t n = check_get16(s->params + at + 2);
		if (at + 4 + n > s->params_len)
			break;
		if (check_get16(s->params + at) == key) {
			*value = (struct str){(const char *)s->params + at + 4, n};
			return true;
		}
		at += 4 + n;
	}
	return false;
}

static void check_alias(
	struct check *c, const struct check_set *set, const struct rec *r, const struct svcb *s)
{
	struct name found;
	struct check_text t;
	if (s->params_len)
		check_report(c, r, "svcb-alias-params",
			"priority 0 makes it an alias, whose parameters are ignored; give it a priority "
			"of 1 or more, or remove them");
	if (name_equal(&s->target, &set->node->owner))
		check_report(c, r, "svcb-loop",
			"the alias leads to itself; write another name, or priority 1 and target '.'");
	else if (s->target.len > 1 && check_lookup(c, &s->target, &found) == CHECK_MISSING)
		check_report(c, r, "svcb-no-address",
			"%s is not in this zone; add it, or end the name with a dot if it is another "
			"zone's",
			check_name(&t, &s->target));
}

/* Whether an RRset, whose RDATA are sorted and of one length, has this one. */
static bool has_rdata(const struct check *c, size_t from, size_t end, struct str rdata)
{
	while (from < end) {
		size_t mid = from + (end - from) / 2;
		int order = memcmp(rec_rdata(c->zone->recs[mid]), rdata.p, rdata.n);
		if (order == 0)
			return true;
		if (order < 0)
			from = mid + 1;
		else
			end = mid;
	}
	return false;
}

/* Hints that the addresses don't have send clients to hosts that moved away. */
static void check_hints(
	struct check *c, const struct rec *r, const struct svcb *s, const struct name *host)
{
	static const struct {
		uint16_t key, type;
		const char *name;
		size_t octets;
	} hints[] = {{KEY_IPV4HINT, TYPE_A, "A", 4}, {KEY_IPV6HINT, TYPE_AAAA, "AAAA", 16}};
	for (size_t h = 0; h < 2; h++) {
		struct str list, one = {NULL, hints[h].octets};
		if (!check_find(c, host, hints[h].type) || !find_param(s, hints[h].key, &list))
			continue;
		size_t from = zone_find(c->zone, host, hints[h].type);
		size_t end = zone_rrset_end(c->zone, from), at = 0;
		for (; at + one.n <= list.n; at += one.n) {
			one.p = list.p + at;
			if (!has_rdata(c, from, end, one))
				break;
		}
		if (at + one.n <= list.n)
			check_report(c, r, "svcb-hint",
				"an address hint is not among the %s records of the target; make them "
				"agree",
				hints[h].name);
	}
}

static void check_service(
	struct check *c, const struct check_set *set, const struct rec *r, const struct svcb *s)
{
	static const struct check_target_codes codes = {NULL, "svcb-no-address"};
	const struct name *host = s->target.len > 1 ? &s->target : &set->node->owner;
	struct name found;
	if (check_first_label_is(host, "*"))
		return;
	check_target(c, r, host, &codes);
	if (check_lookup(c, host, &found) == CHECK_THERE)
		check_hints(c, r, s, &found);
}

void check_svcb(struct check *c, const struct check_set *set)
{
	size_t aliases = 0, services = 0;
	for (size_t i = set->from; i < set->end; i++) {
		const struct rec *r = c->zone->recs[i];
		struct svcb s;
		if (!take_svcb(&s, r))
			continue;
		if (s.priority == 0) {
			aliases++;
			check_alias(c, set, r, &s);
		} else {
			services++;
			check_service(c, set, r, &s);
		}
	}
	if (aliases > 1 || (aliases && services))
		check_report(c, c->zone->recs[set->from], "svcb-mixed",
			"an alias (priority 0) stands alone, clients ignore what is beside it; keep "
			"the alias or the others");
}
