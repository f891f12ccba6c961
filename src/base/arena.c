#include "arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

enum { CHUNK_FIRST = 16 << 10, CHUNK_MOST = 1 << 20 };

struct arena_chunk {
	struct arena_chunk *older;
	_Alignas(16) char data[];
};

void arena_init(struct arena *a)
{
	*a = (struct arena)ARENA_INIT;
}

void arena_free(struct arena *a)
{
	for (struct arena_chunk *c = a->chunks, *older; c; c = older) {
		older = c->older;
		free(c);
	}
	arena_init(a);
}

static struct arena_chunk *chunk_new(size_t size)
{
	if (size > SIZE_MAX - sizeof(struct arena_chunk))
		mem_exhausted();
	return mem_alloc(sizeof(struct arena_chunk) + size);
}

void *arena_more(struct arena *a, size_t size, size_t align)
{
	if (size > CHUNK_MOST / 4) { /* its own chunk, behind the current one */
		struct arena_chunk *big = chunk_new(size);
		if (a->chunks) {
			big->older = a->chunks->older;
			a->chunks->older = big;
		} else {
			big->older = NULL;
			a->chunks = big;
			a->at = a->end = big->data + size;
		}
		return big->data;
	}
	size_t want = a->next ? a->next : CHUNK_FIRST;
	while (want < size)
		want *= 2;
	a->next = want < CHUNK_MOST ? want * 2 : want;
	struct arena_chunk *c = chunk_new(want);
	c->older = a->chunks;
	a->chunks = c;
	a->at = c->data;
	a->end = c->data + want;
	return arena_alloc_aligned(a, size, align);
}

void *arena_zalloc(struct arena *a, size_t size)
{
	return memset(arena_alloc(a, size), 0, size);
}

void *arena_dup(struct arena *a, const void *p, size_t size)
{
	void *q = arena_alloc(a, size);
	return size ? memcpy(q, p, size) : q;
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
	char *p = arena_alloc_aligned(a, n + 1, 1);
	memcpy(p, s, n);
	p[n] = '\0';
	return p;
}

char *arena_strdup(struct arena *a, const char *s)
{
	return arena_strndup(a, s, strlen(s));
}

char *arena_printf(struct arena *a, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	int n = vsnprintf(NULL, 0, format, ap);
	va_end(ap);
	if (n < 0)
		return arena_strdup(a, "");
	char *p = arena_alloc_aligned(a, (size_t)n + 1, 1);
	va_start(ap, format);
	vsnprintf(p, (size_t)n + 1, format, ap);
	va_end(ap);
	return p;
}

void arena_join(struct arena *a, struct arena *from)
{
	struct arena_chunk **last = &from->chunks;
	if (!from->chunks)
		return;
	while (*last)
		last = &(*last)->older;
	if (a->chunks) { /* behind a's current chunk, whose free space stays in use */
		*last = a->chunks->older;
		a->chunks->older = from->chunks;
	} else {
		*a = *from;
	}
	arena_init(from);
}
