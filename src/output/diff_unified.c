/*
 * A diff as a patch: unified hunks over the canonical text of zone a, which `patch` turns into
 * the canonical text of zone b (what options of the diff left out stays as it is in a).
 *
 * Canonical text has one line a record: line 1 is $ORIGIN, record i is line i + 2, provider records
 * follow. So a hunk's lines are known from the changes alone, and nothing else is printed.
 * The zones must have been read without their comments.
 */
#include <stdlib.h>

#include "mem.h"
#include "formats.h"

enum { CONTEXT = 3, GAP_MOST = 2 * CONTEXT }; /* lines; within one hunk */

/* A change in the place where it happens: the line of a (0: $ORIGIN) that is taken away, or the one
 * before which a line is added. */
struct edit {
	size_t line;
	const struct change *change;
};

static bool takes_line(const struct edit *e)
{
	return e->change->op != DIFF_ADD;
}

static bool gives_line(const struct edit *e)
{
	return e->change->op != DIFF_REMOVE;
}

static size_t line_count(const struct zf_zone *zone)
{
	return 1 + zone->count + zone->provider_record_count;
}

static size_t line_of(const struct zf_zone *a, const struct change *c)
{
	if (c->pa || c->pb)
		return 1 + a->count + zone_place_provider_record(a, c->pa ? c->pa : c->pb);
	return 1 + zone_place(a, c->a ? c->a : c->b);
}

/* By line; what is added before a line comes before what happens to it, in the order of zone b. */
static int cmp_edits(const void *pa, const void *pb)
{
	const struct edit *a = pa, *b = pb;
	if (a->line != b->line)
		return a->line < b->line ? -1 : 1;
	if (takes_line(a) != takes_line(b))
		return takes_line(a) - takes_line(b);
	return (a->change > b->change) - (a->change < b->change);
}

static struct edit *make_edits(const struct diff *d)
{
	struct edit *edits = mem_alloc((d->count + 1) * sizeof(*edits));
	for (size_t i = 0; i < d->count; i++)
		edits[i] = (struct edit){line_of(d->a, &d->changes[i]), &d->changes[i]};
	qsort(edits, d->count, sizeof(*edits), cmp_edits);
	return edits;
}

static void add_line(struct buf *b, char mark, const struct zf_zone *zone, size_t line)
{
	buf_addc(b, mark);
	if (line == 0)
		buf_printf(b, "$ORIGIN %s", zone->apex_text);
	else if (line <= zone->count)
		zonefile_print_record(b, zone, zone->recs[line - 1]);
	else
		out_add_provider_record(b, &zone->provider_records[line - 1 - zone->count]);
	buf_addc(b, '\n');
}

static void add_new_line(struct buf *b, const struct diff *d, const struct change *c)
{
	buf_addc(b, '+');
	if (c->pb)
		out_add_provider_record(b, c->pb);
	else
		zonefile_print_record(b, d->b, c->b);
	buf_addc(b, '\n');
}

struct hunk {
	const struct edit *edits;
	size_t count;
	size_t from, end; /* lines of a, context included */
};

/* How many lines that stay stand between an edit and the next. */
static size_t gap(const struct edit *e)
{
	return e[1].line - e[0].line - takes_line(e);
}

/* How many edits from `edits` on stand in one hunk: their contexts meet. */
static size_t hunk_length(const struct edit *edits, size_t count)
{
	size_t n = 1;
	while (n < count && gap(&edits[n - 1]) <= GAP_MOST)
		n++;
	return n;
}

static struct hunk make_hunk(const struct edit *edits, size_t count, size_t lines)
{
	struct hunk h = {.edits = edits, .count = hunk_length(edits, count)};
	const struct edit *last = &edits[h.count - 1];
	h.from = edits[0].line > CONTEXT ? edits[0].line - CONTEXT : 0;
	h.end = last->line + takes_line(last) + CONTEXT;
	if (h.end > lines)
		h.end = lines;
	return h;
}

/* The lines of a hunk. Within a run without context, lines taken away come first. */
static void add_hunk_lines(struct out *o, const struct diff *d, const struct hunk *h)
{
	struct buf given;
	size_t line = h->from;
	buf_init(&given, 0);
	for (size_t i = 0; i < h->count; i++) {
		const struct edit *e = &h->edits[i];
		if (line < e->line) {
			buf_add(&o->buf, given.data, given.len);
			buf_reset(&given);
		}
		while (line < e->line)
			add_line(&o->buf, ' ', d->a, line++);
		if (takes_line(e))
			add_line(&o->buf, '-', d->a, line++);
		if (gives_line(e))
			add_new_line(&given, d, e->change);
		out_check(o);
	}
	buf_add(&o->buf, given.data, given.len);
	while (line < h->end)
		add_line(&o->buf, ' ', d->a, line++);
	buf_free(&given);
}

/* `shift` is how many lines the hunks before have made b longer than a. */
static void add_hunk(struct out *o, const struct diff *d, const struct hunk *h, long long *shift)
{
	size_t taken = 0, given = 0, length = h->end - h->from;
	for (size_t i = 0; i < h->count; i++) {
		taken += takes_line(&h->edits[i]);
		given += gives_line(&h->edits[i]);
	}
	buf_printf(&o->buf, "@@ -%zu,%zu +%lld,%zu @@\n", h->from + 1, length,
		(long long)h->from + 1 + *shift, length - taken + given);
	*shift += (long long)given - (long long)taken;
	add_hunk_lines(o, d, h);
}

enum zf_status diff_unified(struct out *o, const struct diff *d,
	const struct output_options *options, struct zf_error *err)
{
	struct edit *edits = make_edits(d);
	long long shift = 0;
	struct hunk h;
	(void)err;
	if (d->count > 0) {
		buf_adds(&o->buf, "--- ");
		output_add_name(&o->buf, options, 0, d->a);
		buf_adds(&o->buf, "\t\n+++ ");
		output_add_name(&o->buf, options, 1, d->b);
		buf_adds(&o->buf, "\t\n");
	}
	for (size_t i = 0; i < d->count; i += h.count) {
		h = make_hunk(edits + i, d->count - i, line_count(d->a));
		add_hunk(o, d, &h, &shift);
		out_check(o);
	}
	free(edits);
	return ZF_OK;
}
