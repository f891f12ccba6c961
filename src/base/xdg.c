#include "xdg.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "err.h"

static const struct {
	const char *variable, *below_home;
} folders[] = {
	[XDG_CONFIG] = {"XDG_CONFIG_HOME", ".config"},
	[XDG_STATE] = {"XDG_STATE_HOME", ".local/state"},
	[XDG_CACHE] = {"XDG_CACHE_HOME", ".cache"},
};

bool xdg_path(struct buf *path, enum xdg_folder folder, const char *name)
{
	const char *set = getenv(folders[folder].variable), *home = getenv("HOME");
	if (set && *set == '/')
		buf_adds(path, set);
	else if (home && *home == '/')
		buf_printf(path, "%s/%s", home, folders[folder].below_home);
	else
		return false;
	buf_printf(path, "/zoneferry/%s", name);
	return true;
}

enum zf_status xdg_make_folders(char *path, struct zf_error *err)
{
	for (char *at = path + 1;; at++) {
		char c = *at;
		if (c != '/' && c != '\0')
			continue;
		*at = '\0';
		bool made = mkdir(path, 0700) == 0 || errno == EEXIST;
		enum zf_status status =
			made ? ZF_OK : err_errno(err, ZF_ERR_IO, "can't make the folder %s", path);
		*at = c;
		if (status || c == '\0')
			return status;
	}
}
