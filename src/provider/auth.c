#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "account.h"
#include "base64.h"
#include "err.h"
#include "mem.h"

enum { EARLY_MS = 30 * 1000 }; /* a login counts as ended so long before it ends */

/*
 * Choosing.
 */

/* Whether a variable that a template names will have a value. */
static bool is_there(const void *user, const char *name, size_t size)
{
	const struct provider *p = user;
	const struct desc_variable *v = p->desc->variables.items;
	for (size_t i = 0; i < p->desc->variables.count; i++) {
		if (strlen(v[i].name) == size && memcmp(v[i].name, name, size) == 0)
			return p->settings[i].found || v[i].optional;
	}
	return true; /* comes with the login */
}

static bool template_is_ready(const struct provider *p, const char *text, struct tmpl_why *why)
{
	return !text || tmpl_check(text, is_there, p, why);
}

static bool pairs_are_ready(
	const struct provider *p, const struct pairs *pairs, struct tmpl_why *why)
{
	for (size_t i = 0; i < pairs->count; i++) {
		if (!template_is_ready(p, pairs->items[i].value, why))
			return false;
	}
	return true;
}

static bool body_is_ready(
	const struct provider *p, const struct json *body, struct tmpl_why *why)
{
	if (json_kind(body) == JSON_STRING)
		return template_is_ready(p, json_text(body).p, why);
	for (const struct json *m = json_first(body); m; m = json_next(m)) {
		if (!body_is_ready(p, m, why))
			return false;
	}
	return true;
}

static bool is_ready(const struct provider *p, const struct desc_auth *a, struct tmpl_why *why)
{
	const struct desc_call *c = a->login;
	return pairs_are_ready(p, &a->headers, why) && pairs_are_ready(p, &a->query, why) &&
	       pairs_are_ready(p, &a->with, why) && template_is_ready(p, a->user, why) &&
	       template_is_ready(p, a->password, why) &&
	       (!c || (template_is_ready(p, c->url, why) && template_is_ready(p, c->path, why) &&
			      pairs_are_ready(p, &c->query, why) &&
			      pairs_are_ready(p, &c->headers, why) &&
			      pairs_are_ready(p, &c->form, why) &&
			      body_is_ready(p, c->body, why)));
}

static enum zf_status nothing_ready(const struct provider *p, struct zf_error *err)
{
	const struct desc_variable *v = p->desc->variables.items;
	struct buf b;
	buf_init(&b, 0);
	for (size_t i = 0; i < p->desc->variables.count; i++) {
		const struct setting *s = &p->settings[i];
		if (s->found || v[i].optional)
			continue;
		buf_adds(&b, b.len ? "; " : "");
		setting_print_places(&b, p, &v[i]);
		if (s->problem)
			buf_printf(&b, " (%s)", s->problem);
	}
	err_set(err, ZF_ERR_CONFIG, "credentials are missing: set %s", b.data);
	buf_free(&b);
	return ZF_ERR_CONFIG;
}

static enum zf_status choose(struct provider *p, struct zf_error *err)
{
	const struct desc_auth *a = p->desc->auth.items;
	struct tmpl_why why;
	for (size_t i = 0; i < p->desc->auth.count && !p->auth; i++) {
		if (is_ready(p, &a[i], &why))
			p->auth = &a[i];
	}
	return p->auth || !p->desc->auth.count ? ZF_OK : nothing_ready(p, err);
}

/*
 * Logging in.
 */

/* 2026-01-02T03:04:05Z, with or without fraction and zone mark, as seconds since 1970; -1: no date. */
static int64_t parse_iso_date(struct str text)
{
	struct tm tm = {0};
	char copy[40];
	if (text.n < 19 || text.n >= sizeof(copy))
		return -1;
	memcpy(copy, text.p, text.n);
	copy[text.n] = '\0';
	return strptime(copy, "%Y-%m-%dT%H:%M:%S", &tm) ? (int64_t)timegm(&tm) : -1;
}

/* How long the login lasts, in milliseconds; -1: it doesn't say. */
static int64_t lifetime(const struct desc_time *expires, const struct scope *scope)
{
	struct value v = expires ? ref_get(&expires->from, scope) : (struct value){0};
	uint64_t n;
	if (!v.text.n)
		return -1;
	if (expires->as == TIME_DATE) {
		int64_t end = parse_iso_date(v.text);
		return end < 0 ? -1 : (end - (int64_t)time(NULL)) * 1000;
	}
	if (!str_to_u64(v.text.p, v.text.n, INT32_MAX * 1000ull, &n))
		return -1;
	if (expires->as == TIME_EPOCH)
		return ((int64_t)n - (int64_t)time(NULL)) * 1000;
	return expires->as == TIME_MILLISECONDS ? (int64_t)n : (int64_t)n * 1000;
}

