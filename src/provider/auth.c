#include "auth.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base64.h"
#include "err.h"
#include "mem.h"
#include "settings.h"
#include "tmpl.h"

enum { EARLY_MS = 30 * 1000 }; /* a login counts as ended so long before it ends */

/*
 * Choosing.
 */

/* What one way in needs, and doesn't have. */
struct need {
	const struct provider *p;
	bool *missing, *used; /* for each of the description's variables */
	size_t count; /* of those that are missing */
};

/* Notes a variable that a template names. */
static bool note(const void *user, const char *name, size_t size)
{
	struct need *n = *(struct need *const *)user;
	const struct desc_variable *v = n->p->desc->variables.items;
	for (size_t i = 0; i < n->p->desc->variables.count; i++) {
		if (strlen(v[i].name) != size || memcmp(v[i].name, name, size) != 0)
			continue;
		n->used[i] = true;
		if (n->p->settings[i].found)
			continue;
		n->count += !n->missing[i];
		n->missing[i] = true;
	}
	return true; /* the others come with the login */
}

static void need_template(struct need *n, const char *text)
{
	struct tmpl_why why;
	if (text)
		tmpl_check(text, note, &n, &why);
}

static void need_pairs(struct need *n, const struct pairs *pairs)
{
	for (size_t i = 0; i < pairs->count; i++)
		need_template(n, pairs->items[i].value);
}

static void need_body(struct need *n, const struct json *body)
{
	if (json_kind(body) == JSON_STRING)
		need_template(n, json_text(body).p);
	for (const struct json *m = json_first(body); m; m = json_next(m))
		need_body(n, m);
}

static void need_all(struct need *n, const struct desc_auth *a)
{
	need_pairs(n, &a->headers);
	need_pairs(n, &a->query);
	for (size_t i = 0; i < a->with.count; i++) {
		if (!desc_signer_may_lack(a, a->with.items[i].name))
			need_template(n, a->with.items[i].value);
	}
	need_template(n, a->user);
	need_template(n, a->password);
	if (!a->login)
		return;
	need_template(n, a->login->url);
	need_template(n, a->login->path);
	need_pairs(n, &a->login->query);
	need_pairs(n, &a->login->headers);
	need_pairs(n, &a->login->form);
	need_body(n, a->login->body);
}

/* "set api_token (…); or set email (…) and api_key (…)" */
static void print_missing(struct buf *b, const struct need *n)
{
	const struct desc_variable *v = n->p->desc->variables.items;
	const char *before = b->len ? "; or set " : "set ";
	if (!n->p->url && !n->p->desc->url) {
		buf_printf(b, "%surl (in profile \"%s\" of the config, or ", before,
			n->p->profile_name);
		settings_print_url_name(b, n->p);
		buf_adds(b, " in the environment)");
		before = " and ";
	}
	for (size_t i = 0; i < n->p->desc->variables.count; i++) {
		if (!n->missing[i])
			continue;
		buf_adds(b, before);
		setting_print_places(b, n->p, &v[i]);
		if (n->p->settings[i].problem)
			buf_printf(b, " (%s)", n->p->settings[i].problem);
		before = " and ";
	}
}

/* "access_key of environment BUNNY_API_KEY": what is to blame when it is refused. */
static const char *name_used(struct provider *p, const struct need *n)
{
	const struct desc_variable *v = p->desc->variables.items;
	struct buf b;
	buf_init(&b, 0);
	for (size_t i = 0; i < p->desc->variables.count; i++) {
		const struct setting *s = &p->settings[i];
		if (n->used[i] && s->found && strcmp(s->from, "default") != 0)
			buf_printf(&b, "%s%s (%s)", b.len ? ", " : "", v[i].name, s->from);
	}
	const char *text = b.len ? arena_strdup(&p->arena, b.data) : NULL;
	buf_free(&b);
	return text;
}

