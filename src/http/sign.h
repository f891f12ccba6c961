/*
 * sign: the ways to prove who one is that need arithmetic. Pure: no clock, no network, no files;
 * `now` is the time of the other side as far as known, in seconds since 1970.
 *
 * What they add to a request depends on everything in it: they come last.
 */
#ifndef ZF_HTTP_SIGN_H
#define ZF_HTTP_SIGN_H

#include "http.h"

/*
 * AWS Signature Version 4 in the Authorization header, for any service but S3 (whose paths are
 * encoded once only). All headers of the request are signed, and Host, which is the URL's. The
 * query may be in any order and encoding; the path must be without "//" and dot segments.
 */
struct sign_aws {
	struct str key_id, secret;
	struct str token; /* of temporary credentials; {NULL, 0}: none */
	struct str region, service;
	int64_t now;
};

/* Sets X-Amz-Date, X-Amz-Security-Token if there is one, and Authorization. Errors: ZF_ERR_CONFIG,
 * for credentials that can't stand in a header. */
enum zf_status sign_aws(struct http_request *q, const struct sign_aws *with, struct zf_error *err);

/*
 * OVHcloud: SHA-1 over secret, consumer key, method, URL, body and time.
 */
struct sign_ovh {
	struct str application, secret, consumer; /* the three keys */
	int64_t now; /* by the server's clock (GET /auth/time) */
};

/* Sets X-Ovh-Application, -Consumer, -Timestamp and -Signature. Errors as above. */
enum zf_status sign_ovh(struct http_request *q, const struct sign_ovh *with, struct zf_error *err);

/*
 * JSON Web Tokens (RFC 7519) signed by RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518 section 3.3).
 */

/* Appends HEADER.CLAIMS.SIGNATURE. `pem` is the private key, without a passphrase. Errors:
 * ZF_ERR_CONFIG when it isn't an RSA key. */
enum zf_status sign_jwt(struct buf *jwt, struct str header, struct str claims, struct str pem,
	struct zf_error *err);

struct sign_google {
	struct str account; /* the service account's JSON file */
	const char *scope; /* URLs, separated by spaces */
	int64_t now;
};

/* Makes the request for an access token (RFC 7523 section 2.1): a POST to the account's
 * token_uri, whose answer has /access_token and /expires_in. On success q is the caller's.
 * Errors: ZF_ERR_CONFIG when the account's file isn't one. */
enum zf_status sign_google(
	struct http_request *q, const struct sign_google *with, struct zf_error *err);

#endif
