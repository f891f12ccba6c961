#include "xdg.h"

#include <stdlib.h>

static const struct {
	const char *variable, *below_home;
} folders[] = {
	[XDG_CONFIG] = {"XDG_CONFIG_HOME", ".config"},
	[XDG_STATE] = {"XDG_STATE_HOME", ".local/state"},
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
