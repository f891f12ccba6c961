/*
 * account: the inside of an opened provider, which is handed down through the room's layers, and
 * the smallest helpers. A file calls, and its header includes, those below it only:
 *
 *   engine      the driver (engine.h)
 *   writer      writing to a zone (writer.h)
 *   fetch, view, lookup      zones (zones.h)
 *   job, walk      work that takes longer (job.h), lists (walk.h)
 *   call      requests in the account's name: what reads and writes go through (call.h)
 *   auth, auth_sign      proving who one is; a login is an exchange of its own (auth.h)
 *   exchange, request, answer      sending one request, making it, judging the answer (exchange.h)
 *   settings      what the user has set (settings.h)
 *   account
 *
 * engine.h is the room's face besides: it tells the opened provider's name and environment.
 */
#ifndef ZF_PROVIDER_ACCOUNT_H
#define ZF_PROVIDER_ACCOUNT_H

#include "aws.h"
#include "config.h"
#include "engine.h"
#include "limiter.h"
#include "vars.h"

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
	bool insecure_http; /* the profile lets it go to a private network without TLS */
	struct aws_keys aws; /* those of AWS' own files */
	bool aws_read;
	char *aws_problem; /* why they can't be had, or NULL */
	const char *credentials; /* those that the way in uses, and from where; NULL: not known */
	bool settled; /* all settings are looked up */
	const struct desc_auth *auth; /* the way in; NULL: not chosen yet, or none is needed */
	bool logged_in;
	int64_t login_ends; /* by the clock; 0: not known */
	int64_t clock_offset; /* seconds that the provider's clock is ahead (AUTH_OVH) */
	int64_t ends; /* when the time limit of what is being done is over, by the clock; 0: none */
	size_t calls;
	struct http_limiter *limiter; /* shared with all that speak for this account */
	bool throttled; /* the last answer asks to be left alone */
	int last_status; /* of the last answer; 0: there was none */
	char place[256]; /* the last request, for messages about its answer; "" for none */
};

/* Milliseconds that the time limit leaves, 0 or less when it is over; INT64_MAX without one. */
int64_t account_time_left(const struct provider *p);

/* "bunny@work:example.com?scan", in the provider's arena; view may be NULL. */
const char *account_source(struct provider *p, const char *zone, const char *view);

/* What is asked of an account begins: its time does, and no request was made for it yet. */
void account_begin(struct provider *p);
/* How long that is. */
unsigned account_seconds(const struct provider *p);

/* Sets "bunny: example.com: text" (zone may be NULL), without secrets; what has no place is about
 * the last answer. */
enum zf_status account_fail(
	const struct provider *p, const char *zone, struct zf_error *inner, struct zf_error *err);

/* A line about a thing that was done, for whoever wants to know each. */
void account_trace(const struct provider *p, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* A line about work that takes long. */
void account_progress(const struct provider *p, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
