#include "wanting.h"

#include <stdlib.h>

#include "mem.h"

void want_leave(struct wanting *w, const struct left_alone *left)
{
	struct want *want = w->want;
	want->left =
		mem_grow(want->left, &want->left_cap, want->left_count + 1, sizeof(*want->left));
	want->left[want->left_count++] = *left;
}

void key_set_add(struct key_set *keys, struct str key)
{
	keys->items = mem_grow(keys->items, &keys->cap, keys->count + 1, sizeof(*keys->items));
	keys->items[keys->count++] = (struct str){arena_dup(&keys->arena, key.p, key.n), key.n};
}

static int by_octets(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

void key_set_sort(struct key_set *keys)
{
	if (keys->count > 1)
		qsort(keys->items, keys->count, sizeof(*keys->items), by_octets);
}

bool key_set_has(const struct key_set *keys, struct str key)
{
	return keys->count &&
	       bsearch(&key, keys->items, keys->count, sizeof(key), by_octets) != NULL;
}

void key_set_free(struct key_set *keys)
{
	free(keys->items);
	arena_free(&keys->arena);
	*keys = (struct key_set){0};
}
