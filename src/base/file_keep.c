#include "file_keep.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "err.h"
#include "mem.h"

#define ACL "system.posix_acl_access"

/* What the kernel itself makes of a file's contents, and which is wrong for others. */
static bool is_of_contents(const char *name)
{
	return strcmp(name, "security.ima") == 0 || strcmp(name, "security.evm") == 0;
}

/* The names, each with its NUL; NULL and *size 0 where there are none. */
static char *list_names(int fd, size_t *size)
{
	*size = 0;
	for (;;) {
		ssize_t n = flistxattr(fd, NULL, 0);
		if (n <= 0) /* or the file system has none */
			return NULL;
		char *names = mem_alloc((size_t)n);
		ssize_t got = flistxattr(fd, names, (size_t)n);
		if (got > 0) {
			*size = (size_t)got;
			return names;
		}
		free(names);
		if (got == 0 || errno != ERANGE)
			return NULL;
	}
}

/* The value; NULL where it can't be had. */
static char *value_of(int fd, const char *name, size_t *size)
{
	ssize_t n = fgetxattr(fd, name, NULL, 0);
	char *value = n >= 0 ? mem_alloc((size_t)n + 1) : NULL;
	ssize_t got = value ? fgetxattr(fd, name, value, (size_t)n + 1) : -1;
	if (got < 0) {
		free(value);
		return NULL;
	}
	*size = (size_t)got;
	return value;
}

static bool give_attribute(int fd, int old, const char *name)
{
	size_t size = 0, has_size = 0;
	char *value = value_of(old, name, &size), *has = value_of(fd, name, &has_size);
	bool given = value && ((has && has_size == size && memcmp(has, value, size) == 0) ||
				      fsetxattr(fd, name, value, size, 0) == 0);
	free(value);
	free(has);
	return given;
}

/* Gives all attributes of the old file; *closed says that the ACL wasn't to be had and that force
 * goes on without. */
static enum zf_status give_attributes(
	int fd, int old, const char *path, enum file_care care, bool *closed, struct zf_error *err)
{
	size_t size;
	char *names = list_names(old, &size);
	enum zf_status status = ZF_OK;
	bool has_acl = false;
	for (size_t at = 0; at < size && status == ZF_OK; at += strlen(names + at) + 1) {
		const char *name = names + at;
		has_acl = has_acl || strcmp(name, ACL) == 0;
		if (is_of_contents(name) || give_attribute(fd, old, name))
			continue;
		if (care != FILE_FORCED)
			status = err_errno(err, ZF_ERR_IO,
				"can't replace %s: its extended attribute %s can't be kept", path,
				name);
		else if (strcmp(name, ACL) == 0)
			*closed = true;
	}
	free(names);
	/* The folder may have given the new file one. */
	if (status == ZF_OK && !has_acl && fremovexattr(fd, ACL) != 0 && errno != ENODATA &&
		errno != ENOTSUP)
		status = err_errno(err, ZF_ERR_IO,
			"can't replace %s: the ACL that its folder gives can't be taken back",
			path);
	return status;
}

/* Gives owner and group; *closed says that they weren't to be had and that force goes on without.
 */
static enum zf_status give_owner(int fd, const struct stat *old, const char *path,
	enum file_care care, bool *closed, struct zf_error *err)
{
	struct stat st;
	if (fstat(fd, &st) != 0)
		return err_errno(err, ZF_ERR_IO, "can't write %s", path);
	if ((st.st_uid == old->st_uid && st.st_gid == old->st_gid) ||
		fchown(fd, old->st_uid, old->st_gid) == 0)
		return ZF_OK;
	if (care != FILE_FORCED)
		return err_errno(err, ZF_ERR_IO, "can't replace %s: its owner can't be kept", path);
	if (st.st_gid != old->st_gid && fchown(fd, (uid_t)-1, old->st_gid) != 0)
		*closed = true;
	return ZF_OK;
}

enum zf_status file_keep(
	int fd, int old, const char *path, enum file_care care, struct zf_error *err)
{
	struct stat st;
	bool closed = false;
	if (fstat(old, &st) != 0)
		return err_errno(err, ZF_ERR_IO, "can't write %s", path);
	enum zf_status status = give_owner(fd, &st, path, care, &closed, err);
	if (status == ZF_OK)
		status = give_attributes(fd, old, path, care, &closed, err);
	if (status != ZF_OK)
		return status;
	/* Last: these are the bits of the ACL's mask, too. */
	mode_t mode = st.st_mode & (closed ? S_IRWXU : S_IRWXU | S_IRWXG | S_IRWXO);
	if (fchmod(fd, mode) != 0)
		return err_errno(err, ZF_ERR_IO, "can't write %s", path);
	return ZF_OK;
}

enum zf_status file_may_replace(
	int folder, const char *name, const char *path, enum file_care care, struct zf_error *err)
{
	struct stat st;
	if (care == FILE_FORCED || fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return ZF_OK;
	bool writable = (st.st_mode & (S_IWUSR | S_IWGRP | S_IWOTH)) != 0 &&
			(faccessat(folder, name, W_OK, AT_EACCESS) == 0 || errno != EACCES);
	if (!writable)
		return err_set(err, ZF_ERR_IO,
			"can't replace %s: it is read-only (chmod u+w, or --force of the commands that "
			"have it)",
			path);
	return ZF_OK;
}
