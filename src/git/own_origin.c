#include "own_origin.h"

#include <string.h>

#include "lexer.h"

static bool is_word(const struct rrtoken *t, const char *word)
{
	return str_eq_nocase(t->p, t->n, word, strlen(word));
}

static bool is_absolute(const struct rrtoken *t)
{
	return t->n > 1 && t->p[t->n - 1] == '.';
}

/* OWNER [TTL] [CLASS] SOA, in either order of TTL and class. */
static bool is_soa(const struct lexer *l)
{
	enum { FIELDS_BEFORE_MOST = 3 };
	for (size_t i = l->indented ? 0 : 1; i < l->count && i <= FIELDS_BEFORE_MOST; i++)
		if (is_word(&l->tokens[i], "SOA"))
			return true;
	return false;
}

static enum own_origin of_soa(struct name *origin, const struct lexer *l)
{
	const struct rrtoken *owner = &l->tokens[0];
	bool dotted = is_absolute(owner), labels = memchr(owner->p, '.', owner->n) != NULL;
	if (l->indented || !labels ||
		name_parse(origin, owner->p, owner->n, &name_root, NULL) != ZF_OK)
		return OWN_ORIGIN_NONE;
	return dotted ? OWN_ORIGIN_SOA : OWN_ORIGIN_UNDOTTED;
}

enum own_origin own_origin_find(struct name *origin, struct str text)
{
	enum own_origin found = OWN_ORIGIN_NONE;
	struct lexer l;
	enum lex_kind kind;
	lexer_init(&l, text.p, text.n, 1);
	while (found == OWN_ORIGIN_NONE && (kind = lexer_next(&l)) != LEX_END) {
		if (kind != LEX_ENTRY || l.fault || l.count == 0)
			continue;
		if (!l.indented && is_word(&l.tokens[0], "$ORIGIN") && l.count > 1 &&
			is_absolute(&l.tokens[1]))
			found = OWN_ORIGIN_STATED;
		else if (is_soa(&l)) {
			found = of_soa(origin, &l);
			break;
		}
	}
	lexer_free(&l);
	return found;
}
