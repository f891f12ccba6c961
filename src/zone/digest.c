#include <openssl/evp.h>

#include "buf.h"
#include "crypto.h"
#include "mem.h"
#include "rdata.h"
#include "zone.h"

enum { PIECE = 64 << 10 };

/* Every failure here is memory that ran out: the algorithm is always there. */
static void must(int ok)
{
	if (ok != 1)
		mem_exhausted();
}

static void add_u16(struct buf *b, unsigned v)
{
	const unsigned char octets[] = {(unsigned char)(v >> 8), (unsigned char)v};
	buf_add(b, octets, sizeof(octets));
}

/* owner | type | class | TTL | RDLENGTH | RDATA (RFC 8976 section 3.3.2). */
static void add_record(struct buf *b, const struct name *owner, const struct rec *r)
{
	buf_add(b, owner->wire, owner->len);
	add_u16(b, rec_type(r));
	add_u16(b, 1);
	add_u16(b, r->ttl >> 16);
	add_u16(b, r->ttl & 0xffff);
	add_u16(b, r->rdata_len);
	buf_add(b, rec_rdata(r), r->rdata_len);
}

struct digest {
	const struct zf_zone *zone;
	bool (*is_left_out)(const struct rec *r);
	void (*add_more)(struct buf *b, const struct rec *r); /* behind each record, or NULL */
	EVP_MD_CTX *ctx;
	struct buf octets;
};

static void flush(struct digest *d)
{
	must(EVP_DigestUpdate(d->ctx, d->octets.data, d->octets.len));
	buf_reset(&d->octets);
}

struct types {
	unsigned from, to; /* the last one included */
};

/* Adds the owner's records [from, end) of some types. */
static void add_types(struct digest *d, size_t from, size_t end, const struct types *types)
{
	struct name owner;
	rec_owner(d->zone, d->zone->recs[from], &owner);
	for (size_t i = from; i < end; i++) {
		const struct rec *r = d->zone->recs[i];
		uint16_t type = rec_type(r);
		if (type < types->from || type > types->to || d->is_left_out(r))
			continue;
		add_record(&d->octets, &owner, r);
		if (d->add_more)
			d->add_more(&d->octets, r);
		if (d->octets.len >= PIECE)
			flush(d);
	}
}

/* Sealed zones have SOA and NS first at the apex; here they stand among the others by number. */
static void add_owner(struct digest *d, size_t from, size_t end)
{
	static const struct types all = {0, 65535};
	static const struct types apex[] = {{0, TYPE_NS - 1}, {TYPE_NS, TYPE_NS},
		{TYPE_NS + 1, TYPE_SOA - 1}, {TYPE_SOA, TYPE_SOA}, {TYPE_SOA + 1, 65535}};
	bool at_apex = key_is_apex(rec_key(d->zone->recs[from]));
	size_t count = at_apex ? sizeof(apex) / sizeof(apex[0]) : 1;
	for (size_t i = 0; i < count; i++)
		add_types(d, from, end, at_apex ? &apex[i] : &all);
}

static void start(struct digest *d, const EVP_MD *md)
{
	const struct zf_zone *zone = d->zone;
	crypto_start();
	d->ctx = EVP_MD_CTX_new();
	must(d->ctx && EVP_DigestInit_ex(d->ctx, md, NULL) == 1);
	buf_init(&d->octets, 0);
	for (size_t from = 0, end; from < zone->count; from = end) {
		end = zone_owner_end(zone, from);
		add_owner(d, from, end);
	}
}

static void finish(struct digest *d, uint8_t *digest)
{
	flush(d);
	must(EVP_DigestFinal_ex(d->ctx, digest, NULL));
	EVP_MD_CTX_free(d->ctx);
	buf_free(&d->octets);
}

void zone_digest(const struct zf_zone *zone, uint8_t digest[ZONE_DIGEST_OCTETS])
{
	struct digest d = {.zone = zone, .is_left_out = rec_is_synthesised};
	start(&d, EVP_sha256());
	finish(&d, digest);
}

bool rec_changes_by_itself(const struct rec *r)
{
	uint16_t type = rec_type(r);
	const struct rrtype *row = rrtype_by_code(type);
	return (type == TYPE_SOA && key_is_apex(rec_key(r))) ||
	       (row && (row->flags & RRTYPE_DNSSEC)) || rec_is_synthesised(r);
}

/* Texts are led by their length, so that two can't be taken for one. */
static void add_text(struct buf *b, const char *p, size_t n)
{
	add_u16(b, (unsigned)(n >> 16) & 0xffff);
	add_u16(b, n & 0xffff);
	buf_add(b, p, n);
}

static void add_annotations(struct buf *b, const struct rec *r)
{
	struct str notes = rec_notes(r);
	add_text(b, notes.p, note_annotations_length(notes));
}

void zone_state_digest(const struct zf_zone *zone, uint8_t digest[ZONE_DIGEST_OCTETS])
{
	struct digest d = {
		.zone = zone, .is_left_out = rec_changes_by_itself, .add_more = add_annotations};
	start(&d, EVP_sha256());
	for (size_t i = 0; i < zone->provider_record_count; i++) {
		const struct provider_record *p = &zone->provider_records[i];
		add_text(&d.octets, p->provider.p, p->provider.n);
		add_text(&d.octets, p->json.p, p->json.n);
		flush(&d);
	}
	finish(&d, digest);
}

bool zone_same_state(const struct zf_zone *a, const struct zf_zone *b)
{
	uint8_t da[ZONE_DIGEST_OCTETS], db[ZONE_DIGEST_OCTETS];
	zone_state_digest(a, da);
	zone_state_digest(b, db);
	return memcmp(da, db, sizeof(da)) == 0;
}

/* RFC 8976 section 3.3.1. */
static bool is_outside_zonemd(const struct rec *r)
{
	const uint8_t *p = rec_rdata(r);
	if (!key_is_apex(rec_key(r)))
		return key_is_outside(rec_key(r));
	return rec_type(r) == TYPE_ZONEMD || (rec_type(r) == TYPE_RRSIG && r->rdata_len >= 2 &&
						     (p[0] << 8 | p[1]) == TYPE_ZONEMD);
}

size_t zone_digest_zonemd(
	const struct zf_zone *zone, unsigned algorithm, uint8_t digest[ZONE_ZONEMD_OCTETS])
{
	const EVP_MD *md = algorithm == 1 ? EVP_sha384() : algorithm == 2 ? EVP_sha512() : NULL;
	struct digest d = {.zone = zone, .is_left_out = is_outside_zonemd};
	if (!md)
		return 0;
	start(&d, md);
	finish(&d, digest);
	return (size_t)EVP_MD_get_size(md);
}
