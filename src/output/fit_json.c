/* What a target can hold of a zone, as JSON. */
#include "formats.h"
#include "plan_view.h"
#include "jsonw.h"

enum zf_status fit_json(struct out *o, const struct fit_view *view,
	const struct output_options *options, struct zf_error *err)
{
	struct buf *b = &o->buf;
	const struct fit *fit = view->fit;
	(void)options;
	(void)err;
	buf_adds(b, "{\"version\":1,\"source\":");
	jsonw_text(b, view->from);
	buf_adds(b, ",\"target\":");
	jsonw_text(b, view->to);
	buf_adds(b, ",\"zone\":");
	jsonw_text(b, view->source->apex_text);
	buf_adds(b, ",\n\"findings\":");
	fit_print_findings(b, fit, view->source);
	buf_printf(b, ",\n\"fits\":%zu,\"changed\":%zu,\"does_not_fit\":%zu,\"own\":%zu", fit->fits,
		fit->changed, fit->misfits, fit->own);
	if (view->plan)
		buf_printf(b, ",\"calls\":%zu,\"estimate_ms\":%ld", view->plan->calls,
			view->plan->estimate_ms);
	buf_adds(b, "}\n");
	return ZF_OK;
}
