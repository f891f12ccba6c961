#include "merge.h"

#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "rdata.h"

enum { BASE, OURS, THEIRS, SIDES };

/* One RRset in the three zones: records from[i]..to[i]-1 of each. */
struct sets {
	const struct zf_zone *zones[SIDES];
	size_t from[SIDES], to[SIDES];
};

/* The result of one RRset: records of ours or theirs, with what they are to hold. */
struct choice {
	const struct zf_zone *zone;
	const struct rec *rec;
	uint32_t ttl;
};

struct choices {
	struct choice *items;
	size_t count, cap;
	bool conflict;
};

bool serial_is_higher(uint32_t a, uint32_t b)
{
	return a != b && a - b < 0x80000000u;
}

static bool same_value(const struct rec *a, const struct rec *b)
{
	if (!a || !b)
		return a == b;
	return a->ttl == b->ttl && rec_same_annotations(a, b);
}

static bool same_set(const struct sets *s, int a, int b)
{
	size_t n = s->to[a] - s->from[a];
	if (n != s->to[b] - s->from[b])
		return false;
	for (size_t i = 0; i < n; i++) {
		const struct rec *x = s->zones[a]->recs[s->from[a] + i];
		const struct rec *y = s->zones[b]->recs[s->from[b] + i];
		if (rec_cmp(x, y) != 0 || !same_value(x, y))
			return false;
	}
	return true;
}

static void choose(struct choices *c, const struct zf_zone *zone, const struct rec *r, uint32_t ttl)
{
	c->items = mem_grow(c->items, &c->cap, c->count + 1, sizeof(*c->items));
	c->items[c->count++] = (struct choice){zone, r, ttl};
}

static void choose_side(struct choices *c, const struct sets *s, int side)
{
	for (size_t i = s->from[side]; i < s->to[side]; i++)
		choose(c, s->zones[side], s->zones[side]->recs[i], s->zones[side]->recs[i]->ttl);
}

/* The TTL that all records of a side have; false when there is none. */
static bool uniform_ttl(const struct sets *s, int side, uint32_t *ttl)
{
	for (size_t i = s->from[side]; i < s->to[side]; i++) {
		if (i > s->from[side] && s->zones[side]->recs[i]->ttl != *ttl)
			return false;
		*ttl = s->zones[side]->recs[i]->ttl;
	}
	return s->from[side] < s->to[side];
}

/* A record that one side added takes the TTL that the other gave the whole RRset. */
static uint32_t added_ttl(const struct sets *s, int other, const struct rec *added)
{
	uint32_t before = 0, after = 0;
	if (uniform_ttl(s, BASE, &before) && uniform_ttl(s, other, &after) && added->ttl == before)
		return after;
	return added->ttl;
}

/* The same record on the three sides; NULL where it isn't. */
struct trio {
	const struct rec *r[SIDES];
};

static bool next_trio(const struct sets *s, size_t at[SIDES], struct trio *t)
{
	const struct rec *least = NULL;
	for (int i = 0; i < SIDES; i++) {
		t->r[i] = at[i] < s->to[i] ? s->zones[i]->recs[at[i]] : NULL;
		if (t->r[i] && (!least || rec_cmp(t->r[i], least) < 0))
			least = t->r[i];
	}
	for (int i = 0; i < SIDES; i++) {
		if (t->r[i] && rec_cmp(t->r[i], least) != 0)
			t->r[i] = NULL;
		at[i] += t->r[i] != NULL;
	}
	return least != NULL;
}

