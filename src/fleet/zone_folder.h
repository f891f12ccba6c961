/*
 * zone_folder: a folder of zone files as a place of many zones. Files that are called as zone files
 * are (zonefile_is_name) count, in folders below it too; what begins with a dot doesn't, and no
 * link to a folder is followed.
 */
#ifndef ZF_FLEET_ZONE_FOLDER_H
#define ZF_FLEET_ZONE_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

#include "zoneferry.h"

struct folder_file {
	char *path; /* from the current folder, never to be taken for another kind of location */
	char *zone; /* without the final dot, by the file's name, else by what it holds; NULL: it
		       can't be told */
};

struct folder {
	struct folder_file *items; /* sorted by path */
	size_t count, cap;
};

bool folder_is(const char *path);

/* Errors: ZF_ERR_IO; ZF_ERR_NOT_FOUND: there is no zone file. On success release with folder_free.
 */
enum zf_status folder_list(struct folder *f, const char *path, struct zf_error *err);
void folder_free(struct folder *f);

/* Brings them into the order of their zones, the unknown ones last. Errors: ZF_ERR_DATA: two files
 * of one zone; names both. */
enum zf_status folder_sort_by_zone(struct folder *f, struct zf_error *err);

#endif
