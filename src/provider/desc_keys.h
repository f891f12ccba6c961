/*
 * desc_keys: the tables of keys and words that a description may hold, and the checks beyond them.
 */
#ifndef ZF_PROVIDER_DESC_KEYS_H
#define ZF_PROVIDER_DESC_KEYS_H

#include "desc.h"

extern const struct schema desc_schema, desc_records_schema;

/* What the tables can't say: names, combinations of keys, templates. Gives views what they inherit.
 */
enum zf_status desc_check(struct desc *d, struct schema_context *c, struct zf_error *err);

/* What is wrong with the parameters of a way in, or NULL (auth_sign.c). */
const char *auth_sign_check(const struct desc_auth *a);

/* Lower-case letters, digits and, inside, `joint`. */
bool desc_is_name(const char *name, char joint);

#endif
