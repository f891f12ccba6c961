#include "http_retry.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>

#include "err.h"
#include "json.h"
#include "mem.h"

enum {
	TRIES = 5,
	CONNECT_TRIES = 3,
	CONNECT_MS = 10 * 1000, /* no further try of a connection behind these */
	FIRST_WAIT_MS = 1000,
	TOTAL_SECONDS = 600,
};

struct retry {
	struct http http;
	struct http *inner;
	struct http_retry_settings settings;
};

/* What one try has come to. */
struct outcome {
	enum zf_status status;
	struct zf_error err;
	bool unsent;
	enum http_again again;
	long seconds; /* to wait; -1: unknown */
	char why[80];
};

static int64_t system_now(void *context)
{
	struct timespec now;
	(void)context;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void system_sleep(void *context, int64_t milliseconds)
{
	struct timespec left = {.tv_sec = (time_t)(milliseconds / 1000),
		.tv_nsec = (long)(milliseconds % 1000 * 1000000)};
	(void)context;
	while (nanosleep(&left, &left) != 0)
		; /* a signal */
}

static void no_sleep(void *context, int64_t milliseconds)
{
	(void)context, (void)milliseconds;
}

static uint32_t system_random(void *context)
{
	uint32_t v = 0;
	(void)context;
	if (getrandom(&v, sizeof(v), 0) != sizeof(v))
		v = (uint32_t)system_now(NULL);
	return v;
}

const struct http_clock http_clock_system = {
	.now = system_now, .sleep = system_sleep, .random = system_random};
const struct http_clock http_clock_skipping = {
	.now = system_now, .sleep = no_sleep, .random = system_random};

/* JSON without a length that the connection's end has cut: the only witness is the text. */
static bool is_cut_json(const struct http_response *r)
{
	struct json *root = NULL;
	if (!r->unframed || !r->body)
		return false;
	size_t at = strspn(r->body, " \t\r\n");
	if (r->body_size == at || (r->body[at] != '{' && r->body[at] != '['))
		return false;
	enum zf_status status = json_parse(&root, r->body, r->body_size, NULL);
	json_free(root);
	return status == ZF_ERR_SYNTAX;
}

static void judge_answer(const struct retry *h, const struct http_request *q,
	const struct http_response *r, struct outcome *o)
{
	snprintf(o->why, sizeof(o->why), "status %d", r->status);
	o->seconds = -1;
	if (h->settings.judge)
		o->again = h->settings.judge(h->settings.context, q, r, &o->seconds);
	if (o->again == HTTP_AGAIN_NO &&
		(r->status == 429 || (r->status >= 502 && r->status <= 504))) {
		o->again = HTTP_AGAIN_READ;
	} else if (o->again == HTTP_AGAIN_NO && is_cut_json(r)) {
		o->again = HTTP_AGAIN_READ;
		snprintf(o->why, sizeof(o->why), "the answer was cut");
	}
	if (o->seconds < 0)
		o->seconds = http_retry_after(r);
}

static void judge_failure(struct outcome *o)
{
	snprintf(o->why, sizeof(o->why), "%.79s", o->err.text);
	o->seconds = -1;
	o->unsent = strcmp(o->err.id, HTTP_NOT_SENT) == 0;
	if (o->unsent)
		o->again = HTTP_AGAIN_ANY;
	else if (strcmp(o->err.id, HTTP_NO_ANSWER) == 0)
		o->again = HTTP_AGAIN_READ;
}

static void try_once(struct retry *h, const struct http_request *q, int64_t milliseconds,
	struct http_response *r, struct outcome *o)
{
	struct http_request limited = *q;
	limited.milliseconds = milliseconds > 1 ? (unsigned)milliseconds : 1;
	*o = (struct outcome){.err = ZF_ERROR_INIT};
	o->status = h->inner->send(h->inner, &limited, r, &o->err);
	if (o->status == ZF_OK)
		judge_answer(h, q, r, o);
	else
		judge_failure(o);
}

static bool may_try_again(
	const struct http_request *q, const struct outcome *o, unsigned tries, int64_t passed)
{
	if (o->again == HTTP_AGAIN_NO || (o->again == HTTP_AGAIN_READ && !q->repeatable))
		return false;
	if (o->unsent)
		return tries < CONNECT_TRIES && passed < CONNECT_MS;
	return tries < TRIES;
}

/* Between half and all of a second, of two, of four ... */
static int64_t wait_of(const struct http_clock *clock, const struct outcome *o, unsigned tries)
{
	int64_t most = (int64_t)FIRST_WAIT_MS << (tries - 1);
	if (o->seconds >= 0)
		return (int64_t)o->seconds * 1000;
	return most / 2 + clock->random(clock->context) % (most / 2 + 1);
}

static enum zf_status out_of_time(
	const struct outcome *o, int64_t wait, int64_t left, struct zf_error *err)
{
	if (o->status != ZF_OK) {
		*err = o->err;
		return o->status;
	}
	char when[40] = "";
	time_t due = time(NULL) + (time_t)((wait + 999) / 1000);
	struct tm utc;
	if (gmtime_r(&due, &utc))
		strftime(when, sizeof(when), "%Y-%m-%d %H:%M:%S", &utc);
	return err_set(err, ZF_ERR_NETWORK,
		"%s, and the next try is due in %lld s (%s UTC), of which the time limit leaves "
		"%lld: try again later, or raise --timeout",
		o->why, (long long)(wait + 999) / 1000, when, (long long)(left / 1000));
}

static int64_t most_time(const struct retry *h, const struct http_request *q)
{
	int64_t most = (int64_t)h->settings.total_seconds * 1000;
	return q->milliseconds && q->milliseconds < most ? q->milliseconds : most;
}

static enum zf_status retry_send(struct http *http, const struct http_request *q,
	struct http_response *r, struct zf_error *err)
{
	struct retry *h = (struct retry *)(void *)http;
	const struct http_clock *clock = h->settings.clock;
	int64_t start = clock->now(clock->context), now = start;
	int64_t end = start + most_time(h, q);
	struct zf_error ignored = ZF_ERROR_INIT;
	struct outcome o;
	err = err ? err : &ignored;
	for (unsigned tries = 1;; tries++) {
		try_once(h, q, end - now, r, &o);
		now = clock->now(clock->context);
		if (!may_try_again(q, &o, tries, now - start))
			break;
		int64_t wait = wait_of(clock, &o, tries);
		if (now + wait >= end) {
			if (o.status == ZF_OK)
				http_response_free(r);
			out_of_time(&o, wait, end - now, err);
			http_place(err, q);
			return err->code;
		}
		if (o.status == ZF_OK)
			http_response_free(r);
		if (h->settings.waiting)
			h->settings.waiting(h->settings.context, o.why, wait);
		clock->sleep(clock->context, wait);
		now = clock->now(clock->context);
	}
	if (o.status != ZF_OK && err->code == ZF_OK)
		*err = o.err;
	return o.status;
}

static void retry_free(struct http *http)
{
	struct retry *h = (struct retry *)(void *)http;
	h->inner->free(h->inner);
	free(h);
}

struct http *http_retry_new(struct http *inner, const struct http_retry_settings *settings)
{
	struct retry *h = mem_zalloc(sizeof(*h));
	h->http = (struct http){.send = retry_send, .free = retry_free};
	h->inner = inner;
	h->settings = *settings;
	if (!h->settings.total_seconds)
		h->settings.total_seconds = TOTAL_SECONDS;
	if (!h->settings.clock)
		h->settings.clock = &http_clock_system;
	return &h->http;
}