/* Both sides changed the set: record by record. */
static void merge_records(struct choices *c, const struct sets *s)
{
	size_t at[SIDES] = {s->from[BASE], s->from[OURS], s->from[THEIRS]};
	size_t gone = 0, our_new = 0, their_new = 0;
	struct trio t;
	while (next_trio(s, at, &t)) {
		const struct rec *base = t.r[BASE], *ours = t.r[OURS], *theirs = t.r[THEIRS];
		gone += base && !ours && !theirs;
		our_new += !base && ours && !theirs;
		their_new += !base && theirs && !ours;
		if (same_value(ours, theirs) || same_value(theirs, base)) {
			if (ours)
				choose(c, s->zones[OURS], ours,
					base || theirs ? ours->ttl : added_ttl(s, THEIRS, ours));
		} else if (same_value(ours, base)) {
			if (theirs)
				choose(c, s->zones[THEIRS], theirs,
					base || ours ? theirs->ttl : added_ttl(s, OURS, theirs));
		} else {
			c->conflict = true;
		}
	}
	if (gone > 0 && our_new > 0 && their_new > 0)
		c->conflict = true; /* both replaced the same record */
}

/*
 * SOA.
 */

enum { SOA_NUMBERS = 5, SOA_FIELDS = 2 + SOA_NUMBERS, SOA_SERIAL = 2 };

struct soa {
	const uint8_t *p[SOA_FIELDS];
	size_t n[SOA_FIELDS];
};

static void split_soa(struct soa *soa, const struct rec *r)
{
	const uint8_t *p = rec_rdata(r);
	size_t at = 0;
	for (int i = 0; i < SOA_FIELDS; i++) {
		soa->p[i] = p + at;
		soa->n[i] = i < 2 ? name_wire_length(p + at, r->rdata_len - at) : 4;
		at += soa->n[i];
	}
}

static bool same_field(const struct soa *a, const struct soa *b, int i)
{
	return a->n[i] == b->n[i] && memcmp(a->p[i], b->p[i], a->n[i]) == 0;
}

static uint32_t read_u32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static void write_u32(uint8_t *p, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		p[i] = (uint8_t)(v >> (24 - 8 * i));
}

/* The merged SOA, its serial not raised yet; false on a conflict in another field. */
static bool merge_soa(uint8_t *rdata, size_t *size, const struct rec *const r[SIDES])
{
	struct soa soa[SIDES];
	*size = 0;
	for (int i = 0; i < SIDES; i++)
		split_soa(&soa[i], r[i]);
	for (int i = 0; i < SOA_FIELDS; i++) {
		bool ours = !same_field(&soa[OURS], &soa[BASE], i);
		bool theirs = !same_field(&soa[THEIRS], &soa[BASE], i);
		if (i == SOA_SERIAL)
			theirs = serial_is_higher(
				read_u32(soa[THEIRS].p[i]), read_u32(soa[OURS].p[i]));
		else if (ours && theirs && !same_field(&soa[OURS], &soa[THEIRS], i))
			return false;
		const struct soa *from = &soa[theirs ? THEIRS : OURS];
		memcpy(rdata + *size, from->p[i], from->n[i]);
		*size += from->n[i];
	}
	return true;
}

/*
 * The whole.
 */

struct merging {
	struct merge *result;
	struct zone_builder *builder;
	const struct zf_zone *zones[SIDES];
	const struct rec
		*soa_from; /* notes and TTL of the result's SOA; NULL: none, or as chosen */
	uint8_t soa[RDATA_MAX];
	size_t soa_size;
	struct choices owner; /* what was chosen for the owner that is being looked at */
	size_t owner_from[SIDES];
	bool owner_conflict;
};

static const struct rec **copy_records(const struct zf_zone *zone, size_t from, size_t to)
{
	const struct rec **copy = mem_alloc((to - from) * sizeof(*copy));
	for (size_t i = from; i < to; i++)
		copy[i - from] = zone->recs[i];
	return copy;
}

static void add_conflict(struct merge *m, const struct zf_zone *const zones[SIDES],
	const size_t from[SIDES], const size_t to[SIDES])
{
	m->conflicts = mem_grow(
		m->conflicts, &m->conflict_cap, m->conflict_count + 1, sizeof(*m->conflicts));
	m->conflicts[m->conflict_count++] = (struct merge_conflict){
		.ours = copy_records(zones[OURS], from[OURS], to[OURS]),
		.ours_count = to[OURS] - from[OURS],
		.theirs = copy_records(zones[THEIRS], from[THEIRS], to[THEIRS]),
		.theirs_count = to[THEIRS] - from[THEIRS],
	};
}

