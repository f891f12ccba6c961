/*
 * idset: which elements of a list were seen, by their ids, and what they were.
 */
#ifndef ZF_PROVIDER_IDSET_H
#define ZF_PROVIDER_IDSET_H

#include "arena.h"
#include "str.h"

struct idset_entry {
	struct str id;
	uint64_t hash; /* of the id */
	uint64_t content; /* a digest of the element */
};

struct idset {
	struct arena arena;
	struct idset_entry *slots; /* open addressing; a power of two */
	size_t count, size;
};

enum idset_outcome { IDSET_NEW, IDSET_SAME, IDSET_OTHER };

void idset_init(struct idset *s);
void idset_free(struct idset *s);

/* Adds an id; tells when it was there with the same content, or with another. */
enum idset_outcome idset_add(struct idset *s, struct str id, uint64_t content);

/* FNV-1a over octets; start with IDSET_SEED. Not for secrets: who can choose the octets can make
 * two contents look the same, which costs an error or a record of their own. */
#define IDSET_SEED 0xcbf29ce484222325u
uint64_t idset_hash(uint64_t hash, const void *p, size_t n);

#endif
