/*
 * headers: names and values that stand beside a message, as HTTP has them.
 */
#ifndef ZF_BASE_HEADERS_H
#define ZF_BASE_HEADERS_H

#include <stddef.h>

struct header {
	const char *name; /* as sent; of answers: lower case */
	const char *value;
};

struct headers {
	struct header *items;
	size_t count, cap;
};

/* The value of the first header of this name, letters without case; or NULL. */
const char *headers_get(const struct headers *all, const char *name);

#endif
