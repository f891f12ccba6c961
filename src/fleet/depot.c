#include "depot.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "err.h"
#include "mem.h"
#include "zonefile.h"

void depot_path(struct buf *b, const struct depot *d, const char *file)
{
	buf_printf(b, "%s/%s", d->path, file);
}

/* Whether a file is still what an entry says. */
static bool is_as_noted(const struct depot *d, const struct holding *e)
{
	struct zf_error ignored = ZF_ERROR_INIT;
	uint8_t digest[SHA256_OCTETS];
	char text[DIGEST_TEXT];
	struct file_text file;
	struct buf path;
	buf_init(&path, 0);
	depot_path(&path, d, e->file);
	bool same = e->octets && file_read(&file, path.data, ZONEFILE_MAX_SIZE, &ignored) == ZF_OK;
	buf_free(&path);
	if (!same)
		return false;
	sha256(digest, file.data, file.size);
	digest_print(text, digest);
	file_text_free(&file);
	return strcmp(text, e->octets) == 0;
}

static bool is_same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

/* What a line of the list says counts if the zone's file got to its place. */
static void adopt(struct depot *d, struct holding *e, enum running_list how)
{
	struct holding *old = manifest_find(&d->manifest, e->file);
	if (!old || !is_as_noted(d, e)) {
		holding_free(e);
		return;
	}
	bool changed = !is_same(old->octets, e->octets) || old->error;
	e->done = how == RUNNING_ON;
	d->done += e->done && !old->done;
	d->manifest.changed = d->manifest.changed || changed;
	holding_free(old);
	*old = *e;
}

/* The list's lines; one that was cut, or is who wrote them, is none. */
static bool next_line(const char **at, const char *end, struct holding *e)
{
	while (*at < end) {
		const char *line = *at, *newline = memchr(line, '\n', (size_t)(end - line));
		struct json *json = NULL;
		if (!newline)
			return false;
		*at = newline + 1;
		bool good = *line == '{' &&
			    json_parse(&json, line, (size_t)(newline - line), NULL) == ZF_OK &&
			    holding_read(e, json, NULL) == ZF_OK;
		json_free(json);
		if (good)
			return true;
	}
	return false;
}

static void adopt_all(struct depot *d, enum running_list how)
{
	const struct file_text *text = &d->running.dead;
	const char *at = text->data, *end = text->data + text->size;
	struct holding e;
	char **files = NULL;
	size_t count = 0, cap = 0;
	if (!text->size)
		return;
	while (next_line(&at, end, &e)) {
		files = mem_grow(files, &cap, count + 1, sizeof(*files));
		files[count++] = mem_strdup(e.file);
		holding_free(&e);
	}
	manifest_add(&d->manifest, files, count);
	for (size_t i = 0; i < count; i++)
		free(files[i]);
	free(files);
	at = text->data;
	while (next_line(&at, end, &e))
		adopt(d, &e, how);
}

/* ".NAME.4711.0.tmp", as files are called while they are written (file.h). */
static bool is_temporary(const char *name)
{
	const char *at = name + strlen(name) - strlen(".tmp");
	if (name[0] != '.' || !str_ends(name, ".tmp"))
		return false;
	for (int part = 0; part < 2; part++) {
		const char *end = at;
		while (at > name && str_is_digit(at[-1]))
			at--;
		if (at == end || at == name || *--at != '.')
			return false;
	}
	const char *base = strstr(name, ".zone");
	return (base && base < at) || str_starts(name, "." MANIFEST_FILE ".");
}

/* Removes what a dead run was writing when it died; nobody else writes here. */
static void sweep(const char *path)
{
	DIR *folder = opendir(path);
	const struct dirent *f;
	while (folder && (f = readdir(folder)) != NULL)
		if (is_temporary(f->d_name))
			unlinkat(dirfd(folder), f->d_name, 0);
	if (folder)
		closedir(folder);
}

static enum zf_status make_folders(const char *path, struct zf_error *err)
{
	char *copy = mem_strdup(path);
	enum zf_status status = ZF_OK;
	for (char *at = copy + 1; !status && at[-1]; at++) {
		char c = *at;
		if (c != '/' && c != '\0')
			continue;
		*at = '\0';
		if (mkdir(copy, 0777) != 0 && errno != EEXIST)
			status = err_errno(err, ZF_ERR_IO, "can't make the folder %s", copy);
		*at = c;
	}
	free(copy);
	return status;
}

static enum zf_status check_source(struct depot *d, const char *source, struct zf_error *err)
{
	if (!d->manifest.source) {
		d->manifest.source = mem_strdup(source);
		return ZF_OK;
	}
	if (strcmp(d->manifest.source, source) == 0)
		return ZF_OK;
	return err_set(err, ZF_ERR_UNSUPPORTED,
		"%s holds backups of %s, not of %s: give each source a folder of its own, or all "
		"sources in one call, which does that",
		d->path, d->manifest.source, source);
}

