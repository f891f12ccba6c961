/*
 * idset: which things were seen, by their ids, and what they were. Ids may come from anybody: the
 * hash is keyed anew for each set (SipHash-2-4), so that nobody can choose ids that all meet in one
 * place, or two contents that look the same.
 */
#ifndef ZF_BASE_IDSET_H
#define ZF_BASE_IDSET_H

#include "arena.h"
#include "str.h"

struct idset_entry {
	struct str id;
	uint64_t hash; /* of the id */
	uint64_t content; /* a digest of what the id stands for */
};

struct idset {
	struct arena arena;
	struct idset_entry *slots; /* open addressing; a power of two */
	size_t count, size;
	uint64_t key[2];
};

enum idset_outcome { IDSET_NEW, IDSET_SAME, IDSET_OTHER };

void idset_init(struct idset *s);
void idset_free(struct idset *s);

/* Adds an id; tells when it was there with the same content, or with another. */
enum idset_outcome idset_add(struct idset *s, struct str id, uint64_t content);

/* A digest of octets by the set's key; `seed` is 0, or the digest of what goes before them. */
uint64_t idset_digest(const struct idset *s, uint64_t seed, struct str octets);

#endif
