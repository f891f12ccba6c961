#include "http.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "err.h"
#include "file.h"
#include "http_file.h"
#include "mem.h"

enum { FILES_MOST = 9999 };

struct record {
	struct http http;
	struct http *inner;
	char *dir;
	const struct secrets *secrets;
	unsigned number;
	/* The last exchange. It is written when the next one begins, or at the end: only then the
	 * token that a login request has brought is known as a secret. */
	struct http_exchange last;
	bool waiting;
};

/* Names of headers whose values are credentials, or made from them. */
static bool is_credential(const char *name)
{
	static const char *const words[] = {"*auth*", "*token*", "*key*", "*secret*", "*signature*",
		"*cookie*", "*password*", "*credential*"};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_glob(words[i], name))
			return true;
	return false;
}

/* What a clock said differs from run to run. */
static bool is_masked_in_requests(const char *name)
{
	return is_credential(name) || str_glob("*date", name) || str_glob("*timestamp*", name);
}

/* Members of bodies that are credentials, whatever the description says about them. */
static const char *const credential_members[] = {"access_token", "refresh_token", "id_token",
	"client_secret", "client_assertion", "assertion", "password", "private_key", "secret"};

/* The end of the JSON string whose first quote is at `at`, behind its last quote; n: none. */
static size_t string_end(const char *p, size_t n, size_t at)
{
	for (at++; at < n && p[at] != '"'; at++)
		if (p[at] == '\\')
			at++;
	return at < n ? at + 1 : n;
}

static size_t skip_space(const char *p, size_t n, size_t at)
{
	while (at < n && (p[at] == ' ' || p[at] == '\t' || p[at] == '\n' || p[at] == '\r'))
		at++;
	return at;
}

static bool is_credential_member(const char *p, size_t n)
{
	for (size_t i = 0; i < sizeof(credential_members) / sizeof(credential_members[0]); i++)
		if (str_eq_nocase(p, n, credential_members[i], strlen(credential_members[i])))
			return true;
	return false;
}

/* Copies a JSON text with the string values of credential members replaced. */
static void mask_json(struct buf *out, const char *p, size_t n)
{
	size_t at = 0;
	while (at < n) {
		const char *quote = memchr(p + at, '"', n - at);
		size_t name = quote ? (size_t)(quote - p) : n, end = string_end(p, n, name);
		if (name == n)
			break;
		buf_add(out, p + at, end - at);
		at = end;
		size_t colon = skip_space(p, n, at);
		if (colon == n || p[colon] != ':' ||
			!is_credential_member(p + name + 1, end - name - 2))
			continue;
		size_t value = skip_space(p, n, colon + 1);
		if (value == n || p[value] != '"')
			continue;
		buf_add(out, p + at, value - at);
		buf_adds(out, "\"***\"");
		at = string_end(p, n, value);
	}
	buf_add(out, p + at, n - at);
}

/* The same for name=value pairs of a form. */
static void mask_form(struct buf *out, const char *p, size_t n)
{
	for (size_t at = 0; at < n;) {
		const char *amp = memchr(p + at, '&', n - at);
		size_t end = amp ? (size_t)(amp - p) : n;
		const char *equals = memchr(p + at, '=', end - at);
		if (equals && is_credential_member(p + at, (size_t)(equals - p) - at)) {
			buf_add(out, p + at, (size_t)(equals - p) + 1 - at);
			buf_adds(out, "***");
		} else {
			buf_add(out, p + at, end - at);
		}
		if (amp)
			buf_addc(out, '&');
		at = end + 1;
	}
}

static void clean_body(const struct record *rec, struct buf *out, const char *p, size_t n)
{
	if (n == 0)
		return;
	size_t start = skip_space(p, n, 0);
	if (start < n && (p[start] == '{' || p[start] == '['))
		mask_json(out, p, n);
	else if (memchr(p, '=', n) && !memchr(p, '\n', n))
		mask_form(out, p, n);
	else
		buf_add(out, p, n);
	secrets_scrub(rec->secrets, out);
}

/* Replaces a text of the arena by a clean one, and wipes it. */
static void clean_text(const struct record *rec, struct arena *arena, const char **text)
{
	struct buf b;
	buf_init(&b, 0);
	buf_adds(&b, *text);
	secret_wipe((void *)(uintptr_t)*text, b.len);
	secrets_scrub(rec->secrets, &b);
	*text = arena_strndup(arena, b.data, b.len);
	buf_free(&b);
}

