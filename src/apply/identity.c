#include "identity.h"

#include <stdlib.h>
#include <string.h>

static void add_lower(struct buf *b, const char *text)
{
	for (; *text; text++)
		buf_addc(b, (char)str_lower[(unsigned char)*text]);
}

/* A name without its final dot; the root keeps it. */
static void add_zone(struct buf *b, const char *zone)
{
	size_t start = b->len;
	add_lower(b, zone);
	if (b->len > start + 1 && b->data[b->len - 1] == '.') {
		b->len--;
		b->data[b->len] = '\0';
	}
}

/* A file that isn't there yet is named by the real path of its folder. */
static void print_file(struct buf *b, const struct location *loc)
{
	char *real = realpath(loc->path, NULL);
	buf_adds(b, "file:");
	if (real) {
		buf_adds(b, real);
		free(real);
		return;
	}
	const char *slash = strrchr(loc->path, '/'), *name = slash ? slash + 1 : loc->path;
	struct buf folder;
	buf_init(&folder, 0);
	if (slash)
		buf_add(&folder, loc->path, (size_t)(slash - loc->path) + 1);
	else
		buf_addc(&folder, '.');
	real = realpath(folder.data, NULL);
	if (real)
		buf_printf(b, "%s/%s", strcmp(real, "/") == 0 ? "" : real, name);
	else
		buf_adds(b, loc->path);
	free(real);
	buf_free(&folder);
}

static void print_provider(struct buf *b, const struct location *loc)
{
	buf_printf(b, "%s@%s:", loc->provider, loc->profile ? loc->profile : loc->provider);
	add_zone(b, loc->zone ? loc->zone : "");
	if (loc->view)
		buf_printf(b, "?%s", loc->view);
	if (loc->view_arg)
		buf_printf(b, "=%s", loc->view_arg);
}

static void print_server(struct buf *b, const struct location *loc)
{
	buf_adds(b, strchr(loc->host, ':') ? "axfr://[" : "axfr://");
	add_zone(b, loc->host);
	buf_printf(b, "%s:%s/", strchr(loc->host, ':') ? "]" : "", loc->port);
	add_zone(b, loc->zone);
	if (loc->key)
		buf_printf(b, "?key=%s", loc->key);
}

static void print_revision(struct buf *b, const struct location *loc)
{
	buf_printf(b, "git:%s:%s", loc->revision, loc->path);
}

void identity_print(struct buf *b, const struct location *loc)
{
	static void (*const printers[])(struct buf *, const struct location *) = {
		[LOCATION_FILE] = print_file,
		[LOCATION_PROVIDER] = print_provider,
		[LOCATION_AXFR] = print_server,
		[LOCATION_GIT] = print_revision,
	};
	printers[loc->kind](b, loc);
}

void identity_add_name(struct buf *b, const char *identity)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz0123456789-_";
	for (const char *p = identity; *p; p++) {
		if (strchr(plain, *p) || (*p == '.' && p > identity)) {
			buf_addc(b, *p);
		} else {
			buf_addc(b, '=');
			str_add_hex(b, p, 1);
		}
	}
}
