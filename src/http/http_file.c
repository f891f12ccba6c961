#include "http_file.h"

#include <stdlib.h>

#include "base64.h"
#include "err.h"
#include "mem.h"

struct reader {
	const char *p, *end; /* the rest of the text, from the start of a line */
	unsigned long line; /* its number */
	const char *file;
	struct zf_error *err;
};

static enum zf_status fail(const struct reader *r, const char *what)
{
	err_set(r->err, ZF_ERR_SYNTAX, "%s", what);
	err_place(r->err, r->file, r->line, 0);
	return ZF_ERR_SYNTAX;
}

static struct str this_line(const struct reader *r)
{
	const char *end = memchr(r->p, '\n', (size_t)(r->end - r->p));
	return (struct str){r->p, (size_t)((end ? end : r->end) - r->p)};
}

static void next_line(struct reader *r)
{
	const char *end = memchr(r->p, '\n', (size_t)(r->end - r->p));
	r->p = end ? end + 1 : r->end;
	r->line++;
}

static bool line_begins(const struct reader *r, const char *prefix)
{
	struct str line = this_line(r);
	return line.n >= strlen(prefix) && memcmp(line.p, prefix, strlen(prefix)) == 0;
}

static void skip_comments(struct reader *r)
{
	while (r->p < r->end && (this_line(r).n == 0 || *r->p == '#'))
		next_line(r);
}

static bool begins_message(const struct reader *r)
{
	return r->p == r->end || *r->p == '#' || line_begins(r, "> ") || line_begins(r, "< ") ||
	       line_begins(r, "! ");
}

/* Cuts the next word off a line; spaces separate. */
static struct str next_word(struct str *line)
{
	struct str word = *line;
	const char *space = memchr(line->p, ' ', line->n);
	word.n = space ? (size_t)(space - line->p) : line->n;
	size_t took = word.n + (space ? 1 : 0);
	line->p += took;
	line->n -= took;
	return word;
}

/* Whether the line is text, as all of a message's head must be. */
static bool is_text_line(const struct reader *r)
{
	struct str line = this_line(r);
	for (size_t i = 0; i < line.n; i++)
		if (((unsigned char)line.p[i] < 32 && line.p[i] != '\t') || line.p[i] == 127)
			return false;
	return true;
}

/* A header line behind its "> " or "< ": name and value without white space around it. */
static enum zf_status split_header(
	const struct reader *r, struct str line, struct str *name, struct str *value)
{
	const char *colon = memchr(line.p, ':', line.n);
	if (!is_text_line(r))
		return fail(r, "a header holds a control character");
	if (!colon || colon == line.p)
		return fail(r, "a header must be \"name: value\"");
	*name = (struct str){line.p, (size_t)(colon - line.p)};
	*value = (struct str){colon + 1, line.n - name->n - 1};
	while (value->n && *value->p == ' ') {
		value->p++;
		value->n--;
	}
	return ZF_OK;
}

/* The body behind a message's head, if there is one, appended to b. */
static enum zf_status read_body(struct reader *r, struct str encoding, struct buf *b)
{
	if (r->p == r->end || this_line(r).n)
		return ZF_OK;
	next_line(r);
	struct reader ahead = *r;
	while (ahead.p < ahead.end && this_line(&ahead).n == 0)
		next_line(&ahead);
	if (begins_message(&ahead))
		return ZF_OK;
	const char *body = r->p;
	while (r->p < r->end && !str_eq(this_line(r), "==="))
		next_line(r);
	if (r->p == r->end)
		return fail(r, "the body has no end: a line \"===\" is missing");
	size_t n = r->p > body ? (size_t)(r->p - body) - 1 : 0;
	if (!encoding.n)
		buf_add(b, body, n);
	else if (!str_eq(encoding, "base64") || !base64_decode(b, body, n, BASE64_STANDARD))
		return fail(r, "the body is not in base64, or its encoding is unknown");
	next_line(r);
	return ZF_OK;
}

static enum zf_status read_request(struct reader *r, struct http_request *q)
{
	struct str line = this_line(r), name, value;
	struct buf body;
	next_word(&line);
	struct str method = next_word(&line), url = next_word(&line);
	if (!method.n || !url.n)
		return fail(r, "a request must be \"> METHOD URL\"");
	arena_init(&q->arena);
	q->method = arena_strndup(&q->arena, method.p, method.n);
	q->url = arena_strndup(&q->arena, url.p, url.n);
	enum zf_status status = ZF_OK;
	for (next_line(r); status == ZF_OK && line_begins(r, "> "); next_line(r)) {
		struct str head = this_line(r);
		status = split_header(r, (struct str){head.p + 2, head.n - 2}, &name, &value);
		if (status == ZF_OK) {
			const char *n = arena_strndup(&q->arena, name.p, name.n);
			const char *v = arena_strndup(&q->arena, value.p, value.n);
			if (http_request_header(q, n, v, NULL) != ZF_OK)
				status = fail(r, "a header that can't be sent");
		}
	}
	buf_init(&body, 0);
	if (status == ZF_OK)
		status = read_body(r, line, &body);
	if (body.len)
		http_request_body(q, body.data, body.len);
	buf_free(&body);
	return status;
}

