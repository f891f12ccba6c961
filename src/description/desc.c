#include "desc.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "desc_keys.h"
#include "embedded.h"
#include "err.h"
#include "file.h"
#include "mem.h"
#include "near.h"
#include "xdg.h"

const struct desc_variable *desc_variable_find(const struct desc *d, const char *name)
{
	const struct desc_variable *v = d->variables.items;
	for (size_t i = 0; i < d->variables.count; i++) {
		if (strcmp(v[i].name, name) == 0)
			return &v[i];
	}
	return NULL;
}

const struct desc_view *desc_view_find(const struct desc *d, const char *name)
{
	const struct desc_view *v = d->views.items;
	for (size_t i = 0; i < d->views.count; i++) {
		if (strcmp(v[i].name, name) == 0)
			return &v[i];
	}
	return NULL;
}

enum zf_status desc_parse(struct desc **made, const char *name, const char *file, struct str text,
	struct zf_error *err)
{
	struct desc *d = mem_zalloc(sizeof(*d));
	arena_init(&d->arena);
	d->file = mem_strdup(file);
	struct schema_context c = {.arena = &d->arena, .file = d->file};
	enum zf_status status = json_parse(&d->json, text.p, text.n, err);
	if (status)
		err_place(err, d->file, err ? err->line : 0, err ? err->col : 0);
	status = status ? status : schema_decode(&c, d, &desc_schema, d->json, err);
	d->wants_zone = c.wants_zone;
	if (!status && strcmp(d->name, name) != 0) {
		strcpy(c.place, "/name");
		status = schema_error(&c, err, "the file is called \"%s\"", name);
	}
	status = status ? status : desc_check(d, &c, err);
	if (status) {
		desc_free(d);
		return status;
	}
	*made = d;
	return ZF_OK;
}

void desc_free(struct desc *d)
{
	if (!d)
		return;
	json_free(d->json);
	arena_free(&d->arena);
	free(d->file);
	free(d);
}

/* ~/.config/zoneferry/providers by the XDG rules; false: there is no home. Release in any case. */
static bool user_folder(struct buf *path)
{
	buf_init(path, 0);
	return xdg_path(path, XDG_CONFIG, "providers");
}

/* Loads DIR/NAME.json if it is there; else *d stays NULL. */
static enum zf_status load_file(
	struct desc **d, const char *dir, const char *name, struct zf_error *err)
{
	struct buf path;
	struct file_text text = {0};
	buf_init(&path, 0);
	buf_printf(&path, "%s/%s.json", dir, name);
	FILE *there = fopen(path.data, "re");
	enum zf_status status = ZF_OK;
	if (there) {
		status = file_read_fd(&text, fileno(there), path.data, DESC_MAX_SIZE, err);
		fclose(there);
		if (!status)
			status = desc_parse(
				d, name, path.data, (struct str){text.data, text.size}, err);
		file_text_free(&text);
	} else if (errno != ENOENT && errno != ENOTDIR) {
		status = err_errno(err, ZF_ERR_IO, "the description can't be read");
		err_place(err, path.data, 0, 0);
	}
	buf_free(&path);
	return status;
}

static enum zf_status load_embedded(struct desc **d, const char *name, struct zf_error *err)
{
	for (const struct embedded_file *f = embedded_files; f->name; f++) {
		if (strcmp(f->name, name) != 0)
			continue;
		struct buf file;
		buf_init(&file, 0);
		buf_printf(&file, "(built in) %s.json", name);
		enum zf_status status =
			desc_parse(d, name, file.data, (struct str){f->text, f->size}, err);
		buf_free(&file);
		return status;
	}
	return ZF_OK;
}

static enum zf_status unknown_provider(const char *name, const char *dir, struct zf_error *err)
{
	struct desc_names names = {0};
	struct near near = {.word = NULL};
	struct buf word;
	if (desc_list(&names, dir, err))
		return ZF_ERR_IO;
	for (size_t i = 0; i < names.count; i++)
		near_look(&near, name, names.items[i]);
	const char *hint = near_hint(&near);
	buf_init(&word, 0);
	str_print(&word, name, strlen(name));
	err_set(err, ZF_ERR_NOT_FOUND, "there is no provider \"%s\"%s", word.data,
		*hint ? hint : "; zoneferry providers lists them");
	buf_free(&word);
	desc_names_free(&names);
	return ZF_ERR_NOT_FOUND;
}

enum zf_status desc_load(struct desc **d, const char *name, const char *dir, struct zf_error *err)
{
	*d = NULL;
	if (!desc_is_name(name, '-'))
		return unknown_provider(name, dir, err);
	struct buf user;
	bool has_user = user_folder(&user);
	enum zf_status status = dir ? load_file(d, dir, name, err) : ZF_OK;
	if (!status && !*d && has_user)
		status = load_file(d, user.data, name, err);
	if (!status && !*d)
		status = load_embedded(d, name, err);
	buf_free(&user);
	if (!status && !*d)
		status = unknown_provider(name, dir, err);
	return status;
}

static void add_name(struct desc_names *names, const char *name, size_t size)
{
	for (size_t i = 0; i < names->count; i++) {
		if (strlen(names->items[i]) == size && memcmp(names->items[i], name, size) == 0)
			return;
	}
	names->items = mem_grow(names->items, &names->cap, names->count + 1, sizeof(*names->items));
	names->items[names->count++] = mem_strndup(name, size);
}

static enum zf_status list_folder(struct desc_names *names, const char *dir, struct zf_error *err)
{
	DIR *folder = opendir(dir);
	if (!folder && (errno == ENOENT || errno == ENOTDIR))
		return ZF_OK;
	if (!folder) {
		enum zf_status status =
			err_errno(err, ZF_ERR_IO, "the folder of descriptions can't be read");
		err_place(err, dir, 0, 0);
		return status;
	}
	for (struct dirent *e; (e = readdir(folder)) != NULL;) {
		size_t n = strlen(e->d_name);
		if (n > 5 && str_ends(e->d_name, ".json")) {
			char name[256];
			memcpy(name, e->d_name, n - 5);
			name[n - 5] = '\0';
			if (desc_is_name(name, '-'))
				add_name(names, name, n - 5);
		}
	}
	closedir(folder);
	return ZF_OK;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

enum zf_status desc_list(struct desc_names *names, const char *dir, struct zf_error *err)
{
	*names = (struct desc_names){0};
	for (const struct embedded_file *f = embedded_files; f->name; f++)
		add_name(names, f->name, strlen(f->name));
	struct buf user;
	bool has_user = user_folder(&user);
	enum zf_status status = dir ? list_folder(names, dir, err) : ZF_OK;
	if (!status && has_user)
		status = list_folder(names, user.data, err);
	buf_free(&user);
	if (status) {
		desc_names_free(names);
		return status;
	}
	qsort(names->items, names->count, sizeof(*names->items), compare_names);
	return ZF_OK;
}

void desc_names_free(struct desc_names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->items[i]);
	free(names->items);
	*names = (struct desc_names){0};
}
