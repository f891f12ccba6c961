#include "sign.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdlib.h>
#include <time.h>

#include "crypto.h"
#include "encode.h"
#include "mem.h"

enum { DIGEST = 32 };

#define ALGORITHM "AWS4-HMAC-SHA256"

static void add_digest(struct buf *b, const void *p, size_t n)
{
	unsigned char digest[DIGEST];
	crypto_start();
	if (!EVP_Digest(n ? p : "", n, digest, NULL, EVP_sha256(), NULL))
		mem_exhausted();
	str_add_hex(b, digest, DIGEST);
}

/* mac = HMAC-SHA256(key, text); mac may be the key. */
static void chain(unsigned char mac[DIGEST], const void *key, size_t size, struct str text)
{
	unsigned char made[DIGEST];
	crypto_start();
	if (!HMAC(EVP_sha256(), key, (int)size, (const unsigned char *)text.p, text.n, made, NULL))
		mem_exhausted();
	memcpy(mac, made, DIGEST);
	secret_wipe(made, DIGEST);
}

/* Everything but unreserved characters and slashes is encoded once more. */
static void add_path(struct buf *b, const char *p, size_t n)
{
	if (n == 0)
		buf_addc(b, '/');
	for (size_t i = 0; i < n; i++) {
		if (p[i] == '/')
			buf_addc(b, '/');
		else
			encode_percent(b, p + i, 1);
	}
}

/* Undoes percent-encoding and does it again, so that all spellings become one. */
static char *recode(const char *p, size_t n)
{
	struct buf plain, coded;
	buf_init(&plain, 0);
	buf_init(&coded, 0);
	for (size_t i = 0; i < n; i++) {
		int high = n - i > 2 && p[i] == '%' ? str_hex_digit(p[i + 1]) : -1;
		int low = high >= 0 ? str_hex_digit(p[i + 2]) : -1;
		buf_addc(&plain, low >= 0 ? (char)(high * 16 + low) : p[i]);
		i += low >= 0 ? 2 : 0;
	}
	encode_percent(&coded, plain.data, plain.len);
	char *made = buf_take(&coded);
	buf_free(&plain);
	buf_free(&coded);
	return made;
}

struct pair {
	char *name, *value;
};

struct pairs {
	struct pair *items;
	size_t count, cap;
};

static int compare_pairs(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;
	int order = strcmp(x->name, y->name);
	return order ? order : strcmp(x->value, y->value);
}

static void sort_pairs(struct pairs *all)
{
	if (all->count > 1)
		qsort(all->items, all->count, sizeof(*all->items), compare_pairs);
}

/* Both texts are the list's from now on. */
static void add_pair(struct pairs *all, char *name, char *value)
{
	all->items = mem_grow(all->items, &all->cap, all->count + 1, sizeof(*all->items));
	all->items[all->count++] = (struct pair){name, value};
}

static void free_pairs(struct pairs *all)
{
	for (size_t i = 0; i < all->count; i++) {
		secret_wipe(all->items[i].value, strlen(all->items[i].value));
		free(all->items[i].name);
		free(all->items[i].value);
	}
	free(all->items);
}

static void add_query(struct buf *b, const char *query)
{
	struct pairs all = {0};
	while (*query) {
		size_t n = strcspn(query, "&"), name = strcspn(query, "&=");
		if (n)
			add_pair(&all, recode(query, name),
				name < n ? recode(query + name + 1, n - name - 1) : mem_strdup(""));
		query += n + (query[n] == '&');
	}
	sort_pairs(&all);
	for (size_t i = 0; i < all.count; i++)
		buf_printf(b, "%s%s=%s", i ? "&" : "", all.items[i].name, all.items[i].value);
	free_pairs(&all);
}

/* A header's value without white space around it, runs of spaces inside as one. */
static char *trim(const char *value)
{
	struct buf b;
	buf_init(&b, 0);
	for (const char *p = value; *p; p++) {
		bool space = *p == ' ' || *p == '\t';
		if (!space)
			buf_addc(&b, *p);
		else if (b.len && b.data[b.len - 1] != ' ')
			buf_addc(&b, ' ');
	}
	if (b.len && b.data[b.len - 1] == ' ')
		b.data[--b.len] = '\0';
	char *made = buf_take(&b);
	buf_free(&b);
	return made;
}

