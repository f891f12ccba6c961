#include "config_tree.h"

#include <string.h>

struct config_entry *config_entry_find(const struct config_profile *p, const char *key)
{
	for (size_t i = 0; i < p->count; i++)
		if (strcmp(p->entries[i].key, key) == 0)
			return &p->entries[i];
	return NULL;
}

struct config_profile *config_section_find(const struct config_section *s, const char *name)
{
	for (size_t i = 0; i < s->count; i++)
		if (strcmp(s->items[i].name, name) == 0)
			return &s->items[i];
	return NULL;
}
