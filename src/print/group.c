#include "group.h"

#include "words.h"

static const struct rec *rec_of(const struct change *c)
{
	return c->a ? c->a : c->b;
}

bool group_next(struct group *g, const struct diff *d, size_t *at)
{
	if (*at == d->count)
		return false;
	const struct change *first = &d->changes[*at];
	*g = (struct group){.changes = first, .any = rec_of(first)};
	g->zone = first->a ? d->a : d->b;
	for (; *at < d->count; ++*at, g->count++) {
		const struct change *c = &d->changes[*at];
		const struct rec *r = rec_of(c);
		if (!r != !g->any || (r && !rec_same_rrset(r, g->any)))
			break;
		g->removed += c->op == DIFF_REMOVE;
		g->modified += c->op == DIFF_TTL || c->op == DIFF_META;
	}
	return true;
}

void group_add_title(struct buf *b, const struct group *g)
{
	if (!g->any) {
		buf_adds(b, "provider records");
		return;
	}
	out_add_owner(b, g->zone, g->any);
	buf_addc(b, ' ');
	out_add_type(b, g->any);
}

static bool has_rrset(const struct zf_zone *zone, const struct zf_zone *of, const struct rec *any)
{
	struct name owner;
	rec_owner(of, any, &owner);
	size_t at = zone_find(zone, &owner, rec_type(any));
	return at < zone->count && rec_same_rrset(zone->recs[at], any);
}

const char *group_fate(const struct group *g, const struct diff *d)
{
	if (!g->any || g->modified > 0)
		return NULL;
	if (g->removed == 0)
		return has_rrset(d->a, g->zone, g->any) ? NULL : "new";
	if (g->removed == g->count)
		return has_rrset(d->b, g->zone, g->any) ? NULL : "gone";
	return NULL;
}

void change_add_data(struct buf *b, const struct change *c, const struct rec *side)
{
	if (side)
		out_add_rdata(b, side);
	else
		out_add_provider_record(b, c->pa ? c->pa : c->pb);
}

/* The annotations of both sides are sorted by name: a merge. */
struct annotations {
	const struct rec *rec;
	size_t at;
	struct note note;
	bool there;
};

static void annotations_next(struct annotations *a)
{
	do
		a->there = rec_note_next(a->rec, &a->at, &a->note);
	while (a->there && a->note.kind != NOTE_ANNOTATION);
}

static int cmp_names(const struct annotations *a, const struct annotations *b)
{
	if (!a->there || !b->there)
		return a->there ? -1 : 1;
	size_t n = a->note.name.n < b->note.name.n ? a->note.name.n : b->note.name.n;
	int c = memcmp(a->note.name.p, b->note.name.p, n);
	return c != 0 ? c : (a->note.name.n > b->note.name.n) - (a->note.name.n < b->note.name.n);
}

/* `old` or `new` is NULL when that side has no annotation of the name. */
static void add_annotation_change(struct buf *b, struct str name, const struct str *old,
	const struct str *new, const char *arrow)
{
	const struct str none = STR("none");
	old = old ? old : &none;
	new = new ? new : &none;
	buf_adds(b, " ;@");
	buf_add(b, name.p, name.n);
	buf_addc(b, ' ');
	buf_add(b, old->p, old->n);
	buf_adds(b, arrow);
	buf_add(b, new->p, new->n);
}

static bool same_text(const struct note *a, const struct note *b)
{
	return a->text.n == b->text.n && memcmp(a->text.p, b->text.p, a->text.n) == 0;
}

void change_add_annotations(struct buf *b, const struct change *c, const char *arrow)
{
	struct annotations old = {.rec = c->a}, new = {.rec = c->b};
	annotations_next(&old);
	annotations_next(&new);
	while (old.there || new.there) {
		int order = cmp_names(&old, &new);
		if (order != 0 || !same_text(&old.note, &new.note))
			add_annotation_change(b, order <= 0 ? old.note.name : new.note.name,
				order <= 0 ? &old.note.text : NULL,
				order >= 0 ? &new.note.text : NULL, arrow);
		if (order <= 0)
			annotations_next(&old);
		if (order >= 0)
			annotations_next(&new);
	}
}

