/*
 * xdg: where the program's own files are (XDG Base Directory Specification).
 */
#ifndef ZF_BASE_XDG_H
#define ZF_BASE_XDG_H

#include "buf.h"
#include "zoneferry.h"

enum xdg_folder {
	XDG_CONFIG, /* $XDG_CONFIG_HOME, ~/.config */
	XDG_STATE, /* $XDG_STATE_HOME, ~/.local/state */
	XDG_CACHE, /* $XDG_CACHE_HOME, ~/.cache */
};

/* Appends "FOLDER/zoneferry/NAME". False, and nothing appended: neither the folder's variable nor
 * HOME is an absolute path. */
bool xdg_path(struct buf *path, enum xdg_folder folder, const char *name);

/* Makes what is missing of the folders on an absolute path, as their owner's alone. `path` is the
 * same again afterwards. Errors: ZF_ERR_IO. */
enum zf_status xdg_make_folders(char *path, struct zf_error *err);

#endif
