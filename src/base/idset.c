#include "idset.h"

#include <stdlib.h>
#include <sys/random.h>
#include <time.h>

#include "mem.h"

enum { FIRST_SIZE = 256 };

void idset_init(struct idset *s)
{
	*s = (struct idset){0};
	arena_init(&s->arena);
	if (getrandom(s->key, sizeof(s->key), GRND_NONBLOCK) != (ssize_t)sizeof(s->key)) {
		/* Hard to guess from afar is what is left. */
		s->key[0] = (uint64_t)(uintptr_t)s;
		s->key[1] = (uint64_t)clock();
	}
}

void idset_free(struct idset *s)
{
	arena_free(&s->arena);
	free(s->slots);
	*s = (struct idset){0};
}

static uint64_t rotate(uint64_t x, unsigned bits)
{
	return x << bits | x >> (64 - bits);
}

static void sip_round(uint64_t v[4])
{
	v[0] += v[1];
	v[1] = rotate(v[1], 13) ^ v[0];
	v[0] = rotate(v[0], 32);
	v[2] += v[3];
	v[3] = rotate(v[3], 16) ^ v[2];
	v[0] += v[3];
	v[3] = rotate(v[3], 21) ^ v[0];
	v[2] += v[1];
	v[1] = rotate(v[1], 17) ^ v[2];
	v[2] = rotate(v[2], 32);
}

static void sip_word(uint64_t v[4], uint64_t word)
{
	v[3] ^= word;
	sip_round(v);
	sip_round(v);
	v[0] ^= word;
}

uint64_t idset_digest(const struct idset *s, uint64_t seed, struct str octets)
{
	const unsigned char *p = (const unsigned char *)octets.p;
	uint64_t k0 = s->key[0], k1 = s->key[1] ^ seed, last = (uint64_t)octets.n << 56, word;
	uint64_t v[4] = {k0 ^ 0x736f6d6570736575u, k1 ^ 0x646f72616e646f6du,
		k0 ^ 0x6c7967656e657261u, k1 ^ 0x7465646279746573u};
	size_t n = octets.n;
	for (; n >= sizeof(word); n -= sizeof(word), p += sizeof(word)) {
		memcpy(&word, p, sizeof(word));
		sip_word(v, word);
	}
	for (size_t i = 0; i < n; i++)
		last |= (uint64_t)p[i] << (8 * i);
	sip_word(v, last);
	v[2] ^= 0xff;
	for (int i = 0; i < 4; i++)
		sip_round(v);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/* Where an id is, or would go. */
static struct idset_entry *find(const struct idset *s, struct str id, uint64_t hash)
{
	for (size_t i = (size_t)hash;; i++) {
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
	uint64_t hash = idset_digest(s, 0, id);
	struct idset_entry *e = find(s, id, hash);
	if (e->id.p)
		return e->content == content ? IDSET_SAME : IDSET_OTHER;
	*e = (struct idset_entry){.id = {arena_strndup(&s->arena, id.p, id.n), id.n},
		.hash = hash,
		.content = content};
	s->count++;
	return IDSET_NEW;
}
