/* find: noting what is wrong in the current entry, and where; the toolbox of the reader's parts. */
#include <string.h>

#include "err.h"
#include "reader.h"

enum { SHOWN_MAX = 64 };

static void add_finding(struct reader *r, enum reader_code code, const char *at, const char *text,
	const char *shown)
{
	const struct zonefile_code *c = &zonefile_codes[code];
	unsigned long line, col;
	lexer_place(&r->source->lexer, at, &line, &col);
	diags_add(r->diags, c->severity, c->code, r->source->name, line, col,
		shown ? "%s: \"%s\"" : "%s", text, shown);
}

void reader_find(struct reader *r, enum reader_code code, const char *at, const char *text)
{
	add_finding(r, code, at, text, NULL);
}

void reader_find_token(
	struct reader *r, enum reader_code code, const struct rrtoken *token, const char *text)
{
	char shown[SHOWN_MAX];
	str_clean(shown, sizeof(shown), token->p, token->n);
	add_finding(r, code, token->p, text, r->source->parent ? NULL : shown);
}

void reader_find_error(struct reader *r, const char *at)
{
	unsigned long line, col;
	lexer_place(&r->source->lexer, at, &line, &col);
	diags_add(r->diags, DIAG_ERROR, arena_strdup(&r->diags->arena, r->error.id),
		r->source->name, line, col, "%s",
		r->source->parent ? "it is malformed (content of included files isn't shown)"
				  : r->error.text);
	err_clear(&r->error);
}

void reader_see(struct reader *r, struct first_seen *seen, const char *at)
{
	if (seen->line)
		return;
	seen->file = r->source->name ? arena_strdup(&r->diags->arena, r->source->name) : NULL;
	lexer_place(&r->source->lexer, at, &seen->line, &seen->col);
}

const char *reader_entry_end(const struct reader *r)
{
	const struct lexer *l = &r->source->lexer;
	const struct rrtoken *last = &l->tokens[l->count - 1];
	return last->p + last->n + (last->flags & TOKEN_QUOTED ? 1 : 0);
}

bool reader_name(struct reader *r, struct name *name, const struct rrtoken *token)
{
	const struct name *origin = r->now.has_origin ? &r->now.origin : NULL;
	if (name_parse(name, token->p, token->n, origin, &r->error) == ZF_OK)
		return true;
	if (!origin && name_parse(name, token->p, token->n, &name_root, NULL) == ZF_OK) {
		reader_see(r, &r->seen.no_origin, token->p);
		err_clear(&r->error);
	} else {
		reader_find_error(r, token->p);
	}
	return false;
}

bool reader_has_arguments(struct reader *r, size_t least, size_t most, const char *usage)
{
	const struct lexer *l = &r->source->lexer;
	size_t count = l->count - 1;
	if (count >= least && count <= most)
		return true;
	const char *at = count < least ? reader_entry_end(r) : l->tokens[1 + most].p;
	reader_find(r, READ_BAD_DIRECTIVE, at, usage);
	return false;
}
