/* edit_tidy: an entry's record in canonical form, where it stands. */
#include <string.h>

#include "edit_entry.h"
#include "lexer.h"

/* Whether the record kept a comment behind its data: a provider's comment may have become an
 * annotation. */
static bool has_trailing(const struct rec *r)
{
	struct note note;
	for (size_t at = 0; rec_note_next(r, &at, &note);)
		if (note.kind == NOTE_TRAILING)
			return true;
	return false;
}

/* What is left of a comment behind its annotations, which the record has. */
static struct str without_annotations(struct str comment)
{
	struct buf json;
	struct str name;
	size_t took;
	buf_init(&json, 0);
	while (comment.n > 0 && (took = note_parse(&name, &json, comment)) > 0) {
		comment = (struct str){comment.p + took, comment.n - took};
		while (comment.n > 0 && (*comment.p == ' ' || *comment.p == '\t'))
			comment = (struct str){comment.p + 1, comment.n - 1};
	}
	buf_free(&json);
	return comment;
}

static void add_comments(
	struct buf *out, const struct lexer *l, const char *end, enum entry_comments which)
{
	for (size_t i = 0; i < l->comment_count; i++) {
		struct str text = {l->comments[i].p, l->comments[i].n};
		bool own_line = l->comments[i].own_line;
		if (own_line != (which == ENTRY_COMMENTS_ABOVE))
			continue;
		text = without_annotations(text);
		if (text.n == 0)
			continue;
		buf_adds(out, own_line ? "" : " ");
		buf_add(out, text.p, text.n);
		buf_adds(out, own_line ? end : "");
	}
}

void entry_tidy(struct buf *out, const struct entry *e, const struct entry_zones *zones)
{
	const char *end = e->n > 1 && e->p[e->n - 2] == '\r' ? "\r\n" : "\n";
	size_t bom = e->n >= 3 && memcmp(e->p, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	struct lexer l;
	lexer_init(&l, e->p + bom, e->n - bom, e->line);
	lexer_next(&l);
	add_comments(out, &l, end, ENTRY_COMMENTS_ABOVE);
	entry_print_record(out, zones->zone, e->rec, zones->origin);
	out->len--; /* its newline */
	if (has_trailing(e->rec))
		add_comments(out, &l, end, ENTRY_COMMENTS_BEHIND);
	buf_adds(out, end);
	lexer_free(&l);
}
