/*
 * server_source: a name server as an account: its zones by a catalog zone, by a list in a file, or
 * the one that is named.
 *
 *   axfr://HOST[:PORT]/GLOB[?catalog=NAME][&key=NAME]     GLOB: * for all of them
 */
#ifndef ZF_FLEET_SERVER_SOURCE_H
#define ZF_FLEET_SERVER_SOURCE_H

#include "catalog.h"
#include "location.h"

struct server_source {
	char *label; /* "axfr://HOST[:PORT]" */
	char *key, *catalog; /* or NULL */
};

bool server_source_is(const char *text);

/* Takes it apart; *glob is the caller's, NULL: all zones. Errors: ZF_ERR_USAGE. On success release
 * with server_source_free. */
enum zf_status server_source_parse(
	struct server_source *s, char **glob, const char *text, struct zf_error *err);
void server_source_free(struct server_source *s);

/* Adds the location of a zone, whose name may have its final dot. */
void server_source_add_location(struct buf *b, const struct server_source *s, const char *zone);
/* Adds a name for a folder, "HOST" or "HOST_PORT". */
void server_source_add_folder(struct buf *b, const struct server_source *s);

/* What a list may come from, beside the catalog. */
struct server_list {
	const char *file; /* a name a line, # begins a comment; or NULL */
	char *const *names; /* used when there is neither catalog nor file: all must be names */
	size_t count;
};

/* Tells all zones. Errors: those of the transfer of the catalog and of catalog_read; ZF_ERR_IO,
 * ZF_ERR_DATA (a line of the file is no name); ZF_ERR_USAGE: nothing tells the zones. */
enum zf_status server_source_list(const struct server_source *s, const struct server_list *list,
	const struct load_env *env, const struct catalog_listener *to, struct zf_error *err);

enum zf_status server_source_fetch(struct zf_zone **zone, const char *location,
	const struct load_env *env, struct zf_error *err);

#endif
