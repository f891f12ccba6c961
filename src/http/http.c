#include "http.h"

#include <stdlib.h>

#include "err.h"
#include "mem.h"

void http_request_init(struct http_request *q, const char *method, const char *url)
{
	*q = (struct http_request){0};
	arena_init(&q->arena);
	q->method = arena_strdup(&q->arena, method);
	q->url = arena_strdup(&q->arena, url);
}

/* The arena owns the octets; they are constant for everybody else. */
static void wipe(const char *p, size_t n)
{
	secret_wipe((void *)(uintptr_t)p, n);
}

void http_request_free(struct http_request *q)
{
	if (q->url)
		wipe(q->url, strlen(q->url));
	wipe(q->body, q->body_size);
	for (size_t i = 0; i < q->headers.count; i++)
		wipe(q->headers.items[i].value, strlen(q->headers.items[i].value));
	free(q->headers.items);
	arena_free(&q->arena);
	*q = (struct http_request){0};
}

/* RFC 9110 section 5.6.2 */
static bool is_token(const char *s)
{
	const char *p = s;
	while (*p && (str_is_digit(*p) || (*p >= 'A' && *p <= 'Z') || (*p >= 'a' && *p <= 'z') ||
			     strchr("!#$%&'*+-.^_`|~", *p)))
		p++;
	return p > s && !*p;
}

static bool is_header_value(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < 32 ? *s != '\t' : *s == 127)
			return false;
	return true;
}

enum zf_status http_request_header(
	struct http_request *q, const char *name, const char *value, struct zf_error *err)
{
	struct headers *all = &q->headers;
	size_t i = 0;
	if (!is_token(name))
		return err_set(err, ZF_ERR_CONFIG, "\"%s\" can't be the name of a header", name);
	if (!is_header_value(value))
		return err_set(err, ZF_ERR_CONFIG,
			"the value of header %s holds a newline or another control character",
			name);
	while (i < all->count && str_cmp_nocase(all->items[i].name, name) != 0)
		i++;
	if (i == all->count) {
		all->items = mem_grow(all->items, &all->cap, i + 1, sizeof(*all->items));
		all->count++;
	} else {
		wipe(all->items[i].value, strlen(all->items[i].value));
	}
	all->items[i] = (struct header){
		.name = arena_strdup(&q->arena, name), .value = arena_strdup(&q->arena, value)};
	return ZF_OK;
}

enum zf_status http_request_octets(
	struct http_request *q, const char *name, struct str value, struct zf_error *err)
{
	/* A NUL would cut the copy; a control character in its place is refused. */
	char *copy = mem_strndup(value.p, value.n);
	for (size_t i = 0; i < value.n; i++)
		copy[i] = (char)(copy[i] ? copy[i] : 1);
	enum zf_status status = http_request_header(q, name, copy, err);
	secret_wipe(copy, value.n);
	free(copy);
	return status;
}

const char *http_request_get(const struct http_request *q, const char *name)
{
	return headers_get(&q->headers, name);
}

void http_request_body(struct http_request *q, const char *p, size_t n)
{
	wipe(q->body, q->body_size);
	q->body = arena_strndup(&q->arena, p, n);
	q->body_size = n;
}

void http_response_free(struct http_response *r)
{
	secret_wipe(r->body, r->body_size);
	free(r->body);
	for (size_t i = 0; i < r->headers.count; i++)
		wipe(r->headers.items[i].value, strlen(r->headers.items[i].value));
	free(r->headers.items);
	arena_free(&r->arena);
	*r = (struct http_response){0};
}

const char *http_response_header(const struct http_response *r, const char *name)
{
	return headers_get(&r->headers, name);
}

void http_response_add(struct http_response *r, struct str name, struct str value)
{
	struct headers *all = &r->headers;
	char *lower = arena_strndup(&r->arena, name.p, name.n);
	for (char *c = lower; *c; c++)
		*c = (char)str_lower[(unsigned char)*c];
	for (size_t i = 0; i < all->count; i++) {
		struct header *h = &all->items[i];
		if (strcmp(h->name, lower) == 0 && strcmp(lower, "set-cookie") != 0) {
			h->value = arena_printf(
				&r->arena, "%s, %.*s", h->value, (int)value.n, value.p);
			return;
		}
	}
	all->items = mem_grow(all->items, &all->cap, all->count + 1, sizeof(*all->items));
	all->items[all->count++] =
		(struct header){.name = lower, .value = arena_strndup(&r->arena, value.p, value.n)};
}

void http_print_url(struct buf *b, const char *url)
{
	const char *at = strstr(url, "://"), *host = at ? at + 3 : url;
	size_t authority = strcspn(host, "/?#");
	const char *user = memrchr(host, '@', authority);
	buf_add(b, url, (size_t)(host - url));
	if (user) {
		authority -= (size_t)(user + 1 - host);
		host = user + 1;
	}
	buf_add(b, host, authority + strcspn(host + authority, "?#"));
}

void http_request_print(struct buf *b, const struct http_request *q)
{
	buf_adds(b, q->method);
	buf_addc(b, ' ');
	http_print_url(b, q->url);
}

bool http_has_dot_segment(const char *path)
{
	while (*path == '/') {
		size_t dots = 0, at = 0, n = strcspn(++path, "/");
		for (; at < n; dots++) {
			if (path[at] == '.')
				at++;
			else if (n - at >= 3 && str_eq_nocase(path + at, 3, "%2e", 3))
				at += 3;
			else
				break;
		}
		if (at == n && (dots == 1 || dots == 2))
			return true;
		path += n;
	}
	return false;
}

enum zf_status http_check_status(const struct http_response *r, struct zf_error *err)
{
	struct buf to;
	const char *location = http_response_header(r, "location");
	if (r->status < 300 || r->status > 399)
		return ZF_OK;
	buf_init(&to, 0);
	if (location && strstr(location, "://")) {
		const char *host = strstr(location, "://") + 3;
		size_t n = strcspn(host, "/?#");
		const char *user = memrchr(host, '@', n);
		buf_adds(&to, " to ");
		if (user)
			buf_add(&to, user + 1, (size_t)(host + n - user - 1));
		else
			buf_add(&to, host, n);
	}
	enum zf_status status = err_set(err, ZF_ERR_ANSWER,
		"the server answers %d, a redirect%.300s; redirects are not followed, because they "
		"would take the credentials along: check the url of the profile",
		r->status, to.data);
	buf_free(&to);
	return status;
}

void http_place(struct zf_error *err, const struct http_request *q)
{
	struct buf b;
	buf_init(&b, 0);
	http_request_print(&b, q);
	err_place(err, b.data, 0, 0);
	buf_free(&b);
}
