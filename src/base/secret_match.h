/*
 * secret_match: a secret in a text that was escaped on its way: percent-encoded once or twice, with
 * digits of either case, as HTML entities, as JSON's \uXXXX, with backslashes, as hexadecimal
 * digits; also where only some of its octets are.
 */
#ifndef ZF_BASE_SECRET_MATCH_H
#define ZF_BASE_SECRET_MATCH_H

#include "str.h"

/* What was found at the beginning of a text. */
struct secret_hit {
	size_t n; /* octets of the text; 0: nothing */
	size_t octets; /* of the secret that they spell: fewer than all where the text ends */
};

struct secret_hit secret_match(struct str secret, const char *p, size_t n);
/* The same for a secret as hexadecimal digits; n is 0 unless it is there as a whole. */
size_t secret_match_hex(struct str secret, const char *p, size_t n);

/* Marks the octets that a spelling of the secret may begin with. */
void secret_mark_begins(struct str secret, bool begins[256]);

#endif
