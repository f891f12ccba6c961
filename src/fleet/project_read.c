/* Reading a project: its form; what its keys hold is for project_keys. */
#include <stdlib.h>

#include "err.h"
#include "file.h"
#include "idn.h"
#include "mem.h"
#include "near.h"
#include "project_keys.h"

enum { PROJECT_MAX = 64 << 20 }; /* octets: some 200 for each of 100,000 zones and more */

/* One of a few words that a key may be. */
static void unknown_key(const struct project_reading *r, const struct yaml_node *key,
	const char *const *known, const char *list)
{
	struct near near = {.word = NULL};
	for (size_t i = 0; known[i]; i++)
		near_look(&near, key->text, known[i]);
	project_mistake(r, key, "unknown key \"%s\"; known here are %s%s", key->text, list,
		near_hint(&near));
}

static const struct project_key *find_key(const char *name, enum project_place place)
{
	for (const struct project_key *k = project_keys; k->name; k++)
		if ((k->places & place) && strcmp(k->name, name) == 0)
			return k;
	return NULL;
}

static void no_such_key(
	const struct project_reading *r, const struct yaml_node *key, enum project_place place)
{
	const char *known[8] = {NULL};
	size_t count = 0;
	struct buf list;
	buf_init(&list, 0);
	for (const struct project_key *k = project_keys; k->name; k++) {
		if (!(k->places & place))
			continue;
		buf_printf(&list, "%s%s", count ? ", " : "", k->name);
		known[count++] = k->name;
	}
	unknown_key(r, key, known, list.data);
	buf_free(&list);
}

/* The settings of a zone, or of `defaults`, into an entry. */
static void read_settings(struct project_reading *r, struct project_entry *e,
	const struct yaml_node *map, enum project_place place)
{
	if (map->kind != YAML_MAP) {
		project_mistake(r, map, "settings (key: value) were expected");
		return;
	}
	for (size_t i = 0; i < map->count; i += 2) {
		const struct project_key *key = find_key(map->items[i].text, place);
		if (key)
			key->read(r, e, &map->items[i + 1]);
		else
			no_such_key(r, &map->items[i], place);
	}
}

static bool has_key(const struct yaml_node *map, const char *name)
{
	for (size_t i = 0; i < map->count; i += 2)
		if (strcmp(map->items[i].text, name) == 0)
			return true;
	return map->kind != YAML_MAP;
}

/* The name of a zone without its final dot, or a pattern. */
static char *read_zone_name(const struct project_reading *r, const struct yaml_node *key)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct name name;
	struct buf text;
	buf_init(&text, 0);
	if (strpbrk(key->text, "*?")) {
		buf_adds(&text, key->text);
	} else if (idn_add_ascii(&text, str_of(key->text), &err) == ZF_OK &&
		   name_parse_absolute(&name, text.data, &err) == ZF_OK) {
		name_lower(name.wire, name.len);
		buf_reset(&text);
		name_print(&text, name.wire);
	} else {
		project_mistake(r, key, "\"%s\" is no zone: %s", key->text, err.text);
	}
	char *found = err.code ? NULL : mem_strdup(text.data);
	size_t n = found ? strlen(found) : 0;
	if (n > 1 && found[n - 1] == '.')
		found[n - 1] = '\0';
	buf_free(&text);
	return found;
}

static void judge_entry(
	const struct project_reading *r, const struct project_entry *e, const struct yaml_node *key)
{
	const struct yaml_node *value = key + 1;
	for (const struct project_key *k = project_keys; k->name; k++)
		if (k->must && !has_key(value, k->name))
			project_mistake(r, key, "%s has no %s", key->text, k->name);
	if (!e->is_pattern)
		return;
	if (e->source && !strstr(e->source, PROJECT_NAME_MARK))
		project_mistake(
			r, key, "the source of a pattern holds {zone}, as in zones/{zone}.zone");
	for (size_t i = 0; i < e->targets.count; i++) {
		const char *target = e->targets.items[i];
		if (!project_is_provider(target) && !strstr(target, PROJECT_NAME_MARK))
			project_mistake(r, key,
				"several zones can't have one target: \"%s\" holds no {zone}",
				target);
	}
}

