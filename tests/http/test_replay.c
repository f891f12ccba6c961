/* http_file, http_replay, http_record: fixtures, and recordings without secrets. */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base64.h"
#include "err.h"
#include "file.h"
#include "folder.h"
#include "http_file.h"

static struct http *replay(const char *path)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct http *h;
	if (http_replay_new(&h, path, &err) != ZF_OK)
		fail_msg("%s:%lu: %s", err.file, err.line, err.text);
	return h;
}

static enum zf_status ask(struct http *h, struct http_response *r, struct zf_error *err,
	const char *method, const char *url)
{
	struct http_request q;
	*err = (struct zf_error)ZF_ERROR_INIT;
	http_request_init(&q, method, url);
	http_request_header(&q, "Accept", "application/json", err);
	enum zf_status status = h->send(h, &q, r, err);
	http_request_free(&q);
	return status;
}

static const char fixture[] = "# A fixture as people write it.\n"
			      "\n"
			      "> GET https://api.example/zones?page=1&size=50\n"
			      "> Accept: application/json\n"
			      "\n"
			      "< 200\n"
			      "< Content-Type:application/json\n"
			      "< x-empty:\n"
			      "\n"
			      "{\n"
			      "  \"zones\": [\n"
			      "\n"
			      "# no comment: part of the body\n"
			      "  ]\n"
			      "}\n"
			      "===\n"
			      "> DELETE https://api.example/zones/1\n"
			      "< 204\n"
			      "> GET https://api.example/bin\n"
			      "< 200 base64\n"
			      "\n"
			      "AAEC\n"
			      "/w==\n"
			      "===\n"
			      "> GET https://api.example/down\n"
			      "! no-answer the connection was reset\n";

static void a_fixture_answers_in_its_order(void **state)
{
	(void)state;
	struct http *h = replay(folder_put("fixture.http", fixture));
	struct http_response r;
	struct zf_error err;
	assert_int_equal(http_replay_left(h), 4);
	assert_int_equal(
		ask(h, &r, &err, "GET", "https://api.example/zones?size=50&page=1"), ZF_OK);
	assert_int_equal(r.status, 200);
	assert_string_equal(http_response_header(&r, "content-type"), "application/json");
	assert_string_equal(http_response_header(&r, "x-empty"), "");
	assert_string_equal(r.body, "{\n  \"zones\": [\n\n# no comment: part of the body\n  ]\n}");
	http_response_free(&r);
	assert_int_equal(ask(h, &r, &err, "DELETE", "https://api.example/zones/1"), ZF_OK);
	assert_int_equal(r.status, 204);
	assert_int_equal(r.body_size, 0);
	http_response_free(&r);
	assert_int_equal(ask(h, &r, &err, "GET", "https://api.example/bin"), ZF_OK);
	assert_int_equal(r.body_size, 4);
	assert_memory_equal(r.body, "\0\1\2\xff", 4);
	http_response_free(&r);
	assert_int_equal(http_replay_left(h), 1);
	assert_int_equal(ask(h, &r, &err, "GET", "https://api.example/down"), ZF_ERR_NETWORK);
	assert_string_equal(err.id, HTTP_NO_ANSWER);
	assert_string_equal(err.text, "the connection was reset");
	assert_string_equal(err.file, "GET https://api.example/down");
	assert_int_equal(ask(h, &r, &err, "GET", "https://api.example/more"), ZF_ERR_ANSWER);
	h->free(h);
}

static void another_request_is_an_error_that_shows_both(void **state)
{
	(void)state;
	static const struct {
		const char *method, *url, *says;
	} cases[] = {{"POST", "https://api.example/zones?page=1&size=50", "POST"},
		{"GET", "https://api.example/zone?page=1&size=50", "api.example/zone?"},
		{"GET", "https://api.example/zones", "zones?page=1&size=50"},
		{"GET", "https://api.example/zones?page=1", "fixture.http:3"},
		{"GET", "https://api.example/zones?page=1&size=50&size=50", "fixture.http:3"},
		{"GET", "https://api.example/zones?page=2&size=50", "page=2"},
		{"GET", "http://api.example/zones?page=1&size=50", "http://"}};
	struct http *h = replay(folder_put("fixture.http", fixture));
	struct http_response r;
	struct zf_error err;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(ask(h, &r, &err, cases[i].method, cases[i].url), ZF_ERR_ANSWER);
		if (!strstr(err.text, cases[i].says))
			fail_msg("%s", err.text);
	}
	assert_int_equal(http_replay_left(h), 4);
	h->free(h);
}

