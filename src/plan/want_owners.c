/*
 * What at a target must stay though the source lacks it.
 *
 * Names that other tools own, by the markers that they leave at the target: external-dns writes a
 * TXT "heritage=external-dns,…" at the name itself, or at the name with the type before its first
 * label ("a-www", "cname-www"); octoDNS writes what it knows of a zone at "_octodns-meta".
 */
#include <stdlib.h>

#include "mem.h"
#include "wanting.h"

static void add_owner(struct key_set *owners, const struct zf_zone *zone, const struct name *name)
{
	uint8_t key[NAME_MAX_KEY];
	size_t len = name_to_key(key, name, &zone->apex);
	key_set_add(owners, (struct str){(const char *)key, len});
}

static bool is_marker(const struct rec *r)
{
	static const char marker[] = "heritage=external-dns";
	struct buf text;
	buf_init(&text, 0);
	diff_join_strings(&text, r);
	bool found = memmem(text.data, text.len, marker, sizeof(marker) - 1) != NULL;
	buf_free(&text);
	return found;
}

/* "a-www" -> "www": the name whose registry entry this is; false when it is none. */
static bool marked_name(struct name *marked, const struct name *name)
{
	const char *label = (const char *)name->wire + 1;
	size_t n = name->wire[0];
	const char *dash = n ? memchr(label, '-', n) : NULL;
	size_t type = dash ? (size_t)(dash - label) : 0;
	if (type == 0 || rrtype_parse(label, type) == 0 || type + 1 == n)
		return false;
	size_t cut = type + 1;
	marked->len = (uint8_t)(name->len - cut);
	marked->wire[0] = (uint8_t)(n - cut);
	memcpy(marked->wire + 1, name->wire + 1 + cut, name->len - 1 - cut);
	return true;
}

static bool is_octodns(const struct name *name)
{
	static const char label[] = "\015_octodns-meta";
	return name->len > sizeof(label) - 1 &&
	       str_eq_nocase((const char *)name->wire, sizeof(label) - 1, label, sizeof(label) - 1);
}

void owners_find(struct key_set *owners, const struct zf_zone *target)
{
	for (size_t i = 0; i < target->count; i++) {
		const struct rec *r = target->recs[i];
		struct name name, marked;
		if (rec_type(r) != TYPE_TXT)
			continue;
		rec_owner(target, r, &name);
		if (is_octodns(&name)) {
			add_owner(owners, target, &name);
		} else if (is_marker(r)) {
			add_owner(owners, target, &name);
			if (marked_name(&marked, &name))
				add_owner(owners, target, &marked);
		}
	}
	key_set_sort(owners);
}

/*
 * What doesn't fit.
 */

/* Where the target takes a record in principle, and not this one; what is too many or switched off
 * takes nobody's place. */
static bool leaves_a_place(const struct fit_finding *f)
{
	static const char *const rules[] = {"type", "txt", "txt-length", "null-mx", "apex-cname"};
	bool found = false;
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		found = found || strcmp(f->rule, rules[i]) == 0;
	return found && f->verdict == FIT_NOT && f->rec;
}

static void add_misfit(struct key_set *misfits, const struct rec *r, uint16_t type)
{
	uint8_t key[NAME_MAX_KEY + 2];
	uint16_t rank = type_to_rank(type, key_is_apex(rec_key(r)));
	memcpy(key, rec_key(r), r->key_len);
	key[r->key_len] = (uint8_t)(rank >> 8);
	key[r->key_len + 1] = (uint8_t)rank;
	key_set_add(misfits, (struct str){(const char *)key, r->key_len + 2u});
}

/* In the place of a CNAME there may be addresses. */
void misfits_find(struct key_set *misfits, const struct fit *fit)
{
	for (size_t i = 0; fit && i < fit->count; i++) {
		const struct rec *r = fit->findings[i].rec;
		if (!leaves_a_place(&fit->findings[i]))
			continue;
		add_misfit(misfits, r, rec_type(r));
		if (rec_type(r) != TYPE_CNAME)
			continue;
		add_misfit(misfits, r, TYPE_A);
		add_misfit(misfits, r, TYPE_AAAA);
	}
	key_set_sort(misfits);
}
