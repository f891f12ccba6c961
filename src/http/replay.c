#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "err.h"
#include "file.h"
#include "http_file.h"
#include "json.h"
#include "mem.h"

enum { FILE_MOST = 64 << 20 };

struct sequence { /* one file */
	char *path;
	struct http_exchanges all;
	size_t next;
};

struct replay {
	struct http http;
	struct sequence *items;
	size_t count, cap;
};

/* How far a request is the recorded one. */
enum match { MATCH_NOTHING, MATCH_METHOD, MATCH_PATH, MATCH_QUERY, MATCH_HEADERS, MATCH_ALL };

/* Whether a text is the recorded one, where "***" stands for any octets. */
static bool like(const char *want, size_t wn, const char *got, size_t gn)
{
	const char *star = wn ? memmem(want, wn, "***", 3) : NULL;
	if (!star)
		return wn == gn && (wn == 0 || memcmp(want, got, wn) == 0);
	size_t head = (size_t)(star - want);
	if (gn < head || memcmp(want, got, head) != 0)
		return false;
	want = star + 3;
	wn -= head + 3;
	got += head;
	gn -= head;
	while ((star = wn ? memmem(want, wn, "***", 3) : NULL) != NULL) {
		size_t n = (size_t)(star - want);
		const char *at = n ? memmem(got, gn, want, n) : got;
		if (!at)
			return false;
		gn -= (size_t)(at - got) + n;
		got = at + n;
		want = star + 3;
		wn -= n + 3;
	}
	return wn <= gn && memcmp(want, got + gn - wn, wn) == 0;
}

static bool text_like(const char *want, const char *got)
{
	return like(want, strlen(want), got, strlen(got));
}

static bool json_like(const struct json *want, const struct json *got)
{
	enum json_kind kind = json_kind(want);
	if (kind == JSON_STRING && str_eq(json_text(want), "***"))
		return got != NULL;
	if (kind != json_kind(got))
		return false;
	if (kind == JSON_STRING)
		return text_like(json_text(want).p, json_text(got).p);
	if (kind != JSON_ARRAY && kind != JSON_OBJECT)
		return json_equal(want, got);
	const struct json *g = json_first(got);
	for (const struct json *w = json_first(want); w; w = json_next(w)) {
		if (!json_like(w, kind == JSON_ARRAY ? g : json_member(got, json_name(w))))
			return false;
		g = g ? json_next(g) : NULL;
	}
	return json_count(want) == json_count(got);
}

/* name=value pairs in any order: each recorded pair takes the first that is like it. */
static bool pairs_like(const char *want, size_t wn, const char *got, size_t gn)
{
	struct {
		const char *p;
		size_t n;
		bool taken;
	} pairs[256];
	size_t count = 0, used = 0;
	for (size_t at = 0; at < gn && count < 256; count++) {
		const char *amp = memchr(got + at, '&', gn - at);
		size_t n = amp ? (size_t)(amp - got) - at : gn - at;
		pairs[count].p = got + at;
		pairs[count].n = n;
		pairs[count].taken = false;
		at += n + 1;
	}
	for (size_t at = 0, i; at < wn; used++) {
		const char *amp = memchr(want + at, '&', wn - at);
		size_t n = amp ? (size_t)(amp - want) - at : wn - at;
		for (i = 0; i < count; i++)
			if (!pairs[i].taken && like(want + at, n, pairs[i].p, pairs[i].n))
				break;
		if (i == count)
			return false;
		pairs[i].taken = true;
		at += n + 1;
	}
	return used == count;
}

static struct str body_of(const struct http_request *q)
{
	return q->body ? (struct str){q->body, q->body_size} : STR("");
}

static bool body_like(const struct http_request *want, const struct http_request *got)
{
	struct str wb = body_of(want), gb = body_of(got);
	struct json *w = NULL, *g = NULL;
	bool same;
	if (json_parse(&w, wb.p, wb.n, NULL) == ZF_OK &&
		json_parse(&g, gb.p, gb.n, NULL) == ZF_OK) {
		same = json_like(w, g);
	} else {
		const char *type = http_request_get(got, "content-type");
		bool form = type && str_starts(type, "application/x-www-form-urlencoded");
		same = form ? pairs_like(wb.p, wb.n, gb.p, gb.n) : like(wb.p, wb.n, gb.p, gb.n);
	}
	json_free(w);
	json_free(g);
	return same;
}

/* The recorded header that a request lacks or has with another value; NULL: none. */
static const struct header *header_unlike(
	const struct http_request *want, const struct http_request *got)
{
	for (size_t i = 0; i < want->headers.count; i++) {
		const struct header *h = &want->headers.items[i];
		const char *value = http_request_get(got, h->name);
		if (!value || !text_like(h->value, value))
			return h;
	}
	return NULL;
}

static enum match compare(const struct http_request *want, const struct http_request *got)
{
	size_t wn = strcspn(want->url, "?"), gn = strcspn(got->url, "?");
	const char *wq = want->url + wn + (want->url[wn] == '?');
	const char *gq = got->url + gn + (got->url[gn] == '?');
	if (strcmp(want->method, got->method) != 0)
		return MATCH_NOTHING;
	if (!like(want->url, wn, got->url, gn))
		return MATCH_METHOD;
	if (!pairs_like(wq, strlen(wq), gq, strlen(gq)))
		return MATCH_PATH;
	if (header_unlike(want, got))
		return MATCH_QUERY;
	return body_like(want, got) ? MATCH_ALL : MATCH_HEADERS;
}

