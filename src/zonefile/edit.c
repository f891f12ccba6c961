#include "edit.h"

#include <stdlib.h>
#include <string.h>

#include "edit_entry.h"
#include "err.h"
#include "lexer.h"
#include "mem.h"

/* Lines that come behind an entry: a record of `zone`, or a text. */
struct insertion {
	size_t behind; /* index of the entry; SIZE_MAX: before the first */
	size_t sequence;
	const struct zf_zone *zone;
	const struct rec *rec;
	char *text; /* owned; instead of a record */
	bool in_conflict; /* the text is records, one side of which will stay */
};

struct zonefile_edit {
	const struct zf_zone *zone;
	const struct zf_zone *want_zone;
	struct entry *entries;
	size_t count, cap;
	struct name *origins;
	size_t origin_count, origin_cap;
	struct insertion *insertions;
	size_t insertion_count, insertion_cap;
};

/*
 * Taking the text apart.
 */

static void add_origin(struct zonefile_edit *e, const struct name *origin)
{
	e->origins = mem_grow(e->origins, &e->origin_cap, e->origin_count + 1, sizeof(*e->origins));
	e->origins[e->origin_count++] = *origin;
}

static bool is_word(const struct rrtoken *t, const char *word)
{
	return str_eq_nocase(t->p, t->n, word, strlen(word));
}

static void add_entry(struct zonefile_edit *e, const struct lexer *l, enum lex_kind kind,
	const char *end, bool *default_ttl)
{
	struct entry entry = {.p = l->start, .n = (size_t)(end - l->start), .line = l->start_line};
	bool directive = kind == LEX_ENTRY && l->count > 0 && !l->indented && l->tokens[0].n > 0 &&
			 l->tokens[0].p[0] == '$' && !(l->tokens[0].flags & TOKEN_QUOTED);
	if (directive && is_word(&l->tokens[0], "$GENERATE"))
		entry.kind = ENTRY_GENERATE;
	else if (directive)
		entry.kind = ENTRY_DIRECTIVE;
	else if (kind == LEX_ENTRY)
		entry.kind = ENTRY_RECORD;
	if (directive && is_word(&l->tokens[0], "$TTL"))
		*default_ttl = true;
	struct name origin;
	if (directive && is_word(&l->tokens[0], "$ORIGIN") && l->count > 1 &&
		name_parse(&origin, l->tokens[1].p, l->tokens[1].n,
			&e->origins[e->origin_count - 1], NULL) == ZF_OK)
		add_origin(e, &origin);
	entry.indented = l->indented;
	entry.default_ttl = *default_ttl;
	entry.origin = e->origin_count - 1;
	e->entries = mem_grow(e->entries, &e->cap, e->count + 1, sizeof(*e->entries));
	e->entries[e->count++] = entry;
}

/* The entry that begins at a line, or NULL. */
static struct entry *entry_at(const struct zonefile_edit *e, unsigned long line)
{
	size_t low = 0, high = e->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (e->entries[middle].line < line)
			low = middle + 1;
		else
			high = middle;
	}
	return low < e->count && e->entries[low].line == line ? &e->entries[low] : NULL;
}

/* The entry that a record was read from; NULL when it comes from an included file. */
static struct entry *entry_of(const struct zonefile_edit *e, const struct rec *r)
{
	return r->line_file >> 26 ? NULL : entry_at(e, rec_line(r));
}

enum zf_status zonefile_edit_new(struct zonefile_edit **edit, const char *text, size_t size,
	const struct zf_zone *zone, struct zf_error *err)
{
	return zonefile_edit_new_at(edit, (struct str){text, size}, zone, &zone->apex, err);
}

enum zf_status zonefile_edit_new_at(struct zonefile_edit **edit, struct str whole,
	const struct zf_zone *zone, const struct name *origin, struct zf_error *err)
{
	const char *text = whole.p;
	size_t size = whole.n;
	struct zonefile_edit *e = mem_zalloc(sizeof(*e));
	struct lexer l;
	enum lex_kind kind;
	bool default_ttl = false;
	size_t bom = size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	e->zone = zone;
	add_origin(e, origin);
	lexer_init(&l, text + bom, size - bom, 1);
	while ((kind = lexer_next(&l)) != LEX_END)
		add_entry(e, &l, kind, l.at, &default_ttl);
	lexer_free(&l);
	if (bom && e->count > 0) {
		e->entries[0].p -= bom;
		e->entries[0].n += bom;
	}
	for (size_t i = 0; i < zone->count; i++) {
		struct entry *entry = entry_of(e, zone->recs[i]);
		if (entry)
			entry->rec = zone->recs[i];
		else if (!(zone->recs[i]->line_file >> 26)) {
			zonefile_edit_free(e);
			return err_set(err, ZF_ERR_UNSUPPORTED,
				"line %lu of the file can't be found again",
				rec_line(zone->recs[i]));
		}
	}
	for (size_t i = 0; i < e->count; i++)
		if (e->entries[i].kind == ENTRY_RECORD)
			entry_look(&e->entries[i]);
	*edit = e;
	return ZF_OK;
}

