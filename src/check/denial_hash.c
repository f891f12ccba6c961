/* The chain of NSEC3 (RFC 5155): names as their hashes. */
#include "denial.h"

#include <stdlib.h>

#include "mem.h"
#include "verify_ldns.h"

enum {
	OPT_OUT = 1, /* flag: delegations without DS may be left out (RFC 5155 section 3.1.2.1) */
	ITERATIONS_MOST = 500, /* each name is hashed so often; validators stop earlier */
	HASH_DIGITS = 32, /* base32hex of VERIFY_HASH_OCTETS */
};

/* The RDATA of NSEC3PARAM, and what NSEC3 begins with. */
struct params {
	uint8_t algorithm, flags;
	unsigned iterations;
	struct str salt;
	size_t size; /* octets of RDATA that they take */
};

/* An NSEC3 of the chain. */
struct check_link {
	uint8_t hash[VERIFY_HASH_OCTETS]; /* its owner's */
	const struct rec *rec;
	const uint8_t *next;
	struct str bitmap;
	bool opt_out, met;
};

static bool take_params(struct params *p, const struct rec *r)
{
	enum { FIXED = 5 };
	const uint8_t *o = rec_rdata(r);
	if (r->rdata_len < FIXED || r->rdata_len - FIXED < o[4])
		return false;
	*p = (struct params){o[0], o[1], check_get16(o + 2), {(const char *)o + FIXED, o[4]},
		FIXED + (size_t)o[4]};
	return true;
}

/* RFC 4648 section 7, letters of either case. */
static bool take_hash(uint8_t hash[VERIFY_HASH_OCTETS], const uint8_t *label)
{
	uint64_t bits = 0;
	size_t made = 0;
	if (label[0] != HASH_DIGITS)
		return false;
	for (size_t i = 1; i <= HASH_DIGITS; i++) {
		uint8_t c = str_lower[label[i]];
		if (!str_is_digit((char)c) && !(c >= 'a' && c <= 'v'))
			return false;
		bits = bits << 5 | (unsigned)(str_is_digit((char)c) ? c - '0' : c - 'a' + 10);
		for (; (i * 5) / 8 > made; made++)
			hash[made] = (uint8_t)(bits >> (i * 5 - (made + 1) * 8));
	}
	return true;
}

static int compare_links(const void *a, const void *b)
{
	return memcmp(((const struct check_link *)a)->hash, ((const struct check_link *)b)->hash,
		VERIFY_HASH_OCTETS);
}

static bool is_same_chain(const struct params *a, const struct params *b)
{
	return a->algorithm == b->algorithm && a->iterations == b->iterations &&
	       check_same(a->salt, b->salt);
}

/* Whether a record is of the chain; if not, why is said. */
static bool take_link(
	struct check *c, const struct params *chain, const struct rec *r, struct check_link *link)
{
	struct params p;
	struct name owner, parent;
	if (!take_params(&p, r))
		return false;
	if (!is_same_chain(&p, chain) || (p.flags & ~OPT_OUT)) {
		check_report(c, r, "nsec3-params",
			"its algorithm, iterations, salt or flags aren't those of NSEC3PARAM, so that "
			"no server uses it; sign again");
		return false;
	}
	rec_owner(c->zone, r, &owner);
	check_parent(&parent, &owner, 1);
	const uint8_t *rest = rec_rdata(r) + p.size;
	size_t left = r->rdata_len - p.size;
	if (!name_equal(&parent, &c->zone->apex) || !take_hash(link->hash, owner.wire) ||
		left < 1 + VERIFY_HASH_OCTETS || rest[0] != VERIFY_HASH_OCTETS) {
		check_report(c, r, "nsec3-owner",
			"it stands at no hash of a name of this zone, or tells none; sign again");
		return false;
	}
	link->rec = r;
	link->next = rest + 1;
	link->bitmap = (struct str){
		(const char *)rest + 1 + VERIFY_HASH_OCTETS, left - 1 - VERIFY_HASH_OCTETS};
	link->opt_out = p.flags & OPT_OUT;
	link->met = false;
	return true;
}

static void collect(struct check *c, const struct params *chain)
{
	struct check_denial_state *d = &c->denial;
	size_t cap = 0;
	for (size_t i = 0; i < c->zone->count; i++) {
		struct check_link link;
		if (rec_type(c->zone->recs[i]) != TYPE_NSEC3 ||
			!take_link(c, chain, c->zone->recs[i], &link))
			continue;
		d->links = mem_grow(d->links, &cap, d->link_count + 1, sizeof(*d->links));
		d->links[d->link_count++] = link;
	}
	if (d->link_count)
		qsort(d->links, d->link_count, sizeof(*d->links), compare_links);
}

