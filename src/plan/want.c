#include "want.h"

#include <stdlib.h>

#include "err.h"
#include "mem.h"
#include "notes.h"
#include "wanting.h"

/*
 * What takes no part.
 */

struct sets {
	struct want_set there, in_source;
	const struct zf_zone *zone; /* the one that `any` is of */
	const struct rec *any;
};

struct left_out {
	const char *why; /* NULL: it takes part */
	bool quiet; /* nobody is told: the user asked for it, or nothing else was to be expected */
};

static bool is_challenge(const struct sets *s)
{
	static const char prefix[] = "_acme-challenge";
	struct name owner;
	rec_owner(s->zone, s->any, &owner);
	return rec_type(s->any) == TYPE_TXT && s->in_source.count == 0 &&
	       owner.wire[0] >= sizeof(prefix) - 1 &&
	       str_eq_nocase((const char *)owner.wire + 1, sizeof(prefix) - 1, prefix,
		       sizeof(prefix) - 1);
}

static const char *kept_out(const struct wanting *w, const struct sets *s)
{
	bool apex = key_is_apex(rec_key(s->any));
	uint16_t type = rec_type(s->any);
	const struct rrtype *row = rrtype_by_code(type);
	unsigned with = w->rules->with;
	if (apex && type == TYPE_SOA && !(with & SYNC_WITH_SOA))
		return "the SOA is the target's own (--soa)";
	if (apex && type == TYPE_NS && !(with & SYNC_WITH_APEX_NS))
		return "the name servers of the zone are the target's own (--apex-ns)";
	if (row && (row->flags & RRTYPE_DNSSEC) && !(with & SYNC_WITH_DNSSEC))
		return "a signer makes it (--dnssec)";
	return NULL;
}

static bool owned_by_others(const struct wanting *w, const struct rec *r)
{
	return key_set_has(&w->owned, (struct str){(const char *)rec_key(r), r->key_len});
}

static const char *owned(const struct wanting *w, const struct sets *s)
{
	if (is_challenge(s))
		return "ACME clients own it, unless it is in the source";
	if (!(w->rules->with & SYNC_WITH_ADOPTED) && owned_by_others(w, s->any))
		return "another tool has marked its name as its own (--adopt)";
	return NULL;
}

/* An RRset neither comes nor goes where a provider record is served. */
static const char *served(const struct wanting *w, const struct sets *s)
{
	bool comes = s->there.count == 0, goes = s->in_source.count == 0;
	if (((comes || goes) && served_in_place(w, s->any)) ||
		(comes && served_in_the_way(w, s->any)))
		return "a provider record is served there (--provider-records)";
	return NULL;
}

static struct left_out left_out(const struct wanting *w, const struct sets *s)
{
	enum diff_look look = diff_looks_at(s->zone, s->any, &w->rules->diff);
	if (diff_is_not_asked(look))
		return (struct left_out){"only other records are looked at", true};
	if (look != DIFF_LOOK)
		return (struct left_out){"it is left out of the comparison (--ignore)", false};
	const char *why = kept_out(w, s);
	if (why)
		return (struct left_out){why, s->in_source.count == 0};
	why = owned(w, s);
	return (struct left_out){why ? why : served(w, s), false};
}

static void keep(struct wanting *w, const struct want_set *there)
{
	struct zf_error none = ZF_ERROR_INIT; /* there is no limit that it could break */
	for (size_t i = 0; i < there->count; i++) {
		const struct rec *r = there->recs[i];
		zone_builder_add_key(w->builder, (struct name_key){rec_key(r), r->key_len},
			rec_type(r), r->ttl, (struct str){(const char *)rec_rdata(r), r->rdata_len},
			rec_notes(r), 0, &none);
	}
}

struct leaving {
	struct wanting *w;
	const char *why;
};

static void leave_difference(void *user, const struct diff_verdict *v)
{
	const struct leaving *l = user;
	if (v->rule == DIFF_SAME || v->rule == DIFF_SAME_SYNTHESISED)
		return;
	if (v->a)
		want_leave(l->w, &(struct left_alone){.rec = v->a, .why = l->why});
	else
		want_leave(
			l->w, &(struct left_alone){.rec = v->b, .in_source = true, .why = l->why});
}

static void leave(struct wanting *w, const struct sets *s, const char *why)
{
	const struct diff_options all = {.ignore = DIFF_IGNORE_SERIAL | DIFF_IGNORE_META};
	struct diff_set a = {s->there.recs, s->there.count};
	struct diff_set b = {s->in_source.recs, s->in_source.count};
	struct leaving leaving = {w, why};
	diff_rrset(&a, &b, &all, leave_difference, &leaving);
}

