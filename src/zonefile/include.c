#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "jail.h"
#include "mem.h"
#include "reader.h"

/* The folders below which a file may lie, without symbolic links in their names; "": none. */
enum root { ROOT_OWN, ROOT_GIVEN, ROOT_TREE, ROOTS };
struct roots {
	char path[ROOTS]
		 [PATH_MAX]; /* the zone file's, --include-dir, the top of its git work tree */
};

/* The folder of the zone file, without its last slash. */
static bool own_folder(char folder[PATH_MAX], const char *path)
{
	const char *slash = strrchr(path, '/');
	char *text = slash == path
			     ? mem_strdup("/")
			     : mem_strndup(slash ? path : ".", slash ? (size_t)(slash - path) : 1);
	bool good = realpath(text, folder) != NULL;
	free(text);
	return good;
}

/* The folder at or above `folder` that holds a .git: the top of its work tree. */
static bool work_tree(char top[PATH_MAX], const char *folder)
{
	char git[PATH_MAX];
	struct stat st;
	for (memcpy(top, folder, strlen(folder) + 1); top[0]; *strrchr(top, '/') = '\0') {
		int n = snprintf(git, sizeof(git), "%s/.git", top);
		if (n > 0 && (size_t)n < sizeof(git) && lstat(git, &st) == 0)
			return true;
	}
	return false;
}

static void find_roots(struct roots *roots, const struct reader *r)
{
	const char *dir = r->options->include_dir;
	for (size_t i = 0; i < ROOTS; i++)
		roots->path[i][0] = '\0';
	if (!r->path || !own_folder(roots->path[ROOT_OWN], r->path))
		roots->path[ROOT_OWN][0] = '\0';
	else if (!work_tree(roots->path[ROOT_TREE], roots->path[ROOT_OWN]))
		roots->path[ROOT_TREE][0] = '\0';
	if (dir && !realpath(dir, roots->path[ROOT_GIVEN]))
		roots->path[ROOT_GIVEN][0] = '\0';
}

