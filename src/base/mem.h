/*
 * mem: allocation that doesn't fail.
 *
 * Running out of memory is no condition a caller could handle better than by stopping; each of
 * these calls the handler of zf_on_out_of_memory, which doesn't return.
 */
#ifndef ZF_BASE_MEM_H
#define ZF_BASE_MEM_H

#include <stddef.h>

_Noreturn void mem_exhausted(void);
void *mem_alloc(size_t size);
void *mem_zalloc(size_t size); /* zeroed */
void *mem_realloc(void *p, size_t size);
void *mem_grow(void *array, size_t *capacity, size_t want, size_t element); /* doubles */
char *mem_strdup(const char *s);
char *mem_strndup(const char *s, size_t n); /* n octets and a NUL */

#endif
