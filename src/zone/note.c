#include "note.h"

#include <stdint.h>
#include <string.h>

#include "json_canon.h"

/* A note in its string: kind, length of name (1 octet each), length of text (4), name, text. */
enum { HEAD = 6 };

bool note_next(struct str notes, size_t *at, struct note *note)
{
	if (*at >= notes.n)
		return false;
	const char *p = notes.p + *at;
	uint32_t text_len;
	memcpy(&text_len, p + 2, sizeof(text_len));
	note->kind = (enum note_kind)p[0];
	note->name = (struct str){p + HEAD, (unsigned char)p[1]};
	note->text = (struct str){p + HEAD + note->name.n, text_len};
	*at += HEAD + note->name.n + text_len;
	return true;
}

size_t note_annotations_length(struct str notes)
{
	struct note note;
	size_t at = 0, end = 0;
	while (note_next(notes, &at, &note) && note.kind == NOTE_ANNOTATION)
		end = at;
	return end;
}

/* Order of two notes: annotations by name, then leading comments, then trailing ones. */
static int cmp_note(enum note_kind kind, struct str name, const struct note *b)
{
	if (kind != b->kind)
		return kind < b->kind ? -1 : 1;
	return str_cmp(name, b->name);
}

static size_t note_size(struct str name, struct str text)
{
	return HEAD + name.n + text.n;
}

static void put_note(char *p, enum note_kind kind, struct str name, struct str text)
{
	uint32_t text_len = (uint32_t)text.n;
	p[0] = (char)kind;
	p[1] = (char)name.n;
	memcpy(p + 2, &text_len, sizeof(text_len));
	if (name.n)
		memcpy(p + HEAD, name.p, name.n);
	if (text.n)
		memcpy(p + HEAD + name.n, text.p, text.n);
}

void note_append(struct buf *notes, enum note_kind kind, struct str name, struct str text)
{
	size_t size = note_size(name, text);
	char *p = buf_reserve(notes, size);
	if (!p)
		return;
	put_note(p, kind, name, text);
	notes->len += size;
	notes->data[notes->len] = '\0';
}

static bool is_name_octet(char c)
{
	return str_is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
	       c == '_';
}

bool note_is_name(struct str name)
{
	for (size_t i = 0; i < name.n; i++)
		if (!is_name_octet(name.p[i]))
			return false;
	return name.n > 0 && name.n <= NOTE_MAX_NAME;
}

void note_add(struct buf *notes, enum note_kind kind, struct str name, struct str text)
{
	size_t at = 0, from = 0, to = 0; /* what the new note replaces */
	struct note there;
	while (note_next((struct str){notes->data, notes->len}, &at, &there)) {
		int order = cmp_note(kind, name, &there);
		if (order < 0)
			break;
		if (order > 0 || kind != NOTE_ANNOTATION)
			from = at;
		to = at;
	}
	size_t size = note_size(name, text), tail = notes->len - to;
	if (!buf_reserve(notes, size))
		return;
	char *p = notes->data + from;
	memmove(p + size, notes->data + to, tail);
	put_note(p, kind, name, text);
	notes->len = from + size + tail;
	notes->data[notes->len] = '\0';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

size_t note_parse(struct str *name, struct buf *json, struct str comment)
{
	const char *p = comment.p + 2, *end = comment.p + comment.n;
	if (comment.n < 2 || memcmp(comment.p, ";@", 2) != 0)
		return 0;
	name->p = p;
	while (p < end && is_name_octet(*p))
		p++;
	name->n = (size_t)(p - name->p);
	if (!note_is_name(*name) || p == end || !is_blank(*p))
		return 0;
	size_t len = json->len, used = json_canon_object(json, p, (size_t)(end - p));
	const char *rest = p + used;
	while (rest < end && is_blank(*rest))
		rest++;
	if (used && (rest == end || *rest == ';'))
		return (size_t)(p + used - comment.p);
	json->len = len;
	json->data[len] = '\0';
	return 0;
}
