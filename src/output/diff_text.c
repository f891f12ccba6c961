#include "diff_text.h"

#include "formats.h"
#include "words.h"

static void add_words(struct buf *b, const struct marks *marks, const struct words *w)
{
	struct text_word run;
	for (size_t at = 0; words_run(w, &at, &run);) {
		if (run.changed)
			buf_adds(b, marks->before);
		buf_add(b, run.text.p, run.text.n);
		if (run.changed)
			buf_adds(b, marks->behind);
	}
}

/* From the first octet that changed to behind the last one. */
struct span {
	const char *text; /* all of it */
	size_t n, from, end;
};

static struct span span_of(const struct words *w)
{
	struct span span = {.text = w->count > 0 ? w->items[0].text.p : ""};
	struct text_word run;
	for (size_t at = 0; words_run(w, &at, &run); span.n += run.text.n) {
		if (!run.changed)
			continue;
		span.from = span.end == 0 ? span.n : span.from;
		span.end = span.n + run.text.n;
	}
	return span;
}

static void add_span(struct buf *b, const struct span *s)
{
	enum { AROUND = 12 };
	size_t left = s->from > AROUND ? s->from - AROUND : 0;
	size_t right = s->n - s->end > AROUND ? s->end + AROUND : s->n;
	buf_adds(b, left > 0 ? "..." : "");
	buf_add(b, s->text + left, s->from - left);
	buf_addc(b, '[');
	buf_add(b, s->text + s->from, s->end - s->from);
	buf_addc(b, ']');
	buf_add(b, s->text + s->end, right - s->end);
	buf_adds(b, right < s->n ? "..." : "");
}

/* Long values of which a short part changed, where no colour shows it: that part, with some octets
 * around it. */
static void add_place(struct buf *b, const struct rec *old, const struct rec *new)
{
	enum { SHORT = 40 };
	const struct rec *const sides[2] = {old, new};
	struct buf text[2];
	struct words w[2] = {WORDS_INIT, WORDS_INIT};
	struct span span[2];
	for (int i = 0; i < 2; i++) {
		buf_init(&text[i], 0);
		out_add_rdata(&text[i], sides[i]);
		words_split(&w[i], (struct str){text[i].data, text[i].len});
	}
	words_compare(&w[0], &w[1]);
	for (int i = 0; i < 2; i++)
		span[i] = span_of(&w[i]);
	if (span[0].end - span[0].from <= SHORT && span[1].end - span[1].from <= SHORT &&
		span[0].end > 0 && span[1].end > 0) {
		buf_adds(b, "  ");
		add_span(b, &span[0]);
		buf_adds(b, " -> ");
		add_span(b, &span[1]);
		buf_addc(b, '\n');
	}
	for (int i = 0; i < 2; i++) {
		words_free(&w[i]);
		buf_free(&text[i]);
	}
}

enum { LONG_RDATA = 64 };

/* Whether a long record was removed and another added. */
static bool has_long(const struct group *g)
{
	bool removed = false, added = false;
	for (size_t i = 0; i < g->count && g->any; i++) {
		const struct change *c = &g->changes[i];
		removed = removed || (!c->b && c->a->rdata_len >= LONG_RDATA);
		added = added || (!c->a && c->b->rdata_len >= LONG_RDATA);
	}
	return removed && added;
}

/* The RDATA of one side; when `other` is there, with the words marked that differ from it. */
static void add_data(struct buf *b, const struct style *style, const struct change *c,
	const struct rec *side, const struct rec *other)
{
	struct buf text[2];
	struct words w[2] = {WORDS_INIT, WORDS_INIT};
	if (!other || !style->word.before) {
		change_add_data(b, c, side);
		return;
	}
	for (int i = 0; i < 2; i++) {
		buf_init(&text[i], 0);
		out_add_rdata(&text[i], i == 0 ? side : other);
		words_split(&w[i], (struct str){text[i].data, text[i].len});
	}
	words_compare(&w[0], &w[1]);
	add_words(b, &style->word, &w[0]);
	for (int i = 0; i < 2; i++) {
		words_free(&w[i]);
		buf_free(&text[i]);
	}
}

