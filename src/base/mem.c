#include "mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "temp.h"
#include "zoneferry.h"

static _Noreturn void exhausted_default(void)
{
	static const char text[] = "zoneferry: error: out of memory\n";
	temp_remove_all();
	ssize_t n = write(STDERR_FILENO, text, sizeof(text) - 1);
	(void)n;
	_exit(2);
}

static void (*exhausted_handler)(void); /* set once, before threads start */

void zf_on_out_of_memory(void (*handler)(void))
{
	exhausted_handler = handler;
}

_Noreturn void mem_exhausted(void)
{
	if (exhausted_handler)
		exhausted_handler();
	exhausted_default();
}

void *mem_alloc(size_t size)
{
	void *p = malloc(size ? size : 1);
	if (!p)
		mem_exhausted();
	return p;
}

void *mem_zalloc(size_t size)
{
	void *p = calloc(1, size ? size : 1);
	if (!p)
		mem_exhausted();
	return p;
}

void *mem_realloc(void *p, size_t size)
{
	p = realloc(p, size ? size : 1);
	if (!p)
		mem_exhausted();
	return p;
}

void *mem_grow(void *array, size_t *capacity, size_t want, size_t element)
{
	size_t n = *capacity ? *capacity : 8;
	if (want <= *capacity)
		return array;
	while (n < want) {
		if (n > SIZE_MAX / 2 / element)
			mem_exhausted();
		n *= 2;
	}
	*capacity = n;
	return mem_realloc(array, n * element);
}

char *mem_strndup(const char *s, size_t n)
{
	char *p = mem_alloc(n + 1);
	memcpy(p, s, n);
	p[n] = '\0';
	return p;
}

char *mem_strdup(const char *s)
{
	return mem_strndup(s, strlen(s));
}