static void read_zone(struct project_reading *r, const struct yaml_node *key)
{
	struct project *p = r->project;
	char *zone = read_zone_name(r, key);
	if (!zone)
		return;
	p->entries = mem_grow(p->entries, &p->cap, p->count + 1, sizeof(*p->entries));
	struct project_entry *e = &p->entries[p->count++];
	*e = (struct project_entry){.zone = zone,
		.is_pattern = strpbrk(zone, "*?") != NULL,
		.rules.mode = -1,
		.line = key->line,
		.col = key->col};
	read_settings(r, e, key + 1, PROJECT_ZONE);
	judge_entry(r, e, key);
}

static void read_zones(struct project_reading *r, const struct yaml_node *map)
{
	if (map->kind != YAML_MAP) {
		project_mistake(r, map, "zones with their settings below them were expected");
		return;
	}
	for (size_t i = 0; i < map->count; i += 2)
		read_zone(r, &map->items[i]);
}

static void read_defaults(struct project_reading *r, const struct yaml_node *map)
{
	struct project_entry e = {.rules.mode = -1};
	read_settings(r, &e, map, PROJECT_DEFAULTS);
	r->project->defaults = e.rules;
}

static int by_zone(const void *a, const void *b)
{
	const struct project_entry *const *x = a, *const *y = b;
	int order = strcmp((*x)->zone, (*y)->zone);
	return order ? order : (*x > *y) - (*x < *y);
}

/* Two spellings of one zone are one zone. */
static void find_twice(const struct project_reading *r)
{
	const struct project *p = r->project;
	const struct project_entry **all =
		mem_alloc((p->count + 1) * sizeof(const struct project_entry *));
	for (size_t i = 0; i < p->count; i++)
		all[i] = &p->entries[i];
	if (p->count)
		qsort(all, p->count, sizeof(const struct project_entry *), by_zone);
	for (size_t i = 1; i < p->count; i++) {
		const struct yaml_node at = {.line = all[i]->line, .col = all[i]->col};
		if (strcmp(all[i - 1]->zone, all[i]->zone) == 0)
			project_mistake(r, &at, "%s is there twice, before in line %lu",
				all[i]->zone, all[i - 1]->line);
	}
	free(all);
}

static void read_root(struct project_reading *r, const struct yaml_node *root)
{
	static const char *const known[] = {"zones", "defaults", NULL};
	bool zones = false;
	for (size_t i = 0; i < root->count && root->kind == YAML_MAP; i += 2) {
		const struct yaml_node *key = &root->items[i];
		if (strcmp(key->text, known[0]) == 0) {
			zones = true;
			read_zones(r, key + 1);
		} else if (strcmp(key->text, known[1]) == 0) {
			read_defaults(r, key + 1);
		} else {
			unknown_key(r, key, known, "zones and defaults");
		}
	}
	if (!zones && !r->diags->errors)
		project_mistake(r, root, "\"zones:\" was expected, with the zones below it");
	find_twice(r);
}

static char *folder_of(const char *file)
{
	const char *last = strrchr(file, '/');
	return mem_strndup(file, last ? (size_t)(last + 1 - file) : 0);
}

enum zf_status project_parse(struct project *p, const char *file, struct str text,
	const char *provider_dir, struct diags *diags)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct yaml_node root;
	struct project_reading r = {p, diags, provider_dir};
	*p = (struct project){
		.file = mem_strdup(file), .folder = folder_of(file), .defaults.mode = -1};
	if (yaml_read(&root, file, text, &err) == ZF_OK) {
		read_root(&r, &root);
	} else {
		const struct yaml_node at = {.line = err.line, .col = err.col};
		project_mistake(&r, &at, "%s", err.text);
	}
	yaml_free(&root);
	if (!diags->errors)
		return ZF_OK;
	diags_sort(diags);
	project_free(p);
	return ZF_ERR_SYNTAX;
}

enum zf_status project_read(struct project *p, const char *file, const char *provider_dir,
	struct diags *diags, struct zf_error *err)
{
	struct file_text text;
	enum zf_status status = file_read(&text, file, PROJECT_MAX, err);
	if (status)
		return status;
	status = project_parse(p, file, (struct str){text.data, text.size}, provider_dir, diags);
	file_text_free(&text);
	if (status)
		err_set(err, status, "%s has mistakes: nothing was done", file);
	return status;
}
