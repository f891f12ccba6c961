#include "merge.h"

#include <stdlib.h>
#include <string.h>

#include "diff.h"
#include "err.h"
#include "mem.h"
#include "merge_rule.h"
#include "merge_soa.h"
#include "merge_trio.h"

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

static bool same_set(const struct sets *s, int a, int b)
{
	size_t n = s->to[a] - s->from[a];
	if (n != s->to[b] - s->from[b])
		return false;
	for (size_t i = 0; i < n; i++) {
		const struct rec *x = s->zones[a]->recs[s->from[a] + i];
		const struct rec *y = s->zones[b]->recs[s->from[b] + i];
		if (rec_cmp(x, y) != 0 || !merge_same_value(x, y))
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

/* What a side made of the TTL that the whole RRset had. */
struct ttl_change {
	bool whole; /* both the base and the side have one TTL */
	uint32_t before, after;
};

static struct ttl_change ttl_change_of(const struct sets *s, int side)
{
	struct ttl_change c = {.whole = false};
	c.whole = uniform_ttl(s, BASE, &c.before) && uniform_ttl(s, side, &c.after);
	return c;
}

/* A record that one side added takes the TTL that the other gave the whole RRset. */
static uint32_t added_ttl(const struct ttl_change *others, const struct rec *added)
{
	return others->whole && added->ttl == others->before ? others->after : added->ttl;
}

/* Both sides changed the set: record by record. */
static void merge_records(struct choices *c, const struct sets *s)
{
	size_t at[SIDES] = {s->from[BASE], s->from[OURS], s->from[THEIRS]};
	size_t gone = 0, our_new = 0, their_new = 0;
	const struct ttl_change ours_made = ttl_change_of(s, OURS),
				theirs_made = ttl_change_of(s, THEIRS);
	struct merge_trio t;
	while (merge_trio_next(&t, s->zones, at, s->to)) {
		const struct rec *base = t.r[BASE], *ours = t.r[OURS], *theirs = t.r[THEIRS];
		gone += base && !ours && !theirs;
		our_new += !base && ours && !theirs;
		their_new += !base && theirs && !ours;
		if (merge_same_value(ours, theirs) || merge_same_value(theirs, base)) {
			if (ours)
				choose(c, s->zones[OURS], ours,
					base || theirs ? ours->ttl : added_ttl(&theirs_made, ours));
		} else if (merge_same_value(ours, base)) {
			if (theirs)
				choose(c, s->zones[THEIRS], theirs,
					base || ours ? theirs->ttl : added_ttl(&ours_made, theirs));
		} else {
			c->conflict = true;
		}
	}
	if (gone > 0 && our_new > 0 && their_new > 0)
		c->conflict = true; /* both replaced the same record */
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
	struct merge_soa soa;
	struct choices owner; /* what was chosen for the owner that is being looked at */
	size_t owner_from[SIDES];
	size_t owner_conflicts; /* the first one of the owner in result->conflicts */
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

/* Takes back the conflicts from index `from` on. */
static void drop_conflicts(struct merge *m, size_t from)
{
	while (m->conflict_count > from) {
		struct merge_conflict *c = &m->conflicts[--m->conflict_count];
		free(c->ours);
		free(c->theirs);
	}
}

static const struct rec *any_record(const struct sets *s)
{
	for (int i = 0; i < SIDES; i++)
		if (s->from[i] < s->to[i])
			return s->zones[i]->recs[s->from[i]];
	return NULL;
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
	bool ours_kept = merge_same_value(r[OURS], r[BASE]),
	     theirs_kept = merge_same_value(r[THEIRS], r[BASE]);
	if (!ours_kept && !theirs_kept && !merge_same_value(r[OURS], r[THEIRS]))
		return false;
	if (!merge_soa_make(&m->soa, r[BASE], r[OURS], r[THEIRS]))
		return false;
	m->soa_from = ours_kept ? r[THEIRS] : r[OURS];
	return true;
}

/* The rules that what was chosen breaks, and neither side did. */
static unsigned new_faults(const struct choices *c, const struct zf_zone *const zones[SIDES],
	const size_t from[SIDES], const size_t to[SIDES])
{
	struct merge_rule rule = {.counts = {0}};
	for (size_t i = 0; i < c->count; i++)
		merge_rule_count(&rule, c->items[i].rec);
	unsigned faults = merge_rule_faults(&rule);
	for (int i = OURS; faults && i <= THEIRS; i++)
		faults &= ~merge_rule_faults_of(zones[i], from[i], to[i]);
	return faults;
}

static bool is_empty(const struct sets *s, int side)
{
	return s->from[side] == s->to[side];
}

static void merge_set(struct merging *m, const struct sets *s)
{
	struct choices c = {0};
	bool ours_kept = same_set(s, OURS, BASE), theirs_kept = same_set(s, THEIRS, BASE);
	if (merge_is_apex_soa(any_record(s)) && try_soa(m, s))
		return;
	if (theirs_kept || same_set(s, OURS, THEIRS))
		choose_side(&c, s, OURS);
	else if (ours_kept)
		choose_side(&c, s, THEIRS);
	else
		merge_records(&c, s);
	/* What one side changed and the other removed is wanted by one of them in vain. */
	bool both_changed = !ours_kept && !theirs_kept;
	if (both_changed && !is_empty(s, BASE) && is_empty(s, OURS) != is_empty(s, THEIRS))
		c.conflict = true;
	if (c.conflict || new_faults(&c, s->zones, s->from, s->to)) {
		c.count = 0;
		choose_side(&c, s, OURS);
		add_conflict(m->result, s->zones, s->from, s->to);
	}
	for (size_t i = 0; i < c.count; i++)
		choose(&m->owner, c.items[i].zone, c.items[i].rec, c.items[i].ttl);
	free(c.items);
}

static bool holds_cname(const struct zf_zone *zone, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (rec_type(zone->recs[i]) == TYPE_CNAME)
			return true;
	return false;
}

/* Whether all of an owner is in conflict: only together its RRsets break a rule, or some are in
 * conflict and the ways part between a CNAME and other data. */
static bool owner_is_torn(const struct merging *m, const size_t to[SIDES])
{
	bool conflict = m->result->conflict_count > m->owner_conflicts;
	if (!conflict)
		return new_faults(&m->owner, m->zones, m->owner_from, to) != 0;
	return holds_cname(m->zones[OURS], m->owner_from[OURS], to[OURS]) ||
	       holds_cname(m->zones[THEIRS], m->owner_from[THEIRS], to[THEIRS]);
}

static void choose_our_owner(struct merging *m, const size_t to[SIDES])
{
	m->owner.count = 0;
	for (size_t i = m->owner_from[OURS]; i < to[OURS]; i++) {
		const struct rec *r = m->zones[OURS]->recs[i];
		if (merge_is_apex_soa(r))
			m->soa_from = NULL;
		choose(&m->owner, m->zones[OURS], r, r->ttl);
	}
	drop_conflicts(m->result, m->owner_conflicts);
	add_conflict(m->result, m->zones, m->owner_from, to);
}

/* All RRsets of an owner are merged: adds what was chosen, or marks the owner. */
static enum zf_status end_owner(struct merging *m, const size_t to[SIDES], struct zf_error *err)
{
	enum zf_status status = ZF_OK;
	struct name owner;
	if (owner_is_torn(m, to))
		choose_our_owner(m, to);
	for (size_t i = 0; i < m->owner.count && status == ZF_OK; i++) {
		const struct choice *c = &m->owner.items[i];
		rec_owner(c->zone, c->rec, &owner);
		status = zone_builder_add(m->builder, &owner, rec_type(c->rec), c->ttl,
			rec_rdata(c->rec), c->rec->rdata_len, rec_notes(c->rec), 0, err);
	}
	m->owner.count = 0;
	m->owner_conflicts = m->result->conflict_count;
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

static void merge_provider_records(struct merging *m)
{
	size_t at[SIDES] = {0};
	for (;;) {
		const struct provider_record *least = NULL, *p[SIDES];
		for (int i = 0; i < SIDES; i++) {
			p[i] = at[i] < m->zones[i]->provider_record_count
				       ? &m->zones[i]->provider_records[at[i]]
				       : NULL;
			if (p[i] && (!least || provider_record_cmp(p[i], least) < 0))
				least = p[i];
		}
		if (!least)
			return;
		bool there[SIDES];
		for (int i = 0; i < SIDES; i++) {
			there[i] = p[i] && provider_record_cmp(p[i], least) == 0;
			at[i] += there[i];
		}
		if (there[OURS] == there[BASE] ? there[THEIRS] : there[OURS])
			zone_builder_add_provider_record(m->builder, least->provider, least->json);
	}
}

/*
 * Ends.
 */

static enum zf_status add_soa(struct zone_builder *b, const struct merging *m, struct zf_error *err)
{
	if (!m->soa_from)
		return ZF_OK;
	return zone_builder_add(b, &m->zones[OURS]->apex, TYPE_SOA, m->soa_from->ttl, m->soa.rdata,
		m->soa.size, rec_notes(m->soa_from), 0, err);
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
	if (!m->soa_from || merge_same_but_serial(zone, m->zones[OURS]) ||
		merge_same_but_serial(zone, m->zones[THEIRS]))
		return ZF_OK;
	merge_soa_raise(&m->soa);
	again = zone_builder_new(&zone->apex, "merge");
	status = add_soa(again, m, err);
	for (size_t i = 0; i < zone->count && status == ZF_OK; i++) {
		const struct rec *r = zone->recs[i];
		struct name owner;
		if (merge_is_apex_soa(r))
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
	drop_conflicts(m, 0);
	free(m->conflicts);
	zf_zone_free(m->zone);
	*m = (struct merge){0};
}