/* The token and what else the answer holds become variables. */
static enum zf_status take_login(
	struct provider *p, const struct answer *answer, struct zf_error *err)
{
	struct scope scope = answer_scope(answer, &p->vars);
	struct str token = refs_get(&p->auth->token, &scope).text;
	if (!token.n)
		return err_set(err, ZF_ERR_ANSWER, "the login's answer holds no token");
	vars_set(&p->vars, "token", secret_octets(secrets_add(p->secrets, token.p, token.n)));
	const struct desc_next *keep = p->auth->keep.items;
	for (size_t i = 0; i < p->auth->keep.count; i++) {
		struct str v = ref_get(&keep[i].from, &scope).text;
		if (v.n)
			vars_set(&p->vars, keep[i].name,
				(struct str){arena_strndup(&p->arena, v.p, v.n), v.n});
	}
	int64_t left = lifetime(p->auth->expires, &scope);
	p->login_ends = left < 0 ? 0 : p->clock->now(p->clock->context) + left;
	p->logged_in = true;
	if (!p->auth->url || p->url_replaced)
		return ZF_OK;
	enum zf_status status = settings_set_url(p, p->auth->url, err);
	if (status)
		err_set(err, ZF_ERR_ANSWER, "the login's answer holds no usable base URL");
	return status;
}

static enum zf_status log_in(struct provider *p, struct zf_error *err)
{
	struct call call = {.desc = p->auth->login, .want = CALL_WANT_LOGIN};
	struct answer answer;
	enum zf_status status = call_send(p, &call, &answer, err);
	if (status)
		return status;
	status = take_login(p, &answer, err);
	answer_free(&answer);
	return status;
}

enum zf_status auth_prepare(struct provider *p, struct zf_error *err)
{
	enum zf_status status = p->auth ? ZF_OK : choose(p, err);
	if (status || !p->auth || p->auth->scheme != AUTH_LOGIN)
		return status;
	if (p->logged_in && p->login_ends &&
		p->clock->now(p->clock->context) > p->login_ends - EARLY_MS)
		p->logged_in = false;
	return p->logged_in ? ZF_OK : log_in(p, err);
}

bool auth_again(struct provider *p)
{
	if (!p->auth || p->auth->scheme != AUTH_LOGIN)
		return false;
	p->logged_in = false;
	return true;
}

/*
 * Applying.
 */

static enum zf_status expand(struct provider *p, struct buf *b, const char *text,
	struct zf_error *err)
{
	struct tmpl_why why;
	struct scope scope = {.vars = &p->vars};
	enum tmpl_outcome outcome = tmpl_expand(b, text ? text : "", TMPL_TEXT, &scope, &why);
	if (outcome == TMPL_MISSING)
		return err_set(err, ZF_ERR_CONFIG, "\"%s\" is not set", why.text);
	return outcome ? err_set(err, ZF_ERR_CONFIG, "%s", why.text) : ZF_OK;
}

static enum zf_status set_header(struct provider *p, struct http_request *q, const char *name,
	struct buf *value, struct zf_error *err)
{
	enum zf_status status = http_request_header(q, name, value->data, err);
	if (status)
		err_set(err, status, "a credential holds octets that no header may hold");
	(void)p;
	return status;
}

static enum zf_status apply_headers(
	struct provider *p, struct http_request *q, struct zf_error *err)
{
	enum zf_status status = ZF_OK;
	for (size_t i = 0; i < p->auth->headers.count && !status; i++) {
		struct buf b;
		buf_init(&b, 0);
		status = expand(p, &b, p->auth->headers.items[i].value, err);
		if (!status)
			status = set_header(p, q, p->auth->headers.items[i].name, &b, err);
		secret_wipe(b.data, b.len);
		buf_free(&b);
	}
	return status;
}

static enum zf_status apply_basic(
	struct provider *p, struct http_request *q, struct zf_error *err)
{
	struct buf plain, header;
	buf_init(&plain, 0);
	buf_init(&header, 0);
	enum zf_status status = expand(p, &plain, p->auth->user, err);
	buf_addc(&plain, ':');
	status = status ? status : expand(p, &plain, p->auth->password, err);
	if (!status) {
		buf_adds(&header, "Basic ");
		base64_add(&header, plain.data, plain.len, BASE64_STANDARD);
		secrets_add(p->secrets, header.data + 6, header.len - 6);
		status = set_header(p, q, "Authorization", &header, err);
	}
	secret_wipe(plain.data, plain.len);
	secret_wipe(header.data, header.len);
	buf_free(&plain);
	buf_free(&header);
	return status;
}

const struct pairs *auth_query(const struct provider *p)
{
	return p->auth ? &p->auth->query : NULL;
}

enum zf_status auth_apply(struct provider *p, struct http_request *q, struct zf_error *err)
{
	if (!p->auth)
		return ZF_OK;
	switch (p->auth->scheme) {
	case AUTH_BASIC:
		return apply_basic(p, q, err);
	default:
		return apply_headers(p, q, err);
	}
}
