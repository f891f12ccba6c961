/* The zones of a project: those that it names, and those whose files match its patterns. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>

#include "err.h"
#include "filename.h"
#include "idn.h"
#include "location.h"
#include "mem.h"
#include "near.h"
#include "project_keys.h"

static const char mark[] = PROJECT_NAME_MARK;
static const char ending[] = ".zone"; /* that filename_add writes */

bool project_is_provider(const char *target)
{
	static const char *const files[] = {".zone", ".db", ".json", ".yaml"};
	size_t n = strcspn(target, ":/{");
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (str_ends(target, files[i]))
			return false;
	return !target[n] || strcmp(target + n, ":") == 0;
}

/* Adds a text with the mark replaced. */
static void add_marked(struct buf *b, const char *text, const char *zone)
{
	for (const char *at; (at = strstr(text, mark)) != NULL; text = at + strlen(mark)) {
		buf_add(b, text, (size_t)(at - text));
		buf_adds(b, zone);
	}
	buf_adds(b, text);
}

static char *target_of(const struct project *p, const char *target, const char *zone)
{
	struct zf_error ignored = ZF_ERROR_INIT;
	struct location loc;
	struct buf b;
	buf_init(&b, 0);
	if (project_is_provider(target)) {
		buf_printf(&b, "%s%s%s", target, str_ends(target, ":") ? "" : ":", zone);
	} else {
		add_marked(&b, target, zone);
		bool file = location_parse(&loc, b.data, &ignored) == ZF_OK &&
			    loc.kind == LOCATION_FILE;
		if (file && loc.path[0] != '/' && p->folder[0]) {
			buf_reset(&b);
			buf_printf(&b, "%s%s", p->folder, loc.path);
		}
		if (!ignored.code)
			location_free(&loc);
	}
	char *text = buf_take(&b);
	buf_free(&b);
	return text;
}

/* The path of a zone's source; a file's name that can't be taken for another kind of location. */
static char *source_of(const struct project *p, const char *source, const struct name *zone)
{
	struct buf b, stem;
	buf_init(&b, 0);
	buf_init(&stem, 0);
	filename_add(&stem, zone, NULL);
	stem.data[stem.len - strlen(ending)] = '\0';
	buf_printf(&b, "%s%s", p->folder, strchr(source, '/') || p->folder[0] ? "" : "./");
	add_marked(&b, source, stem.data);
	char *text = buf_take(&b);
	buf_free(&b);
	buf_free(&stem);
	return text;
}

static void add_zone(struct project_zones *zones, const struct project *p,
	const struct project_entry *e, const struct name *name)
{
	struct buf text;
	buf_init(&text, 0);
	name_print(&text, name->wire);
	if (text.len > 1)
		text.data[--text.len] = '\0';
	zones->items = mem_grow(zones->items, &zones->cap, zones->count + 1, sizeof(*zones->items));
	struct project_zone *z = &zones->items[zones->count++];
	*z = (struct project_zone){.name = buf_take(&text), .entry = e};
	z->source = source_of(p, e->source, name);
	z->targets.items = mem_alloc(e->targets.count * sizeof(char *));
	z->targets.count = z->targets.cap = e->targets.count;
	for (size_t i = 0; i < e->targets.count; i++)
		z->targets.items[i] = target_of(p, e->targets.items[i], z->name);
	for (size_t i = 0; i < p->defaults.ignore.count; i++)
		project_list_add(&z->ignore, p->defaults.ignore.items[i]);
	for (size_t i = 0; i < e->rules.ignore.count; i++)
		project_list_add(&z->ignore, e->rules.ignore.items[i]);
	buf_free(&text);
}

static int by_name(const void *a, const void *b)
{
	const struct project_zone *x = a, *y = b;
	return strcmp(x->name, y->name);
}

static bool is_there(const struct project_zones *zones, size_t sorted, const char *name)
{
	const struct project_zone key = {.name = (char *)(uintptr_t)name};
	return sorted && bsearch(&key, zones->items, sorted, sizeof(key), by_name);
}

/* Where the files of a pattern are, and what stands around the zone's name in theirs. */
struct place {
	struct buf folder;
	struct str before, behind;
};

static void place_make(struct place *place, const struct project *p, const char *source)
{
	const char *at = strstr(source, mark), *last = strrchr(source, '/');
	const char *file = last ? last + 1 : source;
	buf_init(&place->folder, 0);
	buf_printf(&place->folder, "%s%.*s", p->folder, last ? (int)(last - source) : 0, source);
	if (!place->folder.len)
		buf_adds(&place->folder, ".");
	place->before = (struct str){file, (size_t)(at - file)};
	place->behind = str_of(at + strlen(mark));
}

/* What stands for the zone's name in a file's. */
static bool stem_of(struct str *stem, const struct place *place, const char *file)
{
	size_t n = strlen(file), around = place->before.n + place->behind.n;
	*stem = (struct str){file + place->before.n, n - around};
	return n > around && file[0] != '.' &&
	       memcmp(file, place->before.p, place->before.n) == 0 &&
	       strcmp(file + n - place->behind.n, place->behind.p) == 0;
}

