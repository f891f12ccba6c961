#include "zone_folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "err.h"
#include "filename.h"
#include "mem.h"
#include "zone.h"
#include "zonefile.h"

enum { DEPTH_MOST = 16 };

bool folder_is(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

void folder_free(struct folder *f)
{
	for (size_t i = 0; i < f->count; i++) {
		free(f->items[i].path);
		free(f->items[i].zone);
	}
	free(f->items);
	*f = (struct folder){.items = NULL};
}

static char *text_of(const struct name *name)
{
	struct buf text;
	buf_init(&text, 0);
	name_print(&text, name->wire);
	if (text.len > 1)
		text.data[text.len - 1] = '\0';
	char *plain = mem_strdup(text.data);
	buf_free(&text);
	return plain;
}

/* By its name: as backups call it, or as people do. */
static bool zone_of_name(struct name *zone, const char *file)
{
	static const char ending[] = ".zone";
	const struct zonefile_options usual = ZONEFILE_OPTIONS_INIT;
	struct str stem = str_of(file);
	zonefile_start_origin(zone, file, &usual);
	if (zone->len > 1)
		return true;
	if (!str_ends(file, ending))
		return false;
	stem.n -= strlen(ending);
	return memchr(stem.p, '%', stem.n) && filename_read(zone, stem);
}

/* By what it holds. */
static bool zone_of_text(struct name *name, const char *path)
{
	const struct zonefile_options usual = ZONEFILE_OPTIONS_INIT;
	struct zf_error ignored = ZF_ERROR_INIT;
	struct zf_zone *zone = NULL;
	struct diags diags;
	diags_init(&diags);
	bool good = zonefile_read(&zone, path, &usual, &diags, &ignored) == ZF_OK;
	if (good)
		*name = zone->apex;
	zf_zone_free(zone);
	diags_free(&diags);
	return good;
}

static void add_file(struct folder *f, const char *path, const char *file)
{
	struct name name;
	bool known = zone_of_name(&name, file) || zone_of_text(&name, path);
	f->items = mem_grow(f->items, &f->cap, f->count + 1, sizeof(*f->items));
	f->items[f->count++] = (struct folder_file){
		.path = mem_strdup(path), .zone = known ? text_of(&name) : NULL};
}

/* What is called so in a folder: a folder to be looked into, a file, or nothing of interest. */
static mode_t kind_of(const char *path)
{
	struct stat st, link;
	if (lstat(path, &link) != 0 || stat(path, &st) != 0)
		return 0;
	return S_ISLNK(link.st_mode) && S_ISDIR(st.st_mode) ? 0 : st.st_mode & S_IFMT;
}

/* Folders below are read by the same function, DEPTH_MOST deep at most. */
static enum zf_status read_folder(
	struct folder *f, const char *path, unsigned depth, struct zf_error *err)
{
	enum zf_status status = ZF_OK;
	struct dirent *entry;
	struct buf whole;
	DIR *dir = opendir(path);
	if (!dir)
		return err_errno(err, ZF_ERR_IO, "can't read the folder %s", path);
	buf_init(&whole, 0);
	while (!status && (errno = 0, entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		buf_reset(&whole);
		buf_printf(&whole, "%s%s%s", path, str_ends(path, "/") ? "" : "/", entry->d_name);
		mode_t kind = kind_of(whole.data);
		if (S_ISDIR(kind) && depth < DEPTH_MOST)
			status = read_folder(f, whole.data, depth + 1, err);
		else if (S_ISREG(kind) && zonefile_is_name(entry->d_name))
			add_file(f, whole.data, entry->d_name);
	}
	if (!status && errno)
		status = err_errno(err, ZF_ERR_IO, "can't read the folder %s", path);
	closedir(dir);
	buf_free(&whole);
	return status;
}

static int by_path(const void *a, const void *b)
{
	const struct folder_file *x = a, *y = b;
	return strcmp(x->path, y->path);
}

enum zf_status folder_list(struct folder *f, const char *path, struct zf_error *err)
{
	*f = (struct folder){.items = NULL};
	enum zf_status status = read_folder(f, path, 0, err);
	if (!status && !f->count)
		status = err_set(err, ZF_ERR_NOT_FOUND,
			"%s: there is no zone file in this folder (NAME.zone, NAME.db, db.NAME …)",
			path);
	if (status)
		folder_free(f);
	else
		qsort(f->items, f->count, sizeof(*f->items), by_path);
	return status;
}

static int by_zone(const void *a, const void *b)
{
	const struct folder_file *x = a, *y = b;
	if (!x->zone || !y->zone)
		return x->zone ? -1 : y->zone ? 1 : strcmp(x->path, y->path);
	int order = strcmp(x->zone, y->zone);
	return order ? order : strcmp(x->path, y->path);
}

enum zf_status folder_sort_by_zone(struct folder *f, struct zf_error *err)
{
	if (f->count)
		qsort(f->items, f->count, sizeof(*f->items), by_zone);
	for (size_t i = 1; i < f->count; i++) {
		const struct folder_file *a = &f->items[i - 1], *b = &f->items[i];
		if (a->zone && b->zone && strcmp(a->zone, b->zone) == 0)
			return err_set(err, ZF_ERR_DATA, "%s is in two files: %s and %s", a->zone,
				a->path, b->path);
	}
	return ZF_OK;
}
