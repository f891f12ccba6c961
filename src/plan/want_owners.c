/*
 * What at a target must stay though the source lacks it.
 *
 * Names that other tools own, by the markers that they leave at the target: external-dns writes a
 * TXT "heritage=external-dns,…" at the name itself, or at the name with the type before its first
 * label ("a-www", "cname-www"). octoDNS writes one at the name with two labels before it
 * ("_owner.a.www", the apex "_owner.a", a wildcard "_owner.a._wildcard"), and what it knows of a
 * zone at "meta" or "_octodns-meta".
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

static bool begins_with(const struct buf *text, const char *word)
{
	size_t n = strlen(word);
	return text->len >= n && memcmp(text->data, word, n) == 0;
}

static bool is_label(const uint8_t *label, const char *word)
{
	return str_eq_nocase((const char *)label + 1, label[0], word, strlen(word));
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

/* "_owner.a.www" -> "www" */
static bool owned_name(struct name *owned, const struct name *name, const struct name *apex)
{
	const uint8_t *type = name->wire + 1 + name->wire[0];
	size_t cut = 2u + name->wire[0] + type[0];
	if (name->len < apex->len + cut || rrtype_parse((const char *)type + 1, type[0]) == 0)
		return false;
	static const char wildcard[] = "_wildcard";
	const uint8_t *rest = name->wire + cut;
	owned->len = (uint8_t)(name->len - cut);
	memcpy(owned->wire, rest, owned->len);
	if (!is_label(rest, wildcard))
		return true;
	owned->len = (uint8_t)(owned->len - (sizeof(wildcard) - 2));
	owned->wire[0] = 1;
	owned->wire[1] = '*';
	memcpy(owned->wire + 2, rest + sizeof(wildcard), owned->len - 2u);
	return true;
}

/* What octoDNS says of a zone it has written. */
static bool is_about_zone(const struct name *name, const struct buf *text)
{
	static const char *const words[] = {"octodns-version=", "provider=", "time=", "uuid="};
	if (is_label(name->wire, "_octodns-meta"))
		return true;
	for (size_t i = 0; is_label(name->wire, "meta") && i < sizeof(words) / sizeof(words[0]);
		i++)
		if (begins_with(text, words[i]))
			return true;
	return false;
}

static void add_marked(struct key_set *owners, const struct zf_zone *zone, const struct rec *r,
	const struct buf *text)
{
	static const char external[] = "heritage=external-dns", octodns[] = "*octodns*";
	struct name name, marked;
	rec_owner(zone, r, &name);
	bool external_dns = memmem(text->data, text->len, external, sizeof(external) - 1) != NULL;
	bool owner = (is_label(name.wire, "_owner") || begins_with(text, octodns)) &&
		     owned_name(&marked, &name, &zone->apex);
	if (!external_dns && !owner && !is_about_zone(&name, text))
		return;
	add_owner(owners, zone, &name);
	if (owner || (external_dns && marked_name(&marked, &name)))
		add_owner(owners, zone, &marked);
}

void owners_find(struct key_set *owners, const struct zf_zone *target)
{
	struct buf text;
	buf_init(&text, 0);
	for (size_t i = 0; i < target->count; i++) {
		if (rec_type(target->recs[i]) != TYPE_TXT)
			continue;
		buf_reset(&text);
		diff_join_strings(&text, target->recs[i]);
		add_marked(owners, target, target->recs[i], &text);
	}
	buf_free(&text);
	key_set_sort(owners);
}

/*
 * What doesn't fit.
 */

/* Where the target takes a record in principle, and not this one, whatever it has there stays. What
 * is too many takes nobody's place, and stays where it is there already. What is switched off does
 * neither. */
static const struct {
	const char *rule;
	enum { STAYS_RRSET, STAYS_RECORD } stays;
} misfit_rules[] = {
	{"type", STAYS_RRSET},
	{"txt", STAYS_RRSET},
	{"txt-length", STAYS_RRSET},
	{"null-mx", STAYS_RRSET},
	{"apex-cname", STAYS_RRSET},
	{"form", STAYS_RRSET},
	{"records", STAYS_RECORD},
	{"values", STAYS_RECORD},
};

enum { MISFIT_RULES = sizeof(misfit_rules) / sizeof(misfit_rules[0]) };

/* The index of the rule that lets something stay, or MISFIT_RULES. */
static size_t find_rule(const struct fit_finding *f)
{
	size_t i = f->verdict == FIT_NOT && f->rec ? 0 : MISFIT_RULES;
	while (i < MISFIT_RULES && strcmp(misfit_rules[i].rule, f->rule) != 0)
		i++;
	return i;
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
		size_t rule = find_rule(&fit->findings[i]);
		if (rule == MISFIT_RULES)
			continue;
		if (misfit_rules[rule].stays == STAYS_RECORD) {
			key_set_add(
				misfits, (struct str){(const char *)r->data, rec_sorted_length(r)});
			continue;
		}
		add_misfit(misfits, r, rec_type(r));
		if (rec_type(r) != TYPE_CNAME)
			continue;
		add_misfit(misfits, r, TYPE_A);
		add_misfit(misfits, r, TYPE_AAAA);
	}
	key_set_sort(misfits);
}