void zonefile_edit_free(struct zonefile_edit *e)
{
	if (!e)
		return;
	for (size_t i = 0; i < e->insertion_count; i++)
		free(e->insertions[i].text);
	free(e->insertions);
	free(e->entries);
	free(e->origins);
	free(e);
}

/*
 * Noting changes.
 */

static void insert(struct zonefile_edit *e, struct insertion insertion)
{
	insertion.sequence = e->insertion_count;
	e->insertions = mem_grow(
		e->insertions, &e->insertion_cap, e->insertion_count + 1, sizeof(insertion));
	e->insertions[e->insertion_count++] = insertion;
}

static size_t index_of(const struct zonefile_edit *e, const struct entry *entry)
{
	return (size_t)(entry - e->entries);
}

/* The last entry of the text among those of records from..to-1; SIZE_MAX when none is in it. */
static size_t last_entry(const struct zonefile_edit *e, size_t from, size_t to)
{
	size_t last = SIZE_MAX;
	for (size_t i = from; i < to; i++) {
		const struct entry *entry = entry_of(e, e->zone->recs[i]);
		if (entry && (last == SIZE_MAX || index_of(e, entry) > last))
			last = index_of(e, entry);
	}
	return last;
}

/* Behind which entry a new record belongs: its RRset's, its owner's, or that of the owner before
 * it in canonical order; else at the end. */
