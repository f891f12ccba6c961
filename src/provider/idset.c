#include "idset.h"

#include <stdlib.h>

#include "mem.h"

enum { FIRST_SIZE = 256 };

void idset_init(struct idset *s)
{
	*s = (struct idset){0};
	arena_init(&s->arena);
}

void idset_free(struct idset *s)
{
	arena_free(&s->arena);
	free(s->slots);
	*s = (struct idset){0};
}

uint64_t idset_hash(uint64_t hash, const void *p, size_t n)
{
	const unsigned char *c = p;
	for (size_t i = 0; i < n; i++)
		hash = (hash ^ c[i]) * 0x100000001b3u;
	return hash;
}

/* Where an id is, or would go. */
static struct idset_entry *find(const struct idset *s, struct str id, uint64_t hash)
{
	for (size_t i = hash;; i++) {
		struct idset_entry *e = &s->slots[i & (s->size - 1)];
		if (!e->id.p ||
			(e->hash == hash && e->id.n == id.n && memcmp(e->id.p, id.p, id.n) == 0))
			return e;
	}
}

static void grow(struct idset *s)
{
	struct idset_entry *old = s->slots;
	size_t size = s->size;
	s->size = size ? 2 * size : FIRST_SIZE;
	s->slots = mem_zalloc(s->size * sizeof(*s->slots));
	for (size_t i = 0; i < size; i++) {
		if (old[i].id.p)
			*find(s, old[i].id, old[i].hash) = old[i];
	}
	free(old);
}

enum idset_outcome idset_add(struct idset *s, struct str id, uint64_t content)
{
	if (4 * (s->count + 1) > 3 * s->size)
		grow(s);
	uint64_t hash = idset_hash(IDSET_SEED, id.p, id.n);
	struct idset_entry *e = find(s, id, hash);
	if (e->id.p)
		return e->content == content ? IDSET_SAME : IDSET_OTHER;
	*e = (struct idset_entry){.id = {arena_strndup(&s->arena, id.p, id.n), id.n},
		.hash = hash,
		.content = content};
	s->count++;
	return IDSET_NEW;
}
