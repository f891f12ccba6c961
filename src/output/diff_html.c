/* A diff as a page: zone a on the left, zone b on the right, one section an RRset. */
#include "formats.h"
#include "group.h"
#include "html.h"
#include "words.h"

struct page {
	struct out *o;
	const struct diff *d;
	struct buf scratch;
	struct words words[2];
};

/* One side of a row, and how it is shown. */
struct side {
	const char *class, *mark, *word; /* word: the element for words that changed */
};

static const struct side sides[] = {{"old", "\xe2\x88\x92", "del"}, {"new", "+", "ins"}};

static void add_words(struct buf *b, const struct words *w, const char *element)
{
	struct text_word run;
	for (size_t at = 0; words_run(w, &at, &run);) {
		if (run.changed)
			buf_printf(b, "<%s>", element);
		html_add(b, run.text.p, run.text.n);
		if (run.changed)
			buf_printf(b, "</%s>", element);
	}
}

static void add_nothing(struct buf *b)
{
	buf_adds(b, "<div class=\"none\"></div>\n");
}

static void begin_side(struct buf *b, const struct side *side, const struct rec *r)
{
	buf_printf(b, "<div class=\"%s\"><code>%s ", side->class, side->mark);
	if (r)
		buf_printf(b, "%u ", r->ttl);
}

static void end_side(struct page *p, const struct rec *r)
{
	if (r)
		out_add_annotations(&p->scratch, r);
	html_add_scratch(&p->o->buf, &p->scratch);
	buf_adds(&p->o->buf, "</code></div>\n");
}

static void add_side(struct page *p, const struct change *c, const struct side *side)
{
	const struct rec *r = c->a ? c->a : c->b;
	begin_side(&p->o->buf, side, r);
	change_add_data(&p->scratch, c, r);
	end_side(p, r);
}

static void begin_row(struct page *p)
{
	buf_adds(&p->o->buf, "<div class=\"row\">\n");
}

static void end_row(struct page *p)
{
	buf_adds(&p->o->buf, "</div>\n");
	out_check(p->o);
}

static void add_removed(struct page *p, const struct change *c)
{
	begin_row(p);
	add_side(p, c, &sides[0]);
	add_nothing(&p->o->buf);
	end_row(p);
}

static void add_added(struct page *p, const struct change *c)
{
	begin_row(p);
	add_nothing(&p->o->buf);
	add_side(p, c, &sides[1]);
	end_row(p);
}

/* A record that took another's place: side by side, the words that changed marked. */
static void add_replaced(struct page *p, const struct change *removed, const struct change *added)
{
	const struct rec *recs[2] = {removed->a, added->b};
	struct buf texts[2];
	for (int i = 0; i < 2; i++) {
		buf_init(&texts[i], 0);
		out_add_rdata(&texts[i], recs[i]);
		words_split(&p->words[i], (struct str){texts[i].data, texts[i].len});
	}
	words_compare(&p->words[0], &p->words[1]);
	begin_row(p);
	for (int i = 0; i < 2; i++) {
		begin_side(&p->o->buf, &sides[i], recs[i]);
		add_words(&p->o->buf, &p->words[i], sides[i].word);
		end_side(p, recs[i]);
		buf_free(&texts[i]);
	}
	end_row(p);
}

/* A record whose TTL or annotations changed. */
static void add_changed(struct page *p, const struct change *c)
{
	const struct rec *recs[2] = {c->a, c->b};
	struct buf *b = &p->o->buf;
	begin_row(p);
	for (int i = 0; i < 2; i++) {
		const char *element = sides[i].word;
		buf_adds(b, "<div class=\"mod\"><code>~ ");
		if (c->op == DIFF_TTL)
			buf_printf(b, "<%s>%u</%s> ", element, recs[i]->ttl, element);
		else
			buf_printf(b, "%u ", recs[i]->ttl);
		out_add_rdata(&p->scratch, recs[i]);
		html_add_scratch(b, &p->scratch);
		if (c->meta) {
			buf_printf(b, "<%s>", element);
			out_add_annotations(&p->scratch, recs[i]);
			html_add_scratch(b, &p->scratch);
			buf_printf(b, "</%s>", element);
		}
		end_side(p, NULL);
	}
	end_row(p);
}

static void add_group(struct page *p, const struct group *g)
{
	struct partners partners;
	bool done[GROUP_MAX_PAIRED] = {false};
	const struct change *added = g->changes + g->removed + g->modified;
	size_t additions = g->count - g->removed - g->modified;
	html_begin_section(&p->o->buf, g->zone, g->any, group_fate(g, p->d), &p->scratch);
	if (g->any)
		group_pair(&partners, g);
	for (size_t i = 0; i < g->removed; i++) {
		int partner = g->any && i < GROUP_MAX_PAIRED ? partners.of[i] : GROUP_NO_PARTNER;
		if (partner == GROUP_NO_PARTNER) {
			add_removed(p, &g->changes[i]);
		} else {
			add_replaced(p, &g->changes[i], &added[partner]);
			done[partner] = true;
		}
	}
	for (size_t i = 0; i < g->modified; i++)
		add_changed(p, &g->changes[g->removed + i]);
	for (size_t i = 0; i < additions; i++)
		if (i >= GROUP_MAX_PAIRED || !done[i])
			add_added(p, &added[i]);
	html_end_section(&p->o->buf);
}

static void add_header(struct page *p, const struct output_options *options)
{
	struct buf *b = &p->o->buf;
	diff_add_summary(&p->scratch, p->d);
	html_begin(b, options, p->d->a, &p->scratch);
	buf_adds(b, "<p class=\"dim\"><code>");
	output_add_name(&p->scratch, options, 0, p->d->a);
	html_add_scratch(b, &p->scratch);
	buf_adds(b, "</code> \xe2\x86\x92 <code>");
	output_add_name(&p->scratch, options, 1, p->d->b);
	html_add_scratch(b, &p->scratch);
	buf_adds(b, "</code></p>\n");
	if (p->d->ignored > 0) {
		buf_adds(b, "<p class=\"dim\">");
		diff_add_ignored(b, p->d);
		buf_adds(b, "</p>\n");
	}
	buf_adds(b, "</header>\n");
}

enum zf_status diff_html(struct out *o, const struct diff *d, const struct output_options *options,
	struct zf_error *err)
{
	struct page page = {.o = o, .d = d};
	struct html_types types = {{0}};
	struct group g;
	(void)err;
	buf_init(&page.scratch, 0);
	add_header(&page, options);
	for (size_t at = 0; group_next(&g, d, &at);)
		if (g.any)
			html_types_add(&types, rec_type(g.any));
	html_begin_sections(&o->buf, options, &types);
	for (size_t at = 0; group_next(&g, d, &at);)
		add_group(&page, &g);
	html_end(&o->buf, options);
	words_free(&page.words[0]);
	words_free(&page.words[1]);
	buf_free(&page.scratch);
	return ZF_OK;
}