static void add_one_sided(
	struct buf *b, const struct style *style, const struct change *c, const struct rec *other)
{
	const struct marks *marks = c->op == DIFF_REMOVE ? &style->removed : &style->added;
	const struct rec *side = c->a ? c->a : c->b;
	buf_adds(b, marks->before);
	if (side)
		buf_printf(b, "%u ", side->ttl);
	add_data(b, style, c, side, other);
	if (side)
		out_add_annotations(b, side);
	buf_adds(b, marks->behind);
	buf_addc(b, '\n');
}

static void add_changed(struct buf *b, const struct style *style, const struct change *c)
{
	buf_adds(b, style->changed.before);
	if (c->op == DIFF_TTL)
		buf_printf(b, "%u -> %u ", c->a->ttl, c->b->ttl);
	else
		buf_printf(b, "%u ", c->b->ttl);
	change_add_data(b, c, c->b);
	if (c->meta)
		change_add_annotations(b, c, " -> ");
	buf_adds(b, style->changed.behind);
	buf_addc(b, '\n');
}

/* The removal whose partner is addition i, or NULL. */
static const struct rec *partner_of_addition(
	const struct partners *p, const struct group *g, size_t i)
{
	for (size_t r = 0; r < g->removed && r < GROUP_MAX_PAIRED; r++)
		if (p->of[r] == (int)i)
			return g->changes[r].a;
	return NULL;
}

static const struct rec *partner_of_removal(
	const struct partners *p, const struct group *g, size_t i)
{
	if (i >= GROUP_MAX_PAIRED || p->of[i] == GROUP_NO_PARTNER)
		return NULL;
	return g->changes[g->removed + g->modified + (size_t)p->of[i]].b;
}

void text_add_group(
	struct buf *b, const struct style *style, const struct group *g, const struct diff *d)
{
	struct partners partners;
	bool pair = g->any && (style->word.before || has_long(g));
	const char *fate = group_fate(g, d);
	size_t i = 0;
	buf_adds(b, style->title.before);
	group_add_title(b, g);
	buf_adds(b, style->title.behind);
	if (fate)
		buf_printf(b, " (%s)", fate);
	buf_addc(b, '\n');
	if (pair)
		group_pair(&partners, g);
	for (; i < g->removed; i++)
		add_one_sided(b, style, &g->changes[i],
			pair ? partner_of_removal(&partners, g, i) : NULL);
	for (; i < g->removed + g->modified; i++)
		add_changed(b, style, &g->changes[i]);
	for (size_t added = 0; i < g->count; i++, added++) {
		const struct rec *old = pair ? partner_of_addition(&partners, g, added) : NULL;
		const struct rec *new = g->changes[i].b;
		add_one_sided(b, style, &g->changes[i], old);
		if (old && !style->word.before && old->rdata_len >= LONG_RDATA &&
			new->rdata_len >= LONG_RDATA)
			add_place(b, old, new);
	}
}

enum zf_status diff_text(struct out *o, const struct diff *d, const struct output_options *options,
	struct zf_error *err)
{
	const struct style *style = style_of(options);
	struct buf *b = &o->buf;
	struct group g;
	(void)err;
	buf_adds(b, "--- ");
	output_add_name(b, options, 0, d->a);
	buf_adds(b, "\n+++ ");
	output_add_name(b, options, 1, d->b);
	buf_addc(b, '\n');
	for (size_t at = 0; group_next(&g, d, &at);) {
		buf_addc(b, '\n');
		text_add_group(b, style, &g, d);
		out_check(o);
	}
	buf_printf(b, "\n%s: ", d->a->apex_text);
	diff_add_summary(b, d);
	if (d->ignored > 0) {
		buf_adds(b, "; ");
		diff_add_ignored(b, d);
	}
	buf_addc(b, '\n');
	return ZF_OK;
}
