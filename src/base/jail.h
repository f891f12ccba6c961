/*
 * jail: opening files below a folder, and nowhere else.
 *
 * Zone files may come from strangers (a pull request), and $INCLUDE names files. Neither absolute
 * names, nor "..", nor symbolic links lead out of the folder, also when somebody changes it at the
 * same time.
 */
#ifndef ZF_BASE_JAIL_H
#define ZF_BASE_JAIL_H

#include <stdbool.h>
#include <stddef.h>

enum { JAIL_MAX_NAME = 1024 };

/* Opens the folder that a file is in, or NULL and -1 with errno set. Close it with close. */
int jail_folder_of(const char *file);

/* Opens the regular file `name` for reading, below `folder` (a descriptor, which stays the
 * caller's). Returns a descriptor or -1; *why then says what is wrong, a static text. */
int jail_open(int folder, const char *name, const char **why);

/* The same without openat2, part by part, as for kernels before Linux 5.6. */
int jail_open_by_walk(int folder, const char *name, const char **why);

/* base/name without "." and ".." parts, as text alone tells; an absolute name stands for itself.
 * False: it is too long for path[size]. */
bool jail_resolve(char *path, size_t size, const char *base, const char *name);

/* What of a path without "." and ".." is below a folder, or NULL. git's own files are nobody's. */
const char *jail_below(const char *path, const char *root);

/* Whether only the file's being missing made the last opening fail. */
extern const char jail_not_found[];

#endif
