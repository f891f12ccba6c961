/* edit_apply: noting in an edit what a diff says. Diffs may hold any number of changes of one
 * RRset, and a text any number of lines for one record: nothing here looks through either for each
 * change. */
#include <stdlib.h>
#include <string.h>

#include "edit_state.h"
#include "err.h"
#include "mem.h"

/* A line of a provider record, by what it says; of those that say the same, the first knows how
 * many are used up. */
struct provider_line {
	struct str provider, json;
	struct entry *entry;
	size_t used;
};

/* What becomes of a record that stands in a $GENERATE line or more than once. */
struct fate {
	const struct rec *rec;
	const struct rec *want; /* NULL: it goes */
};

struct applying {
	struct zonefile_edit *e;
	const struct diff *d;
	bool *taken; /* by index of a change: its record has got a place */
	size_t next; /* where an addition to the RRset that is being looked at may be */
	struct fate *fates; /* by their records */
	size_t fate_count;
	struct provider_line *lines; /* sorted; NULL: not looked for yet */
	size_t line_count;
	struct arena arena;
};

static int cmp_fate(const void *a, const void *b)
{
	const struct fate *x = a, *y = b;
	return x->rec < y->rec ? -1 : x->rec > y->rec;
}

static void find_fates(struct applying *a)
{
	const struct diff *d = a->d;
	a->fates = mem_alloc((d->count + 1) * sizeof(*a->fates));
	for (size_t i = 0; i < d->count; i++)
		if (d->changes[i].a)
			a->fates[a->fate_count++] = (struct fate){d->changes[i].a,
				d->changes[i].op == DIFF_REMOVE ? NULL : d->changes[i].b};
	qsort(a->fates, a->fate_count, sizeof(*a->fates), cmp_fate);
}

/* NULL: nothing changes. */
static const struct fate *fate_of(const struct applying *a, const struct rec *r)
{
	const struct fate key = {r, NULL};
	return a->fate_count ? bsearch(&key, a->fates, a->fate_count, sizeof(key), cmp_fate) : NULL;
}

/* A $GENERATE line of which one record changes, and is dropped for it, gives way to all its
 * records. */
static void expand_generated(struct applying *a)
{
	struct zonefile_edit *e = a->e;
	for (size_t i = 0; i < e->zone->count; i++) {
		const struct rec *r = e->zone->recs[i];
		const struct entry *entry = edit_entry_of(e, r);
		if (!entry || entry->kind != ENTRY_GENERATE || !entry->dropped)
			continue;
		const struct fate *fate = fate_of(a, r);
		const struct rec *want = fate ? fate->want : r;
		if (want)
			edit_insert_record(
				e, want == r ? e->zone : a->d->b, want, edit_index_of(e, entry));
	}
}

/* A record that stands in the text more than once changes in its first place, and goes in the
 * others. */
static void drop_twins(const struct applying *a)
{
	struct zonefile_edit *e = a->e;
	for (size_t i = 0; i < e->count && e->twins > 0; i++)
		if (e->entries[i].twin && fate_of(a, e->entries[i].twin))
			e->entries[i].dropped = true;
}

static bool in_rrset(const struct change *c, const struct rec *r)
{
	const struct rec *own = c->a ? c->a : c->b;
	return own && rec_same_rrset(own, r);
}

/* A record that goes makes room for one that comes in the same RRset, in the same place. Returns
 * the index of that change, or SIZE_MAX. */
static size_t pair(struct applying *a, size_t i)
{
	const struct diff *d = a->d;
	if (a->next < i) /* additions stand behind removals */
		a->next = i;
	for (; a->next < d->count && in_rrset(&d->changes[a->next], d->changes[i].a); a->next++)
		if (d->changes[a->next].op == DIFF_ADD)
			return a->next++;
	return SIZE_MAX;
}

static enum zf_status change_record(struct applying *a, size_t i, struct zf_error *err)
{
	struct zonefile_edit *e = a->e;
	const struct change *c = &a->d->changes[i];
	struct entry *entry = edit_entry_of(e, c->a);
	if (!entry)
		return err_set(err, ZF_ERR_UNSUPPORTED,
			"a record that changes stands in %s, line %lu; change it there",
			rec_file(e->zone, c->a), rec_line(c->a));
	if (entry->kind == ENTRY_GENERATE) {
		entry->dropped = true;
		return ZF_OK;
	}
	if (c->op != DIFF_REMOVE) {
		entry->want = c->b;
		return ZF_OK;
	}
	size_t k = pair(a, i);
	if (k == SIZE_MAX) {
		entry->dropped = true;
	} else {
		a->taken[k] = true;
		entry->want = a->d->changes[k].b;
	}
	return ZF_OK;
}

static int cmp_said(const struct provider_line *x, const struct provider_line *y)
{
	int order = str_cmp(x->provider, y->provider);
	return order ? order : str_cmp(x->json, y->json);
}

static int cmp_line(const void *a, const void *b)
{
	const struct provider_line *x = a, *y = b;
	int order = cmp_said(x, y);
	return order ? order : x->entry < y->entry ? -1 : x->entry > y->entry;
}

