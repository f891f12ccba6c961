#include "sign.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdlib.h>

#include "base64.h"
#include "crypto.h"
#include "err.h"
#include "json.h"
#include "mem.h"

enum { LIFETIME = 3600 }; /* seconds; the most that Google allows */

/* Nobody is asked: a key with a passphrase can't be used. */
static int no_passphrase(char *buffer, int size, int writing, void *arg)
{
	(void)buffer, (void)size, (void)writing, (void)arg;
	return -1;
}

static EVP_PKEY *read_key(struct str pem)
{
	BIO *bio = BIO_new_mem_buf(pem.p, (int)pem.n);
	if (!bio)
		mem_exhausted();
	EVP_PKEY *key = PEM_read_bio_PrivateKey(bio, NULL, no_passphrase, NULL);
	BIO_free(bio);
	if (key && EVP_PKEY_base_id(key) != EVP_PKEY_RSA) {
		EVP_PKEY_free(key);
		key = NULL;
	}
	return key;
}

static bool add_signature(struct buf *jwt, EVP_PKEY *key, struct str text)
{
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	size_t n = (size_t)EVP_PKEY_size(key);
	unsigned char *signature = mem_alloc(n);
	if (!md)
		mem_exhausted();
	bool made = EVP_DigestSignInit(md, NULL, EVP_sha256(), NULL, key) == 1 &&
		    EVP_DigestSign(md, signature, &n, (const unsigned char *)text.p, text.n) == 1;
	if (made)
		base64_add(jwt, signature, n, BASE64_URL);
	free(signature);
	EVP_MD_CTX_free(md);
	return made;
}

enum zf_status sign_jwt(
	struct buf *jwt, struct str header, struct str claims, struct str pem, struct zf_error *err)
{
	struct buf text;
	crypto_start();
	EVP_PKEY *key = read_key(pem);
	buf_init(&text, 0);
	base64_add(&text, header.p, header.n, BASE64_URL);
	buf_addc(&text, '.');
	base64_add(&text, claims.p, claims.n, BASE64_URL);
	size_t before = text.len;
	buf_addc(&text, '.');
	bool made = key && add_signature(&text, key, (struct str){text.data, before});
	if (made)
		buf_add(jwt, text.data, text.len);
	EVP_PKEY_free(key);
	ERR_clear_error(); /* it names passphrases and files that nobody has asked for */
	buf_free(&text);
	return made ? ZF_OK
		    : err_set(err, ZF_ERR_CONFIG,
			      "the private key can't be used: it must be an RSA key in PEM form, "
			      "without a passphrase");
}

static struct json *claims_of(const struct sign_google *with, struct str email, struct str url)
{
	struct json *claims = json_new_object();
	char number[24];
	json_set(claims, "iss", json_new_string(email.p, email.n));
	json_set(claims, "scope", json_new_string(with->scope, strlen(with->scope)));
	json_set(claims, "aud", json_new_string(url.p, url.n));
	int n = snprintf(number, sizeof(number), "%lld", (long long)with->now);
	json_set(claims, "iat", json_new_number(number, (size_t)n));
	n = snprintf(number, sizeof(number), "%lld", (long long)with->now + LIFETIME);
	json_set(claims, "exp", json_new_number(number, (size_t)n));
	return claims;
}

static enum zf_status make_request(struct http_request *q, const struct sign_google *with,
	const struct json *account, struct zf_error *err)
{
	struct str email = json_text(json_member(account, "client_email"));
	struct str url = json_text(json_member(account, "token_uri"));
	struct str pem = json_text(json_member(account, "private_key"));
	struct buf claims, body;
	if (!email.n || !url.n || !pem.n)
		return err_set(err, ZF_ERR_CONFIG,
			"the service account's file must be JSON with client_email, token_uri and "
			"private_key");
	struct json *object = claims_of(with, email, url);
	buf_init(&claims, 0);
	json_print(&claims, object, JSON_AS_IS);
	json_free(object);
	buf_init(&body, 0);
	buf_adds(&body,
		"grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=");
	enum zf_status status = sign_jwt(&body, STR("{\"alg\":\"RS256\",\"typ\":\"JWT\"}"),
		(struct str){claims.data, claims.len}, pem, err);
	if (status == ZF_OK) {
		http_request_init(q, "POST", url.p);
		http_request_header(q, "Content-Type", "application/x-www-form-urlencoded", NULL);
		http_request_body(q, body.data, body.len);
	}
	secret_wipe(body.data, body.len);
	buf_free(&body);
	buf_free(&claims);
	return status;
}

enum zf_status sign_google(
	struct http_request *q, const struct sign_google *with, struct zf_error *err)
{
	struct json *account;
	enum zf_status status = json_parse(&account, with->account.p, with->account.n, NULL);
	if (status == ZF_OK)
		status = make_request(q, with, account, err);
	else
		status = err_set(err, ZF_ERR_CONFIG, "the service account's file is no JSON");
	json_free(account);
	return status;
}
