/*
 * file_link: where a symbolic link leads, if nobody else can have made it lead there.
 */
#ifndef ZF_BASE_FILE_LINK_H
#define ZF_BASE_FILE_LINK_H

#include "zoneferry.h"

/* Whether a symbolic link stands at `path`. */
bool file_is_link(const char *path);

/* The absolute path of what the link at `path` leads to, without any link in it; what stands there,
 * if anything, is the caller's to look at. Release *target with free. Every link on the way and
 * every folder must belong to the user or root, and nobody else may be able to write to the
 * folders; one above those of the links and the target may be like /tmp (others can't replace what
 * isn't theirs). Errors: ZF_ERR_IO, which names what isn't so. */
enum zf_status file_follow(char **target, const char *path, struct zf_error *err);

#endif
