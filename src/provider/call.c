#include <limits.h>
#include <string.h>
#include <time.h>

#include "account.h"
#include "err.h"
#include "xml.h"

/*
 * The carrier.
 */

static struct json *parse_quietly(const struct provider *p, const struct http_response *r)
{
	struct json *j = NULL;
	if (r->body_size && p->desc->format == ANSWER_XML)
		xml_parse(&j, r->body, r->body_size, NULL);
	else if (r->body_size)
		json_parse(&j, r->body, r->body_size, NULL);
	return j;
}

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
	return n < 300 ? (long)n : 300;
}

static enum http_again judge(
	void *context, const struct http_request *q, const struct http_response *r, long *seconds)
{
	const struct provider *p = context;
	const struct desc_errors *e = p->desc->errors;
	(void)q;
	if (!e || (!e->throttled.count && !e->wait))
		return HTTP_AGAIN_NO;
	struct answer answer = {.response = *r, .json = parse_quietly(p, r)};
	struct scope scope = answer_scope(&answer, NULL);
	bool throttled = e->throttled.count && conditions_hold(&e->throttled, &scope);
	if ((throttled || r->status == 429) && http_retry_after(r) < 0)
		*seconds = wait_seconds(p, &scope);
	json_free(answer.json);
	return throttled ? HTTP_AGAIN_ANY : HTTP_AGAIN_NO;
}

static void waiting(void *context, const char *why, unsigned seconds)
{
	account_progress(context, "%s: trying again in %u s", why, seconds);
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
	struct http_retry_settings retry = {
		.judge = judge, .waiting = waiting, .context = p, .clock = p->clock};
	p->http = http_retry_new(http, &retry);
	return ZF_OK;
}

int64_t account_time_left(const struct provider *p)
{
	return p->ends ? p->ends - p->clock->now(p->clock->context) : INT64_MAX;
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
			p->env.timeout);
	limited.milliseconds = left < UINT_MAX ? (unsigned)left : 0;
	p->calls++;
	return p->http->send(p->http, &limited, r, err);
}

/* Waits as long as the description says that requests are to be apart. */
static void keep_pace(struct provider *p)
{
	int64_t now = p->clock->now(p->clock->context);
	int64_t wait = p->last_call + p->desc->pace - now, left = account_time_left(p);
	if (p->calls && p->desc->pace && wait > 0)
		p->clock->sleep(p->clock->context, wait < left ? wait : left > 0 ? left : 0);
	p->last_call = p->clock->now(p->clock->context);
}

/*
 * The answer.
 */

struct scope answer_scope(const struct answer *answer, const struct vars *vars)
{
	return (struct scope){.item = answer->json,
		.answer = answer->json,
		.headers = &answer->response.headers,
		.status = answer->response.status,
		.vars = vars};
}

void answer_free(struct answer *answer)
{
	json_free(answer->json);
	http_response_free(&answer->response);
	*answer = (struct answer){0};
}

/* The first string in it, in the order of the text: better than no message. */
static struct str first_string(const struct json *j)
{
	struct str text = {NULL, 0};
	if (json_kind(j) == JSON_STRING)
		return json_text(j);
	if (json_kind(j) != JSON_OBJECT && json_kind(j) != JSON_ARRAY)
		return text;
	for (const struct json *m = json_first(j); m && !text.n; m = json_next(m))
		text = first_string(m);
	return text;
}

static void add_clean(struct buf *b, struct str text)
{
	while (text.n && ((unsigned char)text.p[text.n - 1] <= ' ' || text.p[text.n - 1] == '.'))
		text.n--;
	size_t most = text.n < 400 ? text.n : 400;
	str_print(b, text.p, most);
	if (most < text.n)
		buf_adds(b, "...");
}

/* ": code: message", as far as the answer tells. */
static void add_message(struct buf *b, const struct provider *p, const struct answer *answer)
{
	const struct desc_errors *e = p->desc->errors;
	struct scope scope = answer_scope(answer, NULL);
	struct str code = e ? refs_get(&e->code, &scope).text : (struct str){NULL, 0};
	struct str message = e ? refs_get(&e->message, &scope).text : (struct str){NULL, 0};
	if (!message.n)
		message = first_string(answer->json);
	if (message.p == code.p)
		message.n = 0;
	if (code.n && !(message.n >= code.n && memcmp(message.p, code.p, code.n) == 0)) {
		buf_adds(b, ": ");
		add_clean(b, code);
	}
	if (message.n) {
		buf_adds(b, ": ");
		add_clean(b, message);
	}
}

/* What the user can do about a status. */
static const char *advice(const struct provider *p, enum zf_status code, int status)
{
	if (code == ZF_ERR_AUTH)
		return p->desc->auth.count
			       ? "check the credentials and what they may do"
			       : "this API wants credentials that the description doesn't know";
	if (code == ZF_ERR_NOT_FOUND)
		return "check the zone's name, and that the credentials reach it";
	if (status == 429)
		return "too many requests: try again later";
	if (status >= 500)
		return "the provider is in trouble: try again later";
	return NULL;
}

static enum zf_status refuse(const struct provider *p, const struct answer *answer,
	enum zf_status code, struct zf_error *err)
{
	struct buf b;
	const char *hint = advice(p, code, answer->response.status);
	buf_init(&b, 0);
	add_message(&b, p, answer);
	err_set(err, code, "the answer is status %d%s%s%s", answer->response.status, b.data,
		hint ? "; " : "", hint ? hint : "");
	buf_free(&b);
	return code;
}

