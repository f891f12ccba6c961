/* A plan as JSON: what --plan-out writes and `apply` reads. */
#include "formats.h"
#include "plan_view.h"

enum zf_status plan_json(struct out *o, const struct plan_view *view,
	const struct output_options *options, struct zf_error *err)
{
	(void)options;
	(void)err;
	plan_print_json(&o->buf, view->plan, view->about);
	return ZF_OK;
}
