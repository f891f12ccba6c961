/* What a target can hold of a zone, for people. */
#include "fit_summary.h"
#include "reasons.h"

enum zf_status fit_text(struct out *o, const struct fit_view *view,
	const struct output_options *options, struct zf_error *err)
{
	(void)options;
	(void)err;
	for (size_t i = 0; fit_sections[i].title; i++) {
		struct reasons r;
		reasons_init(&r, view->source);
		reasons_add_fit(&r, view->fit, fit_sections[i].verdict);
		reasons_gather(&r);
		reasons_print(&o->buf, &r, fit_sections[i].title);
		reasons_free(&r);
		out_check(o);
	}
	buf_printf(&o->buf, "%s: ", view->source->apex_text);
	fit_print_summary(&o->buf, view);
	buf_addc(&o->buf, '\n');
	return ZF_OK;
}
