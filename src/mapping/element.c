#include "element.h"

#include <stdlib.h>

#include "mem.h"

void elements_init(struct elements *e)
{
	*e = (struct elements){0};
	arena_init(&e->arena);
}

void elements_free(struct elements *e)
{
	for (size_t i = 0; i < e->raw_count; i++)
		json_free(e->raws[i]);
	free(e->raws);
	free(e->items);
	arena_free(&e->arena);
	*e = (struct elements){0};
}

struct element *elements_add(struct elements *e, const struct json *raw)
{
	e->items = mem_grow(e->items, &e->cap, e->count + 1, sizeof(*e->items));
	e->raws = mem_grow(e->raws, &e->raw_cap, e->raw_count + 1, sizeof(*e->raws));
	struct json *copy = json_copy(raw);
	e->raws[e->raw_count++] = copy;
	struct element *made = &e->items[e->count++];
	*made = (struct element){.raw = copy};
	return made;
}

void elements_add_value(struct elements *e, const struct element_value *value)
{
	struct element *last = &e->items[e->count - 1];
	/* Doubled at powers of two; what was grown out of stays in the arena. */
	if ((last->count & (last->count - 1)) == 0) {
		size_t cap = last->count ? 2 * last->count : 1;
		struct element_value *values = arena_alloc(&e->arena, cap * sizeof(*values));
		if (last->count)
			memcpy(values, last->values, last->count * sizeof(*values));
		last->values = values;
	}
	struct element_value *to = &last->values[last->count++];
	*to = *value;
	if (value->rdata.p)
		to->rdata.p = arena_dup(&e->arena, value->rdata.p, value->rdata.n);
	if (value->notes.n)
		to->notes.p = arena_dup(&e->arena, value->notes.p, value->notes.n);
}