static bool holds(const struct list *conditions, const struct scope *scope)
{
	return conditions->count && conditions_hold(conditions, scope);
}

static enum zf_status code_of(const struct provider *p, const struct scope *scope, int status)
{
	const struct desc_errors *e = p->desc->errors;
	if (status == 401 || status == 403 || (e && holds(&e->denied, scope)))
		return e && status == 403 && holds(&e->missing, scope) ? ZF_ERR_NOT_FOUND
								       : ZF_ERR_AUTH;
	if (status == 404 || (e && holds(&e->missing, scope)))
		return ZF_ERR_NOT_FOUND;
	return ZF_ERR_ANSWER;
}

/* What came where JSON was promised. */
static enum zf_status no_json(
	const struct answer *answer, const struct zf_error *why, struct zf_error *err)
{
	const struct http_response *r = &answer->response;
	const char *type = http_response_header(r, "content-type");
	if (r->body_size == 0)
		return err_set(err, ZF_ERR_ANSWER, "the answer is empty (status %d)", r->status);
	struct buf b;
	buf_init(&b, 0);
	if (type)
		str_print(&b, type, strlen(type) < 80 ? strlen(type) : 80);
	err_set(err, why->code == ZF_ERR_LIMIT ? ZF_ERR_LIMIT : ZF_ERR_ANSWER,
		"the answer can't be read (status %d, %s): %s", r->status,
		b.len ? b.data : "without a type", why->text);
	buf_free(&b);
	return err->code;
}

static enum zf_status parse_answer(
	const struct provider *p, struct answer *answer, struct zf_error *err)
{
	const struct http_response *r = &answer->response;
	if (p->desc->format == ANSWER_XML)
		return xml_parse(&answer->json, r->body, r->body_size, err);
	return json_parse(&answer->json, r->body, r->body_size, err);
}

static enum zf_status check_answer(
	struct provider *p, const struct call *call, struct answer *answer, struct zf_error *err)
{
	struct zf_error why = ZF_ERROR_INIT;
	int status = answer->response.status;
	bool good = status >= 200 && status < 300;
	enum zf_status parsed = ZF_OK;
	if (call->want == CALL_WANT_JSON || !good)
		parsed = parse_answer(p, answer, &why);
	else if (call->want == CALL_WANT_LOGIN)
		parse_answer(p, answer, &why);
	struct scope scope = answer_scope(answer, call->vars);
	if (holds(&call->desc->empty, &scope)) {
		answer->empty = true;
		return ZF_OK;
	}
	if (!good)
		return refuse(p, answer, code_of(p, &scope, status), err);
	if (parsed)
		return no_json(answer, &why, err);
	if (call->want == CALL_WANT_TEXT && answer->response.unframed)
		return err_set(err, ZF_ERR_ANSWER,
			"the answer is text without a length: whether it was cut can't be told");
	const struct list *success =
		call->desc->success.count ? &call->desc->success : &p->desc->success;
	if (answer->json && !conditions_hold(success, &scope))
		return refuse(p, answer, code_of(p, &scope, status), err);
	return ZF_OK;
}

/* Notes which request it was: for this error, and for one that shows later. One that could not be
 * made has no URL, and is no place. */
static void note_place(struct provider *p, const struct http_request *q, struct zf_error *err)
{
	struct buf place;
	buf_init(&place, 0);
	if (*q->url)
		http_request_print(&place, q);
	err_place(err, place.data, 0, 0);
	snprintf(p->place, sizeof(p->place), "%s", place.data);
	buf_free(&place);
}

/* Sends a request and judges the answer, which is released unless it is good. */
static enum zf_status exchange(struct provider *p, const struct call *call,
	const struct http_request *q, struct answer *answer, struct zf_error *err)
{
	enum zf_status status = open_carrier(p, err);
	p->last_status = 0;
	status = status ? status : send_in_time(p, q, &answer->response, err);
	if (!status) {
		p->last_status = answer->response.status;
		status = check_answer(p, call, answer, err);
		if (status)
			answer_free(answer);
	}
	note_place(p, q, err);
	return status;
}

static enum zf_status send_once(
	struct provider *p, const struct call *call, struct answer *answer, struct zf_error *err)
{
	struct http_request q;
	*answer = (struct answer){0};
	enum zf_status status = call_make_request(p, &q, call, err);
	keep_pace(p);
	if (status)
		note_place(p, &q, err);
	else
		status = exchange(p, call, &q, answer, err);
	http_request_free(&q);
	return status;
}

enum zf_status call_send_request(struct provider *p, const struct http_request *q,
	struct answer *answer, struct zf_error *err)
{
	static const struct desc_call plain = {.path = ""};
	const struct call call = {.desc = &plain, .want = CALL_WANT_LOGIN};
	*answer = (struct answer){0};
	return exchange(p, &call, q, answer, err);
}

enum zf_status call_send(
	struct provider *p, const struct call *call, struct answer *answer, struct zf_error *err)
{
	struct zf_error first = ZF_ERROR_INIT;
	enum zf_status status = settings_load(p, err);
	if (!status && call->want != CALL_WANT_LOGIN)
		status = auth_prepare(p, err);
	if (status)
		return status;
	status = send_once(p, call, answer, &first);
	if (status && p->last_status == 401 && call->want != CALL_WANT_LOGIN && auth_again(p)) {
		status = auth_prepare(p, err);
		return status ? status : send_once(p, call, answer, err);
	}
	if (status)
		*err = first;
	return status;
}
