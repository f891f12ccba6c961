#include "headers.h"

#include "str.h"

const char *headers_get(const struct headers *all, const char *name)
{
	for (size_t i = 0; i < all->count; i++)
		if (str_cmp_nocase(all->items[i].name, name) == 0)
			return all->items[i].value;
	return NULL;
}
