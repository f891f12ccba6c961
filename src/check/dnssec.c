/* DNSSEC of a zone that brings its signatures along (RFC 4034, RFC 4035), and TLSA. */
#include "parts.h"
#include "verify_ldns.h"

#include <stdlib.h>

#include "mem.h"

enum {
	MAX_SIGNATURES = 16, /* of one RRset, and */
	MAX_KEYS = 4, /* tried on one signature: validators have such limits too */
};

static struct str rdata_of(const struct rec *r)
{
	return (struct str){(const char *)rec_rdata(r), r->rdata_len};
}

/* An RRSIG's RDATA taken apart (RFC 4034 section 3.1). */
struct rrsig {
	uint16_t covered;
	uint8_t algorithm, labels;
	unsigned key_tag;
	struct name signer;
	struct str head; /* all in front of the signature */
	struct str signature;
};

static bool take_rrsig(struct rrsig *s, const struct rec *r)
{
	enum { FIXED = 18 };
	const uint8_t *p = rec_rdata(r);
	size_t n = r->rdata_len > FIXED ? name_wire_length(p + FIXED, r->rdata_len - (size_t)FIXED)
					: 0;
	if (n == 0 || !name_from_wire(&s->signer, p + FIXED, n))
		return false;
	s->covered = (uint16_t)check_get16(p);
	s->algorithm = p[2];
	s->labels = p[3];
	s->key_tag = check_get16(p + 16);
	s->head = (struct str){(const char *)p, FIXED + n};
	s->signature = (struct str){(const char *)p + FIXED + n, r->rdata_len - FIXED - n};
	return true;
}

static void add16(struct buf *b, unsigned value)
{
	buf_addc(b, (char)(value >> 8));
	buf_addc(b, (char)value);
}

/* The owner as the signer saw it: behind the labels that count, a wildcard (RFC 4034 section
 * 3.1.8.1). False: the signature counts more labels than there are. */
static bool signed_owner(struct name *owner, const struct rrsig *s)
{
	unsigned labels = name_labels(owner);
	bool wild = check_first_label_is(owner, "*");
	if (wild)
		labels--;
	if (s->labels > labels)
		return false;
	if (s->labels < labels) {
		check_parent(owner, owner, labels - s->labels + wild);
		struct name rest = *owner;
		return check_wildcard_of(owner, &rest);
	}
	return true;
}

/* Puts together what was signed: the RRSIG's RDATA without the signature, then each record with the
 * original TTL. RDATA is canonical and sorted as it is. */
static bool signed_octets(
	struct check *c, const struct rrsig *s, const struct check_set *set, struct buf *octets)
{
	struct name owner = set->node->owner;
	buf_reset(octets);
	if (!signed_owner(&owner, s))
		return false;
	buf_add(octets, s->head.p, s->head.n);
	for (size_t i = set->from; i < set->end; i++) {
		const struct rec *r = c->zone->recs[i];
		buf_add(octets, owner.wire, owner.len);
		add16(octets, set->type);
		add16(octets, 1); /* class IN */
		buf_add(octets, s->head.p + 4, 4);
		add16(octets, r->rdata_len);
		buf_add(octets, rec_rdata(r), r->rdata_len);
	}
	return true;
}

/* Types whose names signers leave in the letter case in which they stood (RFC 4034 section 6.2, RFC
 * 6840 section 5.1). A sealed zone has them in lower case, so that a signature may be good though
 * it doesn't verify here. */
static bool keeps_case(uint16_t type)
{
	switch (type) {
	case TYPE_NSEC:
	case TYPE_SVCB:
	case TYPE_HTTPS:
	case TYPE_IPSECKEY:
	case TYPE_HIP:
	case TYPE_AMTRELAY:
	case TYPE_CSYNC:
		return true;
	default:
		return type > TYPE_AMTRELAY || (type >= 103 && type <= 107);
	}
}

