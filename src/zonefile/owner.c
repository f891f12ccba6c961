#include <string.h>

#include "reader.h"

/* Octets that most owners consist of, in lower case; 0: others, for which there is name_parse. */
static const uint8_t plain[256] = {
	['*'] = '*',
	['-'] = '-',
	['_'] = '_',
	['0'] = '0',
	'1',
	'2',
	'3',
	'4',
	'5',
	'6',
	'7',
	'8',
	'9',
	['A'] = 'a',
	'b',
	'c',
	'd',
	'e',
	'f',
	'g',
	'h',
	'i',
	'j',
	'k',
	'l',
	'm',
	['N'] = 'n',
	'o',
	'p',
	'q',
	'r',
	's',
	't',
	'u',
	'v',
	'w',
	'x',
	'y',
	'z',
	['a'] = 'a',
	'b',
	'c',
	'd',
	'e',
	'f',
	'g',
	'h',
	'i',
	'j',
	'k',
	'l',
	'm',
	['n'] = 'n',
	'o',
	'p',
	'q',
	'r',
	's',
	't',
	'u',
	'v',
	'w',
	'x',
	'y',
	'z',
};

static void set_key(struct owner_key *key, const struct name *name, const struct name *apex)
{
	key->len = name_to_key(key->octets, name, apex);
}

void reader_set_origin(struct reader *r, const struct name *origin)
{
	r->now.origin = *origin;
	r->now.has_origin = true;
	set_key(&r->now.origin_key, origin, &r->apex_name);
}

void reader_set_apex(struct reader *r, const struct name *apex)
{
	struct name owner;
	if (r->now.owner_state != OWNER_NONE) {
		name_from_key(&owner, r->now.owner.octets, &r->apex_name);
		set_key(&r->now.owner, &owner, apex);
	}
	r->apex_name = *apex;
	set_key(&r->now.origin_key, &r->now.origin, apex);
	buf_reset(&r->apex_text);
	buf_adds(&r->apex_text, apex->len > 1 ? "." : "");
	name_print(&r->apex_text, apex->wire);
	zone_builder_set_apex(r->builder, apex);
}

/* The key of plain labels below a name inside the zone whose key is `parent` and whose wire form
 * has `parent_len` octets. False: it takes name_parse to say what this is. */
static bool plain_key(
	struct owner_key *key, struct str labels, const struct owner_key *parent, size_t parent_len)
{
	const char *end = labels.p + labels.n;
	uint8_t *k = key->octets;
	if (labels.n + 1 + parent_len > NAME_MAX_OCTETS)
		return false;
	memcpy(k, parent->octets, parent->len - 1);
	k += parent->len - 1;
	for (const char *label = end;; end = --label) {
		while (label > labels.p && label[-1] != '.')
			label--;
		if (label == end || end - label > NAME_MAX_LABEL)
			return false;
		for (const char *p = label; p < end; p++)
			if ((*k++ = plain[(unsigned char)*p]) == 0)
				return false;
		*k++ = 0;
		if (label == labels.p)
			break;
	}
	*k++ = 0;
	key->len = (size_t)(k - key->octets);
	return true;
}

/* Owners as most are: relative to an origin inside the zone, or ending in the apex's name. */
static bool read_plain(struct reader *r, struct str text)
{
	static const struct owner_key at_apex = {.len = 1};
	const struct context *now = &r->now;
	const struct str apex = {r->apex_text.data, r->apex_text.len};
	if (text.n == 0)
		return false;
	if (text.p[text.n - 1] != '.')
		return now->has_origin && !key_is_outside(now->origin_key.octets) &&
		       plain_key(&r->now.owner, text, &now->origin_key, now->origin.len);
	if (text.n <= apex.n || !str_eq_nocase(text.p + text.n - apex.n, apex.n, apex.p, apex.n))
		return false;
	return plain_key(
		&r->now.owner, (struct str){text.p, text.n - apex.n}, &at_apex, r->apex_name.len);
}

void reader_set_owner(struct reader *r, const struct name *owner, enum owner_state state)
{
	set_key(&r->now.owner, owner, &r->apex_name);
	r->now.owner_state = state;
}

bool reader_owner(struct reader *r, const struct rrtoken *token)
{
	struct name name;
	r->now.owner_state = OWNER_KNOWN;
	if (read_plain(r, (struct str){token->p, token->n}))
		return true;
	if (reader_name(r, &name, token)) {
		set_key(&r->now.owner, &name, &r->apex_name);
		return true;
	}
	/* The apex stands in for the lines that follow, whose errors are told too. */
	set_key(&r->now.owner, &r->apex_name, &r->apex_name);
	return false;
}