void denial_hash_begin(struct check *c, const struct rec *param)
{
	struct check_denial_state *d = &c->denial;
	struct params chain;
	if (!take_params(&chain, param))
		return;
	if (chain.algorithm != 1 || chain.iterations > ITERATIONS_MOST) {
		check_report(c, param, "nsec3-unchecked",
			"the chain of NSEC3 isn't followed: its hash is of an unknown algorithm, or "
			"takes more than %d iterations",
			ITERATIONS_MOST);
		return;
	}
	d->param = param;
	d->before = c->zone->apex;
	collect(c, &chain);
	if (d->link_count == 0)
		check_report(c, param, "nsec-missing",
			"there is no NSEC3 of these parameters, so that the zone can't prove that "
			"something isn't there; sign again");
	for (size_t i = 0; i < d->link_count; i++)
		if (memcmp(d->links[i].next, d->links[(i + 1) % d->link_count].hash,
			    VERIFY_HASH_OCTETS) != 0)
			check_report(c, d->links[i].rec, "nsec-chain",
				"the next hash that it tells is not that of the next NSEC3; sign again");
}

/* The NSEC3 of a hash, or the one before it, the last one before the first: it covers the hash. */
static struct check_link *find_link(
	const struct check_denial_state *d, const uint8_t *hash, bool *exact)
{
	size_t low = 0, high = d->link_count;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (memcmp(d->links[mid].hash, hash, VERIFY_HASH_OCTETS) <= 0)
			low = mid + 1;
		else
			high = mid;
	}
	struct check_link *link = &d->links[(low > 0 ? low : d->link_count) - 1];
	*exact = memcmp(link->hash, hash, VERIFY_HASH_OCTETS) == 0;
	return link;
}

/* A name that the chain has to tell of; node NULL: it has no records itself, `at` is one below. */
static void check_name_told(struct check *c, const struct name *name, const struct check_node *node,
	const struct rec *at)
{
	uint8_t hash[VERIFY_HASH_OCTETS];
	struct params chain;
	struct check_text t;
	bool exact;
	if (!take_params(&chain, c->denial.param))
		return;
	verify_hash_name(hash, (struct str){(const char *)name->wire, name->len}, chain.iterations,
		chain.salt);
	struct check_link *link = find_link(&c->denial, hash, &exact);
	bool may_lack =
		!node || (denial_is_delegation(c, node) && !check_node_has(c, node, TYPE_DS));
	if (exact) {
		link->met = true;
		denial_check_types(c, node, link->rec, link->bitmap);
	} else if (!may_lack || !link->opt_out) {
		check_report(c, at, "nsec-missing",
			"the zone is signed, and no NSEC3 tells what there is at %s; sign again",
			check_name(&t, name));
	}
}

/* Whether a node is a place of NSEC3 records alone, which the chain doesn't tell of. */
static bool is_hash_node(const struct check *c, const struct check_node *node)
{
	for (size_t at = node->from; at < node->end; at++) {
		uint16_t type = rec_type(c->zone->recs[at]);
		if (type != TYPE_NSEC3 && type != TYPE_RRSIG)
			return false;
	}
	return check_node_has(c, node, TYPE_NSEC3);
}

void denial_hash_check(struct check *c, const struct check_node *node)
{
	struct check_denial_state *d = &c->denial;
	const struct name *apex = &c->zone->apex;
	struct name above = node->owner;
	if (is_hash_node(c, node))
		return;
	/* Names above that have no records: those that the owner before isn't below, too. */
	while (!name_equal(&above, apex)) {
		check_parent(&above, &above, 1);
		if (name_equal(&above, apex) || name_is_below_or_equal(&d->before, &above))
			break;
		check_name_told(c, &above, NULL, c->zone->recs[node->from]);
	}
	check_name_told(c, &node->owner, node, c->zone->recs[node->from]);
	d->before = node->owner;
}

void denial_hash_end(struct check *c)
{
	struct check_denial_state *d = &c->denial;
	for (size_t i = 0; i < d->link_count; i++)
		if (!d->links[i].met)
			check_report(c, d->links[i].rec, "nsec3-extra",
				"its hash is that of no name of this zone; sign again");
	free(d->links);
	d->links = NULL;
}
