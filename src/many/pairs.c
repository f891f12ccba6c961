#include "pairs.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "err.h"
#include "zone_folder.h"
#include "mem.h"
#include "source.h"

static bool is_zone_word(const char *word)
{
	static const char *const files[] = {".zone", ".db", ".json", ".yaml"};
	struct stat st;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (str_ends(word, files[i]))
			return false;
	return strpbrk(word, ".*?") && !strpbrk(word, "/:") && stat(word, &st) != 0;
}

bool pairs_are_wanted(int count, char *const *args)
{
	if (count == 0)
		return true;
	for (int i = 0; i < count; i++)
		if (!is_zone_word(args[i]))
			return false;
	char *file = project_find();
	free(file);
	return file != NULL;
}

static char *copy(const char *text)
{
	return text ? mem_strdup(text) : NULL;
}

static struct zone_pair *add_pair(
	struct zone_pairs *pairs, const char *zone, const char *a, const char *b)
{
	pairs->items =
		mem_grow(pairs->items, &pairs->cap, pairs->count + 1, sizeof(struct zone_pair));
	struct zone_pair *pair = &pairs->items[pairs->count++];
	*pair = (struct zone_pair){.zone = copy(zone), .a = copy(a), .b = copy(b)};
	return pair;
}

static void add_project_zone(
	struct zone_pairs *pairs, const struct project_zone *z, enum pairs_side side)
{
	if (side == PAIRS_SOURCES)
		add_pair(pairs, z->name, z->source, NULL)->of = z;
	for (size_t i = 0; i < z->targets.count && side == PAIRS_TARGETS; i++)
		add_pair(pairs, z->name, z->source, z->targets.items[i])->of = z;
}

enum zf_status pairs_of_project(struct zone_pairs *pairs, const struct pairs_choice *choice,
	struct diags *diags, struct zf_error *err)
{
	*pairs = (struct zone_pairs){.items = NULL};
	char *file = choice->file ? mem_strdup(choice->file) : project_find();
	if (!file) {
		err_set(err, ZF_ERR_NOT_FOUND,
			"there is no " PROJECT_FILE " in this folder or above it");
		err_id(err, "no-project");
		return err->code;
	}
	enum zf_status status =
		project_read(&pairs->project, file, choice->provider_dir, diags, err);
	if (!status)
		status = project_list_zones(
			&pairs->zones, &pairs->project, choice->globs, choice->glob_count, err);
	for (size_t i = 0; i < pairs->zones.count && !status; i++)
		add_project_zone(pairs, &pairs->zones.items[i], choice->side);
	free(file);
	return status;
}

void pairs_free(struct zone_pairs *pairs)
{
	for (size_t i = 0; i < pairs->count; i++) {
		free(pairs->items[i].zone);
		free(pairs->items[i].a);
		free(pairs->items[i].b);
	}
	free(pairs->items);
	project_zones_free(&pairs->zones);
	project_free(&pairs->project);
	project_list_free(&pairs->left_out);
	*pairs = (struct zone_pairs){.items = NULL};
}

/* One side: zones with their locations, sorted, those of unknown zones last. */
struct side {
	const char *zone, *location;
};

/* Which of two comes first; of unknown zones each is by itself. */
static int order_of(const struct side *a, const struct side *b)
{
	if (!a || !b)
		return a ? -1 : 1;
	if (!a->zone || !b->zone)
		return a->zone ? -1 : 1;
	return strcmp(a->zone, b->zone);
}

static void join(struct zone_pairs *pairs, const struct side *a, size_t a_count,
	const struct side *b, size_t b_count)
{
	for (size_t i = 0, k = 0; i < a_count || k < b_count;) {
		const struct side *x = i < a_count ? &a[i] : NULL, *y = k < b_count ? &b[k] : NULL;
		int order = order_of(x, y);
		const struct side *any = order <= 0 ? x : y;
		add_pair(pairs, any->zone, order <= 0 ? x->location : NULL,
			order >= 0 ? y->location : NULL);
		i += order <= 0;
		k += order >= 0;
	}
}

static struct side *sides_of(const struct folder *f)
{
	struct side *sides = mem_alloc((f->count + 1) * sizeof(*sides));
	for (size_t i = 0; i < f->count; i++)
		sides[i] = (struct side){f->items[i].zone, f->items[i].path};
	return sides;
}