static char *lower(const char *name)
{
	char *made = mem_strdup(name);
	for (char *c = made; *c; c++)
		*c = (char)str_lower[(unsigned char)*c];
	return made;
}

struct parts {
	const char *host, *path, *query;
	size_t host_size, path_size;
};

/* The host as the Host header has it: without the scheme's own port. */
static struct parts split(const char *url)
{
	const char *at = strstr(url, "://"), *host = at ? at + 3 : url;
	size_t n = strcspn(host, "/?#"), path = strcspn(host + n, "?#");
	struct parts parts = {host, host + n, host + n + path, n, path};
	const char *port = str_starts(url, "https:") ? ":443" : ":80";
	if (n > strlen(port) && memcmp(host + n - strlen(port), port, strlen(port)) == 0)
		parts.host_size -= strlen(port);
	if (*parts.query == '?')
		parts.query++;
	return parts;
}

/* The request in its one form; the names of its headers, "a;b;c", go to `names`. */
static void canonical_request(struct buf *b, struct buf *names, const struct http_request *q)
{
	struct parts url = split(q->url);
	struct pairs headers = {0};
	for (size_t i = 0; i < q->headers.count; i++)
		add_pair(
			&headers, lower(q->headers.items[i].name), trim(q->headers.items[i].value));
	add_pair(&headers, mem_strdup("host"), mem_strndup(url.host, url.host_size));
	sort_pairs(&headers);
	buf_printf(b, "%s\n", q->method);
	add_path(b, url.path, url.path_size);
	buf_addc(b, '\n');
	add_query(b, url.query);
	buf_addc(b, '\n');
	for (size_t i = 0; i < headers.count; i++) {
		buf_printf(b, "%s:%s\n", headers.items[i].name, headers.items[i].value);
		buf_printf(names, "%s%s", i ? ";" : "", headers.items[i].name);
	}
	buf_printf(b, "\n%s\n", names->data);
	add_digest(b, q->body, q->body_size);
	free_pairs(&headers);
}

static void signature(
	unsigned char mac[DIGEST], const struct sign_aws *with, struct str day, struct str text)
{
	struct buf key;
	buf_init(&key, 0);
	buf_reserve(&key, 4 + with->secret.n); /* no copies left behind */
	buf_adds(&key, "AWS4");
	buf_add(&key, with->secret.p, with->secret.n);
	chain(mac, key.data, key.len, day);
	chain(mac, mac, DIGEST, with->region);
	chain(mac, mac, DIGEST, with->service);
	chain(mac, mac, DIGEST, STR("aws4_request"));
	chain(mac, mac, DIGEST, text);
	secret_wipe(key.data, key.len);
	buf_free(&key);
}

enum zf_status sign_aws(struct http_request *q, const struct sign_aws *with, struct zf_error *err)
{
	struct tm tm;
	time_t now = (time_t)with->now;
	char date[40];
	unsigned char mac[DIGEST];
	struct buf canonical, names, scope, text, header;
	gmtime_r(&now, &tm);
	strftime(date, sizeof(date), "%Y%m%dT%H%M%SZ", &tm);
	enum zf_status status = http_request_header(q, "X-Amz-Date", date, err);
	if (status == ZF_OK && with->token.n)
		status = http_request_octets(q, "X-Amz-Security-Token", with->token, err);
	if (status != ZF_OK)
		return status;
	buf_init(&canonical, 0);
	buf_init(&names, 0);
	buf_init(&scope, 0);
	buf_init(&text, 0);
	buf_init(&header, 0);
	canonical_request(&canonical, &names, q);
	buf_printf(&scope, "%.8s/%.*s/%.*s/aws4_request", date, (int)with->region.n, with->region.p,
		(int)with->service.n, with->service.p);
	buf_printf(&text, ALGORITHM "\n%s\n%s\n", date, scope.data);
	add_digest(&text, canonical.data, canonical.len);
	signature(mac, with, (struct str){date, 8}, (struct str){text.data, text.len});
	buf_printf(&header,
		ALGORITHM " Credential=%.*s/%s, SignedHeaders=%s, Signature=", (int)with->key_id.n,
		with->key_id.p, scope.data, names.data);
	str_add_hex(&header, mac, DIGEST);
	status = http_request_header(q, "Authorization", header.data, err);
	secret_wipe(canonical.data, canonical.len);
	buf_free(&canonical);
	buf_free(&names);
	buf_free(&scope);
	buf_free(&text);
	buf_free(&header);
	return status;
}
