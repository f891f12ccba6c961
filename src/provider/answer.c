/* answer: one answer, and what it says about the request. */
#include <string.h>

#include "err.h"
#include "exchange.h"
#include "xml.h"

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
	if (code == ZF_ERR_AUTH && p->desc->auth.count == 0)
		return "this API wants credentials that the description doesn't know";
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
	if (code == ZF_ERR_AUTH && p->desc->auth.count > 0)
		buf_printf(&b, "; check the credentials and what they may do%s%s",
			p->credentials ? ": " : "", p->credentials ? p->credentials : "");
	err_set(err, code, "the answer is status %d%s%s%s", answer->response.status, b.data,
		hint ? "; " : "", hint ? hint : "");
	buf_free(&b);
	return code;
}

static bool holds(const struct list *conditions, const struct scope *scope)
{
	return conditions && conditions->count && conditions_hold(conditions, scope);
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

enum zf_status answer_parse(struct answer *answer, const struct provider *p, struct zf_error *err)
{
	const struct http_response *r = &answer->response;
	if (p->desc->format == ANSWER_XML)
		return xml_parse(&answer->json, r->body, r->body_size, err);
	return json_parse(&answer->json, r->body, r->body_size, err);
}

enum zf_status answer_check(const struct provider *p, const struct call *call,
	struct answer *answer, struct zf_error *err)
{
	struct zf_error why = ZF_ERROR_INIT;
	int status = answer->response.status;
	bool good = status >= 200 && status < 300;
	enum zf_status parsed = ZF_OK;
	bool said = call->want == CALL_WANT_SAID && answer->response.body_size;
	if (call->want == CALL_WANT_JSON || said || !good)
		parsed = answer_parse(answer, p, &why);
	else if (call->want == CALL_WANT_LOGIN)
		answer_parse(answer, p, &why);
	struct scope scope = answer_scope(answer, call->vars);
	if (holds(&call->desc->empty, &scope)) {
		answer->empty = true;
		return ZF_OK;
	}
	if (call->meant) {
		const struct list *wanted = call->meant->conditions;
		call->meant->held = wanted && holds(wanted, &scope);
		call->meant->unread = good && parsed;
	}
	if (!good)
		return refuse(p, answer, code_of(p, &scope, status), err);
	if (parsed)
		return no_json(answer, &why, err);
	if (call->list && status != 200)
		return err_set(err, ZF_ERR_ANSWER,
			"the answer's status is %d: it need not be the whole list; try again later",
			status);
	if (call->want == CALL_WANT_TEXT && answer->response.unframed)
		return err_set(err, ZF_ERR_ANSWER,
			"the answer is text without a length: whether it was cut can't be told");
	const struct list *success =
		call->desc->success.count ? &call->desc->success : &p->desc->success;
	if (answer->json && !conditions_hold(success, &scope))
		return refuse(p, answer, code_of(p, &scope, status), err);
	return ZF_OK;
}
