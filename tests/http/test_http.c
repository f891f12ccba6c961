/* http: requests, answers, URLs and waiting times; nothing here touches the network. */
#include "test.h"

#include <stdlib.h>

#include "encode.h"
#include "http.h"

static void headers_can_not_be_smuggled(void **state)
{
	(void)state;
	static const char *const bad_values[] = {"a\r\nX: y", "a\n", "\r", "a\x01", "\x7f"};
	static const char *const bad_names[] = {"", "a b", "a:", "a\n", "\xc3\xbc"};
	struct http_request q;
	http_request_init(&q, "GET", "https://api.example/");
	for (size_t i = 0; i < 5; i++) {
		struct zf_error err = ZF_ERROR_INIT;
		assert_int_equal(
			http_request_header(&q, "X-Key", bad_values[i], &err), ZF_ERR_CONFIG);
		err = (struct zf_error)ZF_ERROR_INIT;
		assert_int_equal(http_request_header(&q, bad_names[i], "x", &err), ZF_ERR_CONFIG);
	}
	assert_int_equal(q.headers.count, 0);
	struct zf_error err = ZF_ERROR_INIT;
	http_request_header(&q, "X-Key", "canary\n", &err);
	assert_null(strstr(err.text, "canary"));
	http_request_free(&q);
}

static void a_later_header_replaces(void **state)
{
	(void)state;
	struct zf_error err = ZF_ERROR_INIT;
	struct http_request q;
	http_request_init(&q, "POST", "https://api.example/");
	assert_int_equal(http_request_header(&q, "Accept", "text/plain", &err), ZF_OK);
	assert_int_equal(http_request_header(&q, "X-A", "", &err), ZF_OK);
	assert_int_equal(http_request_header(&q, "accept", "application/json", &err), ZF_OK);
	assert_int_equal(q.headers.count, 2);
	assert_string_equal(http_request_get(&q, "ACCEPT"), "application/json");
	assert_string_equal(http_request_get(&q, "x-a"), "");
	assert_null(http_request_get(&q, "x-b"));
	http_request_body(&q, "a\0b", 3);
	http_request_body(&q, "", 0);
	assert_int_equal(q.body_size, 0);
	http_request_free(&q);
}

static void answers_join_their_headers(void **state)
{
	(void)state;
	struct http_response r = {.status = 200};
	http_response_add(&r, STR("Link"), STR("<a>; rel=\"next\""));
	http_response_add(&r, STR("Set-Cookie"), STR("a=1"));
	http_response_add(&r, STR("LINK"), STR("<b>; rel=\"last\""));
	http_response_add(&r, STR("set-cookie"), STR("b=2"));
	assert_string_equal(
		http_response_header(&r, "Link"), "<a>; rel=\"next\", <b>; rel=\"last\"");
	assert_string_equal(http_response_header(&r, "set-cookie"), "a=1");
	assert_null(http_response_header(&r, "x"));
	assert_int_equal(r.headers.count, 3);
	http_response_free(&r);
}

static void printed_without_query_and_user(void **state)
{
	(void)state;
	static const struct {
		const char *url, *want;
	} cases[] = {{"https://h/p?token=x", "GET https://h/p"}, {"https://h", "GET https://h"},
		{"https://u:p@h:1/a@b?c", "GET https://h:1/a@b"}, {"https://h?x", "GET https://h"},
		{"https://h/#f", "GET https://h/"}, {"https://a@b@c/", "GET https://c/"}};
	struct buf b;
	buf_init(&b, 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct http_request q;
		http_request_init(&q, "GET", cases[i].url);
		buf_reset(&b);
		http_request_print(&b, &q);
		assert_string_equal(b.data, cases[i].want);
		http_request_free(&q);
	}
	buf_reset(&b);
	encode_percent(&b, "aZ09-._~/ %+\xc3\xbc\0", 15);
	assert_string_equal(b.data, "aZ09-._~%2F%20%25%2B%C3%BC%00");
	buf_free(&b);
}

static void redirects_name_the_host_only(void **state)
{
	(void)state;
	struct zf_error err = ZF_ERROR_INIT;
	struct http_response r = {.status = 302};
	http_response_add(&r, STR("location"), STR("https://u:canary@evil.example:8/x?canary"));
	assert_int_equal(http_check_status(&r, &err), ZF_ERR_ANSWER);
	assert_non_null(strstr(err.text, " to evil.example:8;"));
	assert_null(strstr(err.text, "canary"));
	r.status = 200;
	assert_int_equal(http_check_status(&r, NULL), ZF_OK);
	http_response_free(&r);
	err = (struct zf_error)ZF_ERROR_INIT;
	r.status = 304;
	assert_int_equal(http_check_status(&r, &err), ZF_ERR_ANSWER);
	http_response_free(&r);
}

