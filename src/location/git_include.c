#include "git_include.h"

#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "jail.h"
#include "mem.h"

/* Reads a path from the top, "/zones/hosts.inc", from the first tree that has it. */
static const char *read_path(
	const struct git_include *g, const char *path, size_t max, struct zonefile_included *file)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct git_blob blob = {.path = NULL};
	enum git_entry what = GIT_MISSING;
	for (size_t i = 0; i < g->count && what == GIT_MISSING; i++)
		if (git_tree_blob(&blob, &what, &g->trees[i], path + 1, &err) != ZF_OK)
			return "git can't be asked for it";
	if (what == GIT_MISSING)
		return jail_not_found;
	if (what != GIT_FILE)
		return "it is no regular file at that revision, or below a symbolic link";
	struct buf text;
	bool good = git_blob_read(&text, &blob, max, &err) == ZF_OK;
	if (good) {
		file->text.size = text.len;
		file->text.data = buf_take(&text);
		file->place = mem_strdup(path);
	}
	buf_free(&text);
	git_blob_free(&blob);
	return good ? NULL : "git can't read it, or it is too large";
}

/* A folder outside of the repository has no revision. */
static const char *read_outside(
	const char *dir, const char *name, size_t max, struct zonefile_included *file)
{
	struct zf_error err = ZF_ERROR_INIT;
	char path[PATH_MAX];
	const char *why = "the folder of --include-dir can't be opened";
	int folder = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int fd = folder >= 0 ? jail_open(folder, name, &why) : -1;
	if (folder >= 0)
		close(folder);
	if (fd < 0)
		return why;
	bool good = jail_resolve(path, sizeof(path), dir, name) &&
		    file_read_fd(&file->text, fd, name, max, &err) == ZF_OK;
	close(fd);
	if (good)
		file->place = mem_strdup(path);
	return good ? NULL : "it can't be read, or is too large";
}

/* "/a/b" from the top is a path that git may be asked for: nothing goes up out of the top. */
static bool goes_out(const char *folder, const char *name)
{
	long depth = 0;
	const char *parts[] = {folder, name};
	for (size_t i = *name == '/'; i < 2; i++)
		for (const char *part = parts[i]; *part;) {
			size_t n = strcspn(part, "/");
			if (n == 2 && memcmp(part, "..", 2) == 0)
				depth--;
			else if (n > 0 && !(n == 1 && *part == '.'))
				depth++;
			if (depth < 0)
				return true;
			part += n + (part[n] == '/');
		}
	return false;
}

static const char *read_below(const struct git_include *g, const char *folder, const char *name,
	size_t max, struct zonefile_included *file)
{
	char path[PATH_MAX];
	size_t n = strlen(name);
	if (n == 0 || n > JAIL_MAX_NAME || name[n - 1] == '/')
		return "its name is none of a file";
	if (goes_out(folder, name))
		return "it lies outside of the repository";
	if (!jail_resolve(path, sizeof(path), folder, name) || !jail_below(path, "/"))
		return "its name is none of a file";
	return read_path(g, path, max, file);
}

/* What of a folder is below the top, with a slash before it ("" is the top); NULL: it lies outside.
 */
static const char *from_top(const struct git_include *g, const char *dir)
{
	size_t n = g->top ? strlen(g->top) : 0;
	bool inside = n > 0 && strncmp(dir, g->top, n) == 0 && (dir[n] == '/' || !dir[n]);
	return inside ? dir + n : NULL;
}

static const char is_absolute[] = "its name is absolute (files are read below the repository's top "
				  "only, or below --include-dir)";

/* Below one folder of --include-dir; an absolute name must be there. */
static const char *read_given(const struct git_include *g, const char *given, const char *name,
	size_t max, struct zonefile_included *file)
{
	char *dir = realpath(given, NULL), path[PATH_MAX];
	const char *why = is_absolute, *rest = name;
	if (!dir)
		return "the folder of --include-dir can't be opened";
	if (*name == '/')
		rest = jail_resolve(path, sizeof(path), "", name) ? jail_below(path, dir) : NULL;
	const char *inside = from_top(g, dir);
	if (rest && inside)
		why = read_below(g, inside, rest, max, file);
	else if (rest)
		why = read_outside(dir, rest, max, file);
	free(dir);
	return why;
}

static const char *read_included(
	void *user, const char *name, size_t max, struct zonefile_included *file)
{
	const struct git_include *g = user;
	const char *why = *name == '/' ? is_absolute : read_below(g, g->folder, name, max, file);
	for (size_t i = 0; i < g->dir_count && (why == is_absolute || why == jail_not_found); i++) {
		const char *other = read_given(g, g->dirs[i], name, max, file);
		if (other != is_absolute)
			why = other;
	}
	return why;
}

void git_include_init(struct git_include *g, struct zonefile_options *options, const char *path)
{
	const char *slash = strrchr(path, '/');
	*g = (struct git_include){.dirs = options->include_dirs,
		.dir_count = options->include_dir_count,
		.includes = {read_included, g}};
	size_t n = slash ? (size_t)(slash - path) : 0;
	g->folder = mem_alloc(n + 2);
	snprintf(g->folder, n + 2, "/%.*s", (int)n, path);
	g->top = g->dir_count > 0 ? git_top() : NULL;
	options->includes = &g->includes;
}

void git_include_add(struct git_include *g, const struct git_tree *tree)
{
	if (g->count < GIT_TREES_MOST)
		g->trees[g->count++] = *tree;
}

void git_include_free(struct git_include *g)
{
	free(g->folder);
	free(g->top);
}
