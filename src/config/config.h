/*
 * src/config: what the user keeps for all runs: profiles of providers, and keys of name servers.
 * The file's YAML (yaml_tree) becomes sections of settings (config_tree), which are judged and
 * asked here; values are had from the environment, files and programs (config_source) when they are
 * asked for. Which settings a provider needs is its description's matter, what they do the
 * engine's.
 *
 * config: profiles and keys from ~/.config/zoneferry/config.yaml, and where credentials come from.
 *
 *   profiles:
 *     bunny:                 # named like its provider: that provider's default
 *       access_key: cmd:pass show bunny/api
 *     lab:
 *       provider: powerdns
 *       url: http://127.0.0.1:8081
 *       api_key: env:LAB_PDNS_KEY
 *       ca_file: ca.pem      # PEM of the authority behind the server's certificate
 *       proxy: http://proxy.example:3128
 *   network: environment   # authorities and proxies also as SSL_CERT_FILE, HTTPS_PROXY … say
 *   keys:
 *     transfer:
 *       algorithm: hmac-sha256
 *       secret: file:~/.config/zoneferry/transfer.key
 *
 * A value is "env:NAME", "file:PATH" (~ is the home folder, relative ones begin at the folder of
 * the config), "cmd:COMMAND" (standard output of /bin/sh -c, without its final newline, within 60
 * seconds), or stands there itself. It is looked up when it is asked for, once. Unknown keys,
 * duplicate keys, anchors, aliases, tags, further documents are errors with their place.
 *
 * Whoever can write to the file can have commands run: it is refused when group or others can. It
 * is refused when group or others can read it and it holds a value that stands there itself and
 * may be a credential: any but those of the keys in `plain_keys` (config.c), of which url and
 * proxy must be without user info.
 */
#ifndef ZF_CONFIG_CONFIG_H
#define ZF_CONFIG_CONFIG_H

#include "secret.h"

struct config;
struct config_profile;
struct config_hidden; /* config_source.h */

/* Reads `path`, or with NULL the file of the XDG rules, which may be missing: then there are no
 * profiles. On success *config is the caller's. Errors: ZF_ERR_NOT_FOUND, ZF_ERR_IO,
 * ZF_ERR_SYNTAX with line and column, ZF_ERR_CONFIG, ZF_ERR_LIMIT. */
enum zf_status config_load(struct config **config, const char *path, struct zf_error *err);

/* The same for text that is in memory; nothing is asked about permissions. `file` names it. */
enum zf_status config_parse(struct config **config, const char *file, const char *text, size_t size,
	struct zf_error *err);
void config_free(struct config *config); /* wipes; NULL is allowed */

/* The file that it was read from, or "the config" when there is none. */
const char *config_name(const struct config *config);

/* Whether authorities and proxies are also taken from the environment. */
bool config_network_environment(const struct config *config);

/* Whether a value is had by a command. */
bool config_runs_commands(const struct config *config);
/* A variable of the environment that commands don't get; nor do they get those that other profiles
 * and keys name ("env:NAME"). */
void config_hide(struct config *config, const char *variable);
const struct config_hidden *config_hides(const struct config *config); /* what was given so */

/* How long commands ("cmd:") may take from now on, all together; 0: a minute each. */
void config_limit(struct config *config, unsigned seconds);

/* Walks the profiles, 0-based; NULL behind the last one. */
const struct config_profile *config_profile_at(
	const struct config *config, size_t index, const char **name);

/* The profile of this name, or NULL. */
const struct config_profile *config_find(const struct config *config, const char *name);
/* Its provider; by default the name of the profile. */
const char *config_profile_provider(const struct config_profile *profile);

/* A setting of a profile by its key (such as "url", "access_key"). *value is NULL when it isn't
 * there; else it is kept by `all`. *from says where it came from, for people ("profile lab,
 * env:LAB_PDNS_KEY"), never the value; it lives as long as the config. Errors (ZF_ERR_CONFIG,
 * ZF_ERR_IO, ZF_ERR_LIMIT) say what could not be had, with the place in the config. May be called
 * by several threads. */
enum zf_status config_value(const struct config *config, const struct config_profile *profile,
	const char *key, struct secrets *all, const struct secret **value, const char **from,
	struct zf_error *err);

/* Appends the path of a file that a profile names: ~ is the home folder, relative ones begin at the
 * folder of the config. Errors: ZF_ERR_CONFIG without a HOME. */
enum zf_status config_path_of(
	const struct config *config, const char *path, struct buf *whole, struct zf_error *err);

/* Whether the profile has a value for a key; it isn't looked up. */
bool config_has(const struct config_profile *profile, const char *key);

/* Walks a profile's keys other than "provider", 0-based; NULL behind the last one. For "unknown
 * key" messages. */
const char *config_profile_key(const struct config_profile *profile, size_t index);

struct config_key { /* TSIG */
	const char *name, *algorithm; /* "hmac-sha256" */
	const struct secret *secret; /* base64 as it was written */
};
/* Walks the names of the keys, 0-based; NULL behind the last one. */
const char *config_key_at(const struct config *config, size_t index);

/* Errors: ZF_ERR_CONFIG when there is no such key, and those of config_value. */
enum zf_status config_tsig_key(const struct config *config, const char *name, struct secrets *all,
	struct config_key *key, struct zf_error *err);

#endif
