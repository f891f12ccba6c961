/*
 * arena: memory that is released all at once.
 *
 * A zone, its diagnostics and its records live in one. Pointers stay valid until arena_free.
 * Chunks grow from 16 KiB to 1 MiB; larger objects get a chunk of their own.
 * Not for use by several threads at once: each thread has an arena, and arena_join merges them.
 */
#ifndef ZF_BASE_ARENA_H
#define ZF_BASE_ARENA_H

#include <stddef.h>

struct arena_chunk;

struct arena {
	struct arena_chunk *chunks; /* newest first */
	char *at, *end; /* free space of the newest chunk */
	size_t next; /* size of the chunk to come */
};

#define ARENA_INIT \
	{          \
		0  \
	}

void arena_init(struct arena *a);
void arena_free(struct arena *a); /* leaves an empty arena */

/* Slow path of the two below. */
void *arena_more(struct arena *a, size_t size, size_t align);

/* `size` octets, not zeroed, aligned for `align` (a power of two, 16 at most). */
static inline void *arena_alloc_aligned(struct arena *a, size_t size, size_t align)
{
	size_t pad = -(size_t)a->at & (align - 1);
	if ((size_t)(a->end - a->at) < pad || (size_t)(a->end - a->at) - pad < size)
		return arena_more(a, size, align);
	char *p = a->at + pad;
	a->at = p + size;
	return p;
}

/* `size` octets, not zeroed, aligned for pointers. */
static inline void *arena_alloc(struct arena *a, size_t size)
{
	return arena_alloc_aligned(a, size, 8);
}

void *arena_zalloc(struct arena *a, size_t size);
void *arena_dup(struct arena *a, const void *p, size_t size);
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t n);
char *arena_printf(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Moves all of `from` into `a`; pointers stay valid, `from` is left empty. */
void arena_join(struct arena *a, struct arena *from);

#endif
