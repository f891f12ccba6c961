#include "diag_group.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "str.h"

struct entry {
	const struct diag *diag;
	const char *cause; /* what its text says behind what it is about */
	size_t index;
};

static const char *cause_of(const char *text)
{
	const char *colon = strstr(text, ": ");
	return colon ? colon + 2 : text;
}

static int cmp_text(const char *a, const char *b)
{
	if (!a || !b)
		return (a != NULL) - (b != NULL);
	return strcmp(a, b);
}

static int cmp_cause(const struct entry *a, const struct entry *b)
{
	int c = strcmp(a->diag->code, b->diag->code);
	if (c == 0)
		c = (int)a->diag->severity - (int)b->diag->severity;
	if (c == 0)
		c = cmp_text(a->diag->file, b->diag->file);
	return c ? c : strcmp(a->cause, b->cause);
}

static int by_cause(const void *va, const void *vb)
{
	const struct entry *a = va, *b = vb;
	int c = cmp_cause(a, b);
	return c ? c : (a->index > b->index) - (a->index < b->index);
}

struct ordered {
	struct diag_group group;
	size_t index; /* of its first finding */
};

static int by_first(const void *va, const void *vb)
{
	const struct ordered *a = va, *b = vb;
	return (a->index > b->index) - (a->index < b->index);
}

static struct ordered gather(const struct entry *e, size_t count)
{
	struct ordered o = {.group = {.first = e[0].diag, .count = count}, .index = e[0].index};
	for (size_t i = 1; i < count && i <= DIAG_GROUP_SHOWN; i++)
		o.group.more[i - 1] = e[i].diag;
	return o;
}

struct diag_groups diag_groups_make(const struct diag *const *found, size_t count)
{
	struct diag_groups groups = {.items = NULL};
	if (count == 0)
		return groups;
	struct entry *entries = mem_alloc(count * sizeof(*entries));
	struct ordered *ordered = mem_alloc(count * sizeof(*ordered));
	for (size_t i = 0; i < count; i++)
		entries[i] = (struct entry){found[i], cause_of(found[i]->text), i};
	qsort(entries, count, sizeof(*entries), by_cause);
	for (size_t from = 0, to; from < count; from = to) {
		to = from + 1;
		while (to < count && cmp_cause(&entries[from], &entries[to]) == 0)
			to++;
		ordered[groups.count++] = gather(entries + from, to - from);
	}
	qsort(ordered, groups.count, sizeof(*ordered), by_first);
	groups.items = mem_alloc(groups.count * sizeof(*groups.items));
	for (size_t i = 0; i < groups.count; i++)
		groups.items[i] = ordered[i].group;
	free(entries);
	free(ordered);
	return groups;
}

void diag_groups_free(struct diag_groups *groups)
{
	free(groups->items);
	*groups = (struct diag_groups){.items = NULL};
}

/* Where another one is: its line, or what it is about. */
static void add_place(struct buf *b, const struct diag *diag)
{
	size_t about = (size_t)(cause_of(diag->text) - diag->text);
	if (diag->line)
		buf_printf(b, "%lu", diag->line);
	else
		buf_add(b, diag->text, about > 2 ? about - 2 : 0);
}

/* " (and 41 more: lines 3, 5, 7 …)" */
static void add_more(struct buf *b, const struct diag_group *g)
{
	size_t more = g->count - 1, shown = more < DIAG_GROUP_SHOWN ? more : DIAG_GROUP_SHOWN;
	bool lines = g->more[0]->line != 0;
	if (!lines && cause_of(g->first->text) == g->first->text)
		shown = 0; /* nothing tells them apart */
	buf_printf(b, " (and %zu more", more);
	for (size_t i = 0; i < shown; i++) {
		buf_adds(b, i > 0 ? ", " : !lines ? ": " : shown > 1 ? ": lines " : ": line ");
		add_place(b, g->more[i]);
	}
	buf_adds(b, shown > 0 && shown < more ? " …)" : ")");
}

void diag_group_print(
	struct buf *b, const struct diag_group *group, const char *where, enum diag_style style)
{
	struct diag shown = *group->first;
	struct buf text;
	buf_init(&text, 0);
	buf_adds(&text, shown.text);
	if (group->count > 1)
		add_more(&text, group);
	shown.text = text.data;
	shown.file = shown.file ? shown.file : where;
	diag_print(b, &shown, style);
	buf_free(&text);
}
