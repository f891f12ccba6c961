/*
 * account: the inside of an opened provider: its settings, how requests are sent in its name, and
 * how lists are walked. For the engine's own files.
 */
#ifndef ZF_PROVIDER_ACCOUNT_H
#define ZF_PROVIDER_ACCOUNT_H

#include "config.h"
#include "engine.h"
#include "http_retry.h"
#include "tmpl.h"

/* What became of one variable. */
struct setting {
	bool looked_up, found;
	const char *from; /* for people */
	char *problem;
	struct str value; /* secret or not; as templates see it */
};

struct provider {
	struct desc *desc;
	struct provider_env env;
	const struct http_clock *clock;
	struct config *config;
	const struct config_profile *profile; /* or NULL */
	char *profile_name;
	struct arena arena; /* what lives as long as the provider */
	struct secrets *secrets; /* credentials and tokens: nothing may print these */
	struct secrets *plain; /* settings that are no secrets */
	struct setting *settings; /* one for each of the description's variables */
	struct vars vars; /* those that are found, and what the login gives */
	struct http *http; /* NULL before the first request */
	char *url; /* the base, without a final slash; NULL: not known yet */
	bool url_replaced; /* by the user */
	bool settled; /* all settings are looked up */
	const struct desc_auth *auth; /* the way in; NULL: not chosen yet, or none is needed */
	bool logged_in;
	int64_t login_ends; /* by the clock; 0: not known */
	int64_t clock_offset; /* seconds that the provider's clock is ahead (AUTH_OVH) */
	int64_t ends; /* when the time limit of what is being done is over, by the clock; 0: none */
	size_t calls;
	int64_t last_call; /* when, by the clock */
	int last_status; /* of the last answer; 0: there was none */
	char place[256]; /* the last request, for messages about its answer; "" for none */
};

/*
 * Settings (settings.c).
 */

/* Looks all settings up, once, and makes the base URL. Errors: ZF_ERR_CONFIG. */
enum zf_status settings_load(struct provider *p, struct zf_error *err);
/* Looks one up. */
void setting_load(struct provider *p, size_t index);
/* "access_key in profile "bunny" of the config, or BUNNY_API_KEY in the environment" */
void setting_print_places(struct buf *b, const struct provider *p, const struct desc_variable *v);
/* Sets the base URL from a template. The second one leaves it as it is when a variable of the
 * template isn't set. */
enum zf_status settings_set_url(struct provider *p, const char *url, struct zf_error *err);
enum zf_status settings_try_url(struct provider *p, const char *url, struct zf_error *err);

/* What the profile says about the transport: ca_file and proxy; the strings live as long as the
 * provider. Errors: ZF_ERR_CONFIG, ZF_ERR_IO. */
enum zf_status settings_transport(
	struct provider *p, struct http_settings *settings, struct zf_error *err);

/*
 * Requests (call.c).
 */

struct answer {
	struct http_response response;
	struct json *json; /* NULL: it isn't JSON, and need not be */
	bool empty; /* it says by an error that there is nothing */
};

enum call_want {
	CALL_WANT_JSON,
	CALL_WANT_TEXT,
	CALL_WANT_LOGIN, /* of the way in itself: nothing to show yet, and JSON or none */
};

/* One request to be made. */
struct call {
	const struct desc_call *desc;
	const struct vars *vars; /* NULL: the provider's own */
	const struct json *item, *zone; /* for references in templates, or NULL */
	const char *url; /* whole URL instead of the description's, or NULL */
	enum call_want want;
	bool write; /* not to be sent again unless it surely was not carried out */
};

/* Makes the request, with what proves who one is (call_request.c). Release q in any case. */
enum zf_status call_make_request(
	struct provider *p, struct http_request *q, const struct call *call, struct zf_error *err);
/* Sends it, logging in before and once again on 401, and checks the answer: its status, that it is
 * JSON, the conditions of success. On success release with answer_free. Errors: ZF_ERR_AUTH,
 * ZF_ERR_NOT_FOUND, ZF_ERR_NETWORK, ZF_ERR_ANSWER, ZF_ERR_LIMIT, ZF_ERR_CONFIG; the place is the
 * request. */
enum zf_status call_send(
	struct provider *p, const struct call *call, struct answer *answer, struct zf_error *err);
/* The same for a request made elsewhere: no way in is added. */
enum zf_status call_send_request(struct provider *p, const struct http_request *q,
	struct answer *answer, struct zf_error *err);
void answer_free(struct answer *answer);

/* Milliseconds that the time limit leaves, 0 or less when it is over; INT64_MAX without one. */
int64_t account_time_left(const struct provider *p);

/* The answer as references see it, the element at hand being the whole. */
struct scope answer_scope(const struct answer *answer, const struct vars *vars);

