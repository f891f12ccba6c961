/*
 * encode: octets as URLs and JSON documents spell them.
 */
#ifndef ZF_BASE_ENCODE_H
#define ZF_BASE_ENCODE_H

#include "buf.h"

/* A letter, a digit, '-', '.', '_' or '~' (RFC 3986 section 2.3). */
bool encode_is_unreserved(char c);

/* Percent-encodes all other octets. */
void encode_percent(struct buf *b, const char *p, size_t n);

/* A JSON string in its quotes, ASCII only (RFC 8259 section 7); invalid UTF-8 becomes \ufffd. */
void encode_json_string(struct buf *b, const char *p, size_t n);

#endif
