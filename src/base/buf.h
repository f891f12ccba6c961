/*
 * buf: a growing octet buffer with a limit.
 *
 * Adding beyond `max` adds nothing, and sets `over` for good: the caller checks it once, at the
 * end. A NUL always stands behind the contents, so data is a C string when it holds no NUL.
 */
#ifndef ZF_BASE_BUF_H
#define ZF_BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct buf {
	char *data; /* never NULL after buf_init */
	size_t len; /* octets in use */
	size_t cap; /* octets there, the NUL's one not counted */
	size_t max; /* octets allowed; 0: no limit */
	bool over; /* something did not fit */
};

void buf_init(struct buf *b, size_t max);
void buf_free(struct buf *b);
void buf_reset(struct buf *b); /* empties, keeps the memory */

/* Makes room for n more octets and returns where they go, or NULL when over the limit; the
 * caller writes up to n there and then adds what it wrote to len (and ends with a NUL). */
char *buf_reserve(struct buf *b, size_t n);

void buf_add_slow(struct buf *b, const void *p, size_t n);

static inline void buf_add(struct buf *b, const void *p, size_t n)
{
	if (n <= b->cap - b->len && n) {
		memcpy(b->data + b->len, p, n);
		b->len += n;
		b->data[b->len] = '\0';
	} else {
		buf_add_slow(b, p, n);
	}
}

static inline void buf_addc(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void buf_adds(struct buf *b, const char *s);
void buf_fill(struct buf *b, char c, size_t n);
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_vprintf(struct buf *b, const char *format, va_list ap)
	__attribute__((format(printf, 2, 0)));

/* The contents, to be released with free; b is left empty. */
char *buf_take(struct buf *b);

#endif