static enum zf_status ask_body(
	const char *recorded, const char *type, const char *body, struct zf_error *err)
{
	struct http_request q;
	struct http_response r;
	struct buf text;
	buf_init(&text, 0);
	buf_printf(
		&text, "> PUT https://h/\n> content-type: %s\n\n%s\n===\n< 200\n", type, recorded);
	struct http *h = replay(folder_put("body.http", text.data));
	buf_free(&text);
	http_request_init(&q, "PUT", "https://h/");
	http_request_header(&q, "content-type", type, err);
	if (body)
		http_request_body(&q, body, strlen(body));
	enum zf_status status = h->send(h, &q, &r, err);
	if (status == ZF_OK)
		http_response_free(&r);
	http_request_free(&q);
	h->free(h);
	return status;
}

static void bodies_are_compared_by_their_kind(void **state)
{
	(void)state;
	static const char json[] = "application/json", form[] = "application/x-www-form-urlencoded",
			  text[] = "text/plain";
	static const struct {
		const char *recorded, *type, *sent;
		int same;
	} cases[] = {
		{"{\n \"a\": 1, \"b\": [true, \"x\"]\n}", json, "{\"b\":[true,\"x\"],\"a\":1}", 1},
		{"{\"a\":1}", json, "{\"a\":\"1\"}", 0},
		{"{\"a\":1}", json, "{\"a\":1,\"b\":2}", 0},
		{"{\"a\":1,\"b\":2}", json, "{\"a\":1}", 0}, {"[1,2]", json, "[2,1]", 0},
		{"[1,2]", json, "[1]", 0}, {"{\"a\":1}", json, NULL, 0},
		{"{\"t\":\"***\",\"n\":\"a***\"}", json, "{\"t\":\"secret\",\"n\":\"ab\"}", 1},
		{"{\"t\":\"***\"}", json, "{\"t\":{\"x\":1}}", 1},
		{"{\"n\":\"a***\"}", json, "{\"n\":\"ba\"}", 0}, {"a=1&b=***", form, "b=2&a=1", 1},
		{"a=1&b=***", form, "b=2&a=2", 0}, {"a=1", form, "a=1&a=1", 0},
		{"a b", text, "a b", 1}, {"a b", text, "a  b", 0},
		{"a***b***c", text, "a1b2b3c", 1}, {"a***b***c", text, "a1b2b3", 0},
		{"***", text, NULL, 1}, {"***x", text, "x", 1}, {"x***", text, "x", 1},
		{"x******x", text, "xx", 1}, {"x***x", text, "x", 0}};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct zf_error err = ZF_ERROR_INIT;
		enum zf_status status =
			ask_body(cases[i].recorded, cases[i].type, cases[i].sent, &err);
		if (status != (cases[i].same ? ZF_OK : ZF_ERR_ANSWER))
			fail_msg("%zu: %s: %s", i, cases[i].recorded, err.text);
	}
}

static void headers_that_were_recorded_count(void **state)
{
	(void)state;
	struct http_response r;
	struct zf_error err;
	struct http *h =
		replay(folder_put("h.http", "> GET https://h/\n> Accept: text/plain\n< 200\n"));
	assert_int_equal(ask(h, &r, &err, "GET", "https://h/"), ZF_ERR_ANSWER);
	assert_non_null(strstr(err.text, "Accept"));
	h->free(h);
	h = replay(folder_put(
		"h.http", "> GET https://h/\n> accept: ***\n< 302\n< location: https://x/\n"));
	assert_int_equal(ask(h, &r, &err, "GET", "https://h/"), ZF_ERR_ANSWER);
	assert_non_null(strstr(err.text, "redirect to x"));
	h->free(h);
	h = replay(folder_put("h.http", "> GET https://h/\n> X-Other: ***\n< 200\n"));
	assert_int_equal(ask(h, &r, &err, "GET", "https://h/"), ZF_ERR_ANSWER);
	h->free(h);
}

