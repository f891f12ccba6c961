/* ZONEMD: the digest that a zone carries about itself (RFC 8976). */
#include "parts.h"

enum { SCHEME_SIMPLE = 1, FIXED = 6 };

static void check_digest(struct check *c, const struct rec *r)
{
	const uint8_t *p = rec_rdata(r);
	const struct rec *soa = zone_soa(c->zone);
	uint8_t digest[ZONE_ZONEMD_OCTETS];
	if (r->rdata_len < FIXED || !soa || soa->rdata_len < 20)
		return;
	if (memcmp(p, rec_rdata(soa) + soa->rdata_len - 20, 4) != 0) {
		check_report(c, r, "zonemd-serial",
			"it is about another serial than the SOA's; compute it again");
		return;
	}
	size_t size = p[4] == SCHEME_SIMPLE ? zone_digest_zonemd(c->zone, p[5], digest) : 0;
	if (size == 0)
		check_report(c, r, "zonemd-unchecked",
			"scheme %d and algorithm %d are unknown here; use 1 and 1 (SHA-384)", p[4],
			p[5]);
	else if (size != r->rdata_len - (size_t)FIXED || memcmp(p + FIXED, digest, size) != 0)
		check_report(c, r, "zonemd-mismatch",
			"the zone's digest is another one: it was changed since, or is not whole; "
			"compute it again when the change is meant");
}

void check_zonemd(struct check *c, const struct check_set *set)
{
	const struct rec *before = NULL;
	if (!key_is_apex(rec_key(c->zone->recs[set->from]))) {
		check_report(c, c->zone->recs[set->from], "zonemd-off-apex",
			"a zone's digest stands at its apex, %s; nobody looks for it here",
			c->zone->apex_text);
		return;
	}
	for (size_t i = set->from; i < set->end; i++) {
		const struct rec *r = c->zone->recs[i];
		/* RDATA are sorted, and begin with serial, scheme and algorithm. */
		if (before && r->rdata_len >= FIXED && before->rdata_len >= FIXED &&
			memcmp(rec_rdata(r), rec_rdata(before), FIXED) == 0)
			check_report(c, r, "zonemd-multiple",
				"of two digests of one scheme and algorithm neither counts; keep "
				"the right one");
		else
			check_digest(c, r);
		before = r;
	}
}
