/* A diff as a comment on a pull request: summary first, then the lines of diff_text. */
#include "diff_text.h"
#include "formats.h"
#include "md.h"

static void add_item(struct buf *b, size_t *at, const void *diff)
{
	struct group g;
	if (group_next(&g, diff, at))
		text_add_group(b, &style_markdown, &g, diff);
}

static size_t count_groups(const struct diff *d)
{
	struct group g;
	size_t n = 0;
	for (size_t at = 0; group_next(&g, d, &at);)
		n++;
	return n;
}

static void add_head(struct buf *b, const struct diff *d, const struct output_options *options)
{
	diff_add_summary(b, d);
	buf_adds(b, "**\n\nFrom ");
	md_add_location(b, md_add_code, options, 0, d->a);
	buf_adds(b, " to ");
	md_add_location(b, md_add_code, options, 1, d->b);
	buf_adds(b, ".");
	if (d->ignored > 0) {
		buf_addc(b, ' ');
		diff_add_ignored(b, d);
		buf_addc(b, '.');
	}
	buf_addc(b, '\n');
}

enum zf_status diff_markdown(struct out *o, const struct diff *d,
	const struct output_options *options, struct zf_error *err)
{
	struct md_comment comment = {.count = count_groups(d),
		.max_bytes = options->max_bytes,
		.add_item = add_item,
		.user = d};
	md_begin(&comment, options, "diff", d->a);
	add_head(&comment.head, d, options);
	return md_write(o, &comment, err);
}
