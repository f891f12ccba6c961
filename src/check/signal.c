/* What a zone tells its parent about its keys: CDS and CDNSKEY (RFC 7344, RFC 8078). */
#include "parts.h"
#include "verify_ldns.h"

static struct str rdata_of(const struct rec *r)
{
	return (struct str){(const char *)rec_rdata(r), r->rdata_len};
}

/* "Take the DS away" (RFC 8078 section 4). */
static bool is_delete(uint16_t type, struct str rdata)
{
	return check_same(rdata, type == TYPE_CDS ? STR("\0\0\0\0\0") : STR("\0\0\3\0\0"));
}

static bool has_algorithm_0(uint16_t type, struct str rdata)
{
	size_t at = type == TYPE_CDS ? 2 : 3;
	return rdata.n > at && rdata.p[at] == 0;
}

/* Whether a DS is one of a key; of an unknown digest only tag and algorithm are looked at. */
static bool is_ds_of(const struct check *c, struct str ds, struct str key)
{
	enum { FIXED = 4 };
	uint8_t digest[VERIFY_DIGEST_MOST];
	const struct name *apex = &c->zone->apex;
	if (ds.n <= FIXED || key.n <= FIXED || ds.p[2] != key.p[3] ||
		check_get16((const uint8_t *)ds.p) != verify_key_tag(key))
		return false;
	size_t n = verify_key_digest(
		digest, (uint8_t)ds.p[3], (struct str){(const char *)apex->wire, apex->len}, key);
	return n == 0 || check_same((struct str){ds.p + FIXED, ds.n - FIXED},
				 (struct str){(const char *)digest, n});
}

/* Whether a CDS or CDNSKEY tells of one of the keys of a type: DNSKEY or CDNSKEY. */
static bool tells_of(
	const struct check *c, const struct check_set *set, struct str rdata, uint16_t keys)
{
	const struct zf_zone *zone = c->zone;
	for (size_t i = zone_find(zone, &zone->apex, keys);
		i < zone->count && key_is_apex(rec_key(zone->recs[i])) &&
		rec_type(zone->recs[i]) == keys;
		i++) {
		struct str key = rdata_of(zone->recs[i]);
		if (set->type == TYPE_CDS ? is_ds_of(c, rdata, key) : check_same(rdata, key))
			return true;
	}
	return false;
}

static void check_told(struct check *c, const struct check_set *set, const struct rec *r)
{
	struct str rdata = rdata_of(r);
	bool both = set->type == TYPE_CDS && check_find(c, &c->zone->apex, TYPE_CDNSKEY);
	if (has_algorithm_0(set->type, rdata)) {
		if (!is_delete(set->type, rdata) || set->end - set->from > 1)
			check_report(c, r, "cds-delete",
				"algorithm 0 asks the parent to take the DS away: %s, and nothing "
				"beside it",
				set->type == TYPE_CDS ? "0 0 0 00" : "0 3 0 AA==");
	} else if (!tells_of(c, set, rdata, TYPE_DNSKEY)) {
		check_report(c, r, "cds-no-key",
			"it tells of a key that is not among the zone's DNSKEY, so that the zone would "
			"go dark if the parent obeyed; publish the key, or remove it");
	} else if (both && !tells_of(c, set, rdata, TYPE_CDNSKEY)) {
		check_report(c, r, "cds-differ",
			"the CDNSKEY beside it tell of other keys; parents take neither then");
	}
}

void check_cds(struct check *c, const struct check_set *set)
{
	const struct rec *first = c->zone->recs[set->from];
	if (!key_is_apex(rec_key(first))) {
		check_report(c, first, "cds-off-apex",
			"parents look for it at the apex of the zone, %s", c->zone->apex_text);
		return;
	}
	for (size_t i = set->from; i < set->end; i++)
		check_told(c, set, c->zone->recs[i]);
}

/* Whether one of the CDS tells of a CDNSKEY. */
static bool has_cds(const struct check *c, struct str key)
{
	const struct zf_zone *zone = c->zone;
	for (size_t i = zone_find(zone, &zone->apex, TYPE_CDS);
		i < zone->count && key_is_apex(rec_key(zone->recs[i])) &&
		rec_type(zone->recs[i]) == TYPE_CDS;
		i++) {
		struct str ds = rdata_of(zone->recs[i]);
		bool both_delete = is_delete(TYPE_CDS, ds) && is_delete(TYPE_CDNSKEY, key);
		if (both_delete || is_ds_of(c, ds, key))
			return true;
	}
	return false;
}

void check_cdnskey(struct check *c, const struct check_set *set)
{
	check_cds(c, set);
	for (size_t i = set->from; i < set->end; i++) {
		const struct rec *r = c->zone->recs[i];
		if (key_is_apex(rec_key(r)) && check_find(c, &c->zone->apex, TYPE_CDS) &&
			!has_cds(c, rdata_of(r)))
			check_report(c, r, "cds-differ",
				"no CDS beside it tells of this key; parents take neither then");
	}
}
