#include "known_zones.h"

#include <string.h>

#include "err.h"
#include "xdg.h"

enum { MOST = 16 << 20 }; /* octets: 500,000 zones and more */

/* The account's file; false: it has none. Release `path` in any case. */
static bool find_path(struct buf *path, const char *account)
{
	buf_init(path, 0);
	/* What else a profile may be called is no file's name. */
	const size_t safe = strspn(
		account, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_@");
	if (safe == 0 || account[safe] || !xdg_path(path, XDG_CACHE, "zones"))
		return false;
	return true;
}

void known_zones_keep(const char *account, const struct buf *lines)
{
	struct zf_error none = ZF_ERROR_INIT;
	struct buf path;
	if (find_path(&path, account) && lines->len <= MOST &&
		xdg_make_folders(path.data, &none) == ZF_OK) {
		buf_printf(&path, "/%s", account);
		file_replace(path.data, lines->data, lines->len, FILE_CAREFUL, &none);
	}
	buf_free(&path);
}

bool known_zones_read(struct file_text *lines, const char *account)
{
	struct zf_error none = ZF_ERROR_INIT;
	struct buf path;
	bool found = find_path(&path, account);
	if (found) {
		buf_printf(&path, "/%s", account);
		found = file_read(lines, path.data, MOST, &none) == ZF_OK;
	}
	buf_free(&path);
	return found;
}
