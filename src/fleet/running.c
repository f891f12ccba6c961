#include "running.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "err.h"
#include "manifest.h"
#include "mem.h"

enum { LIST_MOST = 256 << 20, TIMES = 10 };

/* The last line of a run that ended by itself, but not with everything. */
static const char ended[] = "ended\n";

#define RUN_FILE ".zoneferry.run"

static bool is_still_there(int fd, const char *path)
{
	struct stat a, b;
	return fstat(fd, &a) == 0 && stat(path, &b) == 0 && a.st_ino == b.st_ino &&
	       a.st_dev == b.st_dev;
}

/* The first line, "process 4711 of 2026-11-30T22:55:05Z", into a text of its own. */
static void first_line(char *who, size_t size, const char *text, size_t n)
{
	const char *newline = n ? memchr(text, '\n', n) : NULL;
	str_clean(who, size, n ? text : "", newline ? (size_t)(newline - text) : 0);
}

static enum zf_status somebody_else(int fd, const char *path, struct zf_error *err)
{
	char head[128], who[128];
	ssize_t n = pread(fd, head, sizeof(head), 0);
	first_line(who, sizeof(who), head, n > 0 ? (size_t)n : 0);
	return err_set(err, ZF_ERR_UNSUPPORTED,
		"another run is at work there (%s; %s): try again when it has ended",
		who[0] ? who : "it just begins", path);
}

/* Opens and locks the file; a holder that ends in between takes the file with it. */
static enum zf_status take(struct running *r, int flags, struct zf_error *err)
{
	for (int i = 0; i < TIMES; i++) {
		r->fd = open(r->path, flags | O_CLOEXEC | O_NOFOLLOW, 0600);
		if (r->fd < 0 && errno == ENOENT && !(flags & O_CREAT))
			return ZF_OK;
		if (r->fd < 0)
			return err_errno(err, ZF_ERR_IO, "can't open %s", r->path);
		if (flock(r->fd, LOCK_EX | LOCK_NB) != 0)
			return errno == EWOULDBLOCK
				       ? somebody_else(r->fd, r->path, err)
				       : err_errno(err, ZF_ERR_IO, "can't lock %s", r->path);
		if (is_still_there(r->fd, r->path))
			return ZF_OK;
		close(r->fd);
	}
	r->fd = -1;
	return err_set(err, ZF_ERR_IO, "can't lock %s: it comes and goes", r->path);
}

void running_leave(struct running *r)
{
	if (r->fd >= 0)
		close(r->fd);
	r->fd = -1;
	pthread_mutex_destroy(&r->mutex);
	free(r->path);
	r->path = NULL;
	file_text_free(&r->dead);
}

static enum zf_status begin(struct running *r, const char *folder, int flags, struct zf_error *err)
{
	struct buf b;
	*r = (struct running){.fd = -1};
	if (pthread_mutex_init(&r->mutex, NULL) != 0)
		mem_exhausted();
	buf_init(&b, 0);
	buf_printf(&b, "%s/" RUN_FILE, folder);
	r->path = buf_take(&b);
	buf_free(&b);
	enum zf_status status = take(r, flags, err);
	if (!status && r->fd >= 0)
		status = file_read_fd(&r->dead, r->fd, r->path, LIST_MOST, err);
	if (status)
		running_leave(r);
	return status;
}

enum zf_status running_begin(struct running *r, const char *folder, struct zf_error *err)
{
	return begin(r, folder, O_RDWR | O_CREAT, err);
}

enum zf_status running_look(struct running *r, const char *folder, struct zf_error *err)
{
	return begin(r, folder, O_RDONLY, err);
}

bool running_found_dead(const struct running *r, char *who, size_t size)
{
	const size_t n = sizeof(ended) - 1;
	first_line(who, size, r->dead.data, r->dead.size);
	return r->dead.size > 0 &&
	       !(r->dead.size >= n && memcmp(r->dead.data + r->dead.size - n, ended, n) == 0);
}

enum zf_status running_list(struct running *r, enum running_list how, struct zf_error *err)
{
	char now[TIME_TEXT];
	struct buf head;
	off_t keep = how == RUNNING_ON ? (off_t)r->dead.size : 0;
	buf_init(&head, 0);
	time_print(now);
	if (keep && r->dead.data[keep - 1] != '\n')
		buf_addc(&head, '\n'); /* the last line was cut */
	buf_printf(&head, "process %ld of %s\n", (long)getpid(), now);
	enum zf_status status = ZF_OK;
	if (ftruncate(r->fd, keep) != 0 || lseek(r->fd, keep, SEEK_SET) < 0)
		status = err_errno(err, ZF_ERR_IO, "can't write %s", r->path);
	else
		status = file_write_fd(r->fd, r->path, head.data, head.len, err);
	buf_free(&head);
	return status;
}

enum zf_status running_add(
	struct running *r, const struct buf *line, enum running_write how, struct zf_error *err)
{
	struct buf whole;
	buf_init(&whole, 0);
	buf_add(&whole, line->data, line->len);
	buf_addc(&whole, '\n');
	pthread_mutex_lock(&r->mutex);
	enum zf_status status = file_write_fd(r->fd, r->path, whole.data, whole.len, err);
	pthread_mutex_unlock(&r->mutex);
	if (!status && how == RUNNING_SURE && fdatasync(r->fd) != 0)
		status = err_errno(err, ZF_ERR_IO, "can't write %s", r->path);
	buf_free(&whole);
	return status;
}

void running_end(struct running *r)
{
	if (r->fd >= 0)
		unlink(r->path); /* while it is locked: nobody else has it */
	running_leave(r);
}

void running_stop(struct running *r)
{
	/* Without it the next run says that this one died, which is all the harm. */
	file_write_fd(r->fd, r->path, ended, sizeof(ended) - 1, NULL);
	running_leave(r);
}
