/*
 * file_keep: what a new file keeps of the one that it replaces, so that nobody can read or write
 * it who couldn't before.
 */
#ifndef ZF_BASE_FILE_KEEP_H
#define ZF_BASE_FILE_KEEP_H

#include "file.h"

/* Gives the new file `fd` what the open file `old` has: owner, group, mode, POSIX ACL and every
 * other extended attribute (a security label, what people note on files). What can't be given is an
 * error that names it; with FILE_FORCED what isn't about access is left out, and where the owner or
 * an ACL can't be kept the file is its owner's alone. */
enum zf_status file_keep(
	int fd, int old, const char *path, enum file_care care, struct zf_error *err);

/* Refuses, with FILE_CAREFUL, a file that isn't there to be written to: read-only for everybody, or
 * for us. */
enum zf_status file_may_replace(
	int folder, const char *name, const char *path, enum file_care care, struct zf_error *err);

#endif