static void malformed_files_are_refused_with_their_line(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		unsigned long line;
	} cases[] = {{"hello\n", 1}, {"< 200\n", 1}, {"> GET\n< 200\n", 1},
		{"> GET https://h/\n", 2}, {"> GET https://h/\n> GET https://h/\n", 2},
		{"> GET https://h/\n> nocolon\n< 200\n", 2},
		{"> GET https://h/\n> a b: x\n< 200\n", 2}, {"> GET https://h/\n< 20\n", 2},
		{"> GET https://h/\n< 099\n", 2}, {"> GET https://h/\n< 200\n\n{}\n", 5},
		{"> GET https://h/\n< 200 base64\n\n!!\n===\n", 5},
		{"> GET https://h/\n< 200 rot13\n\nxx\n===\n", 5},
		{"> GET https://h/\n< 200\n===\n", 3}};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct zf_error err = ZF_ERROR_INIT;
		struct http *h;
		enum zf_status status =
			http_replay_new(&h, folder_put("bad.http", cases[i].text), &err);
		if (status != ZF_ERR_SYNTAX || err.line != cases[i].line)
			fail_msg("%s: %lu: %s", cases[i].text, err.line, err.text);
		assert_null(h);
	}
	struct zf_error err = ZF_ERROR_INIT;
	struct http *h;
	assert_int_equal(http_replay_new(&h, "/nowhere/x.http", &err), ZF_ERR_NOT_FOUND);
}

/* Answers every request with the next of a list of bodies; stands in for the network. */
struct canned {
	struct http http;
	const char *const *bodies;
	size_t next;
};

static enum zf_status canned_send(
	struct http *h, const struct http_request *q, struct http_response *r, struct zf_error *err)
{
	struct canned *c = (struct canned *)(void *)h;
	const char *body = c->bodies[c->next++];
	if (!body) {
		err_set(err, ZF_ERR_NETWORK, "no answer, said %s", http_request_get(q, "x-key"));
		err_id(err, HTTP_NO_ANSWER);
		return ZF_ERR_NETWORK;
	}
	*r = (struct http_response){.status = 200, .body_size = strlen(body)};
	r->body = strdup(body);
	http_response_add(r, STR("X-Subject-Token"), STR("tok-from-header"));
	http_response_add(r, STR("Content-Type"), STR("application/json"));
	return ZF_OK;
}

static void canned_free(struct http *h)
{
	free(h);
}

static struct http *canned(const char *const *bodies)
{
	struct canned *c = calloc(1, sizeof(*c));
	assert_non_null(c);
	c->http = (struct http){.send = canned_send, .free = canned_free};
	c->bodies = bodies;
	return &c->http;
}

static const char awkward[] = "> GET starts like a message\n===\n\x01\x02";

static void exchange_all(struct http *h, struct secrets *secrets)
{
	static const char *const urls[] = {"https://h/login?key=canary-key%21",
		"https://h/zones?x=1", "https://h/odd", "https://h/gone"};
	for (size_t i = 0; i < 4; i++) {
		struct zf_error err = ZF_ERROR_INIT;
		struct http_request q;
		struct http_response r;
		http_request_init(&q, i == 0 ? "POST" : "GET", urls[i]);
		http_request_header(&q, "Authorization", "Basic Y2FuYXJ5", &err);
		http_request_header(&q, "X-Key", "canary-key!", &err);
		http_request_header(&q, "X-Amz-Date", "20260101T000000Z", &err);
		http_request_header(&q, "Accept", "a, canary-key!, b", &err);
		if (i == 0)
			http_request_body(&q, "grant=x&assertion=canary.jwt.sig&z=1", 36);
		enum zf_status status = h->send(h, &q, &r, &err);
		assert_int_equal(status, i == 3 ? ZF_ERR_NETWORK : ZF_OK);
		if (i == 0) /* the engine learns the token only now */
			secrets_add(secrets, "canary-token", 12);
		if (i == 2)
			assert_string_equal(r.body, awkward);
		if (status == ZF_OK)
			http_response_free(&r);
		http_request_free(&q);
	}
}

