/*
 * denial: what the chains of NSEC (denial.c) and of NSEC3 (denial_hash.c) have in common
 * (denial_types.c). Below a delegation nothing belongs to them.
 */
#ifndef ZF_CHECK_DENIAL_H
#define ZF_CHECK_DENIAL_H

#include "parts.h"

bool denial_is_delegation(const struct check *c, const struct check_node *node);

/* Holds a bitmap against the types at an owner; NULL: it has none, there are only names below. */
void denial_check_types(
	struct check *c, const struct check_node *node, const struct rec *r, struct str bitmap);

/* The chain that an NSEC3PARAM tells of. */
void denial_hash_begin(struct check *c, const struct rec *param);
void denial_hash_check(struct check *c, const struct check_node *node);
void denial_hash_end(struct check *c); /* releases it, too */

#endif