static size_t find_anchor(const struct zonefile_edit *e, const struct rec *r)
{
	const struct zf_zone *zone = e->zone;
	size_t low = 0, high = zone->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (rec_cmp(zone->recs[middle], r) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	size_t from = low, to = low, anchor;
	while (from > 0 && rec_same_rrset(zone->recs[from - 1], r))
		from--;
	while (to < zone->count && rec_same_rrset(zone->recs[to], r))
		to++;
	if ((anchor = last_entry(e, from, to)) != SIZE_MAX)
		return anchor;
	while (from > 0 && rec_same_owner(zone->recs[from - 1], r))
		from--;
	while (to < zone->count && rec_same_owner(zone->recs[to], r))
		to++;
	if ((anchor = last_entry(e, from, to)) != SIZE_MAX)
		return anchor;
	while (from > 0) {
		size_t end = from;
		while (from > 0 && rec_same_owner(zone->recs[from - 1], zone->recs[end - 1]))
			from--;
		if ((anchor = last_entry(e, from, end)) != SIZE_MAX)
			return anchor;
	}
	return e->count > 0 ? e->count - 1 : SIZE_MAX;
}

static void insert_record(
	struct zonefile_edit *e, const struct zf_zone *zone, const struct rec *r, size_t behind)
{
	insert(e, (struct insertion){.behind = behind, .zone = zone, .rec = r});
}

/* What a record of the zone becomes: NULL when it goes, itself when nothing changes. */
static const struct rec *fate(const struct diff *d, const struct rec *r)
{
	size_t low = 0, high = d->count;
	for (size_t i = low; i < high; i++)
		if (d->changes[i].a == r)
			return d->changes[i].op == DIFF_REMOVE ? NULL : d->changes[i].b;
	return r;
}

/* A $GENERATE line of which one record changes gives way to all its records. */
static void expand(struct zonefile_edit *e, const struct diff *d, struct entry *entry)
{
	if (entry->dropped)
		return;
	entry->dropped = true;
	for (size_t i = 0; i < e->zone->count; i++) {
		const struct rec *r = e->zone->recs[i];
		const struct rec *want = entry_of(e, r) == entry ? fate(d, r) : NULL;
		if (want)
			insert_record(e, want == r ? e->zone : d->b, want, index_of(e, entry));
	}
}

static bool in_rrset(const struct change *c, const struct rec *r)
{
	const struct rec *own = c->a ? c->a : c->b;
	return own && rec_same_rrset(own, r);
}

/* A record that goes makes room for one that comes in the same RRset, in the same place. Returns
 * the index of that change, or SIZE_MAX. */
static size_t pair(const struct diff *d, size_t i, const bool *taken)
{
	size_t k = i;
	while (k > 0 && in_rrset(&d->changes[k - 1], d->changes[i].a))
		k--;
	for (; k < d->count && in_rrset(&d->changes[k], d->changes[i].a); k++)
		if (d->changes[k].op == DIFF_ADD && !taken[k])
			return k;
	return SIZE_MAX;
}

static enum zf_status change_record(
	struct zonefile_edit *e, const struct diff *d, size_t i, bool *taken, struct zf_error *err)
{
	const struct change *c = &d->changes[i];
	struct entry *entry = entry_of(e, c->a);
	if (!entry)
		return err_set(err, ZF_ERR_UNSUPPORTED,
			"a record that changes stands in %s, line %lu; change it there",
			rec_file(e->zone, c->a), rec_line(c->a));
	if (entry->kind == ENTRY_GENERATE) {
		expand(e, d, entry);
		return ZF_OK;
	}
	if (c->op != DIFF_REMOVE) {
		entry->want = c->b;
		return ZF_OK;
	}
	size_t k = pair(d, i, taken);
	if (k == SIZE_MAX) {
		entry->dropped = true;
	} else {
		taken[k] = true;
		entry->want = d->changes[k].b;
	}
	return ZF_OK;
}

/* The entry with the line of a provider record, whose JSON may be spelled in another way. */
static struct entry *provider_entry(struct zonefile_edit *e, const struct provider_record *p)
{
	struct entry *found = NULL;
	struct buf json;
	struct str name;
	buf_init(&json, 0);
	for (size_t i = 0; i < e->count && !found; i++) {
		struct entry *entry = &e->entries[i];
		size_t n = entry->n;
		if (entry->kind != ENTRY_OTHER || entry->dropped || n < 2 || entry->p[0] != ';')
			continue;
		while (n > 0 && (entry->p[n - 1] == '\n' || entry->p[n - 1] == '\r'))
			n--;
		buf_reset(&json);
		if (note_parse(&name, &json, (struct str){entry->p, n}) > 0 &&
			name.n == p->provider.n && memcmp(name.p, p->provider.p, name.n) == 0 &&
			json.len == p->json.n && memcmp(json.data, p->json.p, json.len) == 0)
			found = entry;
	}
	buf_free(&json);
	return found;
}

static void change_provider_record(struct zonefile_edit *e, const struct change *c)
{
	struct entry *entry = c->pa ? provider_entry(e, c->pa) : NULL;
	if (entry)
		entry->dropped = true;
	if (!c->pb)
		return;
	struct buf line;
	buf_init(&line, 0);
	buf_printf(&line, ";@%.*s %.*s\n", (int)c->pb->provider.n, c->pb->provider.p,
		(int)c->pb->json.n, c->pb->json.p);
	insert(e, (struct insertion){.behind = e->count > 0 ? e->count - 1 : SIZE_MAX,
			  .text = buf_take(&line)});
	buf_free(&line);
}

enum zf_status zonefile_edit_apply(
	struct zonefile_edit *e, const struct diff *d, struct zf_error *err)
{
	bool *taken = mem_zalloc(d->count * sizeof(bool));
	enum zf_status status = ZF_OK;
	e->want_zone = d->b;
	for (size_t i = 0; i < d->count && status == ZF_OK; i++) {
		if (d->changes[i].pa || d->changes[i].pb)
			change_provider_record(e, &d->changes[i]);
		else if (d->changes[i].a)
			status = change_record(e, d, i, taken, err);
	}
	for (size_t i = 0; i < d->count && status == ZF_OK; i++)
		if (d->changes[i].op == DIFF_ADD && d->changes[i].b && !taken[i])
			insert_record(e, d->b, d->changes[i].b, find_anchor(e, d->changes[i].b));
	free(taken);
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
		struct entry *entry = entry_of(e, c->ours[i]);
		if (entry && entry->kind == ENTRY_RECORD) {
			entry->dropped = true;
			at = at == SIZE_MAX || index_of(e, entry) < at ? index_of(e, entry) : at;
		}
		entry_print_record(&text, e->zone, c->ours[i],
			&e->origins[entry ? entry->origin : e->origin_count - 1]);
	}
	if (at == SIZE_MAX)
		at = c->theirs_count > 0 ? find_anchor(e, c->theirs[0]) : e->count - 1;
	const struct name *origin =
		at < e->count ? &e->origins[e->entries[at].origin] : &e->origins[0];
	add_mark(&text, c->marks, '=', NULL);
	for (size_t i = 0; i < c->theirs_count; i++)
		entry_print_record(&text, c->their_zone, c->theirs[i], origin);
	add_mark(&text, c->marks, '>', c->marks->theirs);
	insert(e, (struct insertion){.behind = at, .text = buf_take(&text), .in_conflict = true});
	buf_free(&text);
}

