#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "err.h"
#include "mem.h"
#include "threads.h"

static enum zf_status too_large(const char *path, size_t max, struct zf_error *err)
{
	return err_set(err, ZF_ERR_LIMIT, "%s is larger than %zu octets", path, max);
}

/* Reads on to the end; text holds what was read before, in room for `cap` octets. */
static enum zf_status read_on(struct file_text *text, size_t cap, int fd, const char *path,
	size_t max, struct zf_error *err)
{
	for (;;) {
		ssize_t n = read(fd, text->data + text->size, cap - text->size);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno(err, ZF_ERR_IO, "can't read %s", path);
		if (n == 0)
			break;
		text->size += (size_t)n;
		if (text->size > max)
			return too_large(path, max, err);
		if (text->size == cap)
			text->data = mem_grow(text->data, &cap, cap + 1, 1);
	}
	text->data[text->size] = '\0';
	return ZF_OK;
}

/* Large files are copied from the system's cache by several threads, part by part. */
enum { PART = 1 << 20, PARTS_PAY = 8 };

struct parts {
	int fd;
	char *data;
	size_t size;
	atomic_size_t next;
	atomic_bool incomplete;
};

static void read_parts(void *user)
{
	struct parts *p = user;
	size_t at;
	while ((at = atomic_fetch_add(&p->next, PART)) < p->size) {
		size_t left = p->size - at, end = at + (left < PART ? left : PART);
		while (at < end) {
			ssize_t n = pread(p->fd, p->data + at, end - at, (off_t)at);
			if (n < 0 && errno == EINTR)
				continue;
			if (n <= 0) {
				atomic_store(&p->incomplete, true);
				return;
			}
			at += (size_t)n;
		}
	}
}

/* Reads the first `size` octets if the descriptor stands there and they are all to be had; else
 * reading on tells what is wrong. */
static void read_large(struct file_text *text, int fd, size_t size)
{
	struct parts p = {.fd = fd, .data = text->data, .size = size};
	if (size < (size_t)PARTS_PAY * PART || lseek(fd, 0, SEEK_CUR) != 0)
		return;
	threads_run(threads_useful(), read_parts, &p);
	if (!atomic_load(&p.incomplete) && lseek(fd, (off_t)size, SEEK_SET) == (off_t)size)
		text->size = size;
}

enum zf_status file_read_fd(
	struct file_text *text, int fd, const char *path, size_t max, struct zf_error *err)
{
	struct stat st;
	size_t size = 64 << 10; /* of what has none */
	*text = (struct file_text){0};
	if (fstat(fd, &st) != 0)
		return err_errno(err, ZF_ERR_IO, "can't read %s", path);
	if (S_ISDIR(st.st_mode))
		return err_set(err, ZF_ERR_IO, "can't read %s: it is a folder", path);
	if (S_ISREG(st.st_mode))
		size = (size_t)st.st_size;
	if (S_ISREG(st.st_mode) && size > max)
		return too_large(path, max, err);
	text->data = mem_alloc(size + 1);
	if (S_ISREG(st.st_mode))
		read_large(text, fd, size);
	enum zf_status status = read_on(text, size + 1, fd, path, max, err);
	if (status != ZF_OK)
		file_text_free(text);
	return status;
}

enum zf_status file_read(struct file_text *text, const char *path, size_t max, struct zf_error *err)
{
	if (strcmp(path, "-") == 0)
		return file_read_fd(text, STDIN_FILENO, "standard input", max, err);
	*text = (struct file_text){0};
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return err_errno(
			err, errno == ENOENT ? ZF_ERR_NOT_FOUND : ZF_ERR_IO, "can't read %s", path);
	struct stat st;
	enum zf_status status = ZF_OK;
	if (fstat(fd, &st) == 0 && (S_ISCHR(st.st_mode) || S_ISBLK(st.st_mode)))
		status = err_set(err, ZF_ERR_IO, "can't read %s: it is a device", path);
	else if (fcntl(fd, F_SETFL, 0) != 0)
		status = err_errno(err, ZF_ERR_IO, "can't read %s", path);
	else
		status = file_read_fd(text, fd, path, max, err);
	close(fd);
	return status;
}

void file_text_free(struct file_text *text)
{
	free(text->data);
	*text = (struct file_text){0};
}

void file_text_drop(const char *from, const char *to)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	uintptr_t first = ((uintptr_t)from + page - 1) & -page, end = (uintptr_t)to & -page;
	if (first < end) /* whole pages only; refusing is the system's right */
		(void)madvise((void *)first, end - first, MADV_DONTNEED);
}

enum zf_status file_write_fd(
	int fd, const char *name, const void *p, size_t n, struct zf_error *err)
{
	const char *at = p;
	while (n > 0) {
		ssize_t wrote = write(fd, at, n);
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0) {
			bool pipe = errno == EPIPE;
			err_errno(err, ZF_ERR_IO, "can't write %s", name);
			if (pipe && err)
				err_id(err, FILE_NOBODY_READS);
			return ZF_ERR_IO;
		}
		at += wrote;
		n -= (size_t)wrote;
	}
	return ZF_OK;
}
