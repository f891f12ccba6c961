#include "exchange.h"

#include <limits.h>
#include <stdint.h>
#include <time.h>

#include "err.h"
#include "settings.h"

/* How long an answer asks to wait, in seconds; -1: it doesn't say. */
static long wait_seconds(const struct provider *p, const struct scope *scope)
{
	const struct desc_errors *e = p->desc->errors;
	struct value v = e && e->wait ? ref_get(&e->wait->from, scope) : (struct value){0};
	uint64_t n;
	if (!v.text.n)
		return -1;
	size_t digits = 0;
	while (digits < v.text.n && str_is_digit(v.text.p[digits]))
		digits++;
	if (!str_to_u64(v.text.p, digits, INT64_MAX / 1000, &n))
		return -1;
	if (e->wait->as == TIME_MILLISECONDS)
		n = (n + 999) / 1000;
	if (e->wait->as == TIME_EPOCH) {
		uint64_t now = (uint64_t)time(NULL);
		n = n > now ? n - now : 0;
	}
	return (long)(n < INT32_MAX ? n : INT32_MAX);
}

static enum http_again judge(
	void *context, const struct http_request *q, const struct http_response *r, long *seconds)
{
	struct provider *p = context;
	const struct desc_errors *e = p->desc->errors;
	/* Too many requests: this one was not carried out, so a write may be sent again too. */
	enum http_again again = r->status == 429 ? HTTP_AGAIN_ANY : HTTP_AGAIN_NO;
	(void)q;
	p->throttled = r->status == 429 || (r->status == 503 && http_retry_after(r) >= 0);
	if (!e || (!e->throttled.count && !e->wait))
		return again;
	struct answer answer = {.response = *r};
	if (r->body_size)
		answer_parse(&answer, p, NULL);
	struct scope scope = answer_scope(&answer, NULL);
	bool throttled = e->throttled.count && conditions_hold(&e->throttled, &scope);
	if ((throttled || r->status == 429) && http_retry_after(r) < 0)
		*seconds = wait_seconds(p, &scope);
	json_free(answer.json);
	p->throttled = p->throttled || throttled;
	return throttled ? HTTP_AGAIN_ANY : again;
}

/* Being throttled is about the account: all that speak for it wait. */
static void waiting(void *context, const char *why, int64_t milliseconds)
{
	struct provider *p = context;
	if (p->throttled)
		http_limiter_hold(p->limiter, milliseconds);
	p->throttled = false;
	account_progress(
		p, "%s: trying again in %lld s", why, (long long)(milliseconds + 999) / 1000);
	account_trace(p, "%s: waiting for %lld.%03lld s", why, (long long)milliseconds / 1000,
		(long long)milliseconds % 1000);
}

static enum zf_status open_carrier(struct provider *p, struct zf_error *err)
{
	struct http_settings settings = {0};
	struct http *http = NULL;
	if (p->http)
		return ZF_OK;
	if (p->env.replay_path) {
		enum zf_status status = http_replay_new(&http, p->env.replay_path, err);
		if (status)
			return status;
	} else {
		enum zf_status status = settings_transport(p, &settings, err);
		if (status)
			return status;
		http = http_curl_new(&settings);
	}
	if (p->env.record_dir)
		http = http_record_new(http, p->env.record_dir, p->secrets);
	http = http_limited_new(http, p->limiter);
	struct http_retry_settings retry = {
		.judge = judge, .waiting = waiting, .context = p, .clock = p->clock};
	p->http = http_retry_new(http, &retry);
	return ZF_OK;
}

/* "GET https://host/path: status 200, 1234 octets, 0.120 s" */
static void trace_request(struct provider *p, const struct http_request *q,
	const struct http_response *r, int64_t took)
{
	struct buf b;
	if (!p->env.trace)
		return;
	buf_init(&b, 0);
	http_request_print(&b, q);
	if (r)
		buf_printf(&b, ": status %d, %zu octets", r->status, r->body_size);
	else
		buf_adds(&b, ": no answer");
	account_trace(
		p, "%s, %lld.%03lld s", b.data, (long long)took / 1000, (long long)took % 1000);
	buf_free(&b);
}

static void show_request(const struct provider *p, const struct http_request *q)
{
	struct buf b;
	if (!p->env.progress)
		return;
	buf_init(&b, 0);
	http_request_print(&b, q);
	account_progress(p, "%s", b.data);
	buf_free(&b);
}

/* Sends a request within the time that is left. */
static enum zf_status send_in_time(struct provider *p, const struct http_request *q,
	struct http_response *r, struct zf_error *err)
{
	struct http_request limited = *q;
	int64_t left = account_time_left(p);
	if (left <= 0)
		return err_set(err, ZF_ERR_NETWORK,
			"the time limit of %u s is over: try again later, or raise --timeout",
			account_seconds(p));
	limited.milliseconds = left < UINT_MAX ? (unsigned)left : 0;
	p->calls++;
	show_request(p, q);
	int64_t begun = p->clock->now(p->clock->context);
	enum zf_status status = p->http->send(p->http, &limited, r, err);
	trace_request(p, q, status ? NULL : r, p->clock->now(p->clock->context) - begun);
	return status;
}

void exchange_note_place(struct provider *p, const struct http_request *q, struct zf_error *err)
{
	struct buf place;
	buf_init(&place, 0);
	if (*q->url)
		http_request_print(&place, q);
	err_place(err, place.data, 0, 0);
	snprintf(p->place, sizeof(p->place), "%s", place.data);
	buf_free(&place);
}

enum zf_status exchange(struct provider *p, const struct call *call, const struct http_request *q,
	struct answer *answer, struct zf_error *err)
{
	enum zf_status status = open_carrier(p, err);
	p->last_status = 0;
	status = status ? status : send_in_time(p, q, &answer->response, err);
	if (!status) {
		p->last_status = answer->response.status;
		status = answer_check(p, call, answer, err);
		if (status)
			answer_free(answer);
	}
	exchange_note_place(p, q, err);
	return status;
}
