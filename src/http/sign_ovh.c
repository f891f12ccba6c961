#include "sign.h"

#include <openssl/evp.h>

#include "crypto.h"
#include "mem.h"

/* "$1$" and SHA-1 of SECRET+CONSUMER+METHOD+URL+BODY+TIME. */
static void add_signature(
	struct buf *b, const struct http_request *q, const struct sign_ovh *with, const char *now)
{
	unsigned char digest[20];
	crypto_start();
	struct buf text;
	buf_init(&text, 0);
	buf_reserve(&text, with->secret.n + with->consumer.n + strlen(q->url) + q->body_size + 64);
	buf_add(&text, with->secret.p, with->secret.n);
	buf_addc(&text, '+');
	buf_add(&text, with->consumer.p, with->consumer.n);
	buf_printf(&text, "+%s+%s+", q->method, q->url);
	buf_add(&text, q->body, q->body_size);
	buf_printf(&text, "+%s", now);
	if (!EVP_Digest(text.data, text.len, digest, NULL, EVP_sha1(), NULL))
		mem_exhausted();
	secret_wipe(text.data, text.len);
	buf_free(&text);
	buf_adds(b, "$1$");
	str_add_hex(b, digest, sizeof(digest));
}

enum zf_status sign_ovh(struct http_request *q, const struct sign_ovh *with, struct zf_error *err)
{
	char now[24];
	struct buf signature;
	snprintf(now, sizeof(now), "%lld", (long long)with->now);
	buf_init(&signature, 0);
	add_signature(&signature, q, with, now);
	enum zf_status status = http_request_octets(q, "X-Ovh-Application", with->application, err);
	if (status == ZF_OK)
		status = http_request_octets(q, "X-Ovh-Consumer", with->consumer, err);
	if (status == ZF_OK)
		status = http_request_header(q, "X-Ovh-Timestamp", now, err);
	if (status == ZF_OK)
		status = http_request_header(q, "X-Ovh-Signature", signature.data, err);
	buf_free(&signature);
	return status;
}