static enum zf_status open_folder(struct folder *f, const char *path, struct zf_error *err)
{
	enum zf_status status = folder_list(f, path, err);
	return status ? status : folder_sort_by_zone(f, err);
}

enum zf_status pairs_of_folders(
	struct zone_pairs *pairs, const char *a, const char *b, struct zf_error *err)
{
	struct folder x = {.items = NULL}, y = {.items = NULL};
	*pairs = (struct zone_pairs){.items = NULL};
	enum zf_status status = open_folder(&x, a, err);
	if (!status)
		status = open_folder(&y, b, err);
	if (!status) {
		struct side *one = sides_of(&x), *other = sides_of(&y);
		join(pairs, one, x.count, other, y.count);
		free(one);
		free(other);
	}
	folder_free(&x);
	folder_free(&y);
	return status;
}

/* The zones that an account lists, without their final dots. */
static struct side *sides_of_account(
	struct zone_pairs *pairs, const struct listing *l, size_t *count)
{
	struct side *sides = mem_alloc((l->count + 1) * sizeof(*sides));
	*count = 0;
	for (size_t i = 0; i < l->count; i++) {
		const struct listed *z = &l->items[i];
		size_t n = strlen(z->zone);
		if (z->skipped) {
			struct buf text;
			buf_init(&text, 0);
			buf_printf(&text, "%s is left out: %s", z->zone, z->skipped);
			project_list_add(&pairs->left_out, text.data);
			buf_free(&text);
			continue;
		}
		sides[(*count)++] =
			(struct side){mem_strndup(z->zone, n > 1 ? n - 1 : n), z->location};
	}
	return sides;
}

static void join_account(struct zone_pairs *pairs, const struct folder *f, const struct listing *l)
{
	size_t count;
	struct side *files = sides_of(f), *zones = sides_of_account(pairs, l, &count);
	join(pairs, files, f->count, zones, count);
	for (size_t i = 0; i < count; i++)
		free((void *)(uintptr_t)zones[i].zone);
	free(files);
	free(zones);
}

/* What the account lists, within what was asked for. */
static enum zf_status list_account(
	struct listing *l, const struct load_env *env, const char *account, struct zf_error *err)
{
	struct source source;
	char *name = NULL, *glob = NULL;
	enum zf_status status = source_split(&name, &glob, account, err);
	if (!status)
		status = source_open(&source, name, env, err);
	if (!status) {
		if (glob)
			source_add_glob(&source, glob);
		status = source_list(&source, l, err);
		source_close(&source);
	}
	free(name);
	free(glob);
	return status;
}

enum zf_status pairs_of_account(struct zone_pairs *pairs, const struct load_env *env,
	const char *folder, const char *account, struct zf_error *err)
{
	struct folder f = {.items = NULL};
	struct listing l = {.items = NULL};
	*pairs = (struct zone_pairs){.items = NULL};
	enum zf_status status = open_folder(&f, folder, err);
	if (!status)
		status = list_account(&l, env, account, err);
	if (!status)
		join_account(pairs, &f, &l);
	listing_free(&l);
	folder_free(&f);
	return status;
}

void pairs_begin(struct many *m, const struct zone_pairs *pairs)
{
	for (size_t i = 0; i < pairs->count; i++) {
		const struct zone_pair *p = &pairs->items[i];
		const char *any = p->a ? p->a : p->b;
		struct many_zone *z = many_add(m, p->zone ? p->zone : any, p->a, p->b);
		if (!p->zone)
			many_set(z, MANY_FAILED, "which zone it is can't be told");
		else if (!p->of && !(p->a && p->b))
			many_set(z, p->a ? MANY_ONLY_A : MANY_ONLY_B, NULL);
	}
}

enum zf_status pairs_expand(
	struct project_list *files, int count, char *const *args, struct zf_error *err)
{
	for (int i = 0; i < count; i++) {
		struct folder f;
		if (!folder_is(args[i])) {
			project_list_add(files, args[i]);
			continue;
		}
		if (folder_list(&f, args[i], err) != ZF_OK)
			return err->code;
		for (size_t k = 0; k < f.count; k++)
			project_list_add(files, f.items[k].path);
		folder_free(&f);
	}
	return ZF_OK;
}
