/* What becomes of one RRset: by mode, value by value. */
#include <stdlib.h>

#include "err.h"
#include "mem.h"
#include "notes.h"
#include "pair.h"
#include "wanting.h"

/* A record that will be there, or one that won't. */
struct merged {
	const struct rec *there, *source; /* NULL where it isn't; not both */
	const struct rec *replaces; /* the target's record whose place it takes, or NULL */
	uint32_t ttl;
	bool ignored; /* others own it */
	bool fixed; /* so it stays, or since what is to take its place doesn't fit */
	bool gone;
};

struct merging {
	struct wanting *w;
	const struct want_set *there, *in_source;
	struct merged *items;
	size_t count;
	const char *clash; /* a value of the source that is ignored: the rule */
	const struct rec *clashing;
	enum sync_mode mode; /* of this RRset */
	const char *keeps; /* why it is only added to, whatever the user says; or NULL */
};

/* Where name servers can only be added to the target's own, nobody tells which are its own. */
static void choose_mode(struct merging *m)
{
	const struct desc_holds *holds = m->w->kind->holds;
	const struct rec *any = m->there->count ? m->there->recs[0] : m->in_source->recs[0];
	m->mode = m->w->rules->mode;
	if (!holds || holds->apex_ns != APEX_NS_ADD || rec_type(any) != TYPE_NS ||
		!key_is_apex(rec_key(any)))
		return;
	m->mode = SYNC_ADD;
	m->keeps = "the target takes more name servers, and changes none of those that it has";
}

static bool is_single(const struct rec *r)
{
	const struct rrtype *row = rrtype_by_code(rec_type(r));
	return row && (row->flags & RRTYPE_SINGLE);
}

static bool is_misfit(const struct wanting *w, const struct rec *r)
{
	const char *key = (const char *)r->data;
	return key_set_has(&w->misfits, (struct str){key, r->key_len + 2u}) ||
	       key_set_has(&w->misfits, (struct str){key, rec_sorted_length(r)});
}

static void collect(void *user, const struct diff_verdict *v)
{
	struct merging *m = user;
	const char *rule = v->b ? ignores_value(&m->w->ignores, v->b) : NULL;
	if (rule) {
		m->clash = rule;
		m->clashing = v->b;
	}
	struct merged *value = &m->items[m->count++];
	*value = (struct merged){.there = v->a, .source = v->b};
	value->ignored = v->a && ignores_value(&m->w->ignores, v->a);
	value->fixed = value->ignored || (v->a && !v->b && is_misfit(m->w, v->a));
}

/*
 * Modes.
 */

static void leave(struct merging *m, const struct rec *r, const char *why)
{
	bool in_source = m->in_source->count > 0;
	for (size_t i = 0; in_source && i < m->there->count; i++)
		in_source = m->there->recs[i] != r;
	want_leave(m->w, &(struct left_alone){.rec = r, .in_source = in_source, .why = why});
}

static void leave_ignored(struct merging *m, const struct merged *v)
{
	const char *rule = ignores_value(&m->w->ignores, v->there);
	leave(m, v->there,
		arena_printf(&m->w->want->arena, "others own it (--ignore-value \"%s\")", rule));
}

/* Whether a value becomes the one of the source: where there can be but one, and where each side
 * has but one. Which of several values took whose place nobody knows. */
static bool is_changed(const struct merging *m, const struct merged *v)
{
	bool one = m->there->count == 1 && m->in_source->count == 1;
	return !v->fixed && m->in_source->count > 0 && (one || is_single(v->there));
}

/* What the target has, and the source lacks. */
static void judge_there(struct merging *m, struct merged *v)
{
	if (v->ignored) {
		leave_ignored(m, v);
		return;
	}
	if (v->fixed && m->mode == SYNC_MIRROR) {
		leave(m, v->there, "what the source has there does not fit, so it stays");
		return;
	}
	v->gone = m->mode == SYNC_MIRROR || (m->mode == SYNC_UPDATE && is_changed(m, v));
	if (v->gone)
		return;
	const char *why = m->mode == SYNC_ADD ? "the source lacks it (--add deletes nothing)"
					      : "the source lacks it (--update deletes nothing)";
	leave(m, v->there, m->keeps ? m->keeps : why);
}

static void judge_source(struct merging *m, struct merged *v)
{
	if (m->mode == SYNC_ADD && m->there->count > 0 && is_single(v->source)) {
		v->gone = true;
		leave(m, v->source, "there is another already (--add changes nothing)");
	}
}

static void judge_both(struct merging *m, const struct merged *v)
{
	if (m->mode == SYNC_ADD && v->there->ttl != v->source->ttl)
		leave(m, v->there,
			m->keeps ? m->keeps : "its TTL is another one (--add changes nothing)");
}

static void judge(struct merging *m)
{
	for (size_t i = 0; i < m->count; i++) {
		struct merged *v = &m->items[i];
		if (v->there && v->source)
			judge_both(m, v);
		else if (v->there)
			judge_there(m, v);
		else
			judge_source(m, v);
	}
}

/*
 * TTLs.
 */

static bool keeps_ttl(const struct merging *m)
{
	return m->mode == SYNC_ADD || (m->w->rules->diff.ignore & DIFF_IGNORE_TTL);
}

/* The TTL that a record of this RRset gets when its own side doesn't decide. */
static uint32_t common_ttl(const struct merging *m)
{
	const struct want_set *set =
		m->there->count && (keeps_ttl(m) || !m->in_source->count) ? m->there : m->in_source;
	return set->recs[0]->ttl;
}

/* Records that stay have the RRset's new TTL too (RFC 2181 section 5.2); those of others only where
 * the target can't tell them apart. */
