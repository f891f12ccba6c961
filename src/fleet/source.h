/*
 * source: what a backup reads from: a provider's account, listed once, then read by several
 * threads at once, each through a hand of its own, within one limit for all; or a name server,
 * whose zones are transferred (server_source.h).
 */
#ifndef ZF_FLEET_SOURCE_H
#define ZF_FLEET_SOURCE_H

#include <pthread.h>

#include "engine.h"
#include "server_source.h"

/* A zone as the listing told it. Strings are owned. */
struct listed {
	char *zone; /* absolute, lower case, with the final dot */
	char *id; /* or NULL */
	struct json *object; /* or NULL */
	char *skipped; /* why it can't be read, or NULL */
	char *location; /* "bunny:example.com", with its id where names aren't unique */
	char *file; /* its file's name */
};

struct listing {
	struct listed *items; /* by name and id */
	size_t count, cap;
};
void listing_free(struct listing *l);

/* A part of all zones, by a stable hash of their names: number `part`, from 1, of `parts`. */
struct shard {
	unsigned part, parts; /* parts 0 or 1: all zones */
};
bool shard_has(struct shard shard, const char *zone);

struct source {
	char *spec; /* as given, but for the glob: what tells two of them apart */
	char *name; /* "bunny@work", "axfr://ns1.example.net" */
	char *folder; /* its name as that of a folder */
	struct shard shard; /* of the zones that are wanted */
	char **globs; /* of the zones that are wanted; none: all */
	size_t glob_count;
	struct provider *provider; /* NULL: a name server */
	struct server_source server;
	const char *zones_file; /* of a name server's zones (--zones), or NULL */
	const struct load_env *env;
	pthread_mutex_t mutex; /* of what makes hands */
};

/* Splits "PROVIDER[@PROFILE][:GLOB]", or takes the glob out of what server_source.h tells. Errors:
 * ZF_ERR_USAGE. The strings are the caller's. */
enum zf_status source_split(char **spec, char **glob, const char *text, struct zf_error *err);

/* Opens it (nothing is sent); globs are added later. `env` must outlive it. On success end with
 * source_close. */
enum zf_status source_open(
	struct source *a, const char *spec, const struct load_env *env, struct zf_error *err);
void source_add_glob(struct source *a, const char *glob);
void source_close(struct source *a);

/* Lists the zones that are wanted, and those of them that can't be read. Errors: those of
 * provider_zones; ZF_ERR_NOT_FOUND when a glob matches none. On success release with
 * listing_free. */
enum zf_status source_list(struct source *a, struct listing *l, struct zf_error *err);

/* One thread's way to read zones; NULL: a name server needs none. */
enum zf_status source_hand(struct provider **hand, struct source *a, struct zf_error *err);
enum zf_status source_fetch(struct zf_zone **zone, const struct source *a, struct provider *hand,
	const struct listed *listed, struct zf_error *err);

/* By its description: how far requests are apart, in milliseconds; 0: nothing is known. And how
 * many were sent so far. */
long source_pace(const struct source *a);
size_t source_calls(const struct source *a);

#endif