static bool is_single(const struct rec *r)
{
	const struct rrtype *type = rrtype_by_code(rec_type(r));
	return type && (type->flags & RRTYPE_SINGLE);
}

static const struct rec *any_record(const struct sets *s)
{
	for (int i = 0; i < SIDES; i++)
		if (s->from[i] < s->to[i])
			return s->zones[i]->recs[s->from[i]];
	return NULL;
}

static bool is_apex_soa(const struct rec *r)
{
	return rec_type(r) == TYPE_SOA && key_is_apex(rec_key(r));
}

/* The SOA's own way: true when it has been merged. */
static bool try_soa(struct merging *m, const struct sets *s)
{
	const struct rec *r[SIDES];
	for (int i = 0; i < SIDES; i++) {
		if (s->to[i] - s->from[i] != 1)
			return false;
		r[i] = s->zones[i]->recs[s->from[i]];
	}
	if (!is_apex_soa(r[OURS]) || !merge_soa(m->soa, &m->soa_size, r))
		return false;
	m->soa_from = same_value(r[OURS], r[BASE]) ? r[THEIRS] : r[OURS];
	return true;
}

static void merge_set(struct merging *m, const struct sets *s)
{
	struct choices c = {0};
	bool ours_kept = same_set(s, OURS, BASE), theirs_kept = same_set(s, THEIRS, BASE);
	if (is_apex_soa(any_record(s)) && try_soa(m, s))
		return;
	if (theirs_kept || same_set(s, OURS, THEIRS))
		choose_side(&c, s, OURS);
	else if (ours_kept)
		choose_side(&c, s, THEIRS);
	else
		merge_records(&c, s);
	if (c.count > 1 && is_single(c.items[0].rec))
		c.conflict = true;
	if (c.conflict) {
		c.count = 0;
		choose_side(&c, s, OURS);
		add_conflict(m->result, s->zones, s->from, s->to);
		m->owner_conflict = true;
	}
	for (size_t i = 0; i < c.count; i++)
		choose(&m->owner, c.items[i].zone, c.items[i].rec, c.items[i].ttl);
	free(c.items);
}

static bool is_signature(const struct rec *r)
{
	const struct rrtype *type = rrtype_by_code(rec_type(r));
	return type && (type->flags & RRTYPE_DNSSEC);
}

/* Whether a CNAME stands beside other data (RFC 1034 section 3.6.2; DNSSEC types may). */
static bool cname_clash(const struct choice *items, size_t count)
{
	bool cname = false, other = false;
	for (size_t i = 0; i < count; i++) {
		cname = cname || rec_type(items[i].rec) == TYPE_CNAME;
		other = other ||
			(rec_type(items[i].rec) != TYPE_CNAME && !is_signature(items[i].rec));
	}
	return cname && other;
}

static bool side_clashes(const struct zf_zone *zone, size_t from, size_t to)
{
	struct choices c = {0};
	for (size_t i = from; i < to; i++)
		choose(&c, zone, zone->recs[i], 0);
	bool clash = cname_clash(c.items, c.count);
	free(c.items);
	return clash;
}