void zonefile_edit_tidy(struct zonefile_edit *e)
{
	for (size_t i = 0; i < e->count; i++)
		e->entries[i].tidied = e->entries[i].kind == ENTRY_RECORD && e->entries[i].rec;
}

/*
 * Writing.
 */

static int cmp_insertion(const void *a, const void *b)
{
	const struct insertion *x = a, *y = b;
	size_t xb = x->behind + 1, yb = y->behind + 1; /* SIZE_MAX comes first */
	if (xb != yb)
		return xb < yb ? -1 : 1;
	return x->sequence < y->sequence ? -1 : x->sequence > y->sequence;
}

/* What a line without owner or TTL takes them from. */
struct running {
	const struct zf_zone *zone;
	const struct rec *last;
	bool has_ttl;
	uint32_t ttl;
};

static bool same_owner_text(
	const struct running *run, const struct zf_zone *zone, const struct rec *r)
{
	struct name a, b;
	if (!run->last)
		return false;
	rec_owner(run->zone, run->last, &a);
	rec_owner(zone, r, &b);
	return name_equal(&a, &b);
}

static void end_line(struct buf *out)
{
	if (out->len > 0 && out->data[out->len - 1] != '\n')
		buf_addc(out, '\n');
}

static void print_entry(
	struct zonefile_edit *e, const struct entry *entry, struct running *run, struct buf *out)
{
	const struct rec *r = entry->want ? entry->want : entry->rec;
	struct entry_zones zones = {e->zone, e->want_zone, &e->origins[entry->origin]};
	unsigned needs = 0;
	if (entry->dropped)
		return;
	end_line(out);
	if (entry->kind != ENTRY_RECORD || !entry->rec) {
		buf_add(out, entry->p, entry->n);
		return;
	}
	if (entry->tidied) {
		entry_tidy(out, entry, &zones);
		*run = (struct running){e->zone, entry->rec, true, r->ttl};
		return;
	}
	if (entry->indented && !same_owner_text(run, e->zone, entry->rec))
		needs |= ENTRY_NEEDS_OWNER;
	if (!entry->states_ttl && !entry->default_ttl && (!run->has_ttl || run->ttl != r->ttl))
		needs |= ENTRY_NEEDS_TTL;
	entry_print(out, entry, needs, &zones);
	run->zone = e->zone;
	run->last = entry->rec;
	if (entry->states_ttl || (needs & ENTRY_NEEDS_TTL) || r->ttl != entry->rec->ttl) {
		run->has_ttl = true;
		run->ttl = r->ttl;
	}
}

static void print_insertion(struct zonefile_edit *e, const struct insertion *insertion,
	struct running *run, struct buf *out)
{
	const struct name *origin = insertion->behind == SIZE_MAX
					    ? &e->origins[0]
					    : &e->origins[e->entries[insertion->behind].origin];
	end_line(out);
	if (insertion->text) {
		buf_adds(out, insertion->text);
		run->has_ttl = run->has_ttl && !insertion->in_conflict;
		return;
	}
	entry_print_record(out, insertion->zone, insertion->rec, origin);
	*run = (struct running){insertion->zone, insertion->rec, true, insertion->rec->ttl};
}

void zonefile_edit_print(struct zonefile_edit *e, struct buf *out)
{
	struct running run = {0};
	size_t next = 0;
	if (e->insertion_count > 1)
		qsort(e->insertions, e->insertion_count, sizeof(*e->insertions), cmp_insertion);
	for (size_t i = 0; i <= e->count; i++) { /* 0: before the first entry */
		if (i > 0)
			print_entry(e, &e->entries[i - 1], &run, out);
		for (; next < e->insertion_count && e->insertions[next].behind + 1 == i; next++)
			print_insertion(e, &e->insertions[next], &run, out);
	}
}
