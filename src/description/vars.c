#include "vars.h"

#include <stdlib.h>

#include "mem.h"

void vars_init(struct vars *vars, const struct vars *outer)
{
	*vars = (struct vars){.outer = outer};
}

void vars_free(struct vars *vars)
{
	free(vars->items);
	*vars = (struct vars){0};
}

static struct var *find(const struct vars *vars, const char *name, size_t size)
{
	for (size_t i = 0; i < vars->count; i++) {
		struct var *v = &vars->items[i];
		if (strlen(v->name) == size && memcmp(v->name, name, size) == 0)
			return v;
	}
	return NULL;
}

void vars_set(struct vars *vars, const char *name, struct str value)
{
	struct var *v = find(vars, name, strlen(name));
	if (!v) {
		vars->items =
			mem_grow(vars->items, &vars->cap, vars->count + 1, sizeof(*vars->items));
		v = &vars->items[vars->count++];
	}
	*v = (struct var){name, value};
}

void vars_unset(struct vars *vars, const char *name)
{
	struct var *v = find(vars, name, strlen(name));
	if (v)
		*v = vars->items[--vars->count];
}

const struct str *vars_get(const struct vars *vars, const char *name, size_t size)
{
	for (; vars; vars = vars->outer) {
		const struct var *v = find(vars, name, size);
		if (v)
			return &v->value;
	}
	return NULL;
}
