/* tsv: fixtures that are tables, a row a line, tabs between the fields; # begins a comment line. */
#ifndef ZF_TEST_TSV_H
#define ZF_TEST_TSV_H

#include <stddef.h>
#include <stdint.h>

enum { TSV_FIELDS = 8 };

struct tsv_row {
	unsigned line;
	char *field[TSV_FIELDS]; /* "" where there is none */
};

struct tsv {
	char *text;
	struct tsv_row *rows;
	size_t count;
};

/* Reads a file (a path from the repository's top); the test fails when it can't. */
void tsv_read(struct tsv *t, const char *path);
void tsv_free(struct tsv *t);

/* Hexadecimal text to octets at `out`, which has room; returns how many. */
size_t tsv_hex(uint8_t *out, const char *hex);

#endif
