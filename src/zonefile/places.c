/* places: below which folders an included file may lie, and opening it there. */
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "jail.h"
#include "mem.h"
#include "reader.h"

/* The folders below which a file may lie, without symbolic links in their names; NULL: there is
 * none. */
enum root { ROOT_OWN, ROOT_TREE, ROOT_GIVEN }; /* the zone file's, the top of its git work tree, */
struct roots {
	char **path; /* and from ROOT_GIVEN on those of --include-dir */
	size_t count;
};

/* The folder of the zone file, or NULL. */
static char *own_folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *text = slash == path
			     ? mem_strdup("/")
			     : mem_strndup(slash ? path : ".", slash ? (size_t)(slash - path) : 1);
	char *folder = realpath(text, NULL);
	free(text);
	return folder;
}

/* The folder at or above `folder` that holds a .git: the top of its work tree; or NULL. */
static char *work_tree(const char *folder)
{
	char git[PATH_MAX];
	struct stat st;
	char *top = mem_strdup(folder);
	for (; top[0]; *strrchr(top, '/') = '\0') {
		int n = snprintf(git, sizeof(git), "%s/.git", top);
		if (n > 0 && (size_t)n < sizeof(git) && lstat(git, &st) == 0)
			return top;
	}
	free(top);
	return NULL;
}

static void find_roots(struct roots *roots, const struct reader *r)
{
	const struct zonefile_options *o = r->options;
	roots->count = ROOT_GIVEN + o->include_dir_count;
	roots->path = mem_zalloc(roots->count * sizeof(char *));
	if (r->path && (roots->path[ROOT_OWN] = own_folder(r->path)))
		roots->path[ROOT_TREE] = work_tree(roots->path[ROOT_OWN]);
	for (size_t i = 0; i < o->include_dir_count; i++)
		roots->path[ROOT_GIVEN + i] = realpath(o->include_dirs[i], NULL);
}

static void drop_roots(struct roots *roots)
{
	for (size_t i = 0; i < roots->count; i++)
		free(roots->path[i]);
	free(roots->path);
}

static int open_at(const char *root, const char *name, const char **why)
{
	int folder = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder < 0) {
		*why = "its folder can't be opened";
		return -1;
	}
	int fd = jail_open(folder, name, why);
	close(folder);
	return fd;
}

/* Opens what a relative name means from the folder `base`, below the first folder that it is below.
 */
static int open_relative(const struct roots *roots, size_t base, const char *name, const char **why)
{
	char path[PATH_MAX];
	size_t n = strlen(name);
	bool file = n > 0 && n <= JAIL_MAX_NAME && name[n - 1] != '/';
	if (file && jail_resolve(path, sizeof(path), roots->path[base], name))
		for (size_t i = 0; i < roots->count; i++) {
			const char *root = roots->path[i];
			const char *rest = root ? jail_below(path, root) : NULL;
			if (rest)
				return open_at(root, rest, why);
		}
	return open_at(roots->path[base], name, why); /* says what is wrong with the name */
}

/* An absolute name is read below a given folder only, as that is spelled or as it is. */
static int open_absolute(
	const struct reader *r, const struct roots *roots, const char *name, const char **why)
{
	const struct zonefile_options *o = r->options;
	const char *somewhere = roots->path[ROOT_OWN];
	char path[PATH_MAX];
	for (size_t i = 0; i < o->include_dir_count; i++) {
		const char *dir = o->include_dirs[i], *root = roots->path[ROOT_GIVEN + i];
		size_t n = strlen(dir);
		if (!root)
			continue;
		somewhere = root;
		if (n > 0 && strncmp(name, dir, n) == 0 && name[n] == '/')
			return open_relative(roots, ROOT_GIVEN + i, name + n + 1, why);
		const char *rest =
			jail_resolve(path, sizeof(path), "", name) ? jail_below(path, root) : NULL;
		if (rest)
			return open_at(root, rest, why);
	}
	return open_at(somewhere, name, why);
}

/* What is wrong with the folders, or NULL. */
static const char *check_roots(const struct reader *r, const struct roots *roots)
{
	if (!r->path && r->options->include_dir_count == 0)
		return "the zone text is no file of its own, so that there is no folder to read "
		       "below (give --include-dir)";
	if (r->path && !roots->path[ROOT_OWN])
		return "the zone file's folder can't be opened";
	for (size_t i = ROOT_GIVEN; i < roots->count; i++)
		if (!roots->path[i])
			return "the folder of --include-dir can't be opened";
	return NULL;
}

int reader_open_include(const struct reader *r, const char *name, const char **why)
{
	struct roots roots;
	int fd = -1;
	find_roots(&roots, r);
	*why = check_roots(r, &roots);
	if (!*why && *name == '/') {
		fd = open_absolute(r, &roots, name, why);
	} else if (!*why) {
		*why = jail_not_found;
		for (size_t i = 0; i < roots.count && fd < 0 && *why == jail_not_found; i++)
			if (i != ROOT_TREE && roots.path[i])
				fd = open_relative(&roots, i, name, why);
	}
	drop_roots(&roots);
	return fd;
}
