#include "file_link.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "err.h"
#include "mem.h"

enum { LINKS_MOST = 40 }; /* as the system has it */

/* A way being walked from the root. */
struct walk {
	const char *path; /* as it was given, for messages */
	struct buf done; /* no link is in it; "" is the root */
	struct buf rest; /* without the first slash */
	int links;
};

bool file_is_link(const char *path)
{
	struct stat st;
	return lstat(path, &st) == 0 && S_ISLNK(st.st_mode);
}

static bool is_ours(const struct stat *st)
{
	return st->st_uid == geteuid() || st->st_uid == 0;
}

static enum zf_status refuse(
	const struct walk *w, const char *where, const char *why, struct zf_error *err)
{
	return err_set(err, ZF_ERR_IO, "can't replace %s: it is a symbolic link, and %s %s",
		w->path, where, why);
}

enum folder_use { FOLDER_ON_THE_WAY, FOLDER_OF_AN_END };

/* Whether nobody else can change what stands in the folder that is done. */
static enum zf_status check_folder(const struct walk *w, enum folder_use use, struct zf_error *err)
{
	const char *folder = w->done.len ? w->done.data : "/";
	struct stat st;
	if (lstat(folder, &st) != 0)
		return err_errno(err, ZF_ERR_IO, "can't replace %s", w->path);
	if (!is_ours(&st))
		return refuse(w, folder, "belongs to somebody else", err);
	bool sticky = use == FOLDER_ON_THE_WAY && st.st_mode & S_ISVTX;
	if (st.st_mode & (S_IWGRP | S_IWOTH) && !sticky)
		return refuse(w, folder, "can be written to by others", err);
	return ZF_OK;
}

/* Goes where the link leads that stands at `at`, in the folder that is done. */
static enum zf_status follow(struct walk *w, const char *at, struct zf_error *err)
{
	char to[PATH_MAX];
	ssize_t n = readlink(at, to, sizeof(to) - 1);
	if (n <= 0)
		return err_errno(err, ZF_ERR_IO, "can't replace %s", w->path);
	if (++w->links > LINKS_MOST)
		return refuse(w, at, "leads on for ever", err);
	to[n] = '\0';
	if (to[0] == '/')
		buf_reset(&w->done);
	struct buf rest;
	buf_init(&rest, 0);
	buf_printf(&rest, "%s/%s", to, w->rest.data ? w->rest.data : "");
	buf_free(&w->rest);
	w->rest = rest;
	return ZF_OK;
}

/* Takes the next part from the rest; its length is 0 at the end. */
static size_t take_part(struct walk *w, char part[NAME_MAX + 1])
{
	const char *p = w->rest.data + strspn(w->rest.data, "/");
	size_t n = strcspn(p, "/"), kept = n > NAME_MAX ? NAME_MAX : n;
	memcpy(part, p, kept);
	part[kept] = '\0';
	char *left = mem_strdup(p + n + strspn(p + n, "/"));
	buf_reset(&w->rest);
	buf_adds(&w->rest, left);
	free(left);
	return n;
}

static void step_back(struct walk *w)
{
	char *slash = w->done.len ? strrchr(w->done.data, '/') : NULL;
	if (slash)
		*slash = '\0';
	w->done.len = slash ? (size_t)(slash - w->done.data) : 0;
}

/* One part of the way further. */
static enum zf_status step(struct walk *w, const char *part, struct zf_error *err)
{
	struct stat st;
	struct buf at;
	bool last = w->rest.len == 0;
	if (strcmp(part, ".") == 0)
		return ZF_OK;
	if (strcmp(part, "..") == 0) {
		step_back(w);
		return ZF_OK;
	}
	buf_init(&at, 0);
	buf_printf(&at, "%s/%s", w->done.len ? w->done.data : "", part);
	bool there = lstat(at.data, &st) == 0, link = there && S_ISLNK(st.st_mode);
	enum zf_status status =
		check_folder(w, link || last ? FOLDER_OF_AN_END : FOLDER_ON_THE_WAY, err);
	if (!status && link && !is_ours(&st))
		status = refuse(w, at.data, "belongs to somebody else", err);
	if (!status && link) {
		status = follow(w, at.data, err);
	} else if (!status) {
		buf_reset(&w->done);
		buf_adds(&w->done, at.data);
	}
	buf_free(&at);
	return status;
}

enum zf_status file_follow(char **target, const char *path, struct zf_error *err)
{
	struct walk w = {.path = path};
	char part[NAME_MAX + 1];
	char *here = path[0] == '/' ? NULL : getcwd(NULL, 0);
	enum zf_status status = ZF_OK;
	if (path[0] != '/' && !here)
		return err_errno(err, ZF_ERR_IO, "can't replace %s", path);
	buf_init(&w.done, 0);
	buf_init(&w.rest, 0);
	buf_printf(&w.rest, "%s/%s", here ? here : "", path);
	while (!status && take_part(&w, part) > 0)
		status = step(&w, part, err);
	*target = status ? NULL : mem_strdup(w.done.len ? w.done.data : "/");
	free(here);
	buf_free(&w.done);
	buf_free(&w.rest);
	return status;
}