/* With the list of the dead run in the manifest, and the manifest on the disk, a list begins. */
static enum zf_status take_over(struct depot *d, enum running_list how, struct zf_error *err)
{
	enum zf_status status = ZF_OK;
	adopt_all(d, how);
	if (d->running.dead.size)
		sweep(d->path);
	if (d->manifest.changed && d->running.dead.size) {
		status = manifest_write(&d->manifest, d->path, err);
		d->manifest.changed = false;
	}
	return status ? status : running_list(&d->running, how, err);
}

enum zf_status depot_open(struct depot *d, const char *path, const char *source,
	enum running_list how, struct zf_error *err)
{
	*d = (struct depot){.path = mem_strdup(path), .running = {.fd = -1}};
	enum zf_status status = make_folders(path, err);
	if (!status)
		status = running_begin(&d->running, path, err);
	if (status) {
		free(d->path);
		return status;
	}
	if (!running_found_dead(&d->running, d->dead, sizeof(d->dead)))
		d->dead[0] = '\0';
	status = manifest_read(&d->manifest, path, err);
	status = status ? status : check_source(d, source, err);
	status = status ? status : take_over(d, how, err);
	if (status) {
		/* A list that isn't of this run is another's business. */
		if (d->running.dead.size)
			running_leave(&d->running);
		else
			running_end(&d->running);
		manifest_free(&d->manifest);
		free(d->path);
	}
	return status;
}

enum zf_status depot_look(struct depot *d, const char *path, struct zf_error *err)
{
	*d = (struct depot){.path = mem_strdup(path), .running = {.fd = -1}};
	enum zf_status status = manifest_read(&d->manifest, path, err);
	if (!status && !d->manifest.source)
		status = err_set(err, ZF_ERR_NOT_FOUND,
			"%s holds no backup: there is no " MANIFEST_FILE, path);
	if (!status)
		status = running_look(&d->running, path, err);
	if (status) {
		manifest_free(&d->manifest);
		free(d->path);
		return status;
	}
	adopt_all(d, RUNNING_ANEW);
	return ZF_OK;
}

void depot_leave(struct depot *d)
{
	running_leave(&d->running);
	manifest_free(&d->manifest);
	free(d->path);
}

enum zf_status depot_close(struct depot *d, enum depot_end how, struct zf_error *err)
{
	enum zf_status status = ZF_OK;
	if (d->manifest.changed)
		status = manifest_write(&d->manifest, d->path, err);
	if (status)
		running_leave(&d->running);
	else if (how == DEPOT_COMPLETE)
		running_end(&d->running);
	else
		running_stop(&d->running);
	manifest_free(&d->manifest);
	free(d->path);
	return status;
}

enum zf_status depot_note(
	struct depot *d, const struct holding *e, enum running_write how, struct zf_error *err)
{
	struct buf line;
	buf_init(&line, 0);
	holding_print(&line, e);
	enum zf_status status = running_add(&d->running, &line, how, err);
	buf_free(&line);
	return status;
}

/* The folder's names are on the disk; some file systems can't say that. */
static bool is_synced(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool synced = fd >= 0 && (fsync(fd) == 0 || errno != EIO);
	if (fd >= 0)
		close(fd);
	return synced;
}

enum zf_status depot_remove(struct depot *d, const char *file, struct zf_error *err)
{
	enum { COPIES_MOST = 10000 };
	struct buf from, folder, to;
	enum zf_status status = ZF_OK;
	buf_init(&from, 0);
	buf_init(&folder, 0);
	buf_init(&to, 0);
	depot_path(&from, d, file);
	depot_path(&folder, d, ".removed");
	int failed = mkdir(folder.data, 0777) != 0 && errno != EEXIST ? errno : EEXIST;
	for (int copy = 0; failed == EEXIST && copy < COPIES_MOST; copy++) {
		buf_reset(&to);
		buf_printf(&to, "%s/%s", folder.data, file);
		if (copy)
			buf_printf(&to, ".%d", copy);
		/* Unlike rename, it replaces nothing that is there. */
		bool moved = link(from.data, to.data) == 0 && unlink(from.data) == 0;
		failed = moved ? 0 : errno;
	}
	errno = failed;
	if (failed && failed != ENOENT)
		status = err_errno(err, ZF_ERR_IO, "can't move %s to %s", from.data, folder.data);
	else if (!failed && (!is_synced(folder.data) || !is_synced(d->path)))
		status = err_errno(err, ZF_ERR_IO, "can't be sure that %s is on the disk", to.data);
	buf_free(&from);
	buf_free(&folder);
	buf_free(&to);
	return status;
}
