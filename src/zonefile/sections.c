/*
 * sections: comments that head several records.
 *
 * Comment lines belong to the records that follow them without an empty line, a comment or a
 * directive between: a block. Where canonical order leaves the block together, they stand above it,
 * whichever of its records comes first there; where it doesn't, they belong to none of the records,
 * and stand at the top of the zone.
 */
#include <stdlib.h>
#include <string.h>

#include "lexer.h"
#include "mem.h"
#include "zonefile.h"

/* A block of a text: the lines on which its first and its last record begin. */
struct block {
	unsigned long first, last;
};

struct blocks {
	struct block *items;
	size_t count, cap;
};

/* What the lines so far are. */
struct scan {
	bool headed; /* comments stand directly before what comes next */
	struct block open; /* first 0: none */
};

static void close_block(struct blocks *blocks, struct scan *scan)
{
	if (scan->open.first && scan->open.last > scan->open.first) {
		blocks->items = mem_grow(
			blocks->items, &blocks->cap, blocks->count + 1, sizeof(struct block));
		blocks->items[blocks->count++] = scan->open;
	}
	scan->open = (struct block){0, 0};
}

static bool is_comment(const struct lexer *l)
{
	const struct lex_comment *c = l->comments;
	return l->comment_count > 0 && !(c->n > 1 && c->p[1] == '@');
}

static void scan_line(
	struct blocks *blocks, struct scan *scan, const struct lexer *l, enum lex_kind kind)
{
	bool record = kind == LEX_ENTRY && l->count > 0 &&
		      (l->indented || l->tokens[0].n == 0 || *l->tokens[0].p != '$');
	if (!record) {
		close_block(blocks, scan);
		scan->headed = kind == LEX_EMPTY && (is_comment(l) || scan->headed);
		return;
	}
	if (scan->open.first)
		scan->open.last = l->start_line;
	else if (scan->headed)
		scan->open = (struct block){l->start_line, l->start_line};
	scan->headed = false;
}

static void find_blocks(struct blocks *blocks, struct str text)
{
	struct scan scan = {false, {0, 0}};
	struct lexer l;
	enum lex_kind kind;
	lexer_init(&l, text.p, text.n, 1);
	while ((kind = lexer_next(&l)) != LEX_END)
		scan_line(blocks, &scan, &l, kind);
	close_block(blocks, &scan);
	lexer_free(&l);
}

/* Which record's leading comments each record gets; by index in the zone. */
struct moves {
	const struct zf_zone *zone;
	size_t *at_line; /* index + 1 of the record on a line of the file itself; 0: none */
	unsigned long lines;
	size_t *from; /* index + 1 of the record whose comments come here; 0: its own */
	bool *left; /* its comments go elsewhere */
	size_t *top; /* indices of those whose comments go to the top, in the file's order */
	size_t top_count, count;
};

static void moves_init(struct moves *m, const struct zf_zone *zone)
{
	*m = (struct moves){.zone = zone};
	for (size_t i = 0; i < zone->count; i++)
		if (!(zone->recs[i]->line_file >> 26) && rec_line(zone->recs[i]) > m->lines)
			m->lines = rec_line(zone->recs[i]);
	m->at_line = mem_zalloc((m->lines + 1) * sizeof(size_t));
	m->from = mem_zalloc(zone->count * sizeof(size_t));
	m->top = mem_zalloc(zone->count * sizeof(size_t));
	m->left = mem_zalloc(zone->count * sizeof(bool));
	for (size_t i = 0; i < zone->count; i++)
		if (!(zone->recs[i]->line_file >> 26))
			m->at_line[rec_line(zone->recs[i])] = i + 1;
}

static void moves_free(struct moves *m)
{
	free(m->at_line);
	free(m->from);
	free(m->top);
	free(m->left);
}

/* Finds where the comments of a block go. */
static void move_block(struct moves *m, const struct block *b)
{
	size_t low = SIZE_MAX, high = 0, count = 0;
	for (unsigned long line = b->first; line <= b->last && line <= m->lines; line++) {
		size_t at = m->at_line[line];
		if (!at)
			continue;
		count++;
		low = at < low ? at : low;
		high = at > high ? at : high;
	}
	size_t first = b->first <= m->lines ? m->at_line[b->first] : 0;
	if (!first || count < 2 || (high - low + 1 == count && low == first))
		return;
	m->left[first - 1] = true;
	m->count++;
	if (high - low + 1 == count)
		m->from[low - 1] = first;
	else
		m->top[m->top_count++] = first - 1;
}

static void add_notes(struct buf *notes, const struct rec *r, enum note_kind kind)
{
	struct note note;
	for (size_t at = 0; rec_note_next(r, &at, &note);)
		if (note.kind == kind)
			note_append(notes, kind, note.name, note.text);
}

/* The notes of record `i` once the comments have moved. */
static void settle_notes(struct buf *notes, const struct moves *m, size_t i)
{
	struct rec *const *recs = m->zone->recs;
	buf_reset(notes);
	add_notes(notes, recs[i], NOTE_ANNOTATION);
	if (m->from[i])
		add_notes(notes, recs[m->from[i] - 1], NOTE_LEADING);
	if (!m->left[i])
		add_notes(notes, recs[i], NOTE_LEADING);
	for (size_t k = 0; i == 0 && k < m->top_count; k++)
		add_notes(notes, recs[m->top[k]], NOTE_LEADING);
	add_notes(notes, recs[i], NOTE_TRAILING);
}

/* The same zone, made anew with its comments in their places. */
static struct zf_zone *rebuild(const struct moves *m)
{
	const struct zf_zone *old = m->zone;
	struct zone_builder *b = zone_builder_new(&old->apex, old->source);
	struct buf notes;
	buf_init(&notes, 0);
	for (size_t i = 0; i < old->file_count; i++)
		zone_builder_file(b, old->files[i]);
	for (size_t i = 0; i < old->count; i++) {
		const struct rec *r = old->recs[i];
		settle_notes(&notes, m, i);
		zone_builder_add_key(b, (struct name_key){rec_key(r), r->key_len}, rec_type(r),
			r->ttl, (struct str){(const char *)rec_rdata(r), r->rdata_len},
			(struct str){notes.data, notes.len}, r->line_file, NULL);
	}
	for (size_t i = 0; i < old->provider_record_count; i++)
		zone_builder_add_provider_record(
			b, old->provider_records[i].provider, old->provider_records[i].json);
	zone_builder_set_trailer(b, old->trailer);
	buf_free(&notes);
	return zone_builder_seal(b);
}

void zonefile_settle_comments(struct zf_zone **zone, struct str text)
{
	struct blocks blocks = {0};
	struct moves moves;
	if (text.n > ZONEFILE_SECTIONS_MOST || (*zone)->count == 0)
		return;
	find_blocks(&blocks, text);
	moves_init(&moves, *zone);
	for (size_t i = 0; i < blocks.count; i++)
		move_block(&moves, &blocks.items[i]);
	if (moves.count > 0) {
		struct zf_zone *settled = rebuild(&moves);
		/* What was found while reading holds; making it anew has found a part of it again.
		 */
		struct diags found = settled->diags;
		settled->diags = (*zone)->diags;
		(*zone)->diags = found;
		zf_zone_free(*zone);
		*zone = settled;
	}
	moves_free(&moves);
	free(blocks.items);
}
