/*
 * ttl: seconds as zone files write them: a number, or numbers with units (3600, 1h, 1h30m, 2W).
 */
#ifndef ZF_DNS_TTL_H
#define ZF_DNS_TTL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TTL_MAX = 0x7fffffff }; /* RFC 2181 section 8 */

/* Reads the whole text: digits, or one or more of digits and a unit (w, d, h, m, s, either letter
 * case), which add up. False: empty, malformed, or more than `max`. */
bool ttl_parse(uint32_t *ttl, const char *p, size_t n, uint32_t max);

#endif
