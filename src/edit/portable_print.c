/* portable_print: canonical text, with RFC 3597 forms where ldns would misread it. */
#include "lexer.h"
#include "portable.h"
#include "portable_spell.h"

enum { TYPE_WIDTH = 6 }; /* as in canonical text */

static enum zf_status add_to_buf(void *user, const char *p, size_t n, struct zf_error *err)
{
	(void)err;
	buf_add(user, p, n);
	return ZF_OK;
}

/* Where a record's line has its type: behind owner, TTL and class. */
enum { TYPE_TOKEN = 3 };

/* Adds the line of a record up to where its RDATA ends; returns that place. */
static const char *add_record(struct buf *out, struct speller *s, const struct lexer *l,
	const struct rec *rec, struct portable_lost *lost)
{
	const struct rrtoken *last = &l->tokens[l->count - 1];
	const struct str head = {l->start, (size_t)(l->tokens[TYPE_TOKEN].p - l->start)};
	struct buf tail;
	buf_init(&tail, 0);
	if (!speller_find(s, &tail, rec, head, TYPE_WIDTH) && lost->count++ == 0)
		lost->first = rec;
	buf_add(out, head.p, head.n);
	buf_add(out, tail.data, tail.len);
	buf_free(&tail);
	return last->p + last->n + (last->flags & TOKEN_QUOTED ? 1 : 0);
}

enum zf_status portable_print(struct buf *out, struct portable_lost *lost,
	const struct zf_zone *zone, struct zf_error *err)
{
	struct buf text;
	struct lexer l;
	enum lex_kind kind;
	size_t next = 0; /* record: they stand in the order of the zone, a line each */
	buf_init(&text, 0);
	*lost = (struct portable_lost){0, NULL};
	enum zf_status status = zonefile_print(zone, add_to_buf, &text, err);
	struct speller *s = speller_new(zone);
	const char *done = text.data;
	lexer_init(&l, text.data, text.len, 1);
	while (status == ZF_OK && (kind = lexer_next(&l)) != LEX_END) {
		if (kind != LEX_ENTRY || l.count <= TYPE_TOKEN || next == zone->count)
			continue;
		buf_add(out, done, (size_t)(l.start - done));
		done = add_record(out, s, &l, zone->recs[next++], lost);
	}
	if (status == ZF_OK)
		buf_add(out, done, (size_t)(text.data + text.len - done));
	lexer_free(&l);
	speller_free(s);
	buf_free(&text);
	return status;
}