enum zf_status auth_choose(struct provider *p, struct zf_error *err)
{
	const struct desc_auth *a = p->desc->auth.items;
	size_t variables = p->desc->variables.count;
	struct need n = {
		.p = p, .missing = mem_zalloc(variables + 1), .used = mem_zalloc(variables + 1)};
	struct buf b;
	buf_init(&b, 0);
	for (size_t i = 0; i < p->desc->auth.count && !p->auth; i++) {
		memset(n.missing, 0, variables);
		memset(n.used, 0, variables);
		n.count = 0;
		need_all(&n, &a[i]);
		if (n.count)
			print_missing(&b, &n);
		else
			p->auth = &a[i];
	}
	if (p->auth)
		p->credentials = name_used(p, &n);
	else if (p->desc->auth.count)
		err_set(err, ZF_ERR_CONFIG, "credentials are missing: %s", b.data);
	buf_free(&b);
	free(n.missing);
	free(n.used);
	return p->auth || !p->desc->auth.count ? ZF_OK : ZF_ERR_CONFIG;
}

/*
 * Logging in.
 */

/* 2026-01-02T03:04:05Z, with or without fraction and zone mark, as seconds since 1970; -1: no date.
 */
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

static bool is_set_by_user(const struct provider *p, const char *name)
{
	const struct desc_variable *v = p->desc->variables.items;
	for (size_t i = 0; i < p->desc->variables.count; i++) {
		if (strcmp(v[i].name, name) == 0)
			return p->settings[i].found;
	}
	return false;
}

/* The token and what else the answer holds become variables. */
static enum zf_status take_login(
	struct provider *p, const struct answer *answer, struct zf_error *err)
{
	struct scope scope = answer_scope(answer, &p->vars);
	struct str token = refs_get(&p->auth->token, &scope).text;
	if (!token.n)
		return err_set(err, ZF_ERR_ANSWER, "the login's answer holds no token");
	vars_set(&p->vars, "session", secret_octets(secrets_add(p->secrets, token.p, token.n)));
	const struct desc_next *keep = p->auth->keep.items;
	for (size_t i = 0; i < p->auth->keep.count; i++) {
		struct str v = ref_get(&keep[i].from, &scope).text;
		if (v.n && !is_set_by_user(p, keep[i].name))
			vars_set(&p->vars, keep[i].name,
				(struct str){arena_strndup(&p->arena, v.p, v.n), v.n});
	}
	int64_t left = lifetime(p->auth->expires, &scope);
	p->login_ends = left < 0 ? 0 : p->clock->now(p->clock->context) + left;
	p->logged_in = true;
	if (!p->auth->url)
		return ZF_OK;
	struct zf_error inner = ZF_ERROR_INIT;
	if (!settings_set_url(p, p->auth->url, &inner))
		return ZF_OK;
	return err_set(err, ZF_ERR_ANSWER, "the login's answer gives no base URL: %s", inner.text);
}

/* Google's answer has the names of RFC 6749 section 5.1. */
static enum zf_status take_google_login(
	struct provider *p, const struct answer *answer, struct zf_error *err)
{
	struct str token = json_text(json_member(answer->json, "access_token"));
	int64_t seconds;
	if (!token.n)
		return err_set(err, ZF_ERR_ANSWER, "the login's answer holds no token");
	vars_set(&p->vars, "session", secret_octets(secrets_add(p->secrets, token.p, token.n)));
	bool told =
		json_integer(json_member(answer->json, "expires_in"), 0, INT32_MAX, true, &seconds);
	p->login_ends = told ? p->clock->now(p->clock->context) + seconds * 1000 : 0;
	p->logged_in = true;
	return ZF_OK;
}

/* OVH's clock, which its signatures go by. */
static enum zf_status take_clock(
	struct provider *p, const struct answer *answer, struct zf_error *err)
{
	struct scope scope = answer_scope(answer, &p->vars);
	struct value v = refs_get(&p->auth->token, &scope);
	int64_t now;
	if (!json_integer(v.json, 1, INT64_MAX, true, &now))
		return err_set(err, ZF_ERR_ANSWER, "the answer doesn't tell the provider's time");
	p->clock_offset = now - (int64_t)time(NULL);
	p->logged_in = true;
	return ZF_OK;
}

