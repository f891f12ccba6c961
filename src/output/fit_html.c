/* What a target can hold of a zone, as a page: a section a record that isn't carried as it is. */
#include "fit_summary.h"
#include "html.h"
#include "html_reasons.h"

static const char *const verdicts[] = {
	[FIT_CHANGED] = "fits changed", [FIT_NOT] = "does not fit", [FIT_OWN] = "the target's own"};

static void add_finding(struct out *o, const struct fit_view *view, const struct fit_finding *f,
	struct buf *scratch)
{
	struct buf *b = &o->buf;
	html_begin_section(b, view->source, f->rec, verdicts[f->verdict], scratch);
	buf_printf(b, "<div class=\"row\">\n<div class=\"%s\"><code>",
		f->verdict == FIT_NOT ? "old" : "mod");
	if (f->rec) {
		buf_printf(b, "%u ", f->rec->ttl);
		out_add_rdata(scratch, f->rec);
	} else if (f->kept) {
		out_add_provider_record(scratch, f->kept);
	}
	html_add_scratch(b, scratch);
	buf_adds(b, "</code></div>\n<div>");
	html_adds(b, f->text);
	if (f->way_out) {
		buf_adds(b, ": ");
		html_adds(b, f->way_out);
	}
	buf_adds(b, "</div>\n</div>\n");
	html_end_section(b);
	out_check(o);
}

enum zf_status fit_html(struct out *o, const struct fit_view *view,
	const struct output_options *options, struct zf_error *err)
{
	struct html_types types = {{0}};
	struct buf scratch;
	(void)options;
	(void)err;
	buf_init(&scratch, 0);
	fit_print_summary(&scratch, view);
	html_begin(&o->buf, options, view->source, &scratch);
	html_add_paragraph(&o->buf, "from ", view->from);
	html_add_paragraph(&o->buf, "to ", view->to);
	buf_adds(&o->buf, "</header>\n");
	for (size_t i = 0; i < view->fit->count; i++)
		if (view->fit->findings[i].rec)
			html_types_add(&types, rec_type(view->fit->findings[i].rec));
	html_begin_sections(&o->buf, options, &types);
	for (size_t i = 0; i < view->fit->count; i++)
		add_finding(o, view, &view->fit->findings[i], &scratch);
	html_end(&o->buf, options);
	buf_free(&scratch);
	return ZF_OK;
}
