/* A diff as a comment on a pull request: summary first, then the lines of diff_text. */
#include "diff_text.h"
#include "formats.h"
#include "md.h"

struct walk {
	const struct diff *d;
	size_t at; /* of group_next */
};

static void add_item(struct buf *b, size_t i, void *user)
{
	struct walk *w = user;
	struct group g;
	if (i == 0)
		w->at = 0;
	if (group_next(&g, w->d, &w->at))
		text_add_group(b, &style_markdown, &g, w->d);
}

static size_t count_groups(const struct diff *d)
{
	struct group g;
	size_t n = 0;
	for (size_t at = 0; group_next(&g, d, &at);)
		n++;
	return n;
}

static void add_name(
	struct buf *b, const struct output_options *options, size_t i, const struct zf_zone *zone)
{
	struct buf name;
	buf_init(&name, 0);
	output_add_name(&name, options, i, zone);
	md_add_code(b, name.data, name.len);
	buf_free(&name);
}

static void add_head(struct buf *b, const struct diff *d, const struct output_options *options)
{
	md_add_marker(b, "diff", d->a);
	buf_adds(b, "**");
	md_add_code(b, d->a->apex_text, strlen(d->a->apex_text));
	buf_adds(b, ": ");
	diff_add_summary(b, d);
	buf_adds(b, "**\n\nFrom ");
	add_name(b, options, 0, d->a);
	buf_adds(b, " to ");
	add_name(b, options, 1, d->b);
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
	struct walk walk = {d, 0};
	struct buf head;
	buf_init(&head, 0);
	add_head(&head, d, options);
	struct md_comment comment = {.head = &head,
		.language = "diff",
		.count = count_groups(d),
		.max_bytes = options->max_bytes,
		.add_item = add_item,
		.user = &walk};
	enum zf_status status = md_write(o, &comment, err);
	buf_free(&head);
	return status;
}
