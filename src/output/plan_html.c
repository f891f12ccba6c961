/* A plan as a page: what is there on the left, what will be on the right, one section an RRset. */
#include "fit_summary.h"
#include "html.h"
#include "html_reasons.h"
#include "plan_lines.h"

struct page {
	struct out *o;
	const struct plan_view *view;
	struct plan_lines lines;
	struct buf scratch;
};

static void add_side(
	struct page *p, const struct rec *r, const struct provider_record *kept, const char *class)
{
	struct buf *b = &p->o->buf;
	if (!r && !kept) {
		buf_adds(b, "<div class=\"none\"></div>\n");
		return;
	}
	buf_printf(b, "<div class=\"%s\"><code>", class);
	if (r) {
		buf_printf(b, "%u ", r->ttl);
		out_add_rdata(&p->scratch, r);
		out_add_annotations(&p->scratch, r);
	} else {
		out_add_provider_record(&p->scratch, kept);
	}
	html_add_scratch(b, &p->scratch);
	buf_adds(b, "</code></div>\n");
}

static void add_line(struct page *p, const struct plan_line *line)
{
	bool both = (line->was && line->shall) || (line->kept_was && line->kept_shall);
	buf_adds(&p->o->buf, "<div class=\"row\">\n");
	add_side(p, line->was, line->kept_was, both ? "mod" : "old");
	add_side(p, line->shall, line->kept_shall, both ? "mod" : "new");
	buf_adds(&p->o->buf, "</div>\n");
	out_check(p->o);
}

/* A group is an owner; a section an RRset. */
static void add_group(struct page *p, const struct plan_group *group)
{
	const struct rec *last = NULL;
	for (size_t i = group->from; i < group->end; i++) {
		const struct plan_line *line = &p->lines.items[i];
		const struct rec *any = plan_line_record(line);
		if (i == group->from || (any && !rec_same_rrset(any, last))) {
			if (i > group->from)
				html_end_section(&p->o->buf);
			html_begin_section(
				&p->o->buf, p->view->plan->target, any, group->fate, &p->scratch);
		}
		add_line(p, line);
		last = any;
	}
	html_end_section(&p->o->buf);
}

static void add_refusals(struct buf *b, const char *lines)
{
	while (*lines) {
		size_t n = strcspn(lines, "\n");
		buf_adds(b, "<p class=\"odd\">refused: ");
		html_add(b, lines, n);
		buf_adds(b, "</p>\n");
		lines += n + (lines[n] == '\n');
	}
}

static void add_header(struct page *p, const struct output_options *options)
{
	static const struct marks none = {"", ""};
	const struct plan_view *view = p->view;
	struct buf *b = &p->o->buf;
	plan_print_summary(&p->scratch, view->plan, &none);
	html_begin(b, options, view->plan->target, &p->scratch);
	html_add_paragraph(b, "from ", view->about->source);
	html_add_paragraph(b, "to ", view->about->target);
	if (view->plan->remark)
		html_add_paragraph(b, "note: ", view->plan->remark);
	if (view->refusals)
		add_refusals(b, view->refusals);
	if (view->command && view->plan->count > 0)
		html_add_paragraph(b, "to apply it: ", view->command);
	for (size_t i = 0; fit_sections[i].title; i++) {
		struct reasons r;
		reasons_init(&r, view->plan->target);
		reasons_add_fit(&r, view->about->fit, fit_sections[i].verdict);
		html_add_reasons(b, &r, fit_sections[i].title, &p->scratch);
	}
	struct reasons left;
	reasons_init(&left, view->plan->target);
	reasons_add_left(&left, view->plan);
	html_add_reasons(b, &left, "left alone", &p->scratch);
	buf_adds(b, "</header>\n");
}

enum zf_status plan_html(struct out *o, const struct plan_view *view,
	const struct output_options *options, struct zf_error *err)
{
	struct page page = {.o = o, .view = view};
	struct html_types types = {{0}};
	(void)err;
	buf_init(&page.scratch, 0);
	plan_lines_make(&page.lines, view->plan);
	add_header(&page, options);
	for (size_t i = 0; i < page.lines.count; i++) {
		const struct rec *r = plan_line_record(&page.lines.items[i]);
		if (r)
			html_types_add(&types, rec_type(r));
	}
	html_begin_sections(&o->buf, options, &types);
	for (size_t i = 0; i < page.lines.group_count; i++)
		if (page.lines.groups[i].end > page.lines.groups[i].from)
			add_group(&page, &page.lines.groups[i]);
	html_end(&o->buf, options);
	plan_lines_free(&page.lines);
	buf_free(&page.scratch);
	return ZF_OK;
}
