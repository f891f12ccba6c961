/* type: what type an element has, in the provider's word and in that of DNS. */
#include "map.h"

static struct str cut_type(struct str text, int form)
{
	if (form == TYPE_LAST_SEGMENT) {
		const char *slash = memrchr(text.p, '/', text.n);
		if (slash)
			return (struct str){slash + 1, text.n - (size_t)(slash + 1 - text.p)};
	}
	if (form == TYPE_FIRST_WORD) {
		const char *space = memchr(text.p, ' ', text.n);
		if (space)
			return (struct str){text.p, (size_t)(space - text.p)};
	}
	return text;
}

/* The type of the element in scope in the provider's own word; {NULL, 0}: it has none. */
struct str map_type_word(const struct map *m)
{
	const struct desc_type *t = m->records->type;
	struct str text = refs_get(&t->from, &m->scope).text;
	return text.p ? cut_type(text, t->as) : text;
}

/* The mnemonic that the description has for a word, or the word itself. */
struct str map_type_mnemonic(const struct map *m, struct str word)
{
	const struct pairs *words = &m->records->type->words;
	for (size_t i = 0; i < words->count; i++) {
		const char *name = words->items[i].name;
		if (str_eq_nocase(word.p, word.n, name, strlen(name)))
			return str_of(words->items[i].value);
	}
	return word;
}

uint16_t map_type(const struct map *m)
{
	struct str word = map_type_word(m);
	struct str mnemonic = word.p ? map_type_mnemonic(m, word) : word;
	uint16_t type = mnemonic.p ? rrtype_parse(mnemonic.p, mnemonic.n) : 0;
	return type && !rrtype_is_meta(type) ? type : 0;
}

bool map_is_provider_type(const struct map *m, struct str text)
{
	const struct desc_type *t = m->records->type;
	for (size_t i = 0; i < t->provider.count; i++) {
		struct str word = json_text(t->provider.items[i]);
		if (word.p && str_eq_nocase(word.p, word.n, text.p, text.n))
			return true;
	}
	return false;
}

const struct desc_rdata *map_row(const struct map *m, uint16_t type)
{
	const struct desc_rdata *row = m->records->rdata.items;
	for (size_t i = 0; i < m->records->rdata.count; i++) {
		if ((!row[i].types.count || types_have(&row[i].types, type)) &&
			conditions_hold(&row[i].when, &m->scope))
			return &row[i];
	}
	return NULL;
}
