/* What a target can hold of a zone, as a comment on a pull request. */
#include "fit_summary.h"
#include "md.h"
#include "reasons.h"

enum { SECTIONS = 3 };

static void add_item(struct buf *b, size_t *at, const void *user)
{
	const struct reasons *reasons = user;
	while (*at < SECTIONS && reasons[*at].count == 0)
		++*at;
	if (*at < SECTIONS)
		reasons_print(b, &reasons[*at], fit_sections[*at].title);
	++*at;
}

enum zf_status fit_markdown(struct out *o, const struct fit_view *view,
	const struct output_options *options, struct zf_error *err)
{
	struct reasons reasons[SECTIONS];
	struct md_comment comment = {
		.max_bytes = options->max_bytes, .add_item = add_item, .user = reasons};
	for (size_t i = 0; i < SECTIONS; i++) {
		reasons_init(&reasons[i], view->source);
		reasons_add_fit(&reasons[i], view->fit, fit_sections[i].verdict);
		reasons_gather(&reasons[i]);
		comment.count += reasons[i].count > 0;
	}
	md_begin(&comment, options, "preflight", view->source);
	fit_print_summary(&comment.head, view);
	buf_adds(&comment.head, "**\n");
	enum zf_status status = md_write(o, &comment, err);
	for (size_t i = 0; i < SECTIONS; i++)
		reasons_free(&reasons[i]);
	return status;
}