/*
 * Proving who one is (auth.c).
 */

/* Chooses the way in and logs in if that is needed. */
enum zf_status auth_prepare(struct provider *p, struct zf_error *err);
/* Adds what proves it; the request is complete otherwise. */
enum zf_status auth_apply(struct provider *p, struct http_request *q, struct zf_error *err);
/* Signers (auth_sign.c): adds the signature of the chosen way in, if it has one. */
enum zf_status auth_sign(struct provider *p, struct http_request *q, struct zf_error *err);
/* Makes the request for an access token of AUTH_GOOGLE_JWT; on success q is the caller's. */
enum zf_status auth_sign_login(struct provider *p, struct http_request *q, struct zf_error *err);
/* Query parameters of the way in. */
const struct pairs *auth_query(const struct provider *p);
/* Whether a refused request may be sent again after another login; forgets the login if so. */
bool auth_again(struct provider *p);

/*
 * Lists (paging.c).
 */

struct walk;
typedef enum zf_status walk_item_fn(
	struct walk *w, const struct json *item, const char *key, struct zf_error *err);
typedef enum zf_status walk_answer_fn(
	struct walk *w, const struct answer *answer, struct zf_error *err);

/* A list being read, page by page. The caller sets the first part. */
struct walk {
	struct provider *p;
	const struct desc_call *call;
	const struct vars *vars;
	const struct json *zone; /* for references in templates, or NULL */
	const struct refs *id; /* of an element: the same one again counts once; or NULL */
	walk_answer_fn *on_answer; /* sees each answer before its elements; may be NULL */
	walk_item_fn *on_item;
	void *user;

	const struct answer *answer; /* while on_item runs */
	size_t count; /* elements so far, each once */
	size_t duplicates; /* elements that came again */
	bool stop; /* on_item has what it wants */
	bool unsteady; /* the list changed while it was read: reading again may help */
	bool absent; /* the answer has no such list, or there is no such call: 404, 405 */
};

/* Walks it all. Errors beside those of call_send: ZF_ERR_ANSWER for pages that repeat, totals that
 * don't match, links to elsewhere; ZF_ERR_LIMIT for too many pages. */
enum zf_status walk_run(struct walk *w, struct zf_error *err);

/*
 * Zones of the account (lookup.c).
 */

struct found {
	struct name name;
	char *zone; /* its text without the final dot: {zone} */
	char *id; /* {id} */
	struct json *object; /* the zone object, or NULL */
	bool confirmed; /* an answer has named this very zone */
};

void found_free(struct found *found);
/* Adds {zone} and {id}, which live as long as `found`. */
void found_set_vars(const struct found *found, struct vars *vars);

/* Finds a zone by its name with as few requests as the API allows: none when names are ids. `id`
 * (or NULL) is what the user gave. On success release with found_free. */
enum zf_status lookup_zone(struct provider *p, struct found *found, const char *name,
	const char *id, struct zf_error *err);
/* Makes sure that the zone is there and gets its object, unless that is known. */
enum zf_status lookup_confirm(struct provider *p, struct found *found, struct zf_error *err);
/* Takes a copy of a zone object out of an answer; it must be that of this zone. */
enum zf_status lookup_take(
	struct provider *p, struct found *found, const struct json *object, struct zf_error *err);

/* What provider_zones promises. */
enum zf_status lookup_list(
	struct provider *p, provider_zone_fn *each, void *user, struct zf_error *err);

/*
 * Zones (fetch.c).
 */

/* Reads the zone's records or text, in a view (or NULL: as it is). `arg` is the view's, or NULL. */
enum zf_status fetch_zone_in(struct zf_zone **zone, struct provider *p, struct found *found,
	const struct desc_view *view, const char *arg, struct zf_error *err);

/*
 * Views (view.c).
 */

/* Reads the zone from its text. */
enum zf_status view_text(struct zf_zone **zone, struct provider *p, struct found *found,
	const struct desc_view *view, const struct vars *vars, struct zf_error *err);
/* Does the view's job: starts it if `arg` is "new" or the description says so, and waits for its
 * end; sets {job}. Nothing to do: nothing is sent. */
enum zf_status view_job(struct provider *p, const struct desc_view *view, const char *arg,
	struct vars *vars, struct zf_error *err);
/* Errors unless the answer in scope says that the job is done. */
enum zf_status view_check_state(const struct desc_view *view, const struct scope *scope,
	bool *running, struct zf_error *err);

/* "bunny@work:example.com?scan", in the provider's arena. */
const char *account_source(struct provider *p, const struct found *found, const char *view);

/* A line about work that takes long. */
void account_progress(const struct provider *p, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
