/* A comparison as a comment on a pull request: who is odd how often, then the RRsets that differ.
 */
#include "compare_text.h"
#include "formats.h"
#include "md.h"

struct walk {
	struct compare_view view;
	size_t at; /* of the RRsets */
};

static void add_item(struct buf *b, size_t i, void *user)
{
	struct walk *w = user;
	const struct comparison *c = w->view.c;
	if (i == 0)
		w->at = 0;
	while (w->at < c->count && !compare_shows(w->view.options, &c->rrsets[w->at]))
		w->at++;
	if (w->at < c->count)
		compare_text_add_rrset(b, &w->view, &c->rrsets[w->at++]);
}

static void add_head(struct buf *b, const struct compare_view *view)
{
	const struct comparison *c = view->c;
	const struct zf_zone *zone = c->locations[0].zone;
	struct buf name;
	md_add_marker(b, "compare", zone);
	buf_adds(b, "**");
	md_add_code(b, zone->apex_text, strlen(zone->apex_text));
	buf_adds(b, ": ");
	compare_add_summary(b, c);
	buf_adds(b, "**\n\n| location | odd in |\n| --- | ---: |\n");
	buf_init(&name, 0);
	for (size_t i = 0; i < c->location_count; i++) {
		buf_reset(&name);
		output_add_name(&name, view->options, i, c->locations[i].zone);
		buf_adds(b, "| ");
		md_add_cell(b, name.data, name.len);
		buf_printf(b, " | %zu |\n", c->odd[i]);
	}
	buf_free(&name);
}

enum zf_status compare_markdown(struct out *o, const struct comparison *c,
	const struct output_options *options, struct zf_error *err)
{
	struct walk walk = {{c, options, &style_markdown}, 0};
	struct buf head;
	buf_init(&head, 0);
	add_head(&head, &walk.view);
	struct md_comment comment = {.head = &head,
		.language = "diff",
		.count = options->rows == OUTPUT_ROWS_ALL ? c->count : c->different,
		.max_bytes = options->max_bytes,
		.add_item = add_item,
		.user = &walk};
	enum zf_status status = md_write(o, &comment, err);
	buf_free(&head);
	return status;
}