static void recordings_hold_no_secret_and_replay(void **state)
{
	(void)state;
	static const char *const bodies[] = {
		"{\"token\":\"canary-token\",\"access_token\" : \"canary-unknown\",\"n\":1}",
		"{\"echo\":\"canary-key!\",\"e2\":\"canary-key%21\",\"e3\":\"Y2FuYXJ5LWtleSE=\"}",
		awkward, NULL};
	char dir[100], command[400];
	folder_path(dir, "rec");
	assert_int_equal(mkdir(dir, 0700), 0);
	struct secrets *secrets = secrets_new();
	secrets_add(secrets, "canary-key!", 11);
	struct http *h = http_record_new(canned(bodies), dir, secrets);
	exchange_all(h, secrets);
	h->free(h);
	snprintf(command, sizeof(command), "! grep -rE 'canary|Y2Fu|tok-from|20260101' %s", dir);
	assert_int_equal(system(command), 0);
	snprintf(command, sizeof(command),
		"test \"$(ls %s | tr '\\n' ' ')\" = '0001.http 0002.http 0003.http 0004.http '",
		dir);
	assert_int_equal(system(command), 0);

	h = replay(dir);
	assert_int_equal(http_replay_left(h), 4);
	exchange_all(h, secrets);
	assert_int_equal(http_replay_left(h), 0);
	h->free(h);

	/* A second run writes behind the first one. */
	h = http_record_new(canned(bodies), dir, secrets);
	exchange_all(h, secrets);
	h->free(h);
	snprintf(command, sizeof(command), "test -s %s/0008.http -a ! -e %s/0009.http", dir, dir);
	assert_int_equal(system(command), 0);
	secrets_free(secrets);
}

static void a_recording_that_can_not_be_written_is_an_error(void **state)
{
	(void)state;
	static const char *const bodies[] = {"{}", "{}"};
	struct secrets *secrets = secrets_new();
	struct http *h = http_record_new(canned(bodies), "/nowhere/below", secrets);
	struct http_response r;
	struct zf_error err;
	/* Before anything is sent. */
	assert_int_equal(ask(h, &r, &err, "GET", "https://h/"), ZF_ERR_IO);
	h->free(h);
	secrets_free(secrets);
}

static void printed_exchanges_read_back_the_same(void **state)
{
	(void)state;
	static const char *const bodies[] = {"", "x", "\n", "\n\n", "x\n", "a\n\n", "\n\nx",
		"===", "a\n===\nb", "a\n===", "# x", "\n# x", "< 200", "> x", "! x", "<html>",
		"\xff", "gr\xc3\xbcn", "a\r\nb", "\t"};
	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
		struct http_exchange x = {.response = {.status = 200}};
		struct http_exchanges all;
		struct zf_error err = ZF_ERROR_INIT;
		struct buf b;
		http_request_init(&x.request, "POST", "https://h/?a");
		http_request_body(&x.request, bodies[i], strlen(bodies[i]));
		x.response.body = strdup(bodies[i]);
		x.response.body_size = strlen(bodies[i]);
		http_response_add(&x.response, STR("a"), STR(""));
		buf_init(&b, 0);
		http_file_print(&b, &x);
		http_file_print(&b, &x);
		if (http_file_parse(&all, "f", b.data, b.len, &err) != ZF_OK)
			fail_msg("%zu: %lu: %s\n%s", i, err.line, err.text, b.data);
		assert_int_equal(all.count, 2);
		for (size_t k = 0; k < 2; k++) {
			struct http_exchange *y = &all.items[k];
			assert_int_equal(y->request.body_size, x.request.body_size);
			assert_int_equal(y->response.body_size, x.response.body_size);
			assert_string_equal(y->response.body, bodies[i]);
			if (x.request.body_size)
				assert_string_equal(y->request.body, bodies[i]);
		}
		buf_free(&b);
		http_exchanges_free(&all);
		http_exchange_free(&x);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(a_fixture_answers_in_its_order),
		cmocka_unit_test(another_request_is_an_error_that_shows_both),
		cmocka_unit_test(bodies_are_compared_by_their_kind),
		cmocka_unit_test(headers_that_were_recorded_count),
		cmocka_unit_test(malformed_files_are_refused_with_their_line),
		cmocka_unit_test(recordings_hold_no_secret_and_replay),
		cmocka_unit_test(a_recording_that_can_not_be_written_is_an_error),
		cmocka_unit_test(printed_exchanges_read_back_the_same)};
	return cmocka_run_group_tests(tests, folder_make, folder_drop);
}
