/*
 * base64: RFC 4648, sections 4 (with padding) and 5 (the alphabet of URLs, without padding).
 *
 * Not by libcrypto: EVP_DecodeUpdate takes four times as long, ends silently at '-' and takes stray
 * bits; EVP_EncodeBlock is no faster (by up to a tenth slower), and knows one alphabet.
 */
#ifndef ZF_BASE_BASE64_H
#define ZF_BASE_BASE64_H

#include "buf.h"

enum base64_alphabet { BASE64_STANDARD, BASE64_URL };

void base64_add(struct buf *b, const void *p, size_t n, enum base64_alphabet alphabet);

/* Appends what n characters stand for; white space between them is skipped. False, with b as it
 * was: another character, wrong padding, bits set behind the last octet, or no room in b. With
 * BASE64_STANDARD padding is required, with BASE64_URL it is refused. */
bool base64_decode(struct buf *b, const char *p, size_t n, enum base64_alphabet alphabet);

#endif
