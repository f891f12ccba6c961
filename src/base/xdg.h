/*
 * xdg: where the program's own files are (XDG Base Directory Specification).
 */
#ifndef ZF_BASE_XDG_H
#define ZF_BASE_XDG_H

#include "buf.h"

enum xdg_folder {
	XDG_CONFIG, /* $XDG_CONFIG_HOME, ~/.config */
	XDG_STATE, /* $XDG_STATE_HOME, ~/.local/state */
};

/* Appends "FOLDER/zoneferry/NAME". False, and nothing appended: neither the folder's variable nor
 * HOME is an absolute path. */
bool xdg_path(struct buf *path, enum xdg_folder folder, const char *name);

#endif
