/* txt: strings that are longer than a string of TXT can be, cut as Knot and many panels do it. */
#include "mem.h"
#include "reader.h"

enum { STRING_MOST = 255 };

/* How many octets of text make the next string. */
static size_t string_length(const char *p, const char *end)
{
	const char *from = p;
	for (unsigned octets = 0; p < end && octets < STRING_MOST; octets++) {
		bool decimal = end - p >= 4 && *p == '\\' && str_is_digit(p[1]) &&
			       str_is_digit(p[2]) && str_is_digit(p[3]);
		p += decimal ? 4 : *p == '\\' && end - p >= 2 ? 2 : 1;
	}
	return (size_t)(p - from);
}

/* Whether a token is longer than a string can be. */
static bool is_long(const struct rrtoken *t)
{
	return t->n > STRING_MOST && string_length(t->p, t->p + t->n) < t->n;
}

bool reader_cut_strings(
	struct reader *r, struct rrtokens *cut, const struct rrtoken *token, size_t count)
{
	const struct rrtoken *first = NULL;
	if (r->options->txt == ZONEFILE_TXT_EXACT)
		return false;
	/* "\# length hex" is no string. */
	if (count > 0 && token->n == 2 && token->p[0] == '\\' && token->p[1] == '#')
		return false;
	for (size_t i = 0; i < count && !first; i++)
		first = is_long(&token[i]) ? &token[i] : NULL;
	if (!first)
		return false;
	for (size_t i = 0; i < count; i++) {
		struct rrtoken part = token[i];
		const char *end = part.p + part.n;
		do {
			part.n = (uint32_t)string_length(part.p, end);
			cut->items = mem_grow(cut->items, &cut->cap, cut->count + 1, sizeof(part));
			cut->items[cut->count++] = part;
			part.p += part.n;
		} while (part.p < end);
	}
	reader_find(r, READ_LONG_STRING, first->p,
		"string of more than 255 octets, cut in several; other readers refuse it");
	return true;
}
