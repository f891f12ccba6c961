#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "err.h"
#include "file_keep.h"
#include "file_link.h"
#include "mem.h"
#include "temp.h"

/* Opens the folder of `path`; *name is the rest. */
static int open_folder(const char *path, const char **name)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash ? mem_strndup(path, slash == path ? 1 : (size_t)(slash - path))
			     : mem_strdup(".");
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(folder);
	*name = slash ? slash + 1 : path;
	return fd;
}

/* The way to an open file that has no name. */
static void proc_path(char path[64], int fd)
{
	snprintf(path, 64, "/proc/self/fd/%d", fd);
}

/* A file without a name, which can get one; -1 where there is none. */
static int open_nameless(int folder, unsigned mode)
{
	char path[64];
	int fd = openat(folder, ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, mode);
	if (fd < 0)
		return -1;
	proc_path(path, fd);
	if (access(path, F_OK) == 0)
		return fd;
	close(fd); /* without /proc it would stay nameless */
	return -1;
}

/* Gives the file a temporary name: it is made there, or linked when it has been open without one.
 * False, with errno, if it can't be. */
static bool name_it(struct file_out *out)
{
	char from[64];
	proc_path(from, out->fd);
	for (int try = 0; try < 100; try++) {
		char suffix[48];
		snprintf(suffix, sizeof(suffix), ".%ld.%d.tmp", (long)getpid(), try);
		char *temp = mem_alloc(strlen(out->name) + strlen(suffix) + 2);
		sprintf(temp, ".%.200s%s", out->name, suffix);
		int held = temp_hold(out->folder, temp);
		int fd = out->fd;
		bool named = held >= 0;
		if (named && fd < 0)
			named = (fd = openat(out->folder, temp,
					 O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
					 out->mode)) >= 0;
		else if (named)
			named = linkat(AT_FDCWD, from, out->folder, temp, AT_SYMLINK_FOLLOW) == 0;
		if (named) {
			out->fd = fd;
			out->temp = temp;
			out->held = held;
			return true;
		}
		temp_let_go(held);
		free(temp);
		if (errno != EEXIST)
			return false;
	}
	return false;
}

/* Opens what stands there; -1: nothing does. */
static enum zf_status open_old(
	const struct file_out *out, enum file_care care, int *old, struct zf_error *err)
{
	struct stat st;
	*old = -1;
	if (fstatat(out->folder, out->name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return ZF_OK;
	if (!S_ISREG(st.st_mode) || st.st_nlink > 1) /* other names would keep the old contents */
		return err_set(err, ZF_ERR_IO, "can't replace %s: it %s", out->path,
			S_ISREG(st.st_mode) ? "has other names (hard links)"
					    : "is no regular file");
	if (file_may_replace(out->folder, out->name, out->path, care, err) != ZF_OK)
		return err->code;
	*old = openat(
		out->folder, out->name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (*old < 0)
		return err_errno(err, ZF_ERR_IO, "can't replace %s", out->path);
	return ZF_OK;
}

/* The folder and the name of what is to be replaced: behind links, those of what they lead to. */
static enum zf_status open_place(struct file_out *out, const char *path, struct zf_error *err)
{
	const char *name;
	char *target = NULL;
	*out = (struct file_out){.fd = -1, .held = -1, .folder = -1};
	if (file_is_link(path) && file_follow(&target, path, err) != ZF_OK)
		return err->code;
	out->path = target ? target : mem_strdup(path);
	out->folder = open_folder(out->path, &name);
	out->name = name;
	if (out->folder >= 0)
		return ZF_OK;
	enum zf_status status = err_errno(err, ZF_ERR_IO, "can't write %s", path);
	free(out->path);
	out->path = NULL;
	return status;
}

enum zf_status file_create(
	struct file_out *out, const char *path, enum file_care care, struct zf_error *err)
{
	int old = -1;
	if (open_place(out, path, err) != ZF_OK)
		return err->code;
	out->mode = care == FILE_PRIVATE ? 0600 : 0666;
	enum zf_status status = open_old(out, care, &old, err);
	if (status == ZF_OK && (out->fd = open_nameless(out->folder, out->mode)) < 0 &&
		!name_it(out))
		status = err_errno(err, ZF_ERR_IO, "can't write %s", path);
	if (status == ZF_OK && old >= 0)
		status = file_keep(out->fd, old, path, care, err);
	if (old >= 0)
		close(old);
	if (status != ZF_OK)
		file_abort(out);
	return status;
}

enum zf_status file_write(struct file_out *out, const void *p, size_t n, struct zf_error *err)
{
	return file_write_fd(out->fd, out->path, p, n, err);
}

enum zf_status file_prove(struct file_out *out, const void *p, size_t n, struct zf_error *err)
{
	struct file_text text;
	char from[64];
	if (fsync(out->fd) != 0)
		return err_errno(err, ZF_ERR_IO, "can't write %s", out->path);
	/* What the disk has, not what the system remembers, as far as it can be told. */
	(void)posix_fadvise(out->fd, 0, 0, POSIX_FADV_DONTNEED);
	proc_path(from, out->fd);
	int fd = out->temp ? openat(out->folder, out->temp, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
			   : open(from, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return err_errno(err, ZF_ERR_IO, "can't read back %s", out->path);
	enum zf_status status = file_read_fd(&text, fd, out->path, n, err);
	close(fd);
	if (status)
		return status;
	if (text.size != n || memcmp(text.data, p, n) != 0)
		status = err_set(err, ZF_ERR_IO, "can't write %s: what the disk gives back differs",
			out->path);
	file_text_free(&text);
	return status;
}

static void out_release(struct file_out *out)
{
	temp_let_go(out->held);
	if (out->fd >= 0)
		close(out->fd);
	if (out->folder >= 0)
		close(out->folder);
	free(out->path);
	free(out->temp);
	*out = (struct file_out){.fd = -1, .held = -1, .folder = -1};
}

enum zf_status file_commit(struct file_out *out, struct zf_error *err)
{
	bool good = fsync(out->fd) == 0 && (out->temp || name_it(out));
	int fd = out->fd;
	out->fd = -1;
	if (close(fd) != 0)
		good = false;
	if (good)
		good = renameat(out->folder, out->temp, out->folder, out->name) == 0;
	if (!good) {
		enum zf_status status = err_errno(err, ZF_ERR_IO, "can't write %s", out->path);
		file_abort(out);
		return status;
	}
	/* The file is whole whatever the folder's fsync says; some file systems refuse it. */
	if (fsync(out->folder) != 0 && errno == EIO)
		err_errno(err, ZF_ERR_IO, "can't be sure that %s is on the disk", out->path);
	out_release(out);
	return err ? err->code : ZF_OK;
}

void file_abort(struct file_out *out)
{
	int saved = errno;
	if (out->temp)
		unlinkat(out->folder, out->temp, 0);
	out_release(out);
	errno = saved;
}

enum zf_status file_replace(
	const char *path, const void *p, size_t n, enum file_care care, struct zf_error *err)
{
	struct file_out out;
	enum zf_status status = file_create(&out, path, care, err);
	if (status != ZF_OK)
		return status;
	status = file_write(&out, p, n, err);
	if (status != ZF_OK) {
		file_abort(&out);
		return status;
	}
	return file_commit(&out, err);
}
