/* A comparison as a page: one section an RRset, one cell a location. */
#include "compare_text.h"
#include "formats.h"
#include "html.h"

static void add_cell(struct buf *b, const struct compare_view *view,
	const struct compare_rrset *rrset, size_t i, struct buf *scratch)
{
	const struct compare_cell *cell = &rrset->cells[i];
	struct diff_set set = compare_set(view->c, rrset, i);
	const char *absence = compare_absence(cell->state);
	bool odd = rrset->odd >> i & 1;
	buf_printf(b, "<div class=\"%s\"><h3>", odd ? "odd" : "even");
	compare_add_names(scratch, view, 1u << i);
	html_add_scratch(b, scratch);
	buf_printf(b, "%s</h3>", odd ? ": odd" : "");
	if (absence) {
		buf_adds(b, "<span class=\"dim\">");
		html_adds(b, absence);
		buf_adds(b, "</span>");
	}
	for (size_t k = 0; k < set.count; k++) {
		buf_adds(b, "<code>");
		compare_add_record(scratch, set.recs[k]);
		html_add_scratch(b, scratch);
		buf_adds(b, "</code>");
	}
	if (cell->state == COMPARE_SYNTHESISED)
		buf_adds(b, "<span class=\"dim\">synthesised, not compared</span>");
	buf_adds(b, "</div>\n");
}

static void add_section(struct out *o, const struct compare_view *view,
	const struct compare_rrset *rrset, struct buf *scratch)
{
	struct buf *b = &o->buf, verdict;
	buf_init(&verdict, 0);
	compare_add_verdict(&verdict, view, rrset);
	html_begin_section(b, rrset->zone, rrset->any, verdict.data, scratch);
	buf_free(&verdict);
	buf_adds(b, "<div class=\"cells\">\n");
	for (size_t i = 0; i < view->c->location_count; i++)
		add_cell(b, view, rrset, i, scratch);
	buf_adds(b, "</div>\n");
	html_end_section(b);
	out_check(o);
}

static void add_header(struct buf *b, const struct compare_view *view, struct buf *scratch)
{
	const struct comparison *c = view->c;
	compare_add_summary(scratch, c);
	html_begin(b, view->options, c->locations[0].zone, scratch);
	for (size_t i = 0; i < c->location_count; i++) {
		buf_adds(b, "<p class=\"dim\"><code>");
		compare_add_names(scratch, view, 1u << i);
		html_add_scratch(b, scratch);
		buf_printf(b, "</code>: odd in %zu</p>\n", c->odd[i]);
	}
	buf_adds(b, "</header>\n");
}

enum zf_status compare_html(struct out *o, const struct comparison *c,
	const struct output_options *options, struct zf_error *err)
{
	struct compare_view view = {c, options, &style_plain};
	struct html_types types = {{0}};
	struct buf scratch;
	(void)err;
	buf_init(&scratch, 0);
	add_header(&o->buf, &view, &scratch);
	for (size_t i = 0; i < c->count; i++)
		if (compare_shows(options, &c->rrsets[i]))
			html_types_add(&types, rec_type(c->rrsets[i].any));
	html_begin_sections(&o->buf, options, &types);
	for (size_t i = 0; i < c->count; i++)
		if (compare_shows(options, &c->rrsets[i]))
			add_section(o, &view, &c->rrsets[i], &scratch);
	html_end(&o->buf, options);
	buf_free(&scratch);
	return ZF_OK;
}
