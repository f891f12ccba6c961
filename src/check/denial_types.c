/* The bitmaps of NSEC and NSEC3. */
#include "denial.h"

bool denial_is_delegation(const struct check *c, const struct check_node *node)
{
	return !key_is_apex(rec_key(c->zone->recs[node->from])) && check_node_has(c, node, TYPE_NS);
}

/*
 * Bitmaps: windows, each its number, its length, its bits (RFC 4034 section 4.1.2).
 */

typedef bool bit_fn(void *user, uint16_t type);

static void each_type(struct str bitmap, bit_fn *each, void *user)
{
	const uint8_t *p = (const uint8_t *)bitmap.p, *end = p + bitmap.n;
	for (; end - p > 2 && p[1] <= end - p - 2; p += 2 + p[1]) {
		for (unsigned i = 0; i < p[1] * 8U; i++) {
			unsigned type = p[0] * 256U + i;
			if ((p[2 + i / 8] & 0x80u >> i % 8) && !each(user, (uint16_t)type))
				return;
		}
	}
}

/* A bitmap that is held against the types of an owner. */
struct judging {
	const struct check *c;
	const struct check_node *node; /* NULL: a name that is there for those below it alone */
	uint16_t wanted; /* looked for */
	uint16_t wrong; /* found, and not at the owner */
	bool found;
};

/* Whether a type of the owner belongs into the bitmap: the parent's side of a delegation has no
 * others (RFC 4035 section 2.3), and NSEC3 stand at names of their own. */
static bool counts(const struct judging *j, uint16_t type)
{
	bool at_cut = type == TYPE_NS || type == TYPE_DS || type == TYPE_NSEC || type == TYPE_RRSIG;
	return type != TYPE_NSEC3 && (at_cut || !denial_is_delegation(j->c, j->node));
}

static bool find_wanted(void *user, uint16_t type)
{
	struct judging *j = user;
	j->found = j->found || type == j->wanted;
	return !j->found;
}

static bool find_wrong(void *user, uint16_t type)
{
	struct judging *j = user;
	if (j->node && check_node_has(j->c, j->node, type) && counts(j, type))
		return true;
	j->wrong = type;
	j->found = true;
	return false;
}

void denial_check_types(
	struct check *c, const struct check_node *node, const struct rec *r, struct str bitmap)
{
	struct judging j = {.c = c, .node = node};
	char room[RRTYPE_MAX_TEXT];
	for (size_t at = node ? node->from : 0; node && at < node->end;
		at = zone_rrset_end(c->zone, at)) {
		j.wanted = rec_type(c->zone->recs[at]);
		j.found = false;
		each_type(bitmap, find_wanted, &j);
		if (j.found || !counts(&j, j.wanted))
			continue;
		check_report(c, r, "nsec-types",
			"it doesn't list %s, which is there, so that resolvers may take it for "
			"absent; sign again",
			rrtype_name(j.wanted, room));
		return;
	}
	j.found = false;
	each_type(bitmap, find_wrong, &j);
	if (j.found)
		check_report(c, r, "nsec-types", "it lists %s, which isn't there; sign again",
			rrtype_name(j.wrong, room));
}
