#include "html_reasons.h"

#include "html.h"

void html_add_reasons(struct buf *b, struct reasons *r, const char *title, struct buf *scratch)
{
	struct reason reason = {0, 0};
	reasons_gather(r);
	if (r->count > 0)
		buf_printf(b, "<h3>%s</h3>\n<ul>\n", title);
	while (reasons_next(r, &reason)) {
		buf_adds(b, "<li>");
		reasons_print_why(scratch, r, &reason);
		html_add_scratch(b, scratch);
		buf_adds(b, "<br><code>");
		reasons_print_what(scratch, r, &reason);
		html_add_scratch(b, scratch);
		buf_adds(b, "</code></li>\n");
	}
	if (r->count > 0)
		buf_adds(b, "</ul>\n");
	reasons_free(r);
}

void html_add_paragraph(struct buf *b, const char *before, const char *text)
{
	struct buf clean;
	buf_init(&clean, 0);
	str_print(&clean, text, strlen(text));
	buf_printf(b, "<p>%s<code>", before);
	html_add(b, clean.data, clean.len);
	buf_adds(b, "</code></p>\n");
	buf_free(&clean);
}
