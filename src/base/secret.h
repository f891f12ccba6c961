/*
 * secret: credentials, and keeping them out of everything that is printed.
 *
 * A secret can be compared with nothing and printed by nothing: its octets are reached by
 * secret_octets only, which the signers and the transport use. Memory is wiped when released.
 * A struct secrets knows all secrets of a run and scrubs texts of them, in each spelling in which
 * they may come back (plain, base64, and escaped in the ways of secret_match.h).
 */
#ifndef ZF_BASE_SECRET_H
#define ZF_BASE_SECRET_H

#include "buf.h"
#include "str.h"
#include "zoneferry.h"

struct secret;
struct secrets;

struct secrets *secrets_new(void);
void secrets_free(struct secrets *all); /* wipes them all */

/* Keeps a copy of the octets; the same octets give the same secret. The caller wipes its own. */
struct secret *secrets_add(struct secrets *all, const char *p, size_t n);
struct str secret_octets(const struct secret *s);

/* Replaces every spelling of every secret of 4 octets or more by "***". */
void secrets_scrub(const struct secrets *all, struct buf *b);
void secrets_scrub_error(const struct secrets *all, struct zf_error *err);

void secret_wipe(void *p, size_t n); /* memset that stays */

#endif
