#include "buf.h"

#include <stdio.h>
#include <stdlib.h>

#include "mem.h"

void buf_init(struct buf *b, size_t max)
{
	*b = (struct buf){.cap = max && max < 63 ? max : 63, .max = max};
	b->data = mem_alloc(b->cap + 1);
	b->data[0] = '\0';
}

void buf_free(struct buf *b)
{
	free(b->data);
	*b = (struct buf){0};
}

void buf_reset(struct buf *b)
{
	b->len = 0;
	b->over = false;
	b->data[0] = '\0';
}

char *buf_reserve(struct buf *b, size_t n)
{
	if (b->over || n > (size_t)-1 - b->len - 1 || (b->max && n > b->max - b->len)) {
		b->over = true;
		return NULL;
	}
	if (n > b->cap - b->len) {
		size_t cap = b->cap + 1;
		b->data = mem_grow(b->data, &cap, b->len + n + 1, 1);
		b->cap = b->max && cap - 1 > b->max ? b->max : cap - 1;
	}
	return b->data + b->len;
}

void buf_add_slow(struct buf *b, const void *p, size_t n)
{
	char *at = buf_reserve(b, n);
	if (!at || n == 0)
		return;
	memcpy(at, p, n);
	b->len += n;
	b->data[b->len] = '\0';
}

void buf_adds(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void buf_fill(struct buf *b, char c, size_t n)
{
	char *at = buf_reserve(b, n);
	if (!at)
		return;
	memset(at, c, n);
	b->len += n;
	b->data[b->len] = '\0';
}

void buf_vprintf(struct buf *b, const char *format, va_list ap)
{
	va_list again;
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, format, ap);
	char *at = n < 0 ? NULL : buf_reserve(b, (size_t)n);
	if (at) {
		vsnprintf(at, (size_t)n + 1, format, again);
		b->len += (size_t)n;
	}
	va_end(again);
}

void buf_printf(struct buf *b, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	buf_vprintf(b, format, ap);
	va_end(ap);
}

char *buf_take(struct buf *b)
{
	char *data = b->data;
	buf_init(b, b->max);
	return data;
}