static enum zf_status differs(const struct sequence *s, const struct http_request *got,
	enum match match, struct zf_error *err)
{
	const struct http_exchange *x = &s->all.items[s->next];
	const struct http_request *want = &x->request;
	if (match == MATCH_QUERY) {
		const char *name = header_unlike(want, got)->name;
		err_set(err, ZF_ERR_ANSWER,
			"%s %.300s: header %s is not as in %s:%lu; recorded \"%.100s\"",
			got->method, got->url, name, s->path, x->line,
			http_request_get(want, name));
	} else if (match == MATCH_HEADERS) {
		err_set(err, ZF_ERR_ANSWER,
			"%s %.200s: the body is not as in %s:%lu; recorded \"%.250s\", sent \"%.250s\"",
			got->method, got->url, s->path, x->line, body_of(want).p, body_of(got).p);
	} else {
		err_set(err, ZF_ERR_ANSWER,
			"%s %.300s was asked, where %s:%lu has recorded %s %.300s", got->method,
			got->url, s->path, x->line, want->method, want->url);
	}
	return ZF_ERR_ANSWER;
}

static enum zf_status replay_send(
	struct http *h, const struct http_request *q, struct http_response *r, struct zf_error *err)
{
	struct replay *replay = (struct replay *)(void *)h;
	const struct sequence *near = NULL;
	enum match best = MATCH_NOTHING;
	*r = (struct http_response){0};
	for (size_t i = 0; i < replay->count; i++) {
		struct sequence *s = &replay->items[i];
		if (s->next == s->all.count)
			continue;
		struct http_exchange *x = &s->all.items[s->next];
		enum match match = compare(&x->request, q);
		if (match == MATCH_ALL) {
			enum zf_status status = ZF_OK;
			s->next++;
			if (x->response.status == 0) {
				status = err_set(err, ZF_ERR_NETWORK, "%s", x->failure.text);
				err_id(err, x->failure.id);
			} else {
				status = http_check_status(&x->response, err);
			}
			if (status == ZF_OK) {
				*r = x->response;
				x->response = (struct http_response){0};
			}
			http_place(err, q);
			return status;
		}
		if (!near || match > best) {
			near = s;
			best = match;
		}
	}
	if (near)
		return differs(near, q, best, err);
	return err_set(err, ZF_ERR_ANSWER, "%s %.300s was asked behind the last recorded exchange",
		q->method, q->url);
}

static void replay_free(struct http *h)
{
	struct replay *replay = (struct replay *)(void *)h;
	for (size_t i = 0; i < replay->count; i++) {
		http_exchanges_free(&replay->items[i].all);
		free(replay->items[i].path);
	}
	free(replay->items);
	free(replay);
}

size_t http_replay_left(const struct http *h)
{
	const struct replay *replay = (const struct replay *)(const void *)h;
	size_t left = 0;
	for (size_t i = 0; i < replay->count; i++)
		left += replay->items[i].all.count - replay->items[i].next;
	return left;
}

static enum zf_status add_file(struct replay *replay, const char *path, struct zf_error *err)
{
	struct file_text text;
	struct sequence s = {0};
	enum zf_status status = file_read(&text, path, FILE_MOST, err);
	if (status != ZF_OK)
		return status;
	status = http_file_parse(&s.all, path, text.data, text.size, err);
	file_text_free(&text);
	if (status != ZF_OK)
		return status;
	s.path = mem_strdup(path);
	replay->items =
		mem_grow(replay->items, &replay->cap, replay->count + 1, sizeof(*replay->items));
	replay->items[replay->count++] = s;
	return ZF_OK;
}

static int is_recording(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && str_ends(entry->d_name, ".http");
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name); /* alphasort asks the locale */
}

static enum zf_status add_folder(struct replay *replay, const char *path, struct zf_error *err)
{
	struct dirent **names;
	enum zf_status status = ZF_OK;
	int n = scandir(path, &names, is_recording, by_name);
	if (n < 0)
		return err_errno(err, ZF_ERR_IO, "can't read %s", path);
	for (int i = 0; i < n; i++) {
		struct buf file;
		buf_init(&file, 0);
		buf_printf(&file, "%s/%s", path, names[i]->d_name);
		if (status == ZF_OK)
			status = add_file(replay, file.data, err);
		buf_free(&file);
		free(names[i]);
	}
	free(names);
	return status;
}

enum zf_status http_replay_new(struct http **h, const char *path, struct zf_error *err)
{
	struct replay *replay = mem_zalloc(sizeof(*replay));
	struct stat st;
	replay->http = (struct http){.send = replay_send, .free = replay_free};
	enum zf_status status = stat(path, &st) == 0 && S_ISDIR(st.st_mode)
					? add_folder(replay, path, err)
					: add_file(replay, path, err);
	*h = &replay->http;
	if (status != ZF_OK) {
		replay_free(*h);
		*h = NULL;
	}
	return status;
}
