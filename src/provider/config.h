/*
 * config: profiles and keys from ~/.config/zoneferry/config.yaml, and where credentials come from.
 *
 * A value is "env:NAME", "file:PATH" (~ is the home folder), "cmd:COMMAND" (standard output of
 * /bin/sh -c, without its final newline), or stands there itself. It is looked up when it is asked
 * for, once. Unknown keys, duplicate keys, aliases and tags are errors with their place.
 */
#ifndef ZF_PROVIDER_CONFIG_H
#define ZF_PROVIDER_CONFIG_H

#include "secret.h"

struct config;
struct config_profile; /* or NULL: there is none in the file */

/* Reads `path`, or with NULL the file of the XDG rules, which may be missing. Refused when others
 * can read it and it holds a credential in clear. On success *config is the caller's. */
enum zf_status config_load(struct config **config, const char *path, struct zf_error *err);
void config_free(struct config *config);

/* The profile of this name, or NULL. */
const struct config_profile *config_find(const struct config *config, const char *name);
const char *config_profile_provider(const struct config_profile *profile);

/* A setting of a profile by its key (such as "url", "access_key"): *found says whether it is there.
 * The value is a secret and lives in `all`. *from says where it came from, for people ("profile
 * lab, env:LAB_PDNS_KEY"), never the value; it lives as long as the config. */
enum zf_status config_value(const struct config *config, const struct config_profile *profile,
	const char *key, struct secrets *all, const struct secret **value, const char **from,
	struct zf_error *err);

/* Walks a profile's keys, 0-based; NULL behind the last one. For "unknown key" messages. */
const char *config_profile_key(const struct config_profile *profile, size_t index);

struct config_key { /* TSIG */
	const char *name, *algorithm; /* "hmac-sha256" */
	const struct secret *secret;  /* base64 as it was written */
};
enum zf_status config_tsig_key(const struct config *config, const char *name, struct secrets *all,
	struct config_key *key, struct zf_error *err);

#endif
