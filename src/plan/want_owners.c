/*
 * Names that other tools own, by the markers that they leave at the target: external-dns writes a
 * TXT "heritage=external-dns,…" at the name itself, or at the name with the type before its first
 * label ("a-www", "cname-www"); octoDNS writes what it knows of a zone at "_octodns-meta".
 */
#include <stdlib.h>

#include "mem.h"
#include "wanting.h"

static void add_owner(struct owners *owners, const struct zf_zone *zone, const struct name *name)
{
	uint8_t key[NAME_MAX_KEY];
	size_t len = name_to_key(key, name, &zone->apex);
	owners->keys =
		mem_grow(owners->keys, &owners->cap, owners->count + 1, sizeof(*owners->keys));
	owners->keys[owners->count++] = (struct str){arena_dup(&owners->arena, key, len), len};
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

static int by_key(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

void owners_find(struct owners *owners, const struct zf_zone *target)
{
	*owners = (struct owners){0};
	arena_init(&owners->arena);
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
	if (owners->count > 1)
		qsort(owners->keys, owners->count, sizeof(*owners->keys), by_key);
}

void owners_free(struct owners *owners)
{
	free(owners->keys);
	arena_free(&owners->arena);
	*owners = (struct owners){0};
}

bool owners_has(const struct owners *owners, const struct rec *r)
{
	struct str key = {(const char *)rec_key(r), r->key_len};
	return owners->count &&
	       bsearch(&key, owners->keys, owners->count, sizeof(key), by_key) != NULL;
}
