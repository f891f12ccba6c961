#include "limiter.h"

#include <pthread.h>
#include <stdlib.h>

#include "err.h"
#include "mem.h"

struct http_limiter {
	pthread_mutex_t mutex;
	const struct http_clock *clock;
	int64_t pace;
	int64_t next; /* when the next request may begin, by the pace */
	int64_t held; /* and by what the other side has asked for */
	unsigned users;
};

struct http_limiter *http_limiter_new(unsigned pace, const struct http_clock *clock)
{
	struct http_limiter *l = mem_zalloc(sizeof(*l));
	*l = (struct http_limiter){.clock = clock, .pace = pace, .users = 1};
	if (pthread_mutex_init(&l->mutex, NULL) != 0)
		mem_exhausted();
	return l;
}

struct http_limiter *http_limiter_share(struct http_limiter *l)
{
	pthread_mutex_lock(&l->mutex);
	l->users++;
	pthread_mutex_unlock(&l->mutex);
	return l;
}

void http_limiter_free(struct http_limiter *l)
{
	if (!l)
		return;
	pthread_mutex_lock(&l->mutex);
	unsigned left = --l->users;
	pthread_mutex_unlock(&l->mutex);
	if (left)
		return;
	pthread_mutex_destroy(&l->mutex);
	free(l);
}

static int64_t now(const struct http_limiter *l)
{
	return l->clock->now(l->clock->context);
}

/* Takes the next turn; how long it is until then, or -1 when that is more than `most`. */
static int64_t take_turn(struct http_limiter *l, int64_t most)
{
	int64_t at, wait;
	pthread_mutex_lock(&l->mutex);
	int64_t t = now(l);
	at = l->next > l->held ? l->next : l->held;
	at = at > t ? at : t;
	wait = at - t;
	if (wait > most)
		wait = -1;
	else
		l->next = at + l->pace;
	pthread_mutex_unlock(&l->mutex);
	return wait;
}

/* Whether all were asked to wait beyond what this one has waited for. */
static bool is_held(struct http_limiter *l, int64_t until)
{
	pthread_mutex_lock(&l->mutex);
	bool held = l->held > until;
	pthread_mutex_unlock(&l->mutex);
	return held;
}

bool http_limiter_wait(struct http_limiter *l, int64_t most)
{
	for (;;) {
		int64_t start = now(l), wait = take_turn(l, most);
		if (wait < 0)
			return false;
		if (wait == 0)
			return true;
		l->clock->sleep(l->clock->context, wait);
		if (!is_held(l, start + wait))
			return true;
		most -= wait;
	}
}

void http_limiter_hold(struct http_limiter *l, int64_t milliseconds)
{
	pthread_mutex_lock(&l->mutex);
	int64_t until = now(l) + milliseconds;
	if (until > l->held)
		l->held = until;
	pthread_mutex_unlock(&l->mutex);
}

struct limited {
	struct http http;
	struct http *inner;
	struct http_limiter *limiter;
};

static enum zf_status limited_send(struct http *http, const struct http_request *q,
	struct http_response *r, struct zf_error *err)
{
	struct limited *h = (struct limited *)(void *)http;
	struct http_request left = *q;
	int64_t start = now(h->limiter);
	int64_t most = q->milliseconds ? q->milliseconds : INT64_MAX;
	if (!http_limiter_wait(h->limiter, most)) {
		err_set(err, ZF_ERR_NETWORK,
			"the account's turn for another request comes later than the time limit allows: "
			"try again later, or raise --timeout");
		http_place(err, q);
		return ZF_ERR_NETWORK;
	}
	if (q->milliseconds) {
		int64_t rest = most - (now(h->limiter) - start);
		left.milliseconds = rest > 1 ? (unsigned)rest : 1;
	}
	return h->inner->send(h->inner, &left, r, err);
}

static void limited_free(struct http *http)
{
	struct limited *h = (struct limited *)(void *)http;
	h->inner->free(h->inner);
	http_limiter_free(h->limiter);
	free(h);
}

struct http *http_limited_new(struct http *inner, struct http_limiter *l)
{
	struct limited *h = mem_zalloc(sizeof(*h));
	h->http = (struct http){.send = limited_send, .free = limited_free};
	h->inner = inner;
	h->limiter = http_limiter_share(l);
	return &h->http;
}