static void clean_headers(const struct record *rec, struct arena *arena, struct headers *headers,
	bool (*is_masked)(const char *name))
{
	for (size_t i = 0; i < headers->count; i++) {
		struct header *h = &headers->items[i];
		clean_text(rec, arena, &h->value);
		if (is_masked(h->name))
			h->value = arena_strdup(arena, "***");
	}
}

static enum zf_status write_new(struct record *rec, const struct buf *text, struct zf_error *err)
{
	while (rec->number < FILES_MOST) {
		char *path = mem_alloc(strlen(rec->dir) + 20);
		sprintf(path, "%s/%04u.http", rec->dir, ++rec->number);
		int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
		if (fd < 0 && errno == EEXIST) {
			free(path);
			continue;
		}
		enum zf_status status = ZF_OK;
		if (fd < 0)
			status = err_errno(err, ZF_ERR_IO, "can't write %s", path);
		else
			status = file_write_fd(fd, path, text->data, text->len, err);
		if (fd >= 0 && close(fd) != 0)
			status = err_errno(err, ZF_ERR_IO, "can't write %s", path);
		free(path);
		return status;
	}
	return err_set(err, ZF_ERR_LIMIT, "%s holds %d recordings already", rec->dir, FILES_MOST);
}

static enum zf_status flush(struct record *rec, struct zf_error *err)
{
	struct buf text, body;
	if (!rec->waiting)
		return ZF_OK;
	rec->waiting = false;
	struct http_request *q = &rec->last.request;
	struct http_response *r = &rec->last.response;
	clean_text(rec, &q->arena, &q->url);
	clean_headers(rec, &q->arena, &q->headers, is_masked_in_requests);
	clean_headers(rec, &r->arena, &r->headers, is_credential);
	buf_init(&body, 0);
	clean_body(rec, &body, q->body, q->body_size);
	http_request_body(q, body.data, body.len);
	buf_reset(&body);
	clean_body(rec, &body, r->body, r->body_size);
	secret_wipe(r->body, r->body_size);
	free(r->body);
	r->body_size = body.len;
	r->body = buf_take(&body);
	secrets_scrub_error(rec->secrets, &rec->last.failure);
	buf_free(&body);
	buf_init(&text, 0);
	http_file_print(&text, &rec->last);
	enum zf_status status = write_new(rec, &text, err);
	buf_free(&text);
	http_exchange_free(&rec->last);
	return status;
}

static void copy_request(struct http_request *to, const struct http_request *from)
{
	http_request_init(to, from->method, from->url);
	for (size_t i = 0; i < from->headers.count; i++)
		http_request_header(
			to, from->headers.items[i].name, from->headers.items[i].value, NULL);
	if (from->body)
		http_request_body(to, from->body, from->body_size);
}

static void copy_response(struct http_response *to, const struct http_response *from)
{
	*to = (struct http_response){.status = from->status, .body_size = from->body_size};
	for (size_t i = 0; i < from->headers.count; i++)
		http_response_add(to, str_of(from->headers.items[i].name),
			str_of(from->headers.items[i].value));
	to->body = mem_strndup(from->body, from->body_size);
}

static enum zf_status record_send(
	struct http *h, const struct http_request *q, struct http_response *r, struct zf_error *err)
{
	struct record *rec = (struct record *)(void *)h;
	struct zf_error failure = ZF_ERROR_INIT;
	if (access(rec->dir, W_OK | X_OK) != 0 && mkdir(rec->dir, 0700) != 0)
		return err_errno(err, ZF_ERR_IO, "can't record into %s", rec->dir);
	enum zf_status status = flush(rec, err);
	if (status != ZF_OK)
		return status;
	status = rec->inner->send(rec->inner, q, r, &failure);
	if (status == ZF_OK || status == ZF_ERR_NETWORK) {
		copy_request(&rec->last.request, q);
		rec->last.failure = failure;
		if (status == ZF_OK)
			copy_response(&rec->last.response, r);
		rec->waiting = true;
	}
	if (status != ZF_OK && err && err->code == ZF_OK)
		*err = failure;
	return status;
}

static void record_free(struct http *h)
{
	struct record *rec = (struct record *)(void *)h;
	/* The recording lacks its end then; the run itself is done. */
	flush(rec, NULL);
	rec->inner->free(rec->inner);
	http_exchange_free(&rec->last);
	free(rec->dir);
	free(rec);
}

struct http *http_record_new(struct http *inner, const char *dir, const struct secrets *secrets)
{
	struct record *rec = mem_zalloc(sizeof(*rec));
	rec->http = (struct http){.send = record_send, .free = record_free};
	rec->inner = inner;
	rec->dir = mem_strdup(dir);
	rec->secrets = secrets;
	return &rec->http;
}
