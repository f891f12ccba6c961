/* http_retry: what is tried again, how often, and how long it waits; on a clock of its own. */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>

#include "err.h"
#include "http_retry.h"

/* What the other side does with the n-th request; the last entry goes on. */
struct act {
	int status; /* 0: no answer */
	const char *id; /* then: the error's */
	const char *more; /* Retry-After, or the body of an unframed answer when it begins with { */
};

struct scene {
	struct http http;
	const struct act *acts;
	size_t count, asked;
	int64_t now;
	int64_t per_try; /* milliseconds that each takes */
	unsigned limits[16];
	char log[256]; /* seconds of each wait */
};

static enum zf_status scene_send(
	struct http *h, const struct http_request *q, struct http_response *r, struct zf_error *err)
{
	struct scene *s = (struct scene *)(void *)h;
	const struct act *act = &s->acts[s->asked < s->count ? s->asked : s->count - 1];
	s->limits[s->asked++] = q->milliseconds;
	s->now += s->per_try;
	if (act->status == 0) {
		err_set(err, ZF_ERR_NETWORK, "nothing came");
		if (act->id)
			err_id(err, act->id);
		return ZF_ERR_NETWORK;
	}
	*r = (struct http_response){.status = act->status};
	r->body = strdup(act->more && *act->more == '{' ? act->more : "");
	r->body_size = strlen(r->body);
	r->unframed = r->body_size > 0;
	if (act->more && *act->more != '{')
		http_response_add(r, STR("retry-after"), str_of(act->more));
	return ZF_OK;
}

static void scene_free(struct http *h)
{
	(void)h;
}

static int64_t scene_now(void *context)
{
	return ((struct scene *)context)->now;
}

static void scene_sleep(void *context, int64_t milliseconds)
{
	((struct scene *)context)->now += milliseconds;
}

static uint32_t scene_random(void *context)
{
	(void)context;
	return 0;
}

static void scene_waiting(void *context, const char *why, int64_t milliseconds)
{
	struct scene *s = context;
	size_t n = strlen(s->log);
	assert_true(strlen(why) > 0);
	snprintf(s->log + n, sizeof(s->log) - n, "%u ", (unsigned)((milliseconds + 999) / 1000));
}

static enum http_again scene_judge(
	void *context, const struct http_request *q, const struct http_response *r, long *seconds)
{
	(void)context, (void)q;
	if (r->status == 400)
		*seconds = 7;
	return r->status == 400 ? HTTP_AGAIN_ANY : HTTP_AGAIN_NO;
}

enum { READ = 1, JUDGED = 2 };

struct run {
	enum zf_status status;
	int answer;
	struct zf_error err;
};

static struct run play(struct scene *s, int kind, unsigned total)
{
	struct http_clock clock = {scene_now, scene_sleep, scene_random, s};
	struct http_retry_settings settings = {.total_seconds = total,
		.waiting = scene_waiting,
		.judge = kind & JUDGED ? scene_judge : NULL,
		.context = s,
		.clock = &clock};
	struct http_request q;
	struct http_response r = {0};
	struct run run = {.err = ZF_ERROR_INIT};
	s->http = (struct http){.send = scene_send, .free = scene_free};
	struct http *h = http_retry_new(&s->http, &settings);
	http_request_init(&q, "GET", "https://h/x?y");
	q.repeatable = kind & READ;
	run.status = h->send(h, &q, &r, &run.err);
	run.answer = r.status;
	if (run.status == ZF_OK)
		http_response_free(&r);
	http_request_free(&q);
	h->free(h);
	return run;
}

#define SCENE(list)                                                       \
	{                                                                 \
		.acts = (list), .count = sizeof(list) / sizeof((list)[0]) \
	}

