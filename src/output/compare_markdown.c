/* A comparison as a comment on a pull request: who is odd how often, then the RRsets that differ.
 */
#include "compare_text.h"
#include "formats.h"
#include "md.h"

static void add_item(struct buf *b, size_t *at, const void *user)
{
	const struct compare_view *view = user;
	const struct comparison *c = view->c;
	while (*at < c->count && !compare_shows(view->options, &c->rrsets[*at]))
		++*at;
	if (*at < c->count)
		compare_text_add_rrset(b, view, &c->rrsets[(*at)++]);
}

static void add_head(struct buf *b, const struct compare_view *view)
{
	const struct comparison *c = view->c;
	compare_add_summary(b, c);
	buf_adds(b, "**\n\n| location | odd in |\n| --- | ---: |\n");
	for (size_t i = 0; i < c->location_count; i++) {
		buf_adds(b, "| ");
		md_add_location(b, md_add_cell, view->options, i, c->locations[i].zone);
		buf_printf(b, " | %zu |\n", c->odd[i]);
	}
}

enum zf_status compare_markdown(struct out *o, const struct comparison *c,
	const struct output_options *options, struct zf_error *err)
{
	const struct compare_view view = {c, options, &style_markdown};
	struct md_comment comment = {
		.count = options->rows == OUTPUT_ROWS_ALL ? c->count : c->different,
		.max_bytes = options->max_bytes,
		.add_item = add_item,
		.user = &view};
	md_begin(&comment, options, "compare", c->locations[0].zone);
	add_head(&comment.head, &view);
	return md_write(o, &comment, err);
}
