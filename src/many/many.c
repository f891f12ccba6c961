#include "many.h"

#include <stdlib.h>

#include "mem.h"

static const struct {
	const char *json, *word;
} states[MANY_STATES] = {
	[MANY_SAME] = {"same", "the same"},
	[MANY_DIFFERENT] = {"different", "different"},
	[MANY_ONLY_A] = {"only-a", "on the first side only"},
	[MANY_ONLY_B] = {"only-b", "on the second side only"},
	[MANY_RENAMED] = {"renamed", "in another file"},
	[MANY_APPLIED] = {"applied", "applied"},
	[MANY_REFUSED] = {"refused", "refused"},
	[MANY_PARTLY] = {"partly", "in part"},
	[MANY_FAILED] = {"failed", "failed"},
};

/* The order in which a summary tells them: what matters most comes first. */
static const enum many_state order[] = {MANY_FAILED, MANY_REFUSED, MANY_PARTLY, MANY_DIFFERENT,
	MANY_ONLY_A, MANY_ONLY_B, MANY_RENAMED, MANY_APPLIED, MANY_SAME};

void many_free(struct many *m)
{
	for (size_t i = 0; i < m->count; i++) {
		struct many_zone *z = &m->items[i];
		free(z->name);
		free(z->from);
		free(z->to);
		free(z->why);
		for (size_t k = 0; k < z->part_count; k++)
			buf_free(&z->parts[k].body);
		free(z->parts);
		buf_free(&z->said);
	}
	free(m->items);
	m->items = NULL;
	m->count = m->cap = 0;
}

static char *copy(const char *text)
{
	return text ? mem_strdup(text) : NULL;
}

struct many_zone *many_add(struct many *m, const char *name, const char *from, const char *to)
{
	m->items = mem_grow(m->items, &m->cap, m->count + 1, sizeof(*m->items));
	struct many_zone *z = &m->items[m->count++];
	*z = (struct many_zone){.name = copy(name), .from = copy(from), .to = copy(to)};
	buf_init(&z->said, 0);
	return z;
}

struct buf *many_part(struct many_zone *z, const char *key)
{
	z->parts = mem_grow(z->parts, &z->part_cap, z->part_count + 1, sizeof(*z->parts));
	struct many_part *part = &z->parts[z->part_count++];
	part->key = key;
	buf_init(&part->body, 0);
	return &part->body;
}

enum zf_status many_sink(void *body, const char *p, size_t n, struct zf_error *err)
{
	(void)err;
	buf_add(body, p, n);
	return ZF_OK;
}

void many_set(struct many_zone *z, enum many_state state, const char *why)
{
	z->state = state;
	free(z->why);
	z->why = copy(why);
}

size_t many_count(const struct many *m, enum many_state state)
{
	size_t n = 0;
	for (size_t i = 0; i < m->count; i++)
		n += m->items[i].state == state;
	return n;
}

bool many_is_shown(const struct many_zone *z)
{
	return z->state != MANY_SAME;
}

const char *many_word(const struct many *m, enum many_state state)
{
	const char *word = m->words ? m->words[state] : NULL;
	return word ? word : states[state].word;
}

const char *many_json_word(enum many_state state)
{
	return states[state].json;
}

/* "3 different", "2 only in old/" */
static void add_state(struct buf *b, const struct many *m, enum many_state state, size_t n)
{
	bool one_side = state == MANY_ONLY_A || state == MANY_ONLY_B;
	const char *side = one_side ? m->sides[state == MANY_ONLY_B] : NULL;
	buf_printf(b, "%zu ", n);
	if (side) {
		buf_adds(b, "only in ");
		str_print(b, side, strlen(side));
	} else {
		buf_adds(b, many_word(m, state));
	}
}

void many_add_summary(struct buf *b, const struct many *m)
{
	const char *between = ": ";
	out_add_count(b, m->count, "zone", "zones");
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		size_t n = many_count(m, order[i]);
		if (!n)
			continue;
		buf_adds(b, between);
		add_state(b, m, order[i], n);
		between = ", ";
	}
}

bool many_has_line(const struct many_zone *z)
{
	return !z->part_count || z->state != MANY_DIFFERENT || z->why;
}

bool many_has_both(const struct many_zone *z)
{
	return z->from && z->to && strcmp(z->from, z->to) != 0;
}

void many_add_where(struct buf *b, const struct many_zone *z)
{
	if (z->from)
		str_print(b, z->from, strlen(z->from));
	if (many_has_both(z))
		buf_adds(b, " -> ");
	if (z->to && (!z->from || many_has_both(z)))
		str_print(b, z->to, strlen(z->to));
}
