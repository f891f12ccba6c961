#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "mem.h"
#include "reader.h"

/* A file to include: open, or read already from where the text is. */
struct found {
	int fd; /* -1: it is read already */
	struct stat st;
	struct zonefile_included read;
};

/* Whether the file is being read already: it would include itself without end. */
static bool is_circle(const struct source *source, const struct found *f)
{
	for (; source; source = source->parent)
		if (f->fd < 0 ? source->place && strcmp(source->place, f->read.place) == 0
			      : source->inode == f->st.st_ino && source->device == f->st.st_dev)
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
static const char *check_limits(const struct reader *r, const struct found *f)
{
	size_t size = f->fd < 0 ? f->read.text.size : (size_t)f->st.st_size;
	if (is_circle(r->source, f))
		return "file includes itself";
	if (r->source->depth == ZONEFILE_MAX_INCLUDE_DEPTH)
		return "includes are more than 8 deep";
	if (r->included + 1 == ZONEFILE_MAX_INCLUDES)
		return "more than 64 files";
	if (size > ZONEFILE_MAX_SIZE - r->included_size)
		return "included files have more than 1 GiB together";
	return NULL;
}

/* Reads what was found. */
static void include_file(
	struct reader *r, struct found *f, const char *name, const struct name *origin)
{
	const struct rrtoken *token = &r->source->lexer.tokens[1];
	struct zf_error ignored = ZF_ERROR_INIT;
	const char *why = check_limits(r, f);
	if (why) {
		reader_find_token(r, READ_INCLUDE_LIMIT, token, why);
		return;
	}
	size_t most = ZONEFILE_MAX_SIZE - r->included_size;
	if (f->fd >= 0 && file_read_fd(&f->read.text, f->fd, name, most, &ignored) != ZF_OK) {
		reader_find_token(r, READ_BAD_INCLUDE, token, "file can't be read");
		return;
	}
	struct source source = {.name = shown_name(r, name),
		.parent = r->source,
		.depth = r->source->depth + 1,
		.device = f->st.st_dev,
		.inode = f->st.st_ino,
		.place = f->read.place};
	source.file = zone_builder_file(r->builder, source.name);
	r->included++;
	r->included_size += f->read.text.size;
	read_included(r, &source, &f->read.text, origin);
}

/* Finds the file that a name means; false: *why says what is wrong. */
static bool find_file(const struct reader *r, struct found *f, const char *name, const char **why)
{
	const struct zonefile_includes *from = r->options->includes;
	if (from) {
		size_t most = ZONEFILE_MAX_SIZE - r->included_size;
		return (*why = from->read(from->user, name, most, &f->read)) == NULL;
	}
	f->fd = reader_open_include(r, name, why);
	if (f->fd >= 0 && fstat(f->fd, &f->st) != 0) {
		close(f->fd);
		f->fd = -1;
		*why = "it can't be read";
	}
	return f->fd >= 0;
}

void reader_include(struct reader *r)
{
	const struct rrtoken *token = &r->source->lexer.tokens[1];
	struct found f = {.fd = -1};
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
	if (find_file(r, &f, name, &why)) {
		include_file(r, &f, name, has_origin ? &origin : NULL);
		file_text_free(&f.read.text);
		free(f.read.place);
		if (f.fd >= 0)
			close(f.fd);
	} else {
		char *text = arena_printf(&r->diags->arena, "can't include the file, %s", why);
		reader_find_token(r, READ_BAD_INCLUDE, token, text);
	}
	free(name);
}
