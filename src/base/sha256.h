/*
 * sha256: the digest of octets (FIPS 180-4).
 */
#ifndef ZF_BASE_SHA256_H
#define ZF_BASE_SHA256_H

#include <stddef.h>
#include <stdint.h>

enum { SHA256_OCTETS = 32 };

void sha256(uint8_t digest[SHA256_OCTETS], const void *p, size_t n);

#endif
