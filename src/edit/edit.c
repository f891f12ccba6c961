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
	bool directive = kind == LEX_ENTRY && entry_is_directive(l);
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

struct entry *edit_entry_of(const struct zonefile_edit *e, const struct rec *r)
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
		size_t at =
			zone_find_record(zone, &owner, type, (struct str){rdata.data, rdata.len});
		entry->twin = at < zone->count ? zone->recs[at] : NULL;
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
		struct entry *entry = edit_entry_of(e, zone->recs[i]);
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
	free(e->anchors);
	free(e->entries);
	free(e->origins);
	free(e);
}

void zonefile_edit_tidy(struct zonefile_edit *e)
{
	for (size_t i = 0; i < e->count; i++)
		e->entries[i].tidied = e->entries[i].kind == ENTRY_RECORD && e->entries[i].rec;
}
