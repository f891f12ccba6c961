#include "many_findings.h"

#include <stdlib.h>

#include "diag_group.h"
#include "html.h"
#include "jsonw.h"
#include "md.h"
#include "mem.h"

static void add_json(struct buf *b, const struct many_findings *f)
{
	bool first = true;
	for (size_t i = 0; i < f->count; i++) {
		struct diag d = *f->items[i];
		d.file = d.file ? d.file : f->where;
		jsonw_next(b, &first);
		jsonw_diagnostic(b, &d);
	}
}

/* What stands around the findings, and around each line of them. */
struct frame {
	const char *before, *behind;
	const char *item, *item_end;
	void (*add)(struct buf *b, const char *line);
};

static void add_plain(struct buf *b, const char *line)
{
	buf_adds(b, line);
}

static const struct frame text_frame = {"", "", "", "\n", add_plain},
			  markdown_frame = {"\n", "", "- ", "\n", md_add_text},
			  html_frame = {
				  "<ul>\n", "</ul>\n", "<li><code>", "</code></li>\n", html_adds};

static void add_line(struct buf *b, const struct many_findings *f, const struct frame *frame,
	const struct diag_group *group)
{
	bool colored = frame == &text_frame && f->color == OUTPUT_COLOR;
	struct buf line;
	buf_init(&line, 0);
	diag_group_print(&line, group, f->where, colored ? DIAG_COLORED : DIAG_PLAIN);
	if (line.len && line.data[line.len - 1] == '\n')
		line.data[--line.len] = '\0';
	buf_adds(b, frame->item);
	frame->add(b, line.data);
	buf_adds(b, frame->item_end);
	buf_free(&line);
}

static void add_lines(struct buf *b, const struct many_findings *f, const struct frame *frame)
{
	struct diag_groups groups = {.items = NULL};
	if (!f->all)
		groups = diag_groups_make(f->items, f->count);
	buf_adds(b, frame->before);
	for (size_t i = 0; i < (f->all ? f->count : groups.count); i++) {
		const struct diag_group one = {.first = f->items[i], .count = 1};
		add_line(b, f, frame, f->all ? &one : &groups.items[i]);
	}
	buf_adds(b, frame->behind);
	diag_groups_free(&groups);
}

static const struct frame *frame_of(const char *format)
{
	return strcmp(format, "markdown") == 0 ? &markdown_frame
	       : strcmp(format, "html") == 0   ? &html_frame
					       : &text_frame;
}

void many_add_lines(
	struct many_zone *z, const char *key, const struct buf *text, const char *format)
{
	const struct frame *frame = frame_of(format);
	struct buf *b = many_part(z, key);
	buf_adds(b, frame->before);
	for (size_t at = 0; at < text->len;) {
		size_t n = strcspn(text->data + at, "\n");
		char *line = mem_strndup(text->data + at, n);
		at += n + 1;
		if (n || frame == &text_frame) {
			buf_adds(b, frame->item);
			frame->add(b, line);
			buf_adds(b, frame->item_end);
		}
		free(line);
	}
	buf_adds(b, frame->behind);
}

void many_add_findings(struct many_zone *z, const struct many_findings *f)
{
	struct buf *b = many_part(z, "findings");
	bool markdown = strcmp(f->format, "markdown") == 0, html = strcmp(f->format, "html") == 0;
	if (strcmp(f->format, "json") == 0) {
		add_json(b, f);
		return;
	}
	if (f->title)
		buf_printf(b,
			markdown ? "**%s**\n"
			: html   ? "<p><strong>%s</strong></p>\n"
				 : "%s:\n",
			f->title);
	add_lines(b, f, frame_of(f->format));
}