static enum zf_status send_login(struct provider *p, struct answer *answer, struct zf_error *err)
{
	static const struct desc_call plain = {.path = ""};
	const bool google = p->auth->scheme == AUTH_GOOGLE_JWT;
	const struct call call = {
		.desc = google ? &plain : p->auth->login, .want = CALL_WANT_LOGIN};
	struct http_request q;
	*answer = (struct answer){0};
	enum zf_status status =
		google ? auth_sign_login(p, &q, err) : request_make(p, &q, &call, err);
	if (status && google)
		return status;
	if (status)
		exchange_note_place(p, &q, err);
	else
		status = exchange(p, &call, &q, answer, err);
	http_request_free(&q);
	return status;
}

static enum zf_status log_in(struct provider *p, struct zf_error *err)
{
	struct answer answer;
	enum zf_status status = send_login(p, &answer, err);
	if (status)
		return status;
	if (p->auth->scheme == AUTH_LOGIN)
		status = take_login(p, &answer, err);
	else if (p->auth->scheme == AUTH_GOOGLE_JWT)
		status = take_google_login(p, &answer, err);
	else
		status = take_clock(p, &answer, err);
	answer_free(&answer);
	return status;
}

/* Whether something has to be asked before the first request. */
static bool wants_login(const struct desc_auth *a)
{
	return a->login || a->scheme == AUTH_GOOGLE_JWT;
}

enum zf_status auth_prepare(struct provider *p, struct zf_error *err)
{
	bool first = !p->auth;
	enum zf_status status = first ? auth_choose(p, err) : ZF_OK;
	if (status || !p->auth)
		return status;
	if (first && !p->auth->login && p->auth->url)
		status = settings_try_url(p, p->auth->url, err);
	if (status || !wants_login(p->auth))
		return status;
	if (p->logged_in && p->login_ends &&
		p->clock->now(p->clock->context) > p->login_ends - EARLY_MS)
		p->logged_in = false;
	return p->logged_in ? ZF_OK : log_in(p, err);
}

bool auth_again(struct provider *p)
{
	if (!p->auth || !wants_login(p->auth))
		return false;
	p->logged_in = false;
	return true;
}

/*
 * Applying.
 */

static enum zf_status expand(
	struct provider *p, struct buf *b, const char *text, struct zf_error *err)
{
	struct tmpl_why why;
	struct scope scope = {.vars = &p->vars};
	enum tmpl_outcome outcome = tmpl_expand(b, text ? text : "", TMPL_TEXT, &scope, &why);
	if (outcome == TMPL_MISSING)
		return err_set(err, ZF_ERR_CONFIG, "\"%s\" is not set", why.text);
	return outcome ? err_set(err, ZF_ERR_CONFIG, "%s", why.text) : ZF_OK;
}

static enum zf_status set_header(
	struct http_request *q, const char *name, const struct buf *value, struct zf_error *err)
{
	enum zf_status status = http_request_header(q, name, value->data, err);
	if (status)
		err_set(err, status, "a credential holds octets that no header may hold");
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
			status = set_header(q, p->auth->headers.items[i].name, &b, err);
		secret_wipe(b.data, b.len);
		buf_free(&b);
	}
	return status;
}

static enum zf_status apply_basic(struct provider *p, struct http_request *q, struct zf_error *err)
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
		status = set_header(q, "Authorization", &header, err);
	}
	secret_wipe(plain.data, plain.len);
	secret_wipe(header.data, header.len);
	buf_free(&plain);
	buf_free(&header);
	return status;
}

enum zf_status auth_apply(struct provider *p, struct http_request *q, struct zf_error *err)
{
	if (!p->auth)
		return ZF_OK;
	enum zf_status status = apply_headers(p, q, err);
	if (!status && p->auth->scheme == AUTH_BASIC)
		status = apply_basic(p, q, err);
	return status ? status : auth_sign(p, q, err);
}
