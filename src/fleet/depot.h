/*
 * depot: a folder of backups that one run is at work in: kept from others (running), with its
 * manifest, which is brought up to what a dead run did before it died.
 */
#ifndef ZF_FLEET_DEPOT_H
#define ZF_FLEET_DEPOT_H

#include "manifest.h"
#include "running.h"

struct depot {
	char *path;
	struct manifest manifest;
	struct running running;
	char dead[128]; /* the dead run that was found; "": none */
	size_t done; /* zones that an earlier run did, which is gone on with */
};

/* Makes the folders that are missing, takes the last one, and reads its manifest. `source` is what
 * is backed up there, and must be what was backed up there before. With RUNNING_ON, entries that
 * the run before did are `done`. Errors: ZF_ERR_UNSUPPORTED (another run is at work, or
 * another source), ZF_ERR_SYNTAX (the manifest), ZF_ERR_IO. On success end with depot_close. */
enum zf_status depot_open(struct depot *d, const char *path, const char *source,
	enum running_list how, struct zf_error *err);

/* The same for who only reads: the folder must have a manifest, and nothing in it is made or
 * changed. Errors beside: ZF_ERR_NOT_FOUND (no manifest). On success end with depot_leave. */
enum zf_status depot_look(struct depot *d, const char *path, struct zf_error *err);
void depot_leave(struct depot *d);

/* Writes the manifest if it has changed, and gives the folder back; `complete`: nothing is left for
 * a run that goes on. Releases d in any case. */
enum depot_end { DEPOT_COMPLETE, DEPOT_INCOMPLETE };
enum zf_status depot_close(struct depot *d, enum depot_end how, struct zf_error *err);

/* Appends the path of a file in it. */
void depot_path(struct buf *b, const struct depot *d, const char *file);

/* Moves a file to .removed in the folder, beside those that were moved there before. A file that
 * isn't there is no error. */
enum zf_status depot_remove(struct depot *d, const char *file, struct zf_error *err);

/* Notes on the list what became of a zone. */
enum zf_status depot_note(
	struct depot *d, const struct holding *e, enum running_write how, struct zf_error *err);

#endif
