#include "project.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "mem.h"

enum { LEVELS_MOST = 64 };

static bool is_same_folder(const struct stat *a, const char *path)
{
	struct stat b;
	return stat(path, &b) == 0 && a->st_dev == b.st_dev && a->st_ino == b.st_ino;
}

char *project_find(void)
{
	struct buf path, folder;
	struct stat st;
	char *found = NULL;
	buf_init(&path, 0);
	buf_init(&folder, 0);
	for (int i = 0; i < LEVELS_MOST && !found; i++) {
		buf_reset(&path);
		buf_printf(&path, "%s%s", folder.data, PROJECT_FILE);
		if (stat(path.data, &st) == 0 && S_ISREG(st.st_mode))
			found = mem_strdup(path.data);
		if (stat(folder.len ? folder.data : ".", &st) != 0)
			break;
		buf_adds(&folder, "../");
		if (is_same_folder(&st, folder.data))
			break; /* the root */
	}
	buf_free(&path);
	buf_free(&folder);
	return found;
}

void project_list_add(struct project_list *l, const char *text)
{
	l->items = mem_grow(l->items, &l->cap, l->count + 1, sizeof(*l->items));
	l->items[l->count++] = mem_strdup(text);
}

void project_list_free(struct project_list *l)
{
	for (size_t i = 0; i < l->count; i++)
		free(l->items[i]);
	free(l->items);
	*l = (struct project_list){.items = NULL};
}

static void rules_free(struct project_rules *rules)
{
	free(rules->max_delete);
	project_list_free(&rules->ignore);
}

void project_free(struct project *p)
{
	for (size_t i = 0; i < p->count; i++) {
		struct project_entry *e = &p->entries[i];
		free(e->zone);
		free(e->source);
		project_list_free(&e->targets);
		rules_free(&e->rules);
	}
	free(p->entries);
	rules_free(&p->defaults);
	free(p->file);
	free(p->folder);
	*p = (struct project){.file = NULL};
}

void project_zones_free(struct project_zones *zones)
{
	for (size_t i = 0; i < zones->count; i++) {
		free(zones->items[i].name);
		free(zones->items[i].source);
		project_list_free(&zones->items[i].targets);
		project_list_free(&zones->items[i].ignore);
	}
	free(zones->items);
	*zones = (struct project_zones){.items = NULL};
}

int project_mode(const struct project *p, const struct project_zone *zone)
{
	int own = zone->entry->rules.mode;
	return own >= 0 ? own : p->defaults.mode;
}

const char *project_max_delete(const struct project *p, const struct project_zone *zone)
{
	const char *own = zone->entry->rules.max_delete;
	return own ? own : p->defaults.max_delete;
}
