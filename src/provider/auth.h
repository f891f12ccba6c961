/*
 * auth: proving who one is: the choice of a way in, the login, and what each request carries.
 */
#ifndef ZF_PROVIDER_AUTH_H
#define ZF_PROVIDER_AUTH_H

#include "exchange.h"

/* Chooses the way in, the first for which all settings are there. Errors: ZF_ERR_CONFIG, with what
 * is missing. */
enum zf_status auth_choose(struct provider *p, struct zf_error *err);
/* Chooses the way in and logs in if that is needed. */
enum zf_status auth_prepare(struct provider *p, struct zf_error *err);
/* Adds what proves it; the request is complete otherwise. */
enum zf_status auth_apply(struct provider *p, struct http_request *q, struct zf_error *err);
/* Adds the signature of the chosen way in, if it has one. */
enum zf_status auth_sign(struct provider *p, struct http_request *q, struct zf_error *err);
/* Makes the request for an access token of AUTH_GOOGLE_JWT; on success q is the caller's. */
enum zf_status auth_sign_login(struct provider *p, struct http_request *q, struct zf_error *err);
/* Whether a refused request may be sent again after another login; forgets the login if so. */
bool auth_again(struct provider *p);

#endif
