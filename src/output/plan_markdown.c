/* A plan as a comment on a pull request: summary first, then the lines of plan_text. */
#include "fit_summary.h"
#include "md.h"
#include "plan_lines.h"
#include "reasons.h"

enum { REASONS = 4 }; /* changed, not carried, own, left alone */

struct comment {
	const struct plan_view *view;
	struct plan_lines lines;
	struct reasons reasons[REASONS];
};

static const char *title(size_t i)
{
	return i + 1 < REASONS ? fit_sections[i].title : "left alone";
}

/* The groups of the plan, then those reasons that there are. */
static void add_item(struct buf *b, size_t *at, const void *user)
{
	const struct comment *c = user;
	size_t i = (*at)++;
	if (i < c->lines.group_count) {
		plan_lines_print(b, &style_markdown, &c->lines, &c->lines.groups[i]);
		return;
	}
	i -= c->lines.group_count;
	for (size_t k = 0; k < REASONS; k++)
		if (c->reasons[k].count > 0 && i-- == 0)
			reasons_print(b, &c->reasons[k], title(k));
}

static void add_refusals(struct buf *b, const char *lines)
{
	while (*lines) {
		size_t n = strcspn(lines, "\n");
		buf_adds(b, "- refused: ");
		md_add_code(b, lines, n);
		buf_addc(b, '\n');
		lines += n + (lines[n] == '\n');
	}
}

static void add_head(struct buf *b, const struct plan_view *view)
{
	static const struct marks none = {"", ""};
	plan_print_summary(b, view->plan, &none);
	buf_adds(b, "**\n\nFrom ");
	md_add_text(b, view->about->source);
	buf_adds(b, " to ");
	md_add_text(b, view->about->target);
	buf_adds(b, ".\n");
	if (view->plan->remark) {
		buf_adds(b, "\nNote: ");
		md_add_text(b, view->plan->remark);
		buf_addc(b, '\n');
	}
	if (view->refusals && *view->refusals) {
		buf_addc(b, '\n');
		add_refusals(b, view->refusals);
	}
	if (view->command && view->plan->count > 0) {
		buf_adds(b, "\nTo apply it: ");
		md_add_text(b, view->command);
		buf_addc(b, '\n');
	}
}

static void gather(struct comment *c)
{
	for (size_t i = 0; i < REASONS; i++) {
		reasons_init(&c->reasons[i], c->view->plan->target);
		if (i + 1 < REASONS)
			reasons_add_fit(
				&c->reasons[i], c->view->about->fit, fit_sections[i].verdict);
		else
			reasons_add_left(&c->reasons[i], c->view->plan);
		reasons_gather(&c->reasons[i]);
	}
}

enum zf_status plan_markdown(struct out *o, const struct plan_view *view,
	const struct output_options *options, struct zf_error *err)
{
	struct comment c = {.view = view};
	plan_lines_make(&c.lines, view->plan);
	gather(&c);
	struct md_comment comment = {.count = c.lines.group_count,
		.max_bytes = options->max_bytes,
		.add_item = add_item,
		.user = &c};
	for (size_t i = 0; i < REASONS; i++)
		comment.count += c.reasons[i].count > 0;
	md_begin(&comment, options, "plan", view->plan->target);
	add_head(&comment.head, view);
	enum zf_status status = md_write(o, &comment, err);
	for (size_t i = 0; i < REASONS; i++)
		reasons_free(&c.reasons[i]);
	plan_lines_free(&c.lines);
	return status;
}
