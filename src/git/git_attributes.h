/*
 * git_attributes: the lines of .gitattributes that name our drivers for patterns of files.
 */
#ifndef ZF_GIT_ATTRIBUTES_H
#define ZF_GIT_ATTRIBUTES_H

#include "buf.h"
#include "zoneferry.h"

struct name_list {
	char **items; /* owned */
	size_t count, cap;
};
void name_list_add(struct name_list *list, const char *name, size_t n);
void name_list_free(struct name_list *list);

/* Adds a line for each pattern that has none yet; `said` is told each. */
enum zf_status attributes_add(
	const char *path, const struct name_list *patterns, struct buf *said, struct zf_error *err);

/* Takes all our lines away, and a file that held nothing else. */
enum zf_status attributes_remove(const char *path, struct buf *said, struct zf_error *err);

#endif
