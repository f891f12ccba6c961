#include "prove.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "err.h"
#include "mem.h"
#include "save.h"
#include "zonefile.h"

static enum zf_status check_zone(
	const struct holding *e, const struct file_text *file, struct zf_error *err)
{
	struct zf_error inner = ZF_ERROR_INIT;
	struct zonefile_options how = ZONEFILE_OPTIONS_INIT;
	struct zf_zone *zone = NULL;
	uint8_t digest[ZONE_DIGEST_OCTETS];
	char text[DIGEST_TEXT];
	if (e->records == 0)
		return ZF_OK; /* zone text without a record is no zone to its reader */
	enum zf_status status =
		zonefile_parse(&zone, file->data, file->size, NULL, &how, NULL, &inner);
	if (status)
		return err_set(
			err, ZF_ERR_DATA, "it can't be read: line %lu: %s", inner.line, inner.text);
	zone_digest(zone, digest);
	digest_print(text, digest);
	if (strcmp(text, e->digest) != 0 || save_count(zone) != e->records ||
		strcmp(zone->apex_text, e->zone) != 0)
		status = err_set(err, ZF_ERR_DATA, "it is not the zone that was saved");
	zf_zone_free(zone);
	return status;
}

static enum zf_status check_file(const char *path, const struct holding *e, struct zf_error *err)
{
	struct file_text file;
	uint8_t digest[SHA256_OCTETS];
	char text[DIGEST_TEXT];
	enum zf_status status = file_read(&file, path, ZONEFILE_MAX_SIZE, err);
	if (status)
		return status;
	sha256(digest, file.data, file.size);
	digest_print(text, digest);
	if (file.size != e->size)
		status = err_set(err, ZF_ERR_DATA,
			"it is not what was saved: it has %zu octets, not %" PRIu64, file.size,
			e->size);
	else if (strcmp(text, e->octets) != 0)
		status = err_set(err, ZF_ERR_DATA, "it is not what was saved: its digest differs");
	else
		status = check_zone(e, &file, err);
	file_text_free(&file);
	return status;
}

/* Work on one or more folders. */
struct proving {
	struct proof *proof;
	prove_tell *tell;
	void *user;
	size_t folders;
};

static void tell(struct proving *p, const char *path, const char *why)
{
	p->proof->bad++;
	p->tell(p->user, path, why);
}

static void prove_known(struct proving *p, const struct depot *d)
{
	for (size_t i = 0; i < d->manifest.count; i++) {
		const struct holding *e = &d->manifest.items[i];
		struct zf_error err = ZF_ERROR_INIT;
		struct buf path;
		if (!e->octets)
			continue; /* it never was read, which is told by the run */
		buf_init(&path, 0);
		depot_path(&path, d, e->file);
		p->proof->files++;
		if (check_file(path.data, e, &err) != ZF_OK)
			tell(p, path.data, err.text);
		buf_free(&path);
	}
}

/* Zone files that the manifest doesn't know may be what is left of a manifest that lost its lines.
 */
static enum zf_status look_for_unknown(
	struct proving *p, const struct depot *d, struct zf_error *err)
{
	DIR *folder = opendir(d->path);
	const struct dirent *f;
	if (!folder)
		return err_errno(err, ZF_ERR_IO, "can't read %s", d->path);
	while ((f = readdir(folder)) != NULL) {
		const struct holding *e = manifest_find(&d->manifest, f->d_name);
		if (f->d_name[0] == '.' || !str_ends(f->d_name, ".zone") || (e && e->octets))
			continue;
		struct buf path;
		buf_init(&path, 0);
		depot_path(&path, d, f->d_name);
		tell(p, path.data, "the manifest doesn't know it");
		buf_free(&path);
	}
	closedir(folder);
	return ZF_OK;
}

static bool has_manifest(const char *folder)
{
	struct stat st;
	struct buf path;
	buf_init(&path, 0);
	buf_printf(&path, "%s/" MANIFEST_FILE, folder);
	bool there = stat(path.data, &st) == 0;
	buf_free(&path);
	return there;
}

/* A manifest that was damaged can't prove its files: it is what is wrong. */
static enum zf_status prove_one(struct proving *p, const char *path, struct zf_error *err)
{
	struct zf_error inner = ZF_ERROR_INIT;
	struct depot d;
	enum zf_status status = depot_look(&d, path, &inner);
	p->folders++;
	if (status == ZF_ERR_SYNTAX || status == ZF_ERR_LIMIT) {
		char why[sizeof(inner.text) + 40];
		snprintf(why, sizeof(why), "line %lu: %s", inner.line, inner.text);
		tell(p, inner.file, why);
		return ZF_OK;
	}
	if (status) {
		*err = inner;
		return status;
	}
	prove_known(p, &d);
	status = look_for_unknown(p, &d, err);
	depot_leave(&d);
	return status;
}

static enum zf_status prove_below(struct proving *p, const char *path, struct zf_error *err)
{
	struct dirent **found;
	enum zf_status status = ZF_OK;
	int count = scandir(path, &found, NULL, alphasort);
	if (count < 0)
		return err_errno(err, ZF_ERR_IO, "can't read %s", path);
	for (int i = 0; i < count; i++) {
		struct buf below;
		buf_init(&below, 0);
		buf_printf(&below, "%s/%s", path, found[i]->d_name);
		if (!status && found[i]->d_name[0] != '.' && has_manifest(below.data))
			status = prove_one(p, below.data, err);
		buf_free(&below);
		free(found[i]);
	}
	free(found);
	return status;
}

enum zf_status prove_folder(struct proof *proof, const char *folder, prove_tell *tell_function,
	void *user, struct zf_error *err)
{
	struct proving p = {.proof = proof, .tell = tell_function, .user = user};
	*proof = (struct proof){.files = 0};
	enum zf_status status = has_manifest(folder) ? prove_one(&p, folder, err) : ZF_OK;
	if (!status)
		status = prove_below(&p, folder, err);
	if (!status && p.folders == 0)
		status = err_set(err, ZF_ERR_NOT_FOUND,
			"%s holds no backup: there is no " MANIFEST_FILE, folder);
	return status;
}

enum zf_status prove_file(bool *known, const char *path, struct zf_error *err)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash ? mem_strndup(path, slash == path ? 1 : (size_t)(slash - path))
			     : mem_strdup(".");
	struct depot d;
	*known = false;
	enum zf_status status = ZF_OK;
	if (has_manifest(folder))
		status = depot_look(&d, folder, err);
	if (!status && has_manifest(folder)) {
		const struct holding *e = manifest_find(&d.manifest, slash ? slash + 1 : path);
		struct zf_error inner = ZF_ERROR_INIT;
		*known = e && e->octets;
		if (*known && (status = check_file(path, e, &inner)) != ZF_OK) {
			err_set(err, status, "%s", inner.text);
			err_place(err, path, 0, 0);
		}
		depot_leave(&d);
	}
	free(folder);
	return status;
}
