#include "jail.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#ifdef SYS_openat2
#include <linux/openat2.h>
#endif

#include "mem.h"

const char jail_not_found[] = "there is no such file";

/* A FIFO or a device must not make us wait; what it is is seen after opening. */
enum { FILE_FLAGS = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK };

int jail_folder_of(const char *file)
{
	const char *slash = strrchr(file, '/');
	size_t n = slash == file ? 1 : slash ? (size_t)(slash - file) : 0;
	char *folder = n ? mem_strndup(file, n) : mem_strdup(".");
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(folder);
	return fd;
}

static const char *explain(int error)
{
	switch (error) {
	case ENOENT:
		return jail_not_found;
	case ELOOP:
		return "it is a symbolic link, or below one";
	case ENOTDIR:
		return "a part of its path is no folder";
	case EXDEV:
		return "it lies outside of the zone file's folder";
	case EACCES:
	case EPERM:
		return "reading it is not permitted";
	case ENXIO:
		return "it is no regular file";
	}
	return "it can't be opened";
}

/* What is wrong with the name itself, or NULL. */
static const char *check_name(const char *name)
{
	if (*name == '\0')
		return "its name is empty";
	if (*name == '/')
		return "its name is absolute (files are read below the zone file's folder only, or "
		       "below --include-dir)";
	if (strlen(name) > JAIL_MAX_NAME)
		return "its name is longer than 1024 octets";
	for (const char *part = name; part; part = strchr(part, '/')) {
		part += *part == '/';
		if (strncmp(part, "..", 2) == 0 && (part[2] == '/' || part[2] == '\0'))
			return "its name goes up by \"..\"";
	}
	return NULL;
}

/* Keeps the descriptor of a regular file only. */
static int check_file(int fd, const char **why)
{
	struct stat st;
	if (fd < 0) {
		*why = explain(errno);
		return -1;
	}
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && fcntl(fd, F_SETFL, 0) == 0)
		return fd;
	close(fd);
	*why = "it is no regular file";
	return -1;
}

/* A symbolic link in the place of a folder gives ENOTDIR; say what it is. */
static int open_folder(int at, const char *part)
{
	struct stat st;
	int fd = openat(at, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0 && errno == ENOTDIR) {
		bool link = fstatat(at, part, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(st.st_mode);
		errno = link ? ELOOP : ENOTDIR;
	}
	return fd;
}

int jail_open_by_walk(int folder, const char *name, const char **why)
{
	char path[JAIL_MAX_NAME + 1];
	if ((*why = check_name(name)))
		return -1;
	memcpy(path, name, strlen(name) + 1);
	char *part = path, *slash;
	int at = dup(folder);
	while (at >= 0 && (slash = strchr(part, '/'))) {
		*slash = '\0';
		int next = open_folder(at, *part ? part : ".");
		int error = errno;
		close(at);
		errno = error;
		at = next;
		part = slash + 1;
	}
	if (at < 0)
		return check_file(-1, why);
	int fd = openat(at, *part ? part : ".", FILE_FLAGS | O_NOFOLLOW);
	int error = errno;
	close(at);
	errno = error;
	return check_file(fd, why);
}

int jail_open(int folder, const char *name, const char **why)
{
#ifdef SYS_openat2
	struct open_how how = {.flags = FILE_FLAGS,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS};
	if ((*why = check_name(name)))
		return -1;
	long fd = syscall(SYS_openat2, folder, name, &how, sizeof(how));
	/* EPERM: sandboxes refuse system calls that they don't know. */
	if (fd >= 0 || (errno != ENOSYS && errno != EPERM))
		return check_file((int)fd, why);
#endif
	return jail_open_by_walk(folder, name, why);
}

bool jail_resolve(char *path, size_t size, const char *base, const char *name)
{
	size_t n = *name == '/' ? 0 : strlen(base);
	if (n + strlen(name) + 2 > size)
		return false;
	memcpy(path, base, n);
	while (n > 0 && path[n - 1] == '/')
		n--;
	for (const char *part = name; *part;) {
		size_t length = strcspn(part, "/");
		bool up = length == 2 && memcmp(part, "..", 2) == 0;
		while (up && n > 0 && path[--n] != '/')
			;
		if (length > 0 && !up && !(length == 1 && *part == '.')) {
			path[n++] = '/';
			memcpy(path + n, part, length);
			n += length;
		}
		part += length + (part[length] == '/');
	}
	path[n] = '\0';
	return true;
}

const char *jail_below(const char *path, const char *root)
{
	size_t n = strcmp(root, "/") == 0 ? 0 : strlen(root);
	if (strncmp(path, root, n) != 0 || path[n] != '/')
		return NULL;
	for (const char *git = path + n; (git = strstr(git, "/.git")); git++)
		if (git[5] == '/' || git[5] == '\0')
			return NULL;
	return path + n + 1;
}
