/* request: a request made of a description's call and what its templates stand for. */
#include <string.h>

#include "encode.h"
#include "err.h"
#include "exchange.h"
#include "settings.h"
#include "tmpl.h"
#include "xml.h"

static const char *const methods[] = {
	[CALL_GET] = "GET",
	[CALL_POST] = "POST",
	[CALL_PUT] = "PUT",
	[CALL_PATCH] = "PATCH",
	[CALL_DELETE] = "DELETE",
};

static enum zf_status bad_template(const struct provider *p, enum tmpl_outcome outcome,
	const struct tmpl_why *why, struct zf_error *err)
{
	const struct desc_variable *v = desc_variable_find(p->desc, why->text);
	if (outcome != TMPL_MISSING)
		return err_set(err, ZF_ERR_CONFIG, "%s", why->text);
	if (!v)
		return err_set(err, ZF_ERR_CONFIG, "\"%s\" is not known here", why->text);
	struct buf b;
	buf_init(&b, 0);
	setting_print_places(&b, p, v);
	err_set(err, ZF_ERR_CONFIG, "a setting is missing: set %s", b.data);
	buf_free(&b);
	return ZF_ERR_CONFIG;
}

static struct scope call_scope(const struct provider *p, const struct call *call)
{
	return (struct scope){.vars = call->vars ? call->vars : &p->vars,
		.item = call->item,
		.zone = call->zone,
		.raw = call->raw,
		.batch = call->batch};
}

/* Adds "name=value" pairs; one whose variable has no value is left out. */
static enum zf_status add_pairs(const struct provider *p, struct buf *b, const struct pairs *pairs,
	const struct scope *scope, struct zf_error *err)
{
	for (size_t i = 0; i < pairs->count; i++) {
		struct tmpl_why why;
		size_t was = b->len;
		if (b->len)
			buf_addc(b, '&');
		encode_percent(b, pairs->items[i].name, strlen(pairs->items[i].name));
		buf_addc(b, '=');
		enum tmpl_outcome outcome =
			tmpl_expand(b, pairs->items[i].value, TMPL_QUERY, scope, &why);
		if (outcome == TMPL_MISSING) {
			b->len = was;
			b->data[was] = '\0';
		} else if (outcome) {
			return bad_template(p, outcome, &why, err);
		}
	}
	return ZF_OK;
}

/* The call's own parameters, those of every call, and those of the way in. */
static enum zf_status add_query(const struct provider *p, struct buf *b, const struct desc_call *d,
	const struct scope *scope, struct zf_error *err)
{
	struct buf query;
	buf_init(&query, 0);
	enum zf_status status = add_pairs(p, &query, &d->query, scope, err);
	status = status ? status : add_pairs(p, &query, &p->desc->query, scope, err);
	if (!status && !d->url && p->auth)
		status = add_pairs(p, &query, &p->auth->query, scope, err);
	if (!status && query.len) {
		buf_addc(b, '?');
		buf_add(b, query.data, query.len);
	}
	secret_wipe(query.data, query.len);
	buf_free(&query);
	return status;
}

static enum zf_status add_url(
	struct provider *p, struct buf *b, const struct call *call, struct zf_error *err)
{
	const struct desc_call *d = call->desc;
	struct scope scope = call_scope(p, call);
	struct tmpl_why why;
	if (call->url) {
		buf_adds(b, call->url);
		return ZF_OK;
	}
	if (d->url) {
		enum tmpl_outcome outcome = tmpl_expand(b, d->url, TMPL_URL, &scope, &why);
		if (outcome)
			return bad_template(p, outcome, &why, err);
	} else if (p->url) {
		buf_adds(b, p->url);
	} else {
		return err_set(err, ZF_ERR_CONFIG,
			"the base URL is not set: write url in profile \"%s\" of the config",
			p->profile_name);
	}
	enum tmpl_outcome outcome = tmpl_expand(b, d->path, TMPL_PATH, &scope, &why);
	if (outcome)
		return bad_template(p, outcome, &why, err);
	return add_query(p, b, d, &scope, err);
}

static enum zf_status add_headers(const struct provider *p, struct http_request *q,
	const struct pairs *headers, const struct scope *scope, struct zf_error *err)
{
	enum zf_status status = ZF_OK;
	for (size_t i = 0; i < headers->count && !status; i++) {
		struct buf b;
		struct tmpl_why why;
		buf_init(&b, 0);
		enum tmpl_outcome outcome =
			tmpl_expand(&b, headers->items[i].value, TMPL_TEXT, scope, &why);
		if (!outcome)
			status = http_request_header(q, headers->items[i].name, b.data, err);
		else if (outcome != TMPL_MISSING)
			status = bad_template(p, outcome, &why, err);
		secret_wipe(b.data, b.len);
		buf_free(&b);
	}
	return status;
}

static enum zf_status add_body(const struct provider *p, struct http_request *q,
	const struct desc_call *d, const struct scope *scope, struct zf_error *err)
{
	const char *type = NULL;
	struct buf b;
	enum zf_status status = ZF_OK;
	buf_init(&b, 0);
	if (d->form.count) {
		type = "application/x-www-form-urlencoded";
		status = add_pairs(p, &b, &d->form, scope, err);
	} else if (d->body) {
		struct json *made = NULL;
		struct tmpl_why why;
		enum tmpl_outcome outcome = tmpl_body(&made, d->body, scope, &why);
		bool xml = p->desc->format == ANSWER_XML;
		type = xml ? "application/xml" : "application/json";
		if (outcome)
			status = bad_template(p, outcome, &why, err);
		else if (xml)
			xml_print(&b, made);
		else
			json_print(&b, made, JSON_AS_IS);
		json_free(made);
	}
	if (type && !status) {
		status = http_request_header(q, "Content-Type", type, err);
		http_request_body(q, b.data, b.len);
	}
	secret_wipe(b.data, b.len);
	buf_free(&b);
	return status;
}

static const char *accept_of(const struct provider *p, const struct call *call)
{
	if (call->want == CALL_WANT_TEXT)
		return "text/plain";
	return p->desc->format == ANSWER_XML ? "application/xml" : "application/json";
}

enum zf_status request_make(
	struct provider *p, struct http_request *q, const struct call *call, struct zf_error *err)
{
	struct scope scope = call_scope(p, call);
	struct buf url;
	buf_init(&url, 0);
	enum zf_status status = add_url(p, &url, call, err);
	http_request_init(q, methods[call->desc->method], status ? "" : url.data);
	secret_wipe(url.data, url.len);
	buf_free(&url);
	q->repeatable = !call->write;
	status = status ? status : http_request_header(q, "Accept", accept_of(p, call), err);
	status = status ? status : add_headers(p, q, &p->desc->headers, &scope, err);
	status = status ? status : add_headers(p, q, &call->desc->headers, &scope, err);
	status = status ? status : add_body(p, q, call->desc, &scope, err);
	return status;
}