static enum zf_status say_ignored(const struct sets *s, const char *rule, struct zf_error *err)
{
	struct buf name;
	char room[RRTYPE_MAX_TEXT];
	buf_init(&name, 0);
	rec_print_owner_absolute(&name, s->zone, s->any);
	err_set(err, ZF_ERR_DATA,
		"%s %s is in the source, and a name that others own (--ignore-name \"%s\"): take it "
		"out of the source, or narrow the rule",
		name.data, rrtype_name(rec_type(s->any), room), rule);
	buf_free(&name);
	return ZF_ERR_DATA;
}

static bool any_synthesised(const struct want_set *set)
{
	for (size_t i = 0; i < set->count; i++)
		if (rec_is_synthesised(set->recs[i]))
			return true;
	return false;
}

/* Beside a CNAME nothing else can be, and only mirroring takes away what is in its way. */
static const char *in_the_way(
	const struct wanting *w, const struct sets *s, const struct want_set *owner)
{
	bool cname = rec_type(s->any) == TYPE_CNAME;
	if (w->rules->mode == SYNC_MIRROR || s->in_source.count == 0)
		return NULL;
	for (size_t i = 0; i < owner->count; i++)
		if (cname != (rec_type(owner->recs[i]) == TYPE_CNAME))
			return "what the target has there is in its way, and only mirroring deletes";
	return NULL;
}

static enum zf_status merge_sets(
	struct wanting *w, const struct sets *s, const struct want_set *owner, struct zf_error *err)
{
	struct left_out out = left_out(w, s);
	const char *rule = out.why ? NULL : ignores_name(&w->ignores, s->zone, s->any);
	if (rule && s->in_source.count > 0)
		return say_ignored(s, rule, err);
	if (rule)
		out.why =
			arena_printf(&w->want->arena, "others own it (--ignore-name \"%s\")", rule);
	if (!out.why)
		out.why = in_the_way(w, s, owner);
	if (!out.why && !any_synthesised(&s->there))
		return want_merge(w, &s->there, &s->in_source, err);
	if (out.why && !out.quiet)
		leave(w, s, out.why);
	keep(w, &s->there);
	return ZF_OK;
}

/* The records of zone from index `from` on that belong to the RRset (the owner) of `any`. */
static struct want_set set_at(const struct zf_zone *zone, size_t from, const struct rec *any)
{
	size_t end = from;
	while (end < zone->count && rec_same_rrset(zone->recs[end], any))
		end++;
	return (struct want_set){zone->recs + from, end - from};
}

static struct want_set owner_at(const struct zf_zone *zone, const struct rec *any)
{
	struct name owner;
	rec_owner(zone, any, &owner);
	size_t from = zone_find(zone, &owner, 0), end = from;
	while (end < zone->count && rec_same_owner(zone->recs[end], any))
		end++;
	return (struct want_set){zone->recs + from, end - from};
}

/* The source's side of an RRset; what was synthesised is no part of it. */
static struct want_set real(const struct want_set *set)
{
	return any_synthesised(set) ? (struct want_set){set->recs, 0} : *set;
}

static enum zf_status merge_records(struct wanting *w, struct zf_error *err)
{
	const struct zf_zone *a = w->target, *b = w->source;
	struct want_set owner = {0};
	const struct rec *last = NULL;
	enum zf_status status = ZF_OK;
	size_t i = 0, j = 0;
	while ((i < a->count || j < b->count) && status == ZF_OK) {
		int c = i == a->count   ? 1
			: j == b->count ? -1
					: rec_cmp_rrset(a->recs[i], b->recs[j]);
		struct sets s = {.any = c <= 0 ? a->recs[i] : b->recs[j], .zone = c <= 0 ? a : b};
		s.there = set_at(a, i, s.any);
		s.in_source = set_at(b, j, s.any);
		i += s.there.count;
		j += s.in_source.count;
		s.in_source = real(&s.in_source);
		if (s.there.count == 0 && s.in_source.count == 0)
			continue;
		if (!last || !rec_same_owner(last, s.any))
			owner = owner_at(a, s.any);
		last = s.any;
		status = merge_sets(w, &s, &owner, err);
	}
	return status;
}

/*
 * Provider records.
 */

static void leave_kept(
	struct wanting *w, const struct provider_record *p, bool in_source, const char *why)
{
	want_leave(w, &(struct left_alone){.kept = p, .in_source = in_source, .why = why});
}

static bool is_asked(const struct wanting *w)
{
	return !diff_is_narrowed(&w->rules->diff);
}