/* All RRsets of an owner are merged: adds what was chosen, or marks the owner. */
static enum zf_status end_owner(struct merging *m, const size_t to[SIDES], struct zf_error *err)
{
	enum zf_status status = ZF_OK;
	struct name owner;
	if (!m->owner_conflict && cname_clash(m->owner.items, m->owner.count) &&
		!side_clashes(m->zones[OURS], m->owner_from[OURS], to[OURS]) &&
		!side_clashes(m->zones[THEIRS], m->owner_from[THEIRS], to[THEIRS])) {
		m->owner.count = 0;
		for (size_t i = m->owner_from[OURS]; i < to[OURS]; i++)
			choose(&m->owner, m->zones[OURS], m->zones[OURS]->recs[i],
				m->zones[OURS]->recs[i]->ttl);
		add_conflict(m->result, m->zones, m->owner_from, to);
	}
	for (size_t i = 0; i < m->owner.count && status == ZF_OK; i++) {
		const struct choice *c = &m->owner.items[i];
		rec_owner(c->zone, c->rec, &owner);
		status = zone_builder_add(m->builder, &owner, rec_type(c->rec), c->ttl,
			rec_rdata(c->rec), c->rec->rdata_len, rec_notes(c->rec), 0, err);
	}
	m->owner.count = 0;
	m->owner_conflict = false;
	memcpy(m->owner_from, to, sizeof(m->owner_from));
	return status;
}

/* The next RRset of the three zones, from `at` on; false at the end of all. */
static bool next_set(struct sets *s, size_t at[SIDES])
{
	const struct rec *least = NULL;
	for (int i = 0; i < SIDES; i++) {
		const struct rec *r = at[i] < s->zones[i]->count ? s->zones[i]->recs[at[i]] : NULL;
		if (r && (!least || rec_cmp_rrset(r, least) < 0))
			least = r;
	}
	for (int i = 0; least && i < SIDES; i++) {
		s->from[i] = at[i];
		if (at[i] < s->zones[i]->count && rec_same_rrset(s->zones[i]->recs[at[i]], least))
			at[i] = zone_rrset_end(s->zones[i], at[i]);
		s->to[i] = at[i];
	}
	return least != NULL;
}

static enum zf_status merge_all(struct merging *m, struct zf_error *err)
{
	struct sets s = {.zones = {m->zones[BASE], m->zones[OURS], m->zones[THEIRS]}};
	size_t at[SIDES] = {0}, before[SIDES] = {0};
	const struct rec *owner = NULL;
	enum zf_status status = ZF_OK;
	while (status == ZF_OK && next_set(&s, at)) {
		if (owner && !rec_same_owner(owner, any_record(&s)))
			status = end_owner(m, before, err);
		owner = any_record(&s);
		merge_set(m, &s);
		memcpy(before, at, sizeof(before));
	}
	return status == ZF_OK ? end_owner(m, before, err) : status;
}

/*
 * Provider records: what one side added or removed.
 */

static int cmp_provider_record(const struct provider_record *a, const struct provider_record *b)
{
	int order = str_cmp(a->provider, b->provider);
	return order ? order : str_cmp(a->json, b->json);
}

static void merge_provider_records(struct merging *m)
{
	size_t at[SIDES] = {0};
	for (;;) {
		const struct provider_record *least = NULL, *p[SIDES];
		for (int i = 0; i < SIDES; i++) {
			p[i] = at[i] < m->zones[i]->provider_record_count
				       ? &m->zones[i]->provider_records[at[i]]
				       : NULL;
			if (p[i] && (!least || cmp_provider_record(p[i], least) < 0))
				least = p[i];
		}
		if (!least)
			return;
		bool there[SIDES];
		for (int i = 0; i < SIDES; i++) {
			there[i] = p[i] && cmp_provider_record(p[i], least) == 0;
			at[i] += there[i];
		}
		if (there[OURS] == there[BASE] ? there[THEIRS] : there[OURS])
			zone_builder_add_provider_record(m->builder, least->provider, least->json);
	}
}

/*
 * Ends.
 */