static enum zf_status read_answer(struct reader *r, struct http_response *a)
{
	struct str line = this_line(r), name, value;
	struct buf body;
	uint64_t code;
	next_word(&line);
	struct str number = next_word(&line);
	if (number.n != 3 || !str_to_u64(number.p, 3, 999, &code) || code < 100)
		return fail(r, "an answer must be \"< STATUS\"");
	a->status = (int)code;
	enum zf_status status = ZF_OK;
	for (next_line(r); status == ZF_OK && line_begins(r, "< "); next_line(r)) {
		struct str head = this_line(r);
		status = split_header(r, (struct str){head.p + 2, head.n - 2}, &name, &value);
		if (status == ZF_OK)
			http_response_add(a, name, value);
	}
	buf_init(&body, 0);
	if (status == ZF_OK)
		status = read_body(r, line, &body);
	a->body_size = body.len;
	a->body = buf_take(&body);
	buf_free(&body);
	return status;
}

static void read_failure(struct reader *r, struct zf_error *failure)
{
	struct str line = this_line(r);
	next_word(&line);
	struct str id = next_word(&line);
	err_set(failure, ZF_ERR_NETWORK, "%.*s", (int)line.n, line.p);
	if (!str_eq(id, "-"))
		snprintf(failure->id, sizeof(failure->id), "%.*s", (int)id.n, id.p);
	next_line(r);
}

static enum zf_status read_exchange(struct reader *r, struct http_exchange *x)
{
	enum zf_status status;
	x->line = r->line;
	if (!is_text_line(r) || !line_begins(r, "> "))
		return fail(r, "a request (\"> METHOD URL\") was expected");
	status = read_request(r, &x->request);
	if (status != ZF_OK)
		return status;
	skip_comments(r);
	if (is_text_line(r) && line_begins(r, "< "))
		return read_answer(r, &x->response);
	if (!is_text_line(r) || !line_begins(r, "! "))
		return fail(r, "an answer (\"< STATUS\" or \"! ID TEXT\") was expected");
	read_failure(r, &x->failure);
	return ZF_OK;
}

enum zf_status http_file_parse(struct http_exchanges *all, const char *file, const char *text,
	size_t size, struct zf_error *err)
{
	struct reader r = {.p = text, .end = text + size, .line = 1, .file = file, .err = err};
	enum zf_status status = ZF_OK;
	*all = (struct http_exchanges){0};
	for (;;) {
		skip_comments(&r);
		if (r.p == r.end || status != ZF_OK)
			break;
		all->items = mem_grow(all->items, &all->cap, all->count + 1, sizeof(*all->items));
		struct http_exchange *x = &all->items[all->count++];
		*x = (struct http_exchange){.failure = ZF_ERROR_INIT};
		status = read_exchange(&r, x);
	}
	if (status != ZF_OK)
		http_exchanges_free(all);
	return status;
}

void http_exchange_free(struct http_exchange *x)
{
	http_request_free(&x->request);
	http_response_free(&x->response);
	*x = (struct http_exchange){.failure = ZF_ERROR_INIT};
}

void http_exchanges_free(struct http_exchanges *all)
{
	for (size_t i = 0; i < all->count; i++)
		http_exchange_free(&all->items[i]);
	free(all->items);
	*all = (struct http_exchanges){0};
}

/* Whether a body comes back as it was when it stands in the file as it is. */
static bool is_plain(const char *p, size_t n)
{
	struct reader r = {.p = p, .end = p + n};
	uint32_t code;
	for (size_t i = 0; i < n;) {
		int len = str_utf8(p + i, n - i, &code);
		if (len == 0 || (code < 32 && code != '\n' && code != '\t') || code == 127)
			return false;
		i += (size_t)len;
	}
	while (r.p < r.end && this_line(&r).n == 0)
		next_line(&r);
	if (begins_message(&r))
		return false;
	for (; r.p < r.end; next_line(&r))
		if (str_eq(this_line(&r), "==="))
			return false;
	return true;
}

static const char *encoding_of(const char *p, size_t n)
{
	return n == 0 || is_plain(p, n) ? "" : " base64";
}

static void print_body(struct buf *b, const char *p, size_t n)
{
	struct buf text;
	if (n == 0)
		return;
	buf_addc(b, '\n');
	if (is_plain(p, n)) {
		buf_add(b, p, n);
	} else {
		buf_init(&text, 0);
		base64_add(&text, p, n, BASE64_STANDARD);
		for (size_t i = 0; i < text.len; i += 76) {
			if (i)
				buf_addc(b, '\n');
			buf_add(b, text.data + i, text.len - i < 76 ? text.len - i : 76);
		}
		buf_free(&text);
	}
	buf_adds(b, "\n===\n");
}

static void print_headers(struct buf *b, char mark, const struct headers *all)
{
	for (size_t i = 0; i < all->count; i++)
		buf_printf(b, "%c %s: %s\n", mark, all->items[i].name, all->items[i].value);
}

void http_file_print(struct buf *b, const struct http_exchange *x)
{
	const struct http_request *q = &x->request;
	const struct http_response *a = &x->response;
	buf_printf(b, "> %s %s%s\n", q->method, q->url, encoding_of(q->body, q->body_size));
	print_headers(b, '>', &q->headers);
	print_body(b, q->body, q->body_size);
	if (a->status == 0) {
		buf_printf(b, "! %s %s\n", x->failure.id[0] ? x->failure.id : "-", x->failure.text);
		return;
	}
	buf_printf(b, "< %d%s\n", a->status, encoding_of(a->body, a->body_size));
	print_headers(b, '<', &a->headers);
	print_body(b, a->body, a->body_size);
}
