/* run: the folders of runs. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "err.h"
#include "file.h"
#include "identity.h"
#include "mem.h"
#include "state.h"
#include "str.h"

enum { DIGITS = 8 };

/* "00000012-…" */
static bool read_number(unsigned long *number, const char *name)
{
	uint64_t value;
	if (strlen(name) <= DIGITS || name[DIGITS] != '-' ||
		!str_to_u64(name, DIGITS, RUN_MOST, &value))
		return false;
	*number = (unsigned long)value;
	return true;
}

static int compare(const void *a, const void *b)
{
	const struct run *x = a, *y = b;
	return x->number < y->number ? -1 : x->number > y->number;
}

enum zf_status run_list(struct run_list *list, const struct state *state, struct zf_error *err)
{
	struct buf path;
	unsigned long number;
	*list = (struct run_list){.items = NULL};
	buf_init(&path, 0);
	buf_printf(&path, "%s/runs", state->folder);
	DIR *dir = opendir(path.data);
	if (!dir) {
		err_errno(err, ZF_ERR_IO, "can't read the folder %s", path.data);
		buf_free(&path);
		return err->code;
	}
	for (struct dirent *entry; (entry = readdir(dir));) {
		if (!read_number(&number, entry->d_name))
			continue;
		size_t len = path.len;
		buf_printf(&path, "/%s", entry->d_name);
		list->items =
			mem_grow(list->items, &list->cap, list->count + 1, sizeof(*list->items));
		list->items[list->count++] = (struct run){number, mem_strdup(path.data)};
		path.len = len;
		path.data[len] = '\0';
	}
	closedir(dir);
	buf_free(&path);
	if (list->count)
		qsort(list->items, list->count, sizeof(*list->items), compare);
	return ZF_OK;
}

void run_list_free(struct run_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		run_free(&list->items[i]);
	free(list->items);
	*list = (struct run_list){.items = NULL};
}

void run_free(struct run *run)
{
	free(run->folder);
	*run = (struct run){.folder = NULL};
}

/* A new folder is on the disk when the one that holds it is. */
static enum zf_status sync_folder(const char *path, struct zf_error *err)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	enum zf_status status = ZF_OK;
	if (fd < 0 || (fsync(fd) != 0 && errno == EIO))
		status = err_errno(err, ZF_ERR_IO, "can't be sure that %s is on the disk", path);
	if (fd >= 0)
		close(fd);
	return status;
}

/* Runs of different targets get their numbers one after another: `folder` is locked. */
static enum zf_status make_next(struct run *run, const struct state *state, const char *folder,
	const char *identity, struct zf_error *err)
{
	enum { SHOWN = 120 }; /* octets of the target's name: the number is what counts */
	struct run_list list;
	struct buf path, name;
	enum zf_status status = run_list(&list, state, err);
	if (status)
		return status;
	unsigned long number = list.count ? list.items[list.count - 1].number + 1 : 1;
	run_list_free(&list);
	if (number > RUN_MOST)
		return err_set(err, ZF_ERR_LIMIT,
			"the numbers of runs in %s are used up: remove old ones", folder);
	buf_init(&path, 0);
	buf_init(&name, 0);
	identity_add_name(&name, identity);
	buf_printf(&path, "%s/%0*lu-%.*s", folder, DIGITS, number, SHOWN, name.data);
	if (mkdir(path.data, 0700) != 0)
		status = err_errno(err, ZF_ERR_IO, "can't make the folder %s", path.data);
	else
		status = sync_folder(folder, err);
	*run = (struct run){number, buf_take(&path)};
	buf_free(&path);
	buf_free(&name);
	if (status)
		run_free(run);
	return status;
}

enum zf_status run_create(
	struct run *run, const struct state *state, const char *identity, struct zf_error *err)
{
	struct buf folder;
	buf_init(&folder, 0);
	buf_printf(&folder, "%s/runs", state->folder);
	int fd = open(folder.data, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	enum zf_status status;
	if (fd < 0 || flock(fd, LOCK_EX) != 0)
		status = err_errno(err, ZF_ERR_IO, "can't lock %s", folder.data);
	else
		status = make_next(run, state, folder.data, identity, err);
	if (fd >= 0)
		close(fd);
	buf_free(&folder);
	return status;
}

void run_path(struct buf *path, const struct run *run, const char *name)
{
	buf_printf(path, "%s/%s", run->folder, name);
}

enum zf_status run_put(
	const struct run *run, const char *name, const struct buf *text, struct zf_error *err)
{
	struct buf path;
	buf_init(&path, 0);
	run_path(&path, run, name);
	enum zf_status status = file_replace(path.data, text->data, text->len, FILE_PRIVATE, err);
	buf_free(&path);
	return status;
}
