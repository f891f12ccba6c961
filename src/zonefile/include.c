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

/* Opens a name below the option's folder; an absolute one may lie below it too. */
static int open_in_include_dir(const struct reader *r, const char *name, const char **why)
{
	const char *dir = r->options->include_dir;
	char full[PATH_MAX];
	if (*name == '/' && realpath(dir, full)) {
		size_t n = strlen(full);
		if (strncmp(name, full, n) == 0 && name[n] == '/')
			name += n + 1;
		else if (str_starts(name, dir) && name[strlen(dir)] == '/')
			name += strlen(dir) + 1;
	}
	int folder = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder < 0) {
		*why = "the folder of --include-dir can't be opened";
		return -1;
	}
	int fd = jail_open(folder, name, why);
	close(folder);
	return fd;
}

static int open_in_zone_folder(const struct reader *r, const char *name, const char **why)
{
	int folder = jail_folder_of(r->path);
	if (folder < 0) {
		*why = "the zone file's folder can't be opened";
		return -1;
	}
	int fd = jail_open(folder, name, why);
	close(folder);
	return fd;
}

static int open_include(const struct reader *r, const char *name, const char **why)
{
	int fd = -1;
	*why = "the zone text is no file of its own, so that there is no folder to read below "
	       "(give --include-dir)";
	if (r->path)
		fd = open_in_zone_folder(r, name, why);
	bool elsewhere = !r->path || *why == jail_not_found || *name == '/';
	if (fd < 0 && r->options->include_dir && elsewhere)
		fd = open_in_include_dir(r, name, why);
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
