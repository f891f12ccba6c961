/*
 * str: small pieces of text work that don't depend on the locale.
 */
#ifndef ZF_BASE_STR_H
#define ZF_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "buf.h"

/* A piece of text that somebody else owns; not NUL-ended. */
struct str {
	const char *p;
	size_t n;
};

#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})

static inline struct str str_of(const char *s)
{
	return (struct str){s, s ? strlen(s) : 0};
}

/* ASCII only: octets 65..90 become 97..122, all others stay. */
extern const unsigned char str_lower[256];

static inline bool str_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool str_eq(struct str a, const char *b);
bool str_eq_nocase(const char *a, size_t an, const char *b, size_t bn); /* ASCII */
int str_cmp(struct str a, struct str b); /* by octets; what the other begins with is less */
int str_cmp_nocase(const char *a, const char *b); /* ASCII */
bool str_starts(const char *s, const char *prefix);
bool str_ends(const char *s, const char *suffix);

/* A decimal number of digits only, at most `max`. False: empty, another octet, or too large. */
bool str_to_u64(const char *p, size_t n, uint64_t max, uint64_t *value);

/* The value of a hexadecimal digit, -1 for another octet. */
int str_hex_digit(char c);

void str_add_hex(struct buf *b, const void *p, size_t n); /* lower case */

/* A shell pattern of * and ? over the whole text, letters compared without case. */
bool str_glob(const char *pattern, const char *text);

/* Adds text from outside so that it is harmless on a terminal, and in a log: control octets as
 * \DDD, invalid UTF-8 octets as \DDD, bidi controls and invisible characters as \u{hex}. */
void str_print(struct buf *b, const char *p, size_t n);

/* The same into a fixed buffer, cut with "..." where it doesn't fit; always NUL-ended. */
void str_clean(char *out, size_t size, const char *p, size_t n);

/* The length of the valid UTF-8 character at p (1..4), or 0; overlong forms, surrogates and
 * numbers above U+10FFFF are invalid. *code is the character. */
int str_utf8(const char *p, size_t n, uint32_t *code);

#endif