static void waiting_times(void **state)
{
	(void)state;
	static const char now[] = "Sun, 06 Nov 1994 08:49:37 GMT";
	static const struct {
		const char *after, *date;
		long want;
	} cases[] = {{"0", NULL, 0}, {"120", NULL, 120}, {"300", NULL, 300}, {"301", NULL, 301},
		{"9999999999", NULL, 9999999999}, {"99999999999999999999", NULL, 99999999999},
		{"1.5", NULL, 2}, {"300.1", NULL, 301}, {"-5", NULL, -1}, {"", NULL, -1},
		{"soon", NULL, -1}, {"5s", NULL, -1}, {"5.", NULL, -1}, {"1.5.5", NULL, -1},
		{"Sun, 06 Nov 1994 08:50:37 GMT", now, 60},
		{"Sun, 06 Nov 1994 08:49:30 GMT", now, 0},
		{"Sun, 06 Nov 2033 08:49:30 GMT", now, 1230767993},
		{"Sunday, 06-Nov-94 08:49:40 GMT", now, 3}, {"Sun Nov  6 08:49:41 1994", now, 4},
		{"Sun, 06 Nov 1994 08:50:37 GMT", NULL, -1},
		{"Sun, 06 Nov 1994 08:50:37 GMT", "nonsense", -1},
		{"Sun, 06 Foo 1994 08:50:37 GMT", now, -1},
		{"Sun, 06 Nov 1994 25:50:37 GMT", now, -1},
		{"Sun, 06 Nov 1994 08:50:37 GMTx", now, -1},
		{"Sun, 06 Nov 1994 09:50:37 +0100", now, 60},
		{"Sun, 06 Nov 1994 08:50:99 GMT", now, -1},
		{"Sun, 32 Nov 1994 08:50:37 GMT", now, -1},
		{"Sun, 06 Nov 1500 08:50:37 GMT", now, -1},
		{"Sun, 06 Nov 99999 08:50:37 GMT", now, 99999999999},
		{"Sun, 06 Nov 99999999999999999999 08:50:37 GMT", now, -1}, {"Sunday", now, -1},
		{"-19941107", now, -1}, {"+19941107", now, -1}, {"-5 minutes", now, -1},
		{"Mon, 01 Jan 2024 00:00:10 GMT", "Sun, 31 Dec 2023 23:59:50 GMT", 20},
		{"Fri, 01 Mar 2024 00:00:00 GMT", "Thu, 29 Feb 2024 23:59:59 GMT", 1}};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct http_response r = {.status = 429};
		http_response_add(&r, STR("Retry-After"), str_of(cases[i].after));
		if (cases[i].date)
			http_response_add(&r, STR("Date"), str_of(cases[i].date));
		long got = http_retry_after(&r);
		if (got != cases[i].want)
			fail_msg("\"%s\": %ld", cases[i].after, got);
		http_response_free(&r);
	}
	struct http_response r = {.status = 429};
	assert_int_equal(http_retry_after(&r), -1);
}

static void urls_are_judged_as_curl_reads_them(void **state)
{
	(void)state;
	static const char *const safe[] = {"https://api.example/", "HTTPS://API.example:8443/x?y",
		"http://127.0.0.1:8081", "http://127.1/", "http://127.200.3.4/", "http://[::1]:80/",
		"http://localhost/", "http://LOCALHOST:1/x"};
	static const char *const unsafe[] = {"http://api.example/", "http://127.0.0.1.example/",
		"http://localhost.example/", "http://128.0.0.1/", "http://[::2]/",
		"ftp://127.0.0.1/", "file:///etc/passwd", "https://u@api.example/",
		"http://u:p@127.0.0.1/", "http://127.0.0.1@api.example/", "//api.example/", "/x",
		"", "https://", "javascript:x", "http://api.example\\@127.0.0.1/",
		"https://api example/", "http://[::ffff:128.0.0.1]/", "http://0.0.0.0/"};
	static const struct {
		const char *a, *b;
		int same;
	} pairs[] = {{"https://h/a", "https://h/b?c", 1}, {"https://h", "https://H:443/", 1},
		{"http://127.0.0.1/", "http://127.0.0.1:80/x", 1}, {"https://h/", "http://h/", 0},
		{"https://h/", "https://h:444/", 0}, {"https://h/", "https://h.evil/", 0},
		{"https://h/", "https://u@h/", 0}, {"https://h/", "https://h@evil/", 0},
		{"https://h/", "/x", 0}, {"https://h/", "//h/x", 0}, {"", "", 0},
		{"https://h/", "https://h\\.evil/", 0}};
	for (size_t i = 0; i < sizeof(safe) / sizeof(safe[0]); i++)
		if (!http_is_safe(safe[i]))
			fail_msg("%s", safe[i]);
	for (size_t i = 0; i < sizeof(unsafe) / sizeof(unsafe[0]); i++)
		if (http_is_safe(unsafe[i]))
			fail_msg("%s", unsafe[i]);
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		if (http_same_origin(pairs[i].a, pairs[i].b) != (pairs[i].same == 1) ||
			http_same_origin(pairs[i].b, pairs[i].a) != (pairs[i].same == 1))
			fail_msg("%s %s", pairs[i].a, pairs[i].b);
}

static void steps_up_are_seen(void **state)
{
	(void)state;
	static const char *const bad[] = {
		"/.", "/..", "/a/../b", "/a/%2e%2E/b", "/a/.%2e", "/%2E/x"};
	static const char *const good[] = {"", "/", "/a", "//", "/...", "/.a", "/a..", "/%2e%2e%2e",
		"/%2ea", "/..a/b", "/a.b"};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (!http_has_dot_segment(bad[i]))
			fail_msg("%s", bad[i]);
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		if (http_has_dot_segment(good[i]))
			fail_msg("%s", good[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(headers_can_not_be_smuggled),
		cmocka_unit_test(a_later_header_replaces),
		cmocka_unit_test(answers_join_their_headers),
		cmocka_unit_test(printed_without_query_and_user),
		cmocka_unit_test(redirects_name_the_host_only),
		cmocka_unit_test(urls_are_judged_as_curl_reads_them),
		cmocka_unit_test(steps_up_are_seen), cmocka_unit_test(waiting_times)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
