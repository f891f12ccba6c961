#include <string.h>

#include "note.h"
#include "reader.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Keeps a line for the record to come; `text` is a comment or empty. */
static void add_leading(struct reader *r, struct str text)
{
	if (r->options->comments == COMMENTS_DROP)
		return;
	buf_add(&r->leading, text.p, text.n);
	buf_addc(&r->leading, '\n');
}

static void add_trailing(struct reader *r, struct str text)
{
	if (r->options->comments == COMMENTS_DROP)
		return;
	if (r->trailing.len)
		buf_addc(&r->trailing, ' ');
	buf_add(&r->trailing, text.p, text.n);
}

/* More annotations than a record can have providers; each one is compared with all before it. */
enum { MAX_ANNOTATIONS = 64 };

/* Whether a comment asks to be an annotation; anything else is a person's own, such as a record of
 * the apex that was commented out (";@ IN A 192.0.2.1"). */
static bool is_marked(struct str comment)
{
	size_t n = 2;
	if (comment.n <= 2 || comment.p[1] != '@')
		return false;
	while (n + 1 < comment.n && comment.p[n] == ' ')
		n++;
	return note_is_name((struct str){comment.p + 2, 1}) || comment.p[n] == '{';
}

typedef void annotation_sink(struct reader *r, struct str name, struct str json);

static void annotate_record(struct reader *r, struct str name, struct str json)
{
	r->annotations++;
	note_add(&r->notes, NOTE_ANNOTATION, name, json);
}

static void add_provider_record(struct reader *r, struct str name, struct str json)
{
	zone_builder_add_provider_record(r->builder, name, json);
}

/* Takes the annotations that a comment begins with; what is left of it is an ordinary comment. */
static struct str take_annotations(struct reader *r, struct str comment, annotation_sink *take)
{
	while (is_marked(comment)) {
		struct str name = {0};
		buf_reset(&r->json);
		size_t used =
			r->annotations < MAX_ANNOTATIONS ? note_parse(&name, &r->json, comment) : 0;
		if (used == 0) {
			reader_find(r, READ_BAD_ANNOTATION, comment.p,
				"comment begins with ;@ but is no annotation (;@provider {JSON})");
			break;
		}
		take(r, name, (struct str){r->json.data, r->json.len});
		comment = (struct str){comment.p + used, comment.n - used};
		while (comment.n && is_blank(*comment.p))
			comment = (struct str){comment.p + 1, comment.n - 1};
	}
	return comment;
}

void reader_line_comments(struct reader *r)
{
	const struct lexer *l = &r->source->lexer;
	r->annotations = 0;
	if (l->comment_count == 0)
		add_leading(r, (struct str){0});
	for (size_t i = 0; i < l->comment_count; i++) {
		struct str comment = {l->comments[i].p, l->comments[i].n};
		bool marked = is_marked(comment);
		comment = take_annotations(r, comment, add_provider_record);
		if (comment.n || !marked)
			add_leading(r, comment);
	}
}

void reader_directive_comments(struct reader *r)
{
	const struct lexer *l = &r->source->lexer;
	for (size_t i = 0; i < l->comment_count; i++) {
		struct str comment = {l->comments[i].p, l->comments[i].n};
		if (is_marked(comment))
			reader_find(r, READ_BAD_ANNOTATION, comment.p,
				"annotation behind a directive belongs to no record");
	}
}

void reader_kept_comments(struct reader *r)
{
	const struct lexer *l = &r->source->lexer;
	for (size_t i = 0; i < l->comment_count; i++)
		add_leading(r, (struct str){l->comments[i].p, l->comments[i].n});
}

void reader_record_comments(struct reader *r)
{
	const struct lexer *l = &r->source->lexer;
	r->annotations = 0;
	for (size_t i = 0; i < l->comment_count; i++) {
		struct str comment = {l->comments[i].p, l->comments[i].n};
		comment = take_annotations(r, comment, annotate_record);
		if (comment.n && l->comments[i].own_line)
			add_leading(r, comment);
		else if (comment.n)
			add_trailing(r, comment);
	}
}

void reader_notes(struct reader *r)
{
	const struct str none = {0};
	const char *line = r->leading.data, *end = line + r->leading.len;
	for (const char *newline; line < end; line = newline + 1) {
		newline = memchr(line, '\n', (size_t)(end - line));
		note_append(&r->notes, NOTE_LEADING, none,
			(struct str){line, (size_t)(newline - line)});
	}
	if (r->trailing.len)
		note_append(&r->notes, NOTE_TRAILING, none,
			(struct str){r->trailing.data, r->trailing.len});
	buf_reset(&r->leading);
	buf_reset(&r->trailing);
}