/* base/name without "." and ".."; false: it is too long. */
static bool resolve(char path[PATH_MAX], const char *base, const char *name)
{
	size_t n = *name == '/' ? 0 : strlen(base);
	if (n + strlen(name) + 2 > PATH_MAX)
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

/* What of a path is below a folder, or NULL. git's own files are nobody's zone. */
static const char *below(const char *path, const char *root)
{
	size_t n = strcmp(root, "/") == 0 ? 0 : strlen(root);
	const char *git = strstr(path, "/.git");
	if (strncmp(path, root, n) != 0 || path[n] != '/' ||
		(git && (git[5] == '/' || git[5] == '\0')))
		return NULL;
	return path + n + 1;
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
static int open_relative(
	const struct roots *roots, enum root base, const char *name, const char **why)
{
	char path[PATH_MAX];
	size_t n = strlen(name);
	bool file = n > 0 && n <= JAIL_MAX_NAME && name[n - 1] != '/';
	if (file && resolve(path, roots->path[base], name))
		for (size_t i = 0; i < ROOTS; i++) {
			const char *rest = roots->path[i][0] ? below(path, roots->path[i]) : NULL;
			if (rest)
				return open_at(roots->path[i], rest, why);
		}
	return open_at(roots->path[base], name, why); /* says what is wrong with the name */
}

/* An absolute name is read below the given folder only, as that is spelled or as it is. */
static int open_absolute(
	const struct reader *r, const struct roots *roots, const char *name, const char **why)
{
	const char *dir = r->options->include_dir, *root = roots->path[ROOT_GIVEN];
	size_t n = dir ? strlen(dir) : 0;
	char path[PATH_MAX];
	if (n > 0 && strncmp(name, dir, n) == 0 && name[n] == '/')
		return open_relative(roots, ROOT_GIVEN, name + n + 1, why);
	const char *rest = *root && resolve(path, "", name) ? below(path, root) : NULL;
	return open_at(*root ? root : roots->path[ROOT_OWN], rest ? rest : name, why);
}

static int open_include(const struct reader *r, const char *name, const char **why)
{
	static const enum root bases[] = {ROOT_OWN, ROOT_GIVEN};
	struct roots roots;
	int fd = -1;
	find_roots(&roots, r);
	*why = "the zone text is no file of its own, so that there is no folder to read below "
	       "(give --include-dir)";
	if (r->path && !roots.path[ROOT_OWN][0])
		*why = "the zone file's folder can't be opened";
	else if (r->options->include_dir && !roots.path[ROOT_GIVEN][0])
		*why = "the folder of --include-dir can't be opened";
	else if (*name == '/' && (r->path || r->options->include_dir))
		return open_absolute(r, &roots, name, why);
	else if (r->path || r->options->include_dir)
		*why = jail_not_found;
	for (size_t i = 0; i < 2 && fd < 0 && *why == jail_not_found; i++)
		if (roots.path[bases[i]][0])
			fd = open_relative(&roots, bases[i], name, why);
	return fd;
}

/* Whether the file is being read already: it would include itself without end. */
static bool is_circle(const struct source *source, const struct stat *st)
{
	for (; source; source = source->parent)
		if (source->inode == st->st_ino && source->device == st->st_dev)
			return true;
	return false;
}

/* The name to show for an included file: that of the zone file's folder and its own. */
static const char *shown_name(struct reader *r, const char *name)
{
	const char *slash = r->path && *name != '/' ? strrchr(r->path, '/') : NULL;
	return slash ? arena_printf(
			       &r->diags->arena, "%.*s/%s", (int)(slash - r->path), r->path, name)
		     : arena_strdup(&r->diags->arena, name);
}

struct ttl_in_force {
	enum { NO_TTL, LAST_TTL, STATED_TTL } kind;
	uint32_t ttl;
};

static struct ttl_in_force ttl_in_force(const struct ttl_state *ttl)
{
	if (ttl->has_stated)
		return (struct ttl_in_force){STATED_TTL, ttl->stated};
	if (ttl->has_last)
		return (struct ttl_in_force){LAST_TTL, ttl->last};
	return (struct ttl_in_force){NO_TTL, 0};
}

/* What holds behind an include for records without a TTL. BIND and NSD keep what the included file
 * stated, and so do we; Knot and simdzone what the including one did; so it is told unless that is
 * the same. */
static void merge_ttl(struct ttl_state *ttl, const struct ttl_state *inner)
{
	struct ttl_in_force before = ttl_in_force(ttl), after = ttl_in_force(inner);
	bool same = inner->included == TTL_CLEAR && before.kind == after.kind &&
		    before.ttl == after.ttl;
	bool stated = before.kind == STATED_TTL || after.kind == STATED_TTL;
	*ttl = *inner;
	if (!same)
		ttl->included = stated ? TTL_UNCLEAR : TTL_UNCLEAR_LAST;
}

static void read_included(struct reader *r, struct source *source, const struct file_text *text,
	const struct name *origin)
{
	struct context outer = r->now;
	struct name owner;
	bool has_owner = outer.owner_state != OWNER_NONE;
	if (has_owner)
		name_from_key(&owner, outer.owner.octets, &r->apex_name);
	if (origin)
		reader_set_origin(r, origin);
	r->source = source;
	r->read(r, (struct str){text->data, text->size});
	lexer_free(&source->lexer);
	r->source = source->parent;
	merge_ttl(&outer.ttl, &r->now.ttl);
	r->now = outer;
	/* The apex may be another one now. */
	if (has_owner)
		reader_set_owner(r, &owner, OWNER_INCLUDED);
	if (outer.has_origin)
		reader_set_origin(r, &outer.origin);
}

/* The limits that a further file must keep; NULL, or what is wrong. */
static const char *check_limits(const struct reader *r, const struct stat *st)
{
	size_t size = (size_t)st->st_size;
	if (is_circle(r->source, st))
		return "file includes itself";
	if (r->source->depth == ZONEFILE_MAX_INCLUDE_DEPTH)
		return "includes are more than 8 deep";
	if (r->included + 1 == ZONEFILE_MAX_INCLUDES)
		return "more than 64 files";
	if (size > ZONEFILE_MAX_SIZE - r->included_size)
		return "included files have more than 1 GiB together";
	return NULL;
}

/* Reads the file behind a descriptor. */
static void include_file(struct reader *r, int fd, const char *name, const struct name *origin)
{
	const struct rrtoken *token = &r->source->lexer.tokens[1];
	struct file_text text;
	struct stat st;
	struct zf_error ignored = ZF_ERROR_INIT;
	const char *why = fstat(fd, &st) == 0 ? check_limits(r, &st) : "file can't be read";
	if (why) {
		reader_find_token(r, READ_INCLUDE_LIMIT, token, why);
		return;
	}
	size_t most = ZONEFILE_MAX_SIZE - r->included_size;
	if (file_read_fd(&text, fd, name, most, &ignored) != ZF_OK) {
		reader_find_token(r, READ_BAD_INCLUDE, token, "file can't be read");
		return;
	}
	struct source source = {.name = shown_name(r, name),
		.parent = r->source,
		.depth = r->source->depth + 1,
		.device = st.st_dev,
		.inode = st.st_ino};
	source.file = zone_builder_file(r->builder, source.name);
	r->included++;
	r->included_size += text.size;
	read_included(r, &source, &text, origin);
	file_text_free(&text);
}

void reader_include(struct reader *r)
{
	const struct rrtoken *token = &r->source->lexer.tokens[1];
	struct name origin;
	const char *why;
	if (!reader_has_arguments(r, 1, 2, "$INCLUDE takes a file's name and an origin"))
		return;
	bool has_origin = r->source->lexer.count == 3;
	if (has_origin && !reader_name(r, &origin, &token[1]))
		return;
	if (token->flags & TOKEN_ESCAPES) {
		reader_find_token(
			r, READ_BAD_INCLUDE, token, "a file's name holds no backslash here");
		return;
	}
	char *name = mem_strndup(token->p, token->n);
	int fd = open_include(r, name, &why);
	if (fd < 0) {
		char *text = arena_printf(&r->diags->arena, "can't include the file, %s", why);
		reader_find_token(r, READ_BAD_INCLUDE, token, text);
	} else {
		include_file(r, fd, name, has_origin ? &origin : NULL);
		close(fd);
	}
	free(name);
}
