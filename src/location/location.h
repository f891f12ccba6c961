/*
 * src/location: the way from what a user writes to a zone. A location is taken apart (location) and
 * loaded by the file of its kind: a zone file, zoneferry's own JSON, a provider, a name server, a
 * git revision. Whoever works with zones doesn't see from where they came; here alone it is known
 * how each place is reached, and that a zone which could not be read whole is never given.
 *
 * location: where a zone is, and getting it from there.
 *
 *   dir/x.zone, ./x, file:x, -        a zone file (.json: zoneferry's own JSON)
 *   bunny:example.com                 a provider's zone; bunny@work:… with profile "work"
 *   bunny:example.com?scan            another view of it, with an argument: ?scan=new
 *   axfr://host[:port]/zone[?key=K]   a name server, by zone transfer
 *   git:REV:path/x.zone               a file as it was at a git revision
 *
 * Loading gives a sealed zone or an error.
 */
#ifndef ZF_LOCATION_LOCATION_H
#define ZF_LOCATION_LOCATION_H

#include "zone.h"
#include "zonefile.h"

enum location_kind {
	LOCATION_FILE,
	LOCATION_PROVIDER,
	LOCATION_AXFR,
	LOCATION_GIT,
};

/* The parts of a location; strings are owned. What a kind doesn't have is NULL. */
struct location {
	enum location_kind kind;
	char *text; /* as it was given, for messages */
	char *path; /* FILE, GIT */
	char *provider; /* PROVIDER */
	char *profile; /* PROVIDER, or NULL: the one named like the provider */
	char *zone; /* PROVIDER (or NULL: "bunny:" or "bunny", for `zones`), AXFR */
	char *view; /* PROVIDER: "scan" */
	char *view_arg; /* PROVIDER: "new" of "?scan=new" */
	char *host, *port; /* AXFR */
	char *key; /* AXFR: the name of a TSIG key of the config */
	char *revision; /* GIT */
};

/* Takes a location apart. Errors: ZF_ERR_USAGE. On success release with location_free. */
enum zf_status location_parse(struct location *loc, const char *text, struct zf_error *err);
/* The same for a provider without a zone: "bunny", "bunny@work", "bunny:". */
enum zf_status location_parse_provider(
	struct location *loc, const char *text, struct zf_error *err);
void location_free(struct location *loc);

struct pool;

/* What loading needs from the command line. Read-only while loading. */
struct load_env {
	struct zonefile_options zonefile;
	const char *config; /* --config, or NULL */
	const char *provider_dir; /* --provider-dir, or NULL */
	const char *record_dir, *replay_dir; /* or NULL */
	unsigned timeout; /* --timeout, seconds; 0: the defaults */
	struct pool *pool; /* accounts that are shared (pool.h); NULL: each is opened anew */
	bool partial; /* of providers: as in struct provider_env */
	void (*progress)(void *user, const char *text); /* a line of long work; may be NULL */
	void (*trace)(void *user, const char *text); /* a line for each thing done; may be NULL */
	void *progress_user; /* of both; they may be called by several threads */
};

/* Loads the zone. Every error of a zone file goes to `diags` as well. */
enum zf_status location_load(struct zf_zone **zone, const struct location *loc,
	const struct load_env *env, struct diags *diags, struct zf_error *err);

/* Loads several side by side, each in a thread of its own. All or nothing: on error every zone
 * is released and zones[] is all NULL; err is the first location's that failed. diags has one
 * element a location, initialised by the caller. */
enum zf_status location_load_all(struct zf_zone **zones, const struct location *locs, size_t count,
	const struct load_env *env, struct diags *diags, struct zf_error *err);

#endif