/* The zone of one file of the folder, if it is one of the pattern's. */
static enum zf_status add_file(struct project_zones *zones, const struct project *p,
	const struct project_entry *e, const struct place *place, const char *file,
	struct zf_error *err)
{
	struct name name;
	struct str stem;
	struct buf text;
	if (!stem_of(&stem, place, file))
		return ZF_OK;
	if (!filename_read(&name, stem))
		return err_set(err, ZF_ERR_DATA,
			"%s/%s: its name tells no zone; a zone of its own in %s, or a pattern that "
			"leaves it out, says what it is",
			place->folder.data, file, p->file);
	buf_init(&text, 0);
	name_print(&text, name.wire);
	if (text.len > 1)
		text.data[--text.len] = '\0';
	bool wanted = str_glob(e->zone, text.data);
	buf_free(&text);
	if (wanted)
		add_zone(zones, p, e, &name);
	return ZF_OK;
}

static void sort(struct project_zones *zones)
{
	if (zones->count)
		qsort(zones->items, zones->count, sizeof(*zones->items), by_name);
}

/* What a later entry found again is the earlier one's. */
static void drop_known(struct project_zones *zones, size_t known)
{
	size_t kept = known;
	for (size_t i = known; i < zones->count; i++) {
		struct project_zone *z = &zones->items[i];
		if (is_there(zones, known, z->name)) {
			struct project_zones one = {z, 1, 0};
			struct project_zone gone = *z;
			one.items = mem_alloc(sizeof(gone));
			one.items[0] = gone;
			project_zones_free(&one);
		} else {
			zones->items[kept++] = *z;
		}
	}
	zones->count = kept;
	sort(zones);
}

static enum zf_status add_pattern(struct project_zones *zones, const struct project *p,
	const struct project_entry *e, struct zf_error *err)
{
	enum zf_status status = ZF_OK;
	struct place place;
	struct dirent *entry;
	size_t known = zones->count;
	place_make(&place, p, e->source);
	DIR *dir = opendir(place.folder.data);
	if (!dir)
		status = err_errno(err, ZF_ERR_IO, "can't read the folder %s", place.folder.data);
	while (!status && (errno = 0, entry = readdir(dir)) != NULL)
		status = add_file(zones, p, e, &place, entry->d_name, err);
	if (!status && errno)
		status = err_errno(err, ZF_ERR_IO, "can't read the folder %s", place.folder.data);
	if (dir)
		closedir(dir);
	buf_free(&place.folder);
	drop_known(zones, known);
	return status;
}

/* Zones that are named, then those of the patterns in their order. */
static enum zf_status list_all(
	struct project_zones *zones, const struct project *p, struct zf_error *err)
{
	enum zf_status status = ZF_OK;
	struct name name;
	for (size_t i = 0; i < p->count && !status; i++) {
		const struct project_entry *e = &p->entries[i];
		if (e->is_pattern)
			continue;
		status = name_parse_absolute(&name, e->zone, err);
		if (!status)
			add_zone(zones, p, e, &name);
	}
	sort(zones);
	for (size_t i = 0; i < p->count && !status; i++)
		if (p->entries[i].is_pattern)
			status = add_pattern(zones, p, &p->entries[i], err);
	if (!status && !zones->count)
		return err_set(err, ZF_ERR_NOT_FOUND,
			"%s knows no zone: there are no files for "
			"its patterns",
			p->file);
	return status;
}

static enum zf_status no_zone(const struct project_zones *zones, const struct project *p,
	const char *glob, struct zf_error *err)
{
	struct near near = {.word = NULL};
	for (size_t i = 0; i < zones->count; i++)
		near_look(&near, glob, zones->items[i].name);
	return err_set(err, ZF_ERR_NOT_FOUND, "%s knows no zone \"%s\"%s", p->file, glob,
		near_hint(&near));
}

/* A glob in A-labels, without its final dot; or NULL. */
static char *plain(const char *glob, struct zf_error *err)
{
	char *made = idn_dup_ascii(glob, err);
	size_t n = made ? strlen(made) : 0;
	if (n > 1 && made[n - 1] == '.')
		made[n - 1] = '\0';
	return made;
}

static enum zf_status choose(struct project_zones *zones, const struct project *p,
	char *const *globs, size_t glob_count, struct zf_error *err)
{
	bool *wanted = mem_zalloc(zones->count * sizeof(*wanted) + 1);
	enum zf_status status = ZF_OK;
	for (size_t i = 0; i < glob_count && !status; i++) {
		char *glob = plain(globs[i], err);
		bool found = false;
		for (size_t k = 0; k < zones->count && glob; k++) {
			if (str_glob(glob, zones->items[k].name))
				wanted[k] = found = true;
		}
		if (!glob)
			status = err->code;
		else if (!found)
			status = no_zone(zones, p, glob, err);
		free(glob);
	}
	struct project_zones left = {mem_alloc(zones->count * sizeof(*left.items) + 1), 0, 0};
	size_t kept = 0;
	for (size_t k = 0; k < zones->count && !status; k++) {
		if (wanted[k])
			zones->items[kept++] = zones->items[k];
		else
			left.items[left.count++] = zones->items[k];
	}
	if (!status)
		zones->count = kept;
	project_zones_free(&left);
	free(wanted);
	return status;
}

enum zf_status project_list_zones(struct project_zones *zones, const struct project *p,
	char *const *globs, size_t glob_count, struct zf_error *err)
{
	*zones = (struct project_zones){.items = NULL};
	enum zf_status status = list_all(zones, p, err);
	if (!status && glob_count)
		status = choose(zones, p, globs, glob_count, err);
	if (status)
		project_zones_free(zones);
	return status;
}