static void choose_ttls(struct merging *m)
{
	bool whole = m->w->kind->grain == GRAIN_RRSET;
	for (size_t i = 0; i < m->count; i++) {
		struct merged *v = &m->items[i];
		const struct rec *own =
			v->source && !(keeps_ttl(m) && v->there) ? v->source : v->there;
		v->ttl = own->ttl;
		if (v->fixed && !whole)
			continue;
		bool stays = v->there && !v->source, comes = v->source && !v->there;
		if ((stays && m->in_source->count && !keeps_ttl(m)) ||
			(comes && m->there->count && keeps_ttl(m)) || whole)
			v->ttl = common_ttl(m);
	}
}

/*
 * Whose place new records take, and so whose annotations they have where these are kept.
 */

static void find_replaced(struct merging *m)
{
	struct pair_set gone = {0}, come = {0};
	size_t *of = mem_alloc((m->count + 1) * sizeof(*of));
	long *partner = mem_alloc((m->count + 1) * sizeof(*partner));
	gone.items = mem_alloc((m->count + 1) * sizeof(const struct rec *));
	come.items = mem_alloc((m->count + 1) * sizeof(const struct rec *));
	for (size_t i = 0; i < m->count; i++) {
		const struct merged *v = &m->items[i];
		if (v->there && v->gone) {
			gone.items[gone.count++] = v->there;
		} else if (!v->there && !v->gone) {
			of[come.count] = i;
			come.items[come.count++] = v->source;
		}
	}
	pair_records(partner, &gone, &come);
	for (size_t i = 0; i < gone.count; i++)
		if (partner[i] != PAIR_NONE)
			m->items[of[partner[i]]].replaces = gone.items[i];
	free(gone.items);
	free(come.items);
	free(of);
	free(partner);
}

static bool same_annotations(const struct want_set *set)
{
	for (size_t i = 1; i < set->count; i++)
		if (!rec_same_annotations(set->recs[0], set->recs[i]))
			return false;
	return set->count > 0;
}

/* The record of the target that lends its annotations, or NULL: the source's count. */
static const struct rec *lender(const struct merging *m, const struct merged *v)
{
	if (v->there && !v->source)
		return v->there;
	if (m->w->mirror_notes && !(v->there && m->mode == SYNC_ADD))
		return NULL;
	if (v->there)
		return v->there;
	if (v->replaces)
		return v->replaces;
	/* What stands beside an RRset as a whole is shown beside each record. */
	return m->w->kind->grain == GRAIN_RRSET && same_annotations(m->there) ? m->there->recs[0]
									      : NULL;
}

static struct str annotations(const struct rec *r)
{
	struct str notes = rec_notes(r);
	return (struct str){notes.p, note_annotations_length(notes)};
}

/* A TTL counts as the number that it is: beside another one than it means, the target's word for a
 * TTL is an old one. */
static struct str fitting_ttl(
	const struct merging *m, const struct merged *v, struct str notes, struct buf *room)
{
	const struct wanting *w = m->w;
	if (w->ttl_word == 0 || w->ttl_word == v->ttl || !notes_say_ttl(w->kind, notes))
		return notes;
	return notes_without_ttl(w->kind, notes, room);
}

static void emit(struct merging *m, const struct merged *v)
{
	struct buf room;
	struct zf_error none = ZF_ERROR_INIT; /* there is no limit that it could break */
	const struct rec *from = v->there ? v->there : v->source, *lent = lender(m, v);
	struct str notes = lent ? annotations(lent) : notes_for(m->w->kind, v->source, &m->w->room);
	struct str has = v->there ? annotations(v->there) : (struct str){NULL, 0};
	buf_init(&room, 0);
	notes = fitting_ttl(m, v, notes, &room);
	if (v->there && notes.n == has.n && (has.n == 0 || memcmp(notes.p, has.p, has.n) == 0))
		notes = rec_notes(v->there); /* with its comments */
	zone_builder_add_key(m->w->builder, (struct name_key){rec_key(from), from->key_len},
		rec_type(from), v->ttl,
		(struct str){(const char *)rec_rdata(from), from->rdata_len}, notes, 0, &none);
	buf_free(&room);
}

static enum zf_status say_clash(const struct merging *m, struct zf_error *err)
{
	struct buf name;
	char room[RRTYPE_MAX_TEXT];
	buf_init(&name, 0);
	rec_print_owner_absolute(&name, m->w->source, m->clashing);
	err_set(err, ZF_ERR_DATA,
		"%s %s is in the source, and a value that others own (--ignore-value \"%s\"): take "
		"it out of the source, or narrow the rule",
		name.data, rrtype_name(rec_type(m->clashing), room), m->clash);
	buf_free(&name);
	return ZF_ERR_DATA;
}

enum zf_status want_merge(struct wanting *w, const struct want_set *there,
	const struct want_set *in_source, struct zf_error *err)
{
	struct merging m = {.w = w, .there = there, .in_source = in_source};
	struct diff_set a = {there->recs, there->count}, b = {in_source->recs, in_source->count};
	m.items = mem_alloc((there->count + in_source->count + 1) * sizeof(*m.items));
	choose_mode(&m);
	diff_rrset(&a, &b, &w->rules->diff, collect, &m);
	enum zf_status status = ZF_OK;
	if (m.clash) {
		status = say_clash(&m, err);
	} else {
		judge(&m);
		choose_ttls(&m);
		find_replaced(&m);
		for (size_t i = 0; i < m.count; i++)
			if (!m.items[i].gone)
				emit(&m, &m.items[i]);
	}
	free(m.items);
	return status;
}