/* Reads every line of a provider record: its JSON may be spelled in another way than the zone's. */
static void find_lines(struct applying *a)
{
	struct buf json;
	struct str name;
	size_t cap = 0;
	buf_init(&json, 0);
	a->lines = mem_grow(NULL, &cap, 1, sizeof(*a->lines));
	for (size_t i = 0; i < a->e->count; i++) {
		struct entry *entry = &a->e->entries[i];
		size_t n = entry->n;
		if (entry->kind != ENTRY_OTHER || n < 2 || entry->p[0] != ';')
			continue;
		while (n > 0 && (entry->p[n - 1] == '\n' || entry->p[n - 1] == '\r'))
			n--;
		buf_reset(&json);
		if (note_parse(&name, &json, (struct str){entry->p, n}) == 0)
			continue;
		a->lines = mem_grow(a->lines, &cap, a->line_count + 1, sizeof(*a->lines));
		a->lines[a->line_count++] = (struct provider_line){.provider = name,
			.json = {arena_strndup(&a->arena, json.data, json.len), json.len},
			.entry = entry};
	}
	buf_free(&json);
	qsort(a->lines, a->line_count, sizeof(*a->lines), cmp_line);
}

/* The entry with the line of a provider record, each one once; or NULL. */
static struct entry *provider_entry(struct applying *a, const struct provider_record *p)
{
	const struct provider_line key = {.provider = p->provider, .json = p->json};
	if (!a->lines)
		find_lines(a);
	size_t low = 0, high = a->line_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (cmp_said(&a->lines[middle], &key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == a->line_count || cmp_said(&a->lines[low], &key) != 0)
		return NULL;
	size_t at = low + a->lines[low].used++;
	return at < a->line_count && cmp_said(&a->lines[at], &key) == 0 ? a->lines[at].entry : NULL;
}

static void change_provider_record(struct applying *a, const struct change *c)
{
	struct zonefile_edit *e = a->e;
	struct entry *entry = c->pa ? provider_entry(a, c->pa) : NULL;
	if (entry)
		entry->dropped = true;
	if (!c->pb)
		return;
	struct buf line;
	buf_init(&line, 0);
	buf_printf(&line, ";@%.*s %.*s\n", (int)c->pb->provider.n, c->pb->provider.p,
		(int)c->pb->json.n, c->pb->json.p);
	edit_insert(e, (struct insertion){.behind = e->count > 0 ? e->count - 1 : SIZE_MAX,
			       .text = buf_take(&line)});
	buf_free(&line);
}

enum zf_status zonefile_edit_apply(
	struct zonefile_edit *e, const struct diff *d, struct zf_error *err)
{
	struct applying a = {.e = e, .d = d, .taken = mem_zalloc(d->count * sizeof(bool))};
	enum zf_status status = ZF_OK;
	arena_init(&a.arena);
	find_fates(&a);
	e->want_zone = d->b;
	for (size_t i = 0; i < d->count && status == ZF_OK; i++) {
		if (d->changes[i].pa || d->changes[i].pb)
			change_provider_record(&a, &d->changes[i]);
		else if (d->changes[i].a)
			status = change_record(&a, i, err);
	}
	if (status == ZF_OK) {
		drop_twins(&a);
		expand_generated(&a);
	}
	for (size_t i = 0; i < d->count && status == ZF_OK; i++)
		if (d->changes[i].op == DIFF_ADD && d->changes[i].b && !a.taken[i])
			edit_insert_record(
				e, d->b, d->changes[i].b, edit_find_anchor(e, d->changes[i].b));
	free(a.taken);
	free(a.fates);
	free(a.lines);
	arena_free(&a.arena);
	return status;
}

/* "<<<<<<< NAME" */
static void add_mark(struct buf *b, const struct zonefile_marks *marks, char sign, const char *name)
{
	buf_fill(b, sign, (size_t)marks->size);
	buf_printf(b, "%s%s\n", name ? " " : "", name ? name : "");
}

void zonefile_edit_conflict(struct zonefile_edit *e, const struct zonefile_conflict *c)
{
	struct buf text;
	size_t at = SIZE_MAX;
	buf_init(&text, 0);
	add_mark(&text, c->marks, '<', c->marks->ours);
	for (size_t i = 0; i < c->ours_count; i++) {
		struct entry *entry = edit_entry_of(e, c->ours[i]);
		if (entry && entry->kind == ENTRY_RECORD) {
			entry->dropped = true;
			at = at == SIZE_MAX || edit_index_of(e, entry) < at
				     ? edit_index_of(e, entry)
				     : at;
		}
		entry_print_record(&text, e->zone, c->ours[i],
			&e->origins[entry ? entry->origin : e->origin_count - 1]);
	}
	if (at == SIZE_MAX)
		at = c->theirs_count > 0 ? edit_find_anchor(e, c->theirs[0]) : e->count - 1;
	const struct name *origin =
		at < e->count ? &e->origins[e->entries[at].origin] : &e->origins[0];
	add_mark(&text, c->marks, '=', NULL);
	for (size_t i = 0; i < c->theirs_count; i++)
		entry_print_record(&text, c->their_zone, c->theirs[i], origin);
	add_mark(&text, c->marks, '>', c->marks->theirs);
	edit_insert(
		e, (struct insertion){.behind = at, .text = buf_take(&text), .in_conflict = true});
	buf_free(&text);
}