static void what_is_tried_again(void **state)
{
	(void)state;
	static const struct {
		struct act acts[6];
		size_t count;
		int kind;
		size_t asked;
		int answer; /* 0: an error */
		const char *waits;
	} cases[] = {
		{{{200, 0, 0}}, 1, READ, 1, 200, ""},
		{{{404, 0, 0}}, 1, READ, 1, 404, ""},
		{{{500, 0, 0}}, 1, READ, 1, 500, ""},
		{{{429, 0, "3"}, {200, 0, 0}}, 2, READ, 2, 200, "3 "},
		{{{429, 0, "3"}, {200, 0, 0}}, 2, 0, 1, 429, ""},
		{{{429, 0, "301"}, {200, 0, 0}}, 2, READ, 2, 200, "301 "},
		{{{429, 0, "99999"}, {200, 0, 0}}, 2, READ, 1, 0, ""},
		{{{429, 0, "-5"}, {200, 0, 0}}, 2, READ, 2, 200, "1 "},
		{{{429, 0, 0}}, 1, READ, 5, 429, "1 1 2 4 "},
		{{{502, 0, 0}, {503, 0, "2"}, {504, 0, "soon"}, {200, 0, 0}}, 4, READ, 4, 200,
			"1 2 2 "},
		{{{503, 0, 0}}, 1, 0, 1, 503, ""},
		{{{0, HTTP_NO_ANSWER, 0}, {200, 0, 0}}, 2, READ, 2, 200, "1 "},
		{{{0, HTTP_NO_ANSWER, 0}, {200, 0, 0}}, 2, 0, 1, 0, ""},
		{{{0, HTTP_NO_ANSWER, 0}}, 1, READ, 5, 0, "1 1 2 4 "},
		{{{0, HTTP_NOT_SENT, 0}, {200, 0, 0}}, 2, 0, 2, 200, "1 "},
		{{{0, HTTP_NOT_SENT, 0}}, 1, READ, 3, 0, "1 1 "},
		{{{0, NULL, 0}, {200, 0, 0}}, 2, READ, 1, 0, ""},
		{{{400, 0, 0}, {200, 0, 0}}, 2, READ, 1, 400, ""},
		{{{400, 0, 0}, {200, 0, 0}}, 2, JUDGED, 2, 200, "7 "},
		{{{429, 0, "2"}, {200, 0, 0}}, 2, READ | JUDGED, 2, 200, "2 "},
		{{{200, 0, "{\"a\":"}, {200, 0, "{\"a\":1}"}}, 2, READ, 2, 200, "1 "},
		{{{200, 0, "{\"a\":"}}, 1, 0, 1, 200, ""},
		{{{200, 0, "{\"a\":"}}, 1, READ, 5, 200, "1 1 2 4 "},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct scene s = {.acts = cases[i].acts, .count = cases[i].count};
		struct run run = play(&s, cases[i].kind, 0);
		enum zf_status want = cases[i].answer ? ZF_OK : ZF_ERR_NETWORK;
		if (run.status != want || run.answer != cases[i].answer ||
			s.asked != cases[i].asked || strcmp(s.log, cases[i].waits) != 0)
			fail_msg("%zu: %d %d, %zu tries, waits %s", i, (int)run.status, run.answer,
				s.asked, s.log);
		assert_int_equal(run.err.code, want);
	}
}

static void the_deadline_counts_tries_and_waits(void **state)
{
	(void)state;
	static const struct act wait[] = {{429, 0, "20"}};
	struct scene s = SCENE(wait);
	s.per_try = 5000;
	struct run run = play(&s, READ, 70); /* 5, wait 20, 5, wait 20, 5: no 20 are left */
	assert_int_equal(run.status, ZF_ERR_NETWORK);
	assert_int_equal(s.asked, 3);
	assert_int_equal(s.now, 55000);
	assert_string_equal(run.err.file, "GET https://h/x");
	assert_non_null(strstr(run.err.text, "status 429, and the next try is due in 20 s"));
	assert_int_equal(s.limits[0], 70000);
	assert_int_equal(s.limits[1], 45000);
	assert_int_equal(s.limits[2], 20000);
}

static void a_slow_connection_is_not_tried_again(void **state)
{
	(void)state;
	static const struct act unsent[] = {{0, HTTP_NOT_SENT, 0}};
	struct scene s = SCENE(unsent);
	s.per_try = 10000;
	struct run run = play(&s, READ, 0);
	assert_int_equal(run.status, ZF_ERR_NETWORK);
	assert_string_equal(run.err.text, "nothing came");
	assert_int_equal(s.asked, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_tried_again),
		cmocka_unit_test(the_deadline_counts_tries_and_waits),
		cmocka_unit_test(a_slow_connection_is_not_tried_again)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