/* Whether one of the target stays. */
static bool stays(const struct wanting *w, const struct provider_record *p)
{
	bool mirror = (w->rules->with & SYNC_WITH_PROVIDER_RECORDS) &&
		      w->rules->mode == SYNC_MIRROR && is_asked(w);
	return !mirror || zone_has_provider_record(w->source, p);
}

static void find_served(struct wanting *w)
{
	for (size_t i = 0; w->kind->desc && i < w->target->provider_record_count; i++)
		if (stays(w, &w->target->provider_records[i]))
			served_add(w, &w->target->provider_records[i]);
	key_set_sort(&w->serving);
	key_set_sort(&w->served);
}

static void merge_kept(struct wanting *w)
{
	static const char out[] = "provider records take no part (--provider-records)";
	bool part = w->rules->with & SYNC_WITH_PROVIDER_RECORDS, keeps = w->kind->keeps_notes;
	bool asked = is_asked(w);
	for (size_t i = 0; i < w->target->provider_record_count; i++) {
		const struct provider_record *p = &w->target->provider_records[i];
		if (!stays(w, p))
			continue;
		if (asked && !zone_has_provider_record(w->source, p))
			leave_kept(w, p, false, part ? "only mirroring deletes it" : out);
		zone_builder_add_provider_record(w->builder, p->provider, p->json);
	}
	for (size_t i = 0; asked && keeps && i < w->source->provider_record_count; i++) {
		const struct provider_record *p = &w->source->provider_records[i];
		if (zone_has_provider_record(w->target, p) || !notes_are_kept(w->kind, p->provider))
			continue;
		if (!part)
			leave_kept(w, p, true, out);
		else if (!w->kind->creates_kept)
			leave_kept(w, p, true, "the target's API can't make it");
		else
			zone_builder_add_provider_record(w->builder, p->provider, p->json);
	}
}

/*
 * Whose annotations count.
 */

static bool says_something(const struct wanting *w)
{
	struct note note;
	for (size_t i = 0; i < w->source->provider_record_count; i++)
		if (notes_are_kept(w->kind, w->source->provider_records[i].provider))
			return true;
	for (size_t i = 0; i < w->source->count; i++) {
		const struct rec *r = w->source->recs[i];
		if (r->notes_len == 0 || rec_is_synthesised(r))
			continue;
		for (size_t at = 0; rec_note_next(r, &at, &note) && note.kind == NOTE_ANNOTATION;)
			if (notes_are_kept(w->kind, note.name))
				return true;
	}
	return false;
}

static bool mirrors_notes(const struct wanting *w)
{
	if (w->rules->diff.ignore & DIFF_IGNORE_META)
		return false;
	if (w->rules->meta != SYNC_META_AUTO)
		return w->rules->meta == SYNC_META_MIRROR;
	return says_something(w);
}

/* The seconds that the target's word for a TTL means: the description tells them, or a record that
 * the target has with it. */
static uint32_t ttl_word(const struct wanting *w)
{
	uint32_t ttl = w->kind->ttl_word;
	for (size_t i = 0; w->kind->ttl_note && ttl == 0 && i < w->target->count; i++)
		if (notes_say_ttl(w->kind, rec_notes(w->target->recs[i])))
			ttl = w->target->recs[i]->ttl;
	return ttl;
}

enum zf_status want_make(struct want *want, const struct zf_zone *source,
	const struct zf_zone *target, const struct target_kind *kind,
	const struct sync_rules *rules, struct zf_error *err)
{
	struct wanting w = {
		.want = want, .source = source, .target = target, .kind = kind, .rules = rules};
	*want = (struct want){0};
	enum zf_status status = diff_check_apexes(source, target, err);
	if (status != ZF_OK)
		return status;
	arena_init(&want->arena);
	buf_init(&w.room, 0);
	w.builder = zone_builder_new(&target->apex, target->source);
	zone_builder_set_limit(w.builder, SIZE_MAX);
	w.mirror_notes = mirrors_notes(&w);
	w.ttl_word = ttl_word(&w);
	owners_find(&w.owned, target);
	misfits_find(&w.misfits, rules->fit);
	find_served(&w);
	status = ignores_compile(&w.ignores, rules, err);
	if (status == ZF_OK)
		status = merge_records(&w, err);
	merge_kept(&w);
	want->zone = zone_builder_seal(w.builder);
	if (status == ZF_OK)
		status = want_check(want->zone, target, kind, err);
	if (status != ZF_OK) {
		zf_zone_free(want->zone);
		free(want->left);
		arena_free(&want->arena);
		*want = (struct want){0};
	}
	ignores_free(&w.ignores);
	key_set_free(&w.owned);
	key_set_free(&w.misfits);
	key_set_free(&w.serving);
	key_set_free(&w.served);
	buf_free(&w.room);
	return status;
}
