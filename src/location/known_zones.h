/*
 * known_zones: the names of an account's zones as they were listed last, one a line in
 * $XDG_CACHE_HOME/zoneferry/zones/PROVIDER[@PROFILE]. For completion, which asks no provider;
 * nobody else relies on it.
 */
#ifndef ZF_LOCATION_KNOWN_ZONES_H
#define ZF_LOCATION_KNOWN_ZONES_H

#include "file.h"

/* Keeps them, sorted as given, in a folder that is the user's alone. A cache that can't be written
 * is none: no error. `account` is "bunny" or "bunny@work"; names without their final dots in
 * `lines`. */
void known_zones_keep(const char *account, const struct buf *lines);

/* What was kept. False: nothing. On success release with file_text_free. */
bool known_zones_read(struct file_text *lines, const char *account);

#endif
