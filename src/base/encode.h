/*
 * encode: octets as URLs and JSON documents spell them.
 */
#ifndef ZF_BASE_ENCODE_H
#define ZF_BASE_ENCODE_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"

/* A letter, a digit, '-', '.', '_' or '~' (RFC 3986 section 2.3). */
bool encode_is_unreserved(char c);

/* Percent-encodes all other octets. */
void encode_percent(struct buf *b, const char *p, size_t n);

/* A character inside a JSON string, ASCII only (RFC 8259 section 7): as itself, as \" \\ \b \f \n
 * \r or \t, or as \uXXXX, lower case, two of them above U+FFFF. */
void encode_json_char(struct buf *b, uint32_t c);

/* A JSON string in its quotes; invalid UTF-8 becomes \ufffd. */
void encode_json_string(struct buf *b, const char *p, size_t n);

#endif
