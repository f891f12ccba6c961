/* http_limiter: turns, holds and time limits, on a clock of its own; several threads share one. */
#include "test.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "err.h"
#include "limiter.h"
#include "threads.h"

/* A clock that stands still but for waits, and what happens during the next one. */
struct scene {
	int64_t now, slept;
	struct http_limiter *limiter;
	int64_t hold; /* asked for by another one while this one waits; 0: nothing */
	unsigned milliseconds; /* of the last request that went through */
	size_t sent;
};

static int64_t scene_now(void *context)
{
	return ((struct scene *)context)->now;
}

static void scene_sleep(void *context, int64_t milliseconds)
{
	struct scene *s = context;
	int64_t hold = s->hold;
	s->hold = 0;
	if (hold)
		http_limiter_hold(s->limiter, hold);
	s->now += milliseconds;
	s->slept += milliseconds;
}

static struct http_clock clock_of(struct scene *s)
{
	return (struct http_clock){.now = scene_now, .sleep = scene_sleep, .context = s};
}

static void requests_are_apart(void **state)
{
	(void)state;
	struct scene s = {.now = 1000};
	struct http_clock clock = clock_of(&s);
	struct http_limiter *l = s.limiter = http_limiter_new(50, &clock);
	assert_true(http_limiter_wait(l, 0));
	assert_int_equal(s.slept, 0);
	assert_true(http_limiter_wait(l, 1000));
	assert_int_equal(s.slept, 50);
	s.now += 20;
	assert_true(http_limiter_wait(l, 1000));
	assert_int_equal(s.slept, 80);
	s.now += 500; /* a pause isn't made up for */
	assert_true(http_limiter_wait(l, 0));
	assert_true(http_limiter_wait(l, 1000));
	assert_int_equal(s.slept, 130);
	http_limiter_free(l);
}

static void nobody_waits_longer_than_wanted(void **state)
{
	(void)state;
	struct scene s = {.now = 1000};
	struct http_clock clock = clock_of(&s);
	struct http_limiter *l = s.limiter = http_limiter_new(50, &clock);
	assert_true(http_limiter_wait(l, 0));
	assert_false(http_limiter_wait(l, 49));
	assert_int_equal(s.slept, 0);
	assert_true(http_limiter_wait(l, 50)); /* who gave up took nobody's turn */
	assert_int_equal(s.slept, 50);
	http_limiter_free(l);
}

static void a_hold_is_for_all(void **state)
{
	(void)state;
	struct scene s = {.now = 1000};
	struct http_clock clock = clock_of(&s);
	struct http_limiter *l = s.limiter = http_limiter_new(0, &clock);
	http_limiter_hold(l, 7000);
	http_limiter_hold(l, 300); /* a shorter one doesn't end it */
	assert_false(http_limiter_wait(l, 6999));
	assert_true(http_limiter_wait(l, 7000));
	assert_int_equal(s.slept, 7000);
	/* Another one is asked to wait while this one does. */
	http_limiter_hold(l, 100);
	s.hold = 5000;
	assert_true(http_limiter_wait(l, 60000));
	assert_int_equal(s.slept, 12000);
	http_limiter_hold(l, 100);
	s.hold = 5000;
	assert_false(http_limiter_wait(l, 4999));
	http_limiter_free(l);
}

enum { TURNS = 1000, PACE = 3 };

struct crowd {
	struct http_limiter *l;
	atomic_size_t next;
};

static int64_t crowd_now(void *context)
{
	(void)context;
	return 0;
}

static void crowd_sleep(void *context, int64_t milliseconds)
{
	(void)context, (void)milliseconds;
}

static void take_turns(void *user)
{
	struct crowd *c = user;
	struct http_limiter *l = http_limiter_share(c->l);
	while (atomic_fetch_add(&c->next, 1) < TURNS)
		http_limiter_wait(l, INT64_MAX);
	http_limiter_free(l);
}

static void threads_take_each_turn_once(void **state)
{
	(void)state;
	const struct http_clock clock = {.now = crowd_now, .sleep = crowd_sleep};
	struct crowd c = {.l = http_limiter_new(PACE, &clock)};
	threads_run(16, take_turns, &c);
	assert_false(http_limiter_wait(c.l, TURNS * PACE - 1));
	assert_true(http_limiter_wait(c.l, TURNS * PACE));
	http_limiter_free(c.l);
}

struct carrier {
	struct http http;
	struct scene *scene;
};

static enum zf_status carrier_send(
	struct http *h, const struct http_request *q, struct http_response *r, struct zf_error *err)
{
	struct scene *s = ((struct carrier *)(void *)h)->scene;
	(void)err;
	s->milliseconds = q->milliseconds;
	s->sent++;
	*r = (struct http_response){.status = 200};
	return ZF_OK;
}

static void carrier_free(struct http *h)
{
	free(h);
}

static void waiting_counts_as_time_of_the_request(void **state)
{
	(void)state;
	struct scene s = {.now = 1000};
	struct http_clock clock = clock_of(&s);
	struct carrier *c = calloc(1, sizeof(*c));
	*c = (struct carrier){{carrier_send, carrier_free}, &s};
	struct http_limiter *l = s.limiter = http_limiter_new(400, &clock);
	struct http *h = http_limited_new(&c->http, l);
	struct http_request q;
	struct http_response r;
	struct zf_error err = ZF_ERROR_INIT;
	http_request_init(&q, "GET", "https://api.example/zones?key=secret");
	assert_int_equal(h->send(h, &q, &r, &err), ZF_OK);
	assert_int_equal(s.milliseconds, 0);
	q.milliseconds = 1000;
	assert_int_equal(h->send(h, &q, &r, &err), ZF_OK);
	assert_int_equal(s.milliseconds, 600);
	q.milliseconds = 399;
	assert_int_equal(h->send(h, &q, &r, &err), ZF_ERR_NETWORK);
	assert_int_equal(s.sent, 2);
	assert_string_equal(err.file, "GET https://api.example/zones");
	assert_non_null(strstr(err.text, "--timeout"));
	http_request_free(&q);
	h->free(h);
	http_limiter_free(l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(requests_are_apart),
		cmocka_unit_test(nobody_waits_longer_than_wanted),
		cmocka_unit_test(a_hold_is_for_all),
		cmocka_unit_test(threads_take_each_turn_once),
		cmocka_unit_test(waiting_counts_as_time_of_the_request),
	};
	return cmocka_run_group_tests_name("limiter", tests, NULL, NULL);
}
