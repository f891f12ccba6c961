/*
 * engine: an account at a provider, and getting zones from it. The room's layers: account.h.
 *
 * The engine knows no provider: what one is like says its description (desc.h), which is found by
 * name in `--provider-dir`, in the config folder, or in the program itself. A zone that is given
 * was read whole: every page, every record understood (or kept as a provider record), and the
 * zone's name and its records confirmed by the answers; everything else is an error.
 *
 * A profile of the config (config.h) may hold, beside `provider` and the description's variables:
 * `url`, another base URL; `ca_file`, authorities for the certificate of a server of one's own;
 * `proxy`, http:// or https://, through which requests are tunnelled: it never sees credentials.
 *
 * An opened provider is for one thread at a time; threads that work side by side have twins of one,
 * which share what the account is allowed (limiter.h).
 */
#ifndef ZF_PROVIDER_ENGINE_H
#define ZF_PROVIDER_ENGINE_H

#include "desc.h"
#include "zone.h"

struct provider;
struct http_clock;
struct config;

/* Ten thousand calls, one after the other, at three a second; who never ends is given up. */
enum { PROVIDER_SECONDS = 3600 };

/* What opening needs from outside; all may be NULL or 0. Is copied, its strings are not. */
struct provider_env {
	const char *config; /* path of the config; NULL: the one of the XDG rules */
	const char *provider_dir; /* a folder of descriptions that goes before all others */
	const char *record_dir; /* where exchanges are written to */
	const char *replay_path; /* where answers come from, instead of the network */
	unsigned timeout; /* seconds for a zone, a listing or a test, with all requests, waits and
			     jobs; 0: PROVIDER_SECONDS */
	size_t max_records; /* of a zone; 0: ZONE_MAX_RECORDS */
	bool partial; /* a zone of which the provider lists a part only is given, marked and with an
			 unread element (zone.h), instead of an error */
	void (*progress)(void *user, const char *text); /* a line about work that takes long */
	void (*trace)(void *user, const char *text); /* a line for each request, and each wait */
	void *progress_user; /* of both */
	/* What time it is, and how to wait between tries and polls (http_retry.h); NULL: the
	 * system's. Replays don't wait. */
	const struct http_clock *clock;
};

/* Finds and checks the description, and the profile in the config (NULL: the one named like the
 * provider, if there is one). Nothing is sent and no credential is read before it is needed. On
 * success *p is the caller's. Errors: ZF_ERR_NOT_FOUND (no such provider: the text names the
 * one that was meant), ZF_ERR_SYNTAX (description), ZF_ERR_CONFIG. */
enum zf_status provider_open(struct provider **p, const char *name, const char *profile,
	const struct provider_env *env, struct zf_error *err);
void provider_close(struct provider *p); /* wipes the credentials; NULL is allowed */

/* Opens the same account once more, for another thread: with the settings and the login that `of`
 * has, so that no credential is looked up and no login made again, and within the same limits. `of`
 * is not in use by another thread meanwhile. On success *twin is the caller's; it may outlive `of`.
 * Errors: those of provider_open, ZF_ERR_CONFIG when the description isn't what it was. */
enum zf_status provider_twin(struct provider **twin, struct provider *of, struct zf_error *err);

/* From now on the progress, trace and progress_user of this environment are told. */
void provider_listen(struct provider *p, const struct provider_env *env);

/* Hides the secrets of all providers but one (NULL: none) from the commands of a config. `dir` as
 * in struct provider_env. */
void provider_hide_secrets(struct config *config, const char *dir, const char *but);

const struct desc *provider_desc(const struct provider *p);

/* The base URL in use; NULL when it can't be told yet (a variable is missing, or it comes with the
 * login). Lives as long as the provider. */
const char *provider_url(struct provider *p);

/* One of the settings that the description asks for, `index` from 0; false behind the last. */
struct provider_setting {
	const struct desc_variable *variable;
	const char *from; /* "profile lab, env:LAB_KEY", "environment BUNNY_API_KEY", "default" */
	bool found;
	const char *problem; /* why it could not be read (a file or command failed), or NULL */
};
bool provider_setting(struct provider *p, size_t index, struct provider_setting *setting);

/* One zone of the account; valid during the call. */
struct provider_zone {
	const char *name; /* absolute, lower case, with the final dot */
	const char *id; /* what the provider calls it, or NULL when that is its name */
	const char *skipped; /* why this one can't be read, or NULL */
	const struct json *object; /* what the list says about it, where reading it wants that */
};
typedef enum zf_status provider_zone_fn(
	void *user, const struct provider_zone *zone, struct zf_error *err);

/* Lists the account's zones, in the provider's order, each once; what `each` returns other than
 * ZF_OK ends the listing. Errors: ZF_ERR_UNSUPPORTED when the API can't list zones. */
enum zf_status provider_zones(
	struct provider *p, provider_zone_fn *each, void *user, struct zf_error *err);

/* Which zone, and how it is to be seen. */
struct provider_query {
	const char *zone; /* name; the final dot may be missing */
	const char *view; /* NULL: the zone itself; "native" … as the description names its views;
			     "id": the zone with the id in view_arg, where a name is not unique */
	const char *view_arg; /* "new" of "?scan=new", or NULL */
	const struct provider_zone *listed; /* as a listing told it: it is not looked for again;
					       NULL: not listed */
};

/* Fetches a zone. On success *zone is sealed and the caller's; warnings are in its diags.
 * Errors: ZF_ERR_NOT_FOUND (no such zone or view), ZF_ERR_AUTH, ZF_ERR_NETWORK, ZF_ERR_ANSWER,
 * ZF_ERR_LIMIT, ZF_ERR_CONFIG; err names provider, zone and request, and holds no secret. */
enum zf_status provider_fetch(struct zf_zone **zone, struct provider *p,
	const struct provider_query *query, struct zf_error *err);

/* Whether all settings that a way in needs, and the base URL, can be had; nothing is sent. Errors:
 * ZF_ERR_CONFIG, and those of config_value. */
enum zf_status provider_check(struct provider *p, struct zf_error *err);

/* Makes the cheapest call that needs valid credentials. `said` (which may be NULL) gets what was
 * learned, one line. */
enum zf_status provider_test(struct provider *p, struct buf *said, struct zf_error *err);

/* How many requests were sent since opening. */
size_t provider_calls(const struct provider *p);

#endif
