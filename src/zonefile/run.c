/* run: going through the entries of a text. */
#include <string.h>

#include "file.h"
#include "reader.h"

enum { DROP_STEP = 1 << 20 };

static void find_fault(struct reader *r)
{
	static const struct {
		enum reader_code code;
		const char *text;
	} faults[] = {
		[LEX_NUL] = {READ_BAD_OCTET, "NUL octet"},
		[LEX_LONE_CR] = {READ_LONE_CR, "carriage return that ends no line"},
		[LEX_OPEN_QUOTE] = {READ_OPEN_QUOTE, "quote is not closed on its line"},
		[LEX_OPEN_PAREN] = {READ_OPEN_PARENTHESIS, "parenthesis is never closed"},
		[LEX_EXTRA_PAREN] = {READ_EXTRA_PARENTHESIS, "parenthesis was never opened"},
		[LEX_ESCAPED_END] = {READ_ESCAPED_LINE_END, "backslash at the end of a line"},
		[LEX_LONG_LINE] = {READ_LONG_LINE, "line is longer than 1 MiB"},
		[LEX_LONG_TOKEN] = {READ_LONG_TOKEN, "field is longer than 256 KiB"},
		[LEX_MANY_TOKENS] = {READ_MANY_TOKENS, "more than 262,144 fields"},
	};
	const struct lexer *l = &r->source->lexer;
	reader_find(r, faults[l->fault].code, l->fault_at, faults[l->fault].text);
}

static bool is_conflict_marker(const struct rrtoken *token)
{
	static const char *const markers[] = {"<<<<<<<", "|||||||", "=======", ">>>>>>>"};
	for (size_t i = 0; i < sizeof(markers) / sizeof(markers[0]); i++)
		if (token->n == 7 && memcmp(token->p, markers[i], 7) == 0)
			return true;
	return false;
}

static void read_entry(struct reader *r)
{
	const struct lexer *l = &r->source->lexer;
	const struct rrtoken *first = l->tokens;
	if (l->fault)
		find_fault(r);
	else if (first->n == 0 || l->indented)
		reader_record(r);
	else if (first->p[0] == '$')
		reader_directive(r);
	else if (first->n == 7 && is_conflict_marker(first))
		reader_find(r, READ_CONFLICT_MARKER, first->p, "conflict marker of git");
	else
		reader_record(r);
}

/* Gives back what stands before the current entry, now and then. */
static void drop_text(struct source *s)
{
	if (!s->dropped || s->lexer.start - s->dropped < DROP_STEP)
		return;
	file_text_drop(s->dropped, s->lexer.start);
	s->dropped = s->lexer.start;
}

/* Behind the SOA of the zone file itself, if more text follows. */
static bool is_split_point(const struct reader *r)
{
	const struct lexer *l = &r->source->lexer;
	return r->split == SPLIT_AT_SOA && r->apex == APEX_BY_SOA && !r->source->parent &&
	       l->at < l->end;
}

void reader_run(struct reader *r)
{
	struct lexer *l = &r->source->lexer;
	enum lex_kind kind, last = LEX_EMPTY;
	for (; !r->stopped && (kind = lexer_next(l)) != LEX_END; last = kind) {
		drop_text(r->source);
		if (kind == LEX_EMPTY)
			reader_line_comments(r);
		else
			read_entry(r);
		if (is_split_point(r)) {
			r->split = SPLIT_NOW;
			return;
		}
	}
	if (last == LEX_ENTRY && l->at == l->end && !l->fault && l->end[-1] != '\n')
		reader_find(r, READ_NO_FINAL_NEWLINE, l->end,
			"last line has no newline at its end: the file may have been cut");
}

void reader_read(struct reader *r, struct str text)
{
	size_t bom = text.n >= 3 && memcmp(text.p, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	const char *foreign = foreign_content(text);
	lexer_init(&r->source->lexer, text.p + bom, text.n - bom, 1);
	if (bom)
		reader_find(r, READ_BOM, text.p + bom, "byte order mark at the start");
	if (foreign)
		reader_find(r, READ_NO_ZONE_FILE, text.p + bom, foreign);
	else
		reader_run(r);
}
