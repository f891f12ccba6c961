/* auth_sign: the signers of sign.h, fed from a description's `with`. */
#include <string.h>
#include <time.h>

#include "auth.h"
#include "err.h"
#include "sign.h"
#include "tmpl.h"

/* The parameters of one signer, expanded. */
struct with {
	struct buf values[8];
	const struct pairs *pairs;
};

static enum zf_status with_init(struct with *w, struct provider *p, struct zf_error *err)
{
	const struct scope scope = {.vars = &p->vars};
	struct tmpl_why why;
	*w = (struct with){.pairs = &p->auth->with};
	for (size_t i = 0; i < w->pairs->count; i++) {
		buf_init(&w->values[i], 0);
		/* What isn't set stays empty: the signer knows what it can do without. */
		if (tmpl_expand(&w->values[i], w->pairs->items[i].value, TMPL_TEXT, &scope, &why) ==
			TMPL_BAD)
			err_set(err, ZF_ERR_CONFIG, "%s", why.text);
	}
	return err->code;
}

static void with_free(struct with *w)
{
	for (size_t i = 0; i < w->pairs->count; i++) {
		secret_wipe(w->values[i].data, w->values[i].len);
		buf_free(&w->values[i]);
	}
}

static struct str with_get(const struct with *w, const char *name)
{
	for (size_t i = 0; i < w->pairs->count; i++) {
		if (strcmp(w->pairs->items[i].name, name) == 0 && w->values[i].len)
			return (struct str){w->values[i].data, w->values[i].len};
	}
	return (struct str){NULL, 0};
}

static enum zf_status sign_with_aws(
	struct provider *p, struct http_request *q, const struct with *w, struct zf_error *err)
{
	(void)p;
	const struct sign_aws aws = {
		.key_id = with_get(w, "key"),
		.secret = with_get(w, "secret"),
		.token = with_get(w, "session_token"),
		.region = with_get(w, "region"),
		.service = with_get(w, "service"),
		.now = (int64_t)time(NULL),
	};
	return sign_aws(q, &aws, err);
}

static enum zf_status sign_with_ovh(
	struct provider *p, struct http_request *q, const struct with *w, struct zf_error *err)
{
	const struct sign_ovh ovh = {
		.application = with_get(w, "application_key"),
		.secret = with_get(w, "application_secret"),
		.consumer = with_get(w, "consumer_key"),
		.now = (int64_t)time(NULL) + p->clock_offset,
	};
	return sign_ovh(q, &ovh, err);
}

static const struct signer {
	int scheme;
	enum zf_status (*sign)(struct provider *p, struct http_request *q, const struct with *w,
		struct zf_error *err);
} signers[] = {
	{AUTH_AWS_SIGV4, sign_with_aws},
	{AUTH_OVH, sign_with_ovh},
};

static const struct signer *find(int scheme)
{
	for (size_t i = 0; i < sizeof(signers) / sizeof(signers[0]); i++) {
		if (signers[i].scheme == scheme)
			return &signers[i];
	}
	return NULL;
}

enum zf_status auth_sign(struct provider *p, struct http_request *q, struct zf_error *err)
{
	const struct signer *s = find(p->auth->scheme);
	struct with w;
	if (!s)
		return ZF_OK;
	enum zf_status status = with_init(&w, p, err);
	status = status ? status : s->sign(p, q, &w, err);
	with_free(&w);
	return status;
}

enum zf_status auth_sign_login(struct provider *p, struct http_request *q, struct zf_error *err)
{
	struct with w;
	enum zf_status status = with_init(&w, p, err);
	struct str scope = status ? (struct str){NULL, 0} : with_get(&w, "scope");
	const struct sign_google google = {
		.account = status ? (struct str){NULL, 0} : with_get(&w, "key_file"),
		.scope = scope.p ? scope.p : "",
		.now = (int64_t)time(NULL),
	};
	status = status ? status : sign_google(q, &google, err);
	with_free(&w);
	return status;
}
