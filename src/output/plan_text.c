/* A plan for people who decide: what changes, what doesn't and why, and how to apply it. */
#include "fit_summary.h"
#include "plan_lines.h"
#include "reasons.h"

static void add_reasons(struct buf *b, const struct plan_view *view)
{
	struct reasons r;
	for (size_t i = 0; fit_sections[i].title; i++) {
		reasons_init(&r, view->plan->target);
		reasons_add_fit(&r, view->about->fit, fit_sections[i].verdict);
		reasons_gather(&r);
		reasons_print(b, &r, fit_sections[i].title);
		reasons_free(&r);
	}
	reasons_init(&r, view->plan->target);
	reasons_add_left(&r, view->plan);
	reasons_gather(&r);
	reasons_print(b, &r, "left alone");
	reasons_free(&r);
}

/* Each line of a text, with something before it. */
static void add_lines(struct buf *b, const struct marks *marks, const char *text)
{
	while (*text) {
		size_t n = strcspn(text, "\n");
		buf_adds(b, marks->before);
		str_print(b, text, n);
		buf_adds(b, marks->behind);
		buf_addc(b, '\n');
		text += n + (text[n] == '\n');
	}
}

static void add_end(struct buf *b, const struct plan_view *view, const struct style *style)
{
	static const struct marks remark = {"note: ", ""};
	const struct plan *plan = view->plan;
	buf_printf(b, "%s: ", plan->target->apex_text);
	plan_print_summary(b, plan, &style->odd);
	buf_addc(b, '\n');
	if (plan->remark)
		add_lines(b, &remark, plan->remark);
	if (view->refusals && *view->refusals) {
		buf_adds(b, "refused:\n");
		add_lines(b, &style->removed, view->refusals);
	}
	if (view->command && plan->count > 0) {
		buf_adds(b, "to apply it: ");
		str_print(b, view->command, strlen(view->command));
		buf_addc(b, '\n');
	}
}

enum zf_status plan_text(struct out *o, const struct plan_view *view,
	const struct output_options *options, struct zf_error *err)
{
	const struct style *style = style_of(options);
	struct plan_lines lines;
	(void)err;
	str_print(&o->buf, view->about->source, strlen(view->about->source));
	buf_adds(&o->buf, " -> ");
	str_print(&o->buf, view->about->target, strlen(view->about->target));
	buf_adds(&o->buf, "\n\n");
	plan_lines_make(&lines, view->plan);
	for (size_t i = 0; i < lines.group_count; i++) {
		plan_lines_print(&o->buf, style, &lines, &lines.groups[i]);
		buf_addc(&o->buf, '\n');
		out_check(o);
	}
	plan_lines_free(&lines);
	add_reasons(&o->buf, view);
	add_end(&o->buf, view, style);
	return ZF_OK;
}