/* How much two texts share, of 1000; 0 when it is too little to tell a change by. */
static size_t likeness(struct words *a, struct words *b, struct str ta, struct str tb)
{
	enum { LEAST = 250 };
	words_split(a, ta);
	words_split(b, tb);
	size_t most = ta.n > tb.n ? ta.n : tb.n, shared = words_compare(a, b);
	size_t like = most ? shared * 1000 / most : 0;
	return like < LEAST ? 0 : like;
}

/* The best partner among the additions that are still free, or GROUP_NO_PARTNER. */
static int best_partner(
	struct words w[2], struct str removed, const struct buf *added, size_t n, const bool *taken)
{
	int best = GROUP_NO_PARTNER;
	size_t most = 0;
	for (size_t i = 0; i < n; i++) {
		struct str text = {added[i].data, added[i].len};
		size_t like = taken[i] ? 0 : likeness(&w[0], &w[1], removed, text);
		if (like > most) {
			most = like;
			best = (int)i;
		}
	}
	return best;
}

void group_pair(struct partners *p, const struct group *g)
{
	size_t n = g->count - g->removed - g->modified;
	bool taken[GROUP_MAX_PAIRED] = {false};
	struct buf added[GROUP_MAX_PAIRED], removed;
	struct words w[2] = {WORDS_INIT, WORDS_INIT};
	for (size_t i = 0; i < GROUP_MAX_PAIRED; i++)
		p->of[i] = GROUP_NO_PARTNER;
	if (n == 0 || g->removed == 0 || n > GROUP_MAX_PAIRED || g->removed > GROUP_MAX_PAIRED)
		return;
	for (size_t i = 0; i < n; i++) {
		const struct change *c = &g->changes[g->removed + g->modified + i];
		buf_init(&added[i], 0);
		change_add_data(&added[i], c, c->b);
	}
	buf_init(&removed, 0);
	for (size_t i = 0; i < g->removed; i++) {
		buf_reset(&removed);
		change_add_data(&removed, &g->changes[i], g->changes[i].a);
		p->of[i] =
			best_partner(w, (struct str){removed.data, removed.len}, added, n, taken);
		if (p->of[i] != GROUP_NO_PARTNER)
			taken[p->of[i]] = true;
	}
	for (size_t i = 0; i < n; i++)
		buf_free(&added[i]);
	buf_free(&removed);
	words_free(&w[0]);
	words_free(&w[1]);
}

void diff_add_summary(struct buf *b, const struct diff *d)
{
	const struct {
		size_t count;
		const char *what;
	} parts[] = {{d->added, " added"}, {d->removed, " removed"}, {d->ttl, " TTL changed"},
		{d->meta, " annotation changed"}};
	const char *before = "";
	if (d->count == 0 && d->ignored_meta)
		buf_adds(b, "no DNS record differs");
	else if (d->count == 0)
		buf_adds(b, "no differences");
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (parts[i].count == 0)
			continue;
		buf_printf(b, "%s%zu%s", before, parts[i].count, parts[i].what);
		before = ", ";
	}
	if (d->rrsets > 0)
		buf_printf(b, " in %zu of %zu RRsets", d->looked_at, d->rrsets);
}

void diff_add_ignored(struct buf *b, const struct diff *d)
{
	size_t records = d->ignored - d->ignored_meta;
	if (records) {
		out_add_count(b, records, "record differs and is left out",
			"records differ and are left out");
		buf_adds(b, " (ignored, or synthesised)");
	}
	if (d->ignored_meta) {
		buf_adds(b, records ? ", " : "");
		out_add_count(b, d->ignored_meta,
			"annotation or provider record differs and is left out",
			"annotations or provider records differ and are left out");
	}
}
