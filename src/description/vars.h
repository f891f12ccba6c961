/*
 * vars: the variables of templates. Names and values are borrowed: what sets one keeps it.
 */
#ifndef ZF_DESCRIPTION_VARS_H
#define ZF_DESCRIPTION_VARS_H

#include "str.h"

struct var {
	const char *name;
	struct str value;
};

/* Looks into itself first, then into `outer`. */
struct vars {
	const struct vars *outer;
	struct var *items;
	size_t count, cap;
};

void vars_init(struct vars *vars, const struct vars *outer);
void vars_free(struct vars *vars);
void vars_set(struct vars *vars, const char *name, struct str value); /* replaces */
void vars_unset(struct vars *vars, const char *name);
const struct str *vars_get(const struct vars *vars, const char *name, size_t size); /* or NULL */

#endif