/* The first of the keys with a tag. */
static size_t find_key(const struct check *c, unsigned tag)
{
	size_t low = 0, high = c->key_count;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (c->keys[mid].tag < tag)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* Tries the zone's keys that may have made a signature. */
static enum verify_result try_keys(struct check *c, const struct rrsig *s, unsigned *tried)
{
	enum verify_result result = VERIFY_BAD;
	*tried = 0;
	for (size_t i = find_key(c, s->key_tag); i < c->key_count && *tried < MAX_KEYS; i++) {
		struct str key = rdata_of(c->keys[i].rec);
		if (c->keys[i].tag != s->key_tag)
			break;
		if ((uint8_t)key.p[3] != s->algorithm)
			continue;
		++*tried;
		enum verify_result one = verify_signature(
			(struct str){c->room.data, c->room.len}, s->signature, key);
		if (one == VERIFY_GOOD)
			return one;
		if (one == VERIFY_UNKNOWN)
			result = one;
	}
	return result;
}

static void check_signature(
	struct check *c, const struct rec *r, const struct rrsig *s, const struct check_set *set)
{
	char room[RRTYPE_MAX_TEXT];
	unsigned tried;
	const char *type = rrtype_name(s->covered, room);
	if (!name_equal(&s->signer, &c->zone->apex) || !signed_octets(c, s, set, &c->room)) {
		check_report(c, r, "rrsig-bogus",
			"the signature over %s is not by this zone, or of another name; sign again",
			type);
		return;
	}
	enum verify_result result = try_keys(c, s, &tried);
	if (tried == 0)
		check_report(c, r, "rrsig-no-key",
			"the signature over %s is by key %u, which is not among the zone's DNSKEY; "
			"publish the key or sign again",
			type, s->key_tag);
	else if (result == VERIFY_UNKNOWN || (result == VERIFY_BAD && keeps_case(s->covered)))
		check_report(c, r, "rrsig-unchecked",
			"the signature over %s can't be judged here (algorithm %d, or letter case in "
			"names); let a validating resolver look",
			type, s->algorithm);
	else if (result == VERIFY_BAD)
		check_report(c, r, "rrsig-bogus",
			"the signature over %s doesn't fit the records, which were changed after "
			"signing; sign again",
			type);
}

static bool find_set(
	const struct check *c, const struct check_node *node, uint16_t type, struct check_set *set)
{
	size_t from = zone_find(c->zone, &node->owner, type);
	if (from >= node->end || rec_type(c->zone->recs[from]) != type)
		return false;
	*set = (struct check_set){node, type, from, zone_rrset_end(c->zone, from)};
	return true;
}

/* Judges one signature; `same` counts those over its type, itself included. */
static void check_one(struct check *c, const struct rec *r, const struct rrsig *s,
	const struct check_set *covered, unsigned same)
{
	char room[RRTYPE_MAX_TEXT];
	if (covered->from == covered->end)
		check_report(c, r, "rrsig-orphan",
			"it covers %s, of which there is none here; sign again or remove it",
			rrtype_name(s->covered, room));
	else if (same <= MAX_SIGNATURES)
		check_signature(c, r, s, covered);
	else if (same == MAX_SIGNATURES + 1)
		check_report(c, r, "rrsig-unchecked",
			"more than %d signatures over %s, the others are not judged; remove those "
			"of old keys",
			MAX_SIGNATURES, rrtype_name(s->covered, room));
}

/* Judges the signatures at one owner; they are sorted by the type that they cover. */
static void check_node_signatures(
	struct check *c, const struct check_node *node, const struct check_set *signatures)
{
	struct check_set covered = {.type = 0};
	unsigned same = 0;
	for (size_t i = signatures->from; i < signatures->end; i++) {
		const struct rec *r = c->zone->recs[i];
		struct rrsig s;
		if (!take_rrsig(&s, r))
			continue;
		if (s.covered != covered.type || same == 0) {
			covered = (struct check_set){.node = node, .type = s.covered};
			find_set(c, node, s.covered, &covered);
			same = 0;
		}
		check_one(c, r, &s, &covered, ++same);
	}
}

static bool is_covered(const struct check *c, const struct check_set *signatures, uint16_t type)
{
	/* RDATA begins with the type, and is sorted. */
	size_t low = signatures->from, high = signatures->end;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (check_get16(rec_rdata(c->zone->recs[mid])) < type)
			low = mid + 1;
		else
			high = mid;
	}
	return low < signatures->end && check_get16(rec_rdata(c->zone->recs[low])) == type;
}

void check_signed(struct check *c, const struct check_node *node)
{
	struct check_set signatures = {node, TYPE_RRSIG, node->end, node->end};
	bool any = find_set(c, node, TYPE_RRSIG, &signatures);
	bool delegation = c->cut && rec_type(c->cut) == TYPE_NS &&
			  rec_same_owner(c->cut, c->zone->recs[node->from]);
	if (!c->is_signed)
		return;
	if (any)
		check_node_signatures(c, node, &signatures);
	for (size_t at = node->from, end; at < node->end; at = end) {
		uint16_t type = rec_type(c->zone->recs[at]);
		end = zone_rrset_end(c->zone, at);
		if (type == TYPE_RRSIG || (delegation && type != TYPE_DS && type != TYPE_NSEC))
			continue;
		if (!is_covered(c, &signatures, type))
			check_report(c, c->zone->recs[at], "rrsig-missing",
				"the zone is signed, these records are not, so that validating resolvers "
				"refuse them; sign again");
	}
}

