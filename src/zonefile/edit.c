#include <stdlib.h>
#include <string.h>

#include "edit_state.h"
#include "err.h"
#include "lexer.h"
#include "mem.h"
#include "ttl.h"

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

static void add_entry(
	struct zonefile_edit *e, const struct lexer *l, enum lex_kind kind, const char *end)
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
	if (directive && is_word(&l->tokens[0], "$TTL") && l->count > 1 &&
		ttl_parse(&entry.ttl, l->tokens[1].p, l->tokens[1].n, TTL_MAX))
		entry.states_ttl = true;
	if (directive && is_word(&l->tokens[0], "$INCLUDE"))
		entry.kind = ENTRY_INCLUDE;
	for (size_t i = 3; entry.kind == ENTRY_GENERATE && i < l->count && i < 5; i++)
		if (ttl_parse(&entry.ttl, l->tokens[i].p, l->tokens[i].n, TTL_MAX))
			entry.states_ttl = true;
	struct name origin;
	if (directive && is_word(&l->tokens[0], "$ORIGIN") && l->count > 1 &&
		name_parse(&origin, l->tokens[1].p, l->tokens[1].n,
			&e->origins[e->origin_count - 1], NULL) == ZF_OK)
		add_origin(e, &origin);
	entry.indented = l->indented;
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

/* Finds the entries of records that stand in the text twice: the zone has only the first. */
static void find_twins(struct zonefile_edit *e)
{
	const struct zf_zone *zone = e->zone;
	struct name owner = name_root;
	struct buf rdata;
	buf_init(&rdata, 0);
	for (size_t i = 0; i < e->count; i++) {
		struct entry *entry = &e->entries[i];
		uint16_t type = 0;
		if (entry->kind != ENTRY_RECORD)
			continue;
		if (entry->rec) {
			rec_owner(zone, entry->rec, &owner);
			continue;
		}
		buf_reset(&rdata);
		if (!entry_read(entry, &e->origins[entry->origin], &owner, &type, &rdata))
			continue;
		size_t at = zone_find(zone, &owner, type);
		size_t end = at < zone->count ? zone_rrset_end(zone, at) : at;
		for (; at < end && !entry->twin; at++)
			if (zone->recs[at]->rdata_len == rdata.len &&
				memcmp(rec_rdata(zone->recs[at]), rdata.data, rdata.len) == 0)
				entry->twin = zone->recs[at];
		e->twins += entry->twin != NULL;
	}
	buf_free(&rdata);
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
	size_t bom = size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	e->zone = zone;
	const char *first = size ? memchr(text, '\n', size) : NULL;
	e->newline = first && first > text && first[-1] == '\r' ? "\r\n" : "\n";
	add_origin(e, origin);
	lexer_init(&l, text + bom, size - bom, 1);
	while ((kind = lexer_next(&l)) != LEX_END)
		add_entry(e, &l, kind, l.at);
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
	find_twins(e);
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

/* Behind the lines that take their owner from that of entry `behind`, unless `r` has that owner
 * too. */
static size_t behind_run(const struct zonefile_edit *e, const struct zf_zone *zone,
	const struct rec *r, size_t behind)
{
	struct name own, owner;
	if (behind == SIZE_MAX)
		return behind;
	rec_owner(zone, r, &own);
	if (e->entries[behind].rec) {
		rec_owner(e->zone, e->entries[behind].rec, &owner);
		if (name_equal(&own, &owner))
			return behind;
	}
	for (size_t i = behind + 1; i < e->count; i++) {
		const struct entry *entry = &e->entries[i];
		if (entry->kind == ENTRY_RECORD && entry->indented)
			behind = i;
		else if (entry->kind != ENTRY_OTHER)
			break;
	}
	return behind;
}

static void insert_record(
	struct zonefile_edit *e, const struct zf_zone *zone, const struct rec *r, size_t behind)
{
	behind = behind_run(e, zone, r, behind);
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

/* A record that stands in the text more than once changes in its first place, and goes in the
 * others. */
static void drop_twins(struct zonefile_edit *e, const struct rec *r)
{
	for (size_t i = 0; i < e->count && e->twins > 0; i++)
		if (e->entries[i].twin == r)
			e->entries[i].dropped = true;
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
	drop_twins(e, c->a);
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
