/*
 * embedded: the provider descriptions that the program carries with it; made by scripts/embed.
 */
#ifndef ZF_DESCRIPTION_EMBEDDED_H
#define ZF_DESCRIPTION_EMBEDDED_H

#include <stddef.h>

struct embedded_file {
	const char *name; /* of the provider; NULL ends the table */
	const char *text; /* NUL-ended */
	size_t size;
};

extern const struct embedded_file embedded_files[];

#endif
