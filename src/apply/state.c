#include "state.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "err.h"
#include "file.h"
#include "identity.h"
#include "mem.h"
#include "str.h"
#include "xdg.h"

/* What others can change is no ground for writing to a zone. */
static enum zf_status check_private(const char *path, struct zf_error *err)
{
	struct stat st;
	if (stat(path, &st) != 0)
		return err_errno(err, ZF_ERR_IO, "can't use %s", path);
	if (!S_ISDIR(st.st_mode))
		return err_set(err, ZF_ERR_IO, "can't use %s: it is no folder", path);
	if (st.st_uid != geteuid() || (st.st_mode & (S_IWGRP | S_IWOTH)))
		return err_set(err, ZF_ERR_CONFIG,
			"others may write to %s: it has to be yours alone (chmod 700)", path);
	return ZF_OK;
}

static char *path_of(const struct state *state, const char *name)
{
	struct buf b;
	buf_init(&b, 0);
	buf_printf(&b, "%s/%s", state->folder, name);
	char *path = buf_take(&b);
	buf_free(&b);
	return path;
}

static enum zf_status make_private(
	const struct state *state, const char *name, struct zf_error *err)
{
	char *path = path_of(state, name);
	enum zf_status status = xdg_make_folders(path, err);
	if (!status)
		status = check_private(path, err);
	free(path);
	return status;
}

enum zf_status state_open(struct state *state, const char *folder, struct zf_error *err)
{
	struct buf usual;
	buf_init(&usual, 0);
	*state = (struct state){.folder = NULL};
	if (folder && folder[0]) {
		buf_adds(&usual, folder);
	} else if (!xdg_path(&usual, XDG_STATE, "")) {
		buf_free(&usual);
		return err_set(err, ZF_ERR_CONFIG,
			"there is no place for what runs leave behind: set HOME, or give --state "
			"DIR");
	}
	while (usual.len > 1 && usual.data[usual.len - 1] == '/')
		usual.data[--usual.len] = '\0';
	state->folder = buf_take(&usual);
	buf_free(&usual);
	enum zf_status status = make_private(state, "runs", err);
	if (!status)
		status = make_private(state, "locks", err);
	if (!status)
		status = check_private(state->folder, err);
	if (status)
		state_close(state);
	return status;
}

void state_close(struct state *state)
{
	free(state->folder);
	state->folder = NULL;
}

/* The number that a lock's file holds: who has it. */
static void read_holder(char holder[16], int fd)
{
	ssize_t n = pread(fd, holder, 15, 0);
	size_t digits = 0;
	while (n > 0 && digits < (size_t)n && str_is_digit(holder[digits]))
		digits++;
	holder[digits] = '\0';
}

static enum zf_status take_lock(int fd, const char *identity, struct zf_error *err)
{
	char holder[16];
	if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		if (errno != EWOULDBLOCK)
			return err_errno(err, ZF_ERR_IO, "can't lock %s", identity);
		read_holder(holder, fd);
		return err_set(err, ZF_ERR_UNSUPPORTED,
			"another run (process %s) is writing to %s: try again when it has ended",
			holder[0] ? holder : "unknown", identity);
	}
	struct buf own;
	buf_init(&own, 0);
	buf_printf(&own, "%ld\n", (long)getpid());
	/* Only what the message above tells depends on it. */
	if (ftruncate(fd, 0) == 0)
		(void)!pwrite(fd, own.data, own.len, 0);
	buf_free(&own);
	return ZF_OK;
}

/* Names of files are 255 octets at most: longer ones go on in folders. */
static void add_lock_path(struct buf *path, const struct state *state, const char *identity)
{
	enum { PIECE = 200 };
	struct buf name;
	buf_init(&name, 0);
	identity_add_name(&name, identity);
	buf_printf(path, "%s/locks", state->folder);
	for (size_t at = 0; at < name.len; at += PIECE)
		buf_printf(path, "/%.*s", PIECE, name.data + at);
	buf_adds(path, ".lock");
	buf_free(&name);
}

enum zf_status state_lock(
	int *lock, const struct state *state, const char *identity, struct zf_error *err)
{
	struct buf path;
	buf_init(&path, 0);
	add_lock_path(&path, state, identity);
	char *name = strrchr(path.data, '/');
	*name = '\0';
	enum zf_status status = xdg_make_folders(path.data, err);
	*name = '/';
	*lock = -1;
	if (!status) {
		*lock = open(path.data, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
		status = *lock < 0 ? err_errno(err, ZF_ERR_IO, "can't make the lock %s", path.data)
				   : take_lock(*lock, identity, err);
	}
	buf_free(&path);
	if (status && *lock >= 0) {
		close(*lock);
		*lock = -1;
	}
	return status;
}

void state_unlock(int lock)
{
	if (lock >= 0)
		close(lock);
}