static int compare_keys(const void *a, const void *b)
{
	const struct check_key *x = a, *y = b;
	return x->tag < y->tag ? -1 : x->tag > y->tag;
}

void check_keys(struct check *c)
{
	const struct zf_zone *zone = c->zone;
	size_t from = zone_find(zone, &zone->apex, TYPE_DNSKEY), cap = 0;
	bool any = false;
	for (size_t i = 0; i < zone->count && !any; i++)
		any = rec_type(zone->recs[i]) == TYPE_RRSIG;
	if (any && !check_find(c, &zone->apex, TYPE_DNSKEY)) {
		check_report(c, NULL, "no-dnskey",
			"zone %s has signatures and no DNSKEY record at its apex; remove the "
			"signatures, or publish the keys",
			zone->apex_text);
		return;
	}
	c->is_signed = any;
	for (size_t i = from;
		any && i < zone->count && rec_same_rrset(zone->recs[from], zone->recs[i]); i++) {
		struct str rdata = rdata_of(zone->recs[i]);
		if (rdata.n <= 4)
			continue;
		c->keys = mem_grow(c->keys, &cap, c->key_count + 1, sizeof(*c->keys));
		c->keys[c->key_count].rec = zone->recs[i];
		c->keys[c->key_count++].tag = verify_key_tag(rdata);
	}
	if (c->key_count)
		qsort(c->keys, c->key_count, sizeof(*c->keys), compare_keys);
}

void check_dnskey(struct check *c, const struct check_set *set)
{
	const struct rec *first = c->zone->recs[set->from];
	if (!key_is_apex(rec_key(first)))
		check_report(c, first, "dnskey-off-apex",
			"the keys of a zone stand at its apex, %s; nobody looks for them here",
			c->zone->apex_text);
	for (size_t i = set->from; i < set->end; i++) {
		const struct rec *r = c->zone->recs[i];
		if (r->rdata_len > 4 && rec_rdata(r)[2] != 3)
			check_report(c, r, "dnskey-protocol",
				"the second number of a DNSKEY, its protocol, is 3; a key with another "
				"is not used");
	}
}

void check_nsec3param(struct check *c, const struct check_set *set)
{
	for (size_t i = set->from; i < set->end; i++) {
		const struct rec *r = c->zone->recs[i];
		if (r->rdata_len >= 5 && check_get16(rec_rdata(r) + 2) > 0)
			check_report(c, r, "nsec3-iterations",
				"%u additional hash iterations cost you more than attackers, and "
				"validators may treat the zone as unsigned; set 0",
				check_get16(rec_rdata(r) + 2));
	}
}

/* _443._tcp and the like (RFC 6698 section 3). */
static bool is_port_name(const struct name *owner)
{
	struct name second;
	uint64_t port;
	check_parent(&second, owner, 1);
	return (owner->wire[0] > 1 && owner->wire[1] == '_' && second.wire[0] > 1 &&
		       second.wire[1] == '_' &&
		       str_to_u64(
			       (const char *)owner->wire + 2, owner->wire[0] - 1U, 65535, &port)) ||
	       check_first_label_is(owner, "*");
}

void check_tlsa(struct check *c, const struct check_set *set)
{
	static const uint16_t lengths[] = {0, 32, 64}; /* exact, SHA-256, SHA-512 */
	if (set->type == TYPE_TLSA && !is_port_name(&set->node->owner))
		check_report(c, c->zone->recs[set->from], "tlsa-owner",
			"clients ask for _port._protocol and the name, such as _443._tcp; rename the "
			"record");
	for (size_t i = set->from; i < set->end; i++) {
		const struct rec *r = c->zone->recs[i];
		const uint8_t *p = rec_rdata(r);
		if (r->rdata_len < 3)
			continue;
		size_t n = r->rdata_len - 3U;
		if ((p[0] > 3 && p[0] != 255) || (p[1] > 1 && p[1] != 255) ||
			(p[2] > 2 && p[2] != 255))
			check_report(c, r, "tlsa-values",
				"usage is 0 to 3, selector 0 or 1, matching type 0 to 2; with other "
				"numbers clients ignore it");
		else if (n == 0 || (p[2] <= 2 && lengths[p[2]] && lengths[p[2]] != n))
			check_report(c, r, "tlsa-length",
				"a digest of matching type %d has %d octets, this one has %zu; copy it "
				"again",
				p[2], p[2] <= 2 ? lengths[p[2]] : 0, n);
	}
}