/* Whether two zones hold the same, the serial of the SOA aside. */
static bool same_but_serial(const struct zf_zone *a, const struct zf_zone *b)
{
	if (a->count != b->count || a->provider_record_count != b->provider_record_count)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		const struct rec *x = a->recs[i], *y = b->recs[i];
		bool soa = is_apex_soa(x) && is_apex_soa(y);
		if ((!soa && rec_cmp(x, y) != 0) || !same_value(x, y))
			return false;
		struct soa sx, sy;
		if (!soa)
			continue;
		split_soa(&sx, x);
		split_soa(&sy, y);
		for (int f = 0; f < SOA_FIELDS; f++)
			if (f != SOA_SERIAL && !same_field(&sx, &sy, f))
				return false;
	}
	for (size_t i = 0; i < a->provider_record_count; i++)
		if (cmp_provider_record(&a->provider_records[i], &b->provider_records[i]) != 0)
			return false;
	return true;
}

static enum zf_status add_soa(struct zone_builder *b, const struct merging *m, struct zf_error *err)
{
	if (!m->soa_from)
		return ZF_OK;
	return zone_builder_add(b, &m->zones[OURS]->apex, TYPE_SOA, m->soa_from->ttl, m->soa,
		m->soa_size, rec_notes(m->soa_from), 0, err);
}

static void raise_serial(struct merging *m)
{
	uint8_t *serial = m->soa + m->soa_size - 4 * SOA_NUMBERS;
	uint32_t next = read_u32(serial) + 1;
	write_u32(serial, next ? next : 1); /* RFC 1982: 0 is a serial like others; but odd */
}

/* Seals the result; when it is neither of the two zones, once more with a higher serial. */
static enum zf_status finish(struct merging *m, struct zf_error *err)
{
	struct zone_builder *again;
	enum zf_status status = add_soa(m->builder, m, err);
	if (status != ZF_OK)
		return status;
	struct zf_zone *zone = zone_builder_seal(m->builder);
	m->builder = NULL;
	m->result->zone = zone;
	if (!m->soa_from || same_but_serial(zone, m->zones[OURS]) ||
		same_but_serial(zone, m->zones[THEIRS]))
		return ZF_OK;
	raise_serial(m);
	again = zone_builder_new(&zone->apex, "merge");
	status = add_soa(again, m, err);
	for (size_t i = 0; i < zone->count && status == ZF_OK; i++) {
		const struct rec *r = zone->recs[i];
		struct name owner;
		if (is_apex_soa(r))
			continue;
		rec_owner(zone, r, &owner);
		status = zone_builder_add(again, &owner, rec_type(r), r->ttl, rec_rdata(r),
			r->rdata_len, rec_notes(r), 0, err);
	}
	for (size_t i = 0; i < zone->provider_record_count; i++)
		zone_builder_add_provider_record(
			again, zone->provider_records[i].provider, zone->provider_records[i].json);
	m->result->zone = zone_builder_seal(again);
	zf_zone_free(zone);
	return status;
}

enum zf_status merge_make(struct merge *result, const struct zf_zone *base,
	const struct zf_zone *ours, const struct zf_zone *theirs, struct zf_error *err)
{
	*result = (struct merge){0};
	if (!name_equal(&base->apex, &ours->apex) || !name_equal(&ours->apex, &theirs->apex))
		return err_set(err, ZF_ERR_DATA,
			"these are versions of different zones: %s, %s, %s", base->apex_text,
			ours->apex_text, theirs->apex_text);
	struct merging *m = mem_zalloc(sizeof(*m));
	m->result = result;
	m->zones[BASE] = base;
	m->zones[OURS] = ours;
	m->zones[THEIRS] = theirs;
	m->builder = zone_builder_new(&ours->apex, "merge");
	enum zf_status status = merge_all(m, err);
	merge_provider_records(m);
	if (status == ZF_OK)
		status = finish(m, err);
	zone_builder_free(m->builder);
	free(m->owner.items);
	free(m);
	if (status != ZF_OK)
		merge_free(result);
	return status;
}

void merge_free(struct merge *m)
{
	for (size_t i = 0; i < m->conflict_count; i++) {
		free(m->conflicts[i].ours);
		free(m->conflicts[i].theirs);
	}
	free(m->conflicts);
	zf_zone_free(m->zone);
	*m = (struct merge){0};
}
