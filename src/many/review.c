#include "review.h"

#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "git_run.h"
#include "git_tree.h"
#include "mem.h"

/* A file of the work tree, by its path from the top. */
struct known {
	char *path;
	const struct project_zone *of; /* NULL: an attribute names it */
};

struct known_files {
	struct known *items; /* sorted */
	size_t count, cap;
};

static void add_known(struct known_files *k, const char *path, const struct project_zone *of)
{
	k->items = mem_grow(k->items, &k->cap, k->count + 1, sizeof(*k->items));
	k->items[k->count++] = (struct known){mem_strdup(path), of};
}

/* Sources of the project before what attributes name. */
static int by_path(const void *a, const void *b)
{
	const struct known *x = a, *y = b;
	int order = strcmp(x->path, y->path);
	return order ? order : (y->of != NULL) - (x->of != NULL);
}

static void know_sources(struct known_files *k, const struct zone_pairs *project, const char *top)
{
	size_t n = strlen(top);
	for (size_t i = 0; i < project->count; i++) {
		char *path = realpath(project->items[i].a, NULL);
		if (path && strncmp(path, top, n) == 0 && path[n] == '/')
			add_known(k, path + n + 1, project->items[i].of);
		free(path);
	}
}

static enum zf_status know_attributes(struct known_files *k, struct zf_error *err)
{
	static const char *const words[] = {
		"git", "ls-files", "-z", "--full-name", "--", ":(top,attr:diff=zoneferry)", NULL};
	struct buf out;
	enum zf_status status = git_ask(&out, words, err);
	for (const char *p = out.data; !status && p < out.data + out.len; p += strlen(p) + 1)
		add_known(k, p, NULL);
	buf_free(&out);
	return status;
}

static void known_free(struct known_files *k)
{
	for (size_t i = 0; i < k->count; i++)
		free(k->items[i].path);
	free(k->items);
}

/* The first one of this path, or NULL. */
static const struct known *known_find(const struct known_files *k, const char *path)
{
	size_t from = 0, to = k->count;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (strcmp(k->items[middle].path, path) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from < k->count && strcmp(k->items[from].path, path) == 0 ? &k->items[from] : NULL;
}

/* The zone after which a file is called, without its final dot; or NULL. */
static char *zone_of_name(const char *path)
{
	const struct zonefile_options usual = ZONEFILE_OPTIONS_INIT;
	struct name origin;
	struct buf text;
	zonefile_start_origin(&origin, path, &usual);
	if (origin.len <= 1)
		return NULL;
	buf_init(&text, 0);
	name_print(&text, origin.wire);
	if (text.len > 1 && text.data[text.len - 1] == '.')
		text.data[--text.len] = '\0';
	char *zone = buf_take(&text);
	buf_free(&text);
	return zone;
}

static void add_file(struct review *r, const struct git_change *c, const struct known_files *k)
{
	const char *slash = strrchr(c->path, '/');
	const struct known *known = known_find(k, c->path);
	struct zone_pairs *files = &r->files;
	if (!known && !zonefile_is_name(slash ? slash + 1 : c->path))
		return;
	files->items =
		mem_grow(files->items, &files->cap, files->count + 1, sizeof(struct zone_pair));
	struct zone_pair *pair = &files->items[files->count++];
	*pair = (struct zone_pair){.of = known ? known->of : NULL};
	pair->zone = pair->of ? mem_strdup(pair->of->name) : zone_of_name(c->path);
	pair->a = c->kind != GIT_ADDED ? mem_strdup(c->path) : NULL;
	pair->b = c->kind != GIT_DELETED ? mem_strdup(c->path) : NULL;
}

/* Pairs of one zone side by side: those that are gone first. */
static int by_zone(const void *a, const void *b)
{
	const struct zone_pair *x = a, *y = b;
	int order = x->zone && y->zone ? strcmp(x->zone, y->zone) : !x->zone - !y->zone;
	return order ? order : (y->b == NULL) - (x->b == NULL);
}

static int by_file(const void *a, const void *b)
{
	const struct zone_pair *x = a, *y = b;
	return strcmp(x->b ? x->b : x->a, y->b ? y->b : y->a);
}

/* A file that is gone, and the next one, which came: the zone's file has another name now. */
static void join_renamed(struct zone_pairs *files)
{
	size_t count = 0;
	if (files->count)
		qsort(files->items, files->count, sizeof(*files->items), by_zone);
	for (size_t i = 0; i < files->count; i++) {
		struct zone_pair *gone = &files->items[i], *came = gone + 1;
		bool joined = i + 1 < files->count && gone->zone && came->zone && !gone->b &&
			      !came->a && strcmp(gone->zone, came->zone) == 0;
		if (joined) {
			came->a = gone->a;
			free(gone->zone);
			i++;
		}
		files->items[count++] = joined ? *came : *gone;
	}
	files->count = count;
	if (count)
		qsort(files->items, count, sizeof(*files->items), by_file);
}

/* Without a project there are no sources. */
static enum zf_status find_project(struct review *r, const struct review_choice *choice,
	struct diags *diags, struct zf_error *err)
{
	const struct pairs_choice sources = {
		choice->project, choice->provider_dir, PAIRS_SOURCES, NULL, 0};
	if (pairs_of_project(&r->project, &sources, diags, err) != ZF_OK &&
		strcmp(err->id, "no-project") == 0)
		err_clear(err);
	return err->code;
}

enum zf_status review_find(struct review *r, const struct review_choice *choice,
	struct diags *diags, struct zf_error *err)
{
	struct known_files known = {.items = NULL};
	*r = (struct review){.files = {.items = NULL}};
	if (git_changes_find(&r->changes, choice->base, choice->head, err) != ZF_OK)
		return err->code;
	char *top = git_top();
	enum zf_status status = top ? find_project(r, choice, diags, err) : ZF_OK;
	if (!status && top)
		status = know_attributes(&known, err);
	if (!status && top)
		know_sources(&known, &r->project, top);
	if (known.count)
		qsort(known.items, known.count, sizeof(*known.items), by_path);
	for (size_t i = 0; i < r->changes.count && !status; i++)
		add_file(r, &r->changes.items[i], &known);
	if (!status)
		join_renamed(&r->files);
	known_free(&known);
	free(top);
	return status;
}

void review_free(struct review *r)
{
	pairs_free(&r->files);
	pairs_free(&r->project);
	git_changes_free(&r->changes);
}
