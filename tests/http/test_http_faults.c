/* The transport against servers that misbehave. The codes (H01 ...) name the fault of each test. */
#include "test.h"

#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "err.h"
#include "faultserver.h"
#include "http_retry.h"
#include "json.h"
#include "loopback.h"

#define OK_HEAD "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
#define GOOD OK_HEAD "Content-Length: 8\r\n\r\n{\"ok\":1}"
#define CANARY "canary-4711"

enum { MOST = 1 << 20 }; /* of bodies, here */

static const struct fault_step good = {GOOD, FAULT_KEEP, NULL, 0};

/* What one request has come to. */
struct result {
	enum zf_status status;
	struct http_response r;
	struct zf_error err;
	int64_t waited; /* milliseconds, which nobody has spent */
	size_t requests, connections, sent;
	char log[8192];
};

static int64_t fake_now(void *context)
{
	return *(int64_t *)context;
}

static void fake_sleep(void *context, int64_t milliseconds)
{
	*(int64_t *)context += milliseconds;
}

static uint32_t fake_random(void *context)
{
	(void)context;
	return 1;
}

static struct http *client(int64_t *waited, unsigned deadline)
{
	static struct http_clock clock;
	const struct http_settings settings = {
		.connect_seconds = 1, .stall_seconds = 1, .total_seconds = 3, .max_body = MOST};
	clock = (struct http_clock){fake_now, fake_sleep, fake_random, waited};
	const struct http_retry_settings retry = {.total_seconds = deadline, .clock = &clock};
	*waited = 0;
	return http_retry_new(http_curl_new(&settings), &retry);
}

enum kind { READ, WRITE };

static void request(struct http *h, const char *url, enum kind kind, struct result *to)
{
	struct http_request q;
	to->err = (struct zf_error)ZF_ERROR_INIT;
	http_request_init(&q, kind == READ ? "GET" : "POST", url);
	q.repeatable = kind == READ;
	assert_int_equal(http_request_header(&q, "AccessKey", CANARY, &to->err), ZF_OK);
	if (kind == WRITE)
		http_request_body(&q, "{\"a\":1}", 7);
	to->status = h->send(h, &q, &to->r, &to->err);
	http_request_free(&q);
	assert_int_equal(to->status, to->err.code);
	assert_null(strstr(to->err.text, CANARY));
	assert_null(strstr(to->err.file, CANARY));
}

static void url_of(char url[100], const struct faultserver *s)
{
	snprintf(url, 100, "http://127.0.0.1:%u/zones?secret=%s", faultserver_port(s), CANARY);
}

/* One request against a server that keeps to a script. */
static struct result run(
	const struct fault_step *steps, size_t count, enum kind kind, unsigned deadline)
{
	struct result to = {0};
	char url[100];
	struct faultserver *s = faultserver_start(steps, count);
	struct http *h = client(&to.waited, deadline);
	url_of(url, s);
	request(h, url, kind, &to);
	h->free(h);
	faultserver_stop(s);
	to.requests = faultserver_requests(s);
	to.connections = faultserver_connections(s);
	to.sent = faultserver_sent(s);
	snprintf(to.log, sizeof(to.log), "%s", faultserver_log(s));
	faultserver_free(s);
	return to;
}

#define RUN(steps, kind) run(steps, sizeof(steps) / sizeof((steps)[0]), kind, 0)

static void drop(struct result *res)
{
	if (res->status == ZF_OK)
		http_response_free(&res->r);
}

static void is_good(struct result res, size_t requests)
{
	if (res.status != ZF_OK)
		fail_msg("%s: %s", res.err.file, res.err.text);
	assert_int_equal(res.r.status, 200);
	assert_string_equal(res.r.body, "{\"ok\":1}");
	assert_int_equal(res.requests, requests);
	drop(&res);
}

static void is_error(struct result res, enum zf_status code, const char *says, size_t requests)
{
	if (res.status != code || !strstr(res.err.text, says) || res.requests != requests)
		fail_msg("status %d, %zu requests: %s: %s", (int)res.status, res.requests,
			res.err.file, res.err.text);
	assert_non_null(strstr(res.err.file, "http://127.0.0.1:"));
	assert_null(strchr(res.err.file, '?'));
	drop(&res);
}

static void the_request_is_what_was_meant(void **state)
{
	(void)state;
	const struct fault_step steps[] = {good};
	struct result res = RUN(steps, WRITE);
	char *host = strstr(res.log, "Host: 127.0.0.1:");
	assert_non_null(host);
	memset(host + 16, '0', strcspn(host + 16, "\r"));
	*strstr(host, "0\r") = 'N';
	assert_non_null(strstr(res.log, "POST /zones?secret=" CANARY " HTTP/1.1\r\nHost: "));
	assert_non_null(strstr(res.log, "\r\nUser-Agent: zoneferry/" ZF_VERSION "\r\n"));
	assert_non_null(strstr(res.log, "\r\nAccessKey: " CANARY "\r\n"));
	assert_non_null(strstr(res.log, "\r\nContent-Length: 7\r\n"));
	assert_non_null(strstr(res.log, "\r\n\r\n{\"a\":1}"));
	assert_null(strcasestr(res.log, "expect"));
	assert_null(strcasestr(res.log, "content-type"));
	assert_null(strcasestr(res.log, "accept-encoding"));
	is_good(res, 1);
}

static void throttling_h01_to_h04(void **state)
{
	(void)state;
#define THROTTLE(headers)                                                                         \
	{                                                                                         \
		"HTTP/1.1 429 Slow Down\r\n" headers "Content-Length: 4\r\n\r\nslow", FAULT_KEEP, \
			NULL, 0                                                                   \
	}
	static const struct {
		struct fault_step step;
		int64_t waited;
	} cases[] = {{THROTTLE("Retry-After: 2\r\n"), 2000},
		{THROTTLE("Retry-After: Sun, 06 Nov 1994 08:50:37 GMT\r\n"
			  "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"),
			60000},
		{THROTTLE("Retry-After: Sun, 06 Nov 1994 08:50:37 GMT\r\n"
			  "Date: Wed, 01 Jan 2025 00:00:00 GMT\r\n"),
			0},
		{THROTTLE("Retry-After: 500\r\n"), 500000}, {THROTTLE("Retry-After: -5\r\n"), 501},
		{THROTTLE("Retry-After: soon\r\n"), 501}, {THROTTLE(""), 501}};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct fault_step steps[] = {cases[i].step, good};
		struct result res = RUN(steps, READ);
		assert_int_equal(res.waited, cases[i].waited);
		assert_int_equal(res.connections, 1);
		is_good(res, 2);
	}
	const struct fault_step huge[] = {THROTTLE("Retry-After: 9999999999\r\n")};
	struct result res = RUN(huge, READ);
	assert_int_equal(res.status, ZF_ERR_NETWORK);
	assert_int_equal(res.waited, 0);
	assert_int_equal(res.requests, 1);
	assert_non_null(strstr(res.err.text, "9999999999 s"));
	const struct fault_step always[] = {THROTTLE("")};
	res = RUN(always, READ);
	assert_int_equal(res.status, ZF_OK);
	assert_int_equal(res.r.status, 429);
	assert_int_equal(res.requests, 5);
	drop(&res);
	const struct fault_step day[] = {THROTTLE("Retry-After: 86400\r\n"), good};
	is_error(run(day, 2, READ, 100), ZF_ERR_NETWORK, "status 429", 1);
}

static void bursts_of_server_errors_h06_h07(void **state)
{
	(void)state;
	const struct fault_step steps[] = {
		{"HTTP/1.1 502 Bad\r\nContent-Length: 0\r\n\r\n", FAULT_KEEP, NULL, 0},
		{"HTTP/1.1 503 Bad\r\nContent-Length: 3\r\n\r\n<p>", FAULT_CLOSE, NULL, 0},
		{"HTTP/1.1 504 Bad\r\nContent-Length: 0\r\n\r\n", FAULT_KEEP, NULL, 0}, good};
	is_good(RUN(steps, READ), 4);
	struct result res = RUN(steps, WRITE);
	assert_int_equal(res.r.status, 502);
	assert_int_equal(res.requests, 1);
	drop(&res);
}

static void answers_that_are_cut_h08_to_h11(void **state)
{
	(void)state;
	static const struct fault_step cut[] = {{"", FAULT_RESET, NULL, 0},
		{"", FAULT_CLOSE, NULL, 0}, {"HTTP/1.1 200 OK\r\nConte", FAULT_RESET, NULL, 0},
		{"HTTP/1.1 200 OK\r\nConte", FAULT_CLOSE, NULL, 0},
		{OK_HEAD "Content-Length: 80\r\n\r\n{\"ok\":1}", FAULT_CLOSE, NULL, 0},
		{OK_HEAD "Content-Length: 80\r\n\r\n{\"ok\":1}", FAULT_RESET, NULL, 0},
		{OK_HEAD "Transfer-Encoding: chunked\r\n\r\n8\r\n{\"ok", FAULT_CLOSE, NULL, 0},
		{OK_HEAD "Transfer-Encoding: chunked\r\n\r\n8\r\n{\"ok\":1}\r\n", FAULT_CLOSE, NULL,
			0},
		{OK_HEAD "\r\n{\"ok\":", FAULT_CLOSE, NULL, 0}};
	for (size_t i = 0; i < sizeof(cut) / sizeof(cut[0]); i++) {
		const struct fault_step steps[] = {cut[i], cut[i], good};
		is_good(RUN(steps, READ), 3);
		if (i + 1 == sizeof(cut) / sizeof(cut[0]))
			continue; /* whole, for all that the transport can tell */
		is_error(run(&cut[i], 1, READ, 0), ZF_ERR_NETWORK, "", 5);
		struct result res = run(&cut[i], 1, WRITE, 0);
		assert_string_equal(res.err.id, HTTP_NO_ANSWER);
		is_error(res, ZF_ERR_NETWORK, "", 1);
	}
}

static void bodies_that_only_their_reader_can_judge_h12_to_h14_h17(void **state)
{
	(void)state;
	static const struct {
		struct fault_step step;
		enum zf_status json;
	} cases[] = {
		{{OK_HEAD "Content-Length: 6\r\n\r\n{\"ok\":", FAULT_KEEP, NULL, 0}, ZF_ERR_SYNTAX},
		{{"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>",
			 FAULT_KEEP, NULL, 0},
			ZF_ERR_SYNTAX},
		{{OK_HEAD "Content-Length: 0\r\n\r\n", FAULT_KEEP, NULL, 0}, ZF_ERR_SYNTAX},
		{{"HTTP/1.1 204 No Content\r\n\r\n", FAULT_KEEP, NULL, 0}, ZF_ERR_SYNTAX},
		{{OK_HEAD "Content-Length: 11\r\n\r\n\xef\xbb\xbf{\"ok\":1}", FAULT_KEEP, NULL, 0},
			ZF_OK},
		{{OK_HEAD "Content-Length: 6\r\n\r\n\xff\xfe{\0}\0", FAULT_KEEP, NULL,
			 sizeof(OK_HEAD "Content-Length: 6\r\n\r\n\xff\xfe{\0}\0") - 1},
			ZF_ERR_SYNTAX}};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct json *root;
		struct result res = run(&cases[i].step, 1, READ, 0);
		assert_int_equal(res.status, ZF_OK);
		assert_int_equal(res.requests, 1);
		assert_int_equal(
			json_parse(&root, res.r.body, res.r.body_size, NULL), cases[i].json);
		json_free(root);
		drop(&res);
	}
}

static void slowness_h18(void **state)
{
	(void)state;
	static const struct fault_step slow[] = {{"", FAULT_HANG, NULL, 0},
		{"HTTP/1.1 200 OK\r\n", FAULT_DRIP, "x", 0},
		{OK_HEAD "Content-Length: 1000\r\n\r\n", FAULT_DRIP, " ", 0}};
	for (size_t i = 0; i < sizeof(slow) / sizeof(slow[0]); i++) {
		struct result res = run(&slow[i], 1, WRITE, 0);
		assert_string_equal(res.err.id, HTTP_NO_ANSWER);
		is_error(res, ZF_ERR_NETWORK, "no answer in time", 1);
	}
}

static void endless_answers_h19(void **state)
{
	(void)state;
	static char kilobyte[1025], header[1100];
	memset(kilobyte, 'x', 1024);
	snprintf(header, sizeof(header), "X-H: %s\r\n", kilobyte);
	const struct fault_step endless[] = {{OK_HEAD "\r\n", FAULT_FLOOD, kilobyte, 0},
		{OK_HEAD "Content-Length: 99999999999\r\n\r\n", FAULT_FLOOD, kilobyte, 0},
		{OK_HEAD "Transfer-Encoding: chunked\r\n\r\n", FAULT_FLOOD, "4\r\nabcd\r\n", 0},
		{OK_HEAD, FAULT_FLOOD, header, 0}, {OK_HEAD, FAULT_FLOOD, "A: b\r\n", 0},
		{OK_HEAD "X: ", FAULT_FLOOD, kilobyte, 0}, {"", FAULT_FLOOD, kilobyte, 0},
		{"", FAULT_FLOOD, "HTTP/1.1 100 Continue\r\n\r\n", 0}};
	for (size_t i = 0; i < sizeof(endless) / sizeof(endless[0]); i++) {
		struct result res = run(&endless[i], 1, READ, 0);
		if (res.status != ZF_ERR_LIMIT && res.status != ZF_ERR_ANSWER)
			fail_msg("%zu: %d: %s", i, (int)res.status, res.err.text);
		assert_true(res.sent < 16 * MOST);
		assert_int_equal(res.requests, 1);
		drop(&res);
	}
}

static void compressed_answers_h20(void **state)
{
	(void)state;
	static const struct fault_step step = {OK_HEAD
		"Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\x01",
		FAULT_KEEP, NULL, 0};
	is_error(run(&step, 1, READ, 0), ZF_ERR_ANSWER, "compressed (gzip)", 1);
}

static void redirects_h21(void **state)
{
	(void)state;
	struct faultserver *other = faultserver_start(&good, 1);
	static const char *const targets[] = {"http://127.0.0.1:%u/x", "https://127.0.0.1:%u/x",
		"//127.0.0.1:%u/", "file:///etc/passwd", "/zones", "", "http://u:" CANARY "@evil/"};
	static const int codes[] = {301, 302, 303, 307, 308, 300, 304};
	for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
		char answer[300], target[100];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		snprintf(target, sizeof(target), targets[i], faultserver_port(other));
#pragma GCC diagnostic pop
		snprintf(answer, sizeof(answer),
			"HTTP/1.1 %d X\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n", codes[i],
			target);
		const struct fault_step step = {answer, FAULT_KEEP, NULL, 0};
		is_error(run(&step, 1, READ, 0), ZF_ERR_ANSWER, "redirect", 1);
	}
	faultserver_stop(other);
	assert_int_equal(faultserver_connections(other), 0);
	faultserver_free(other);
}

static struct result ask(const char *url)
{
	struct result to = {0};
	struct http *h = client(&to.waited, 0);
	request(h, url, READ, &to);
	h->free(h);
	return to;
}

static void servers_that_are_not_there_h23(void **state)
{
	(void)state;
	char url[100];
	unsigned port = 0;
	int fd = loopback_bind(AF_INET, SOCK_STREAM, &port), queued[3];
	const struct sockaddr_in at = {.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr = {htonl(INADDR_LOOPBACK)}};
	snprintf(url, sizeof(url), "http://127.0.0.1:%u/", port);
	struct result res = ask(url); /* refused: nobody listens */
	assert_int_equal(res.status, ZF_ERR_NETWORK);
	assert_string_equal(res.err.id, HTTP_NOT_SENT);
	assert_non_null(strstr(res.err.text, "no connection"));

	/* A black hole: the queue of connections is full, further ones get no answer. */
	assert_int_equal(listen(fd, 0), 0);
	for (int i = 0; i < 3; i++) {
		queued[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
		(void)!connect(queued[i], (const struct sockaddr *)&at, sizeof(at));
	}
	res = ask(url);
	assert_int_equal(res.status, ZF_ERR_NETWORK);
	assert_string_equal(res.err.id, HTTP_NOT_SENT);
	for (int i = 0; i < 3; i++)
		close(queued[i]);
	close(fd);

	res = ask("https://nowhere.invalid/");
	assert_int_equal(res.status, ZF_ERR_NETWORK);
	assert_string_equal(res.err.id, HTTP_NOT_SENT);
	assert_string_equal(res.err.file, "GET https://nowhere.invalid/");

	/* localhost is ::1 first, where nobody listens. */
	struct faultserver *s = faultserver_start(&good, 1);
	snprintf(url, sizeof(url), "http://localhost:%u/", faultserver_port(s));
	res = ask(url);
	faultserver_stop(s);
	res.requests = faultserver_requests(s);
	faultserver_free(s);
	is_good(res, 1);
}

static void kept_connections_that_die_h24(void **state)
{
	(void)state;
	static const struct fault_step steps[] = {{GOOD, FAULT_KEEP, NULL, 0},
		{"", FAULT_CLOSE, NULL, 0}, {GOOD, FAULT_KEEP, NULL, 0}};
	for (enum kind kind = READ; kind <= WRITE; kind++) {
		struct result first = {0}, second = {0};
		char url[100];
		struct faultserver *s = faultserver_start(steps, 3);
		struct http *h = client(&first.waited, 0);
		url_of(url, s);
		request(h, url, READ, &first);
		request(h, url, kind, &second);
		h->free(h);
		faultserver_stop(s);
		first.requests = 1;
		is_good(first, 1);
		second.requests = faultserver_requests(s);
		faultserver_free(s);
		if (kind == READ) {
			is_good(second, 3);
		} else {
			assert_string_equal(second.err.id, HTTP_NO_ANSWER);
			is_error(
				second, ZF_ERR_NETWORK, "whether it was carried out is unknown", 2);
		}
	}
}

static void old_and_odd_http_h27_h28(void **state)
{
	(void)state;
	static const struct fault_step old[] = {
		{"HTTP/1.0 200 OK\r\nContent-Length: 8\r\n\r\n{\"ok\":1}", FAULT_CLOSE, NULL, 0},
		{"HTTP/1.0 200 OK\r\n\r\n{\"ok\":1}", FAULT_CLOSE, NULL, 0},
		{"HTTP/1.1 100 Continue\r\nX: y\r\n\r\n" GOOD, FAULT_KEEP, NULL, 0},
		{OK_HEAD "Transfer-Encoding: chunked\r\n\r\n8\r\n{\"ok\":1}\r\n0\r\nX-T: 1\r\n\r\n",
			FAULT_KEEP, NULL, 0}};
	for (size_t i = 0; i < sizeof(old) / sizeof(old[0]); i++) {
		struct result res = run(&old[i], 1, READ, 0);
		if (res.status == ZF_OK) {
			assert_null(http_response_header(&res.r, "x-t"));
			assert_int_equal(res.r.unframed, i == 1);
		}
		is_good(res, 1);
	}
	static const char nul[] = OK_HEAD "X: a\0b\r\nContent-Length: 2\r\n\r\n{}";
	static const struct fault_step odd[] = {
		{OK_HEAD "Content-Length: 2\r\nContent-Length: 8\r\n\r\n{\"ok\":1}", FAULT_KEEP,
			NULL, 0},
		{OK_HEAD "Content-Length: 8\r\ncontent-length: 8\r\n\r\n{\"ok\":1}", FAULT_KEEP,
			NULL, 0},
		{OK_HEAD "Content-Length: -1\r\n\r\n{}", FAULT_CLOSE, NULL, 0},
		{nul, FAULT_KEEP, NULL, sizeof(nul) - 1},
		{OK_HEAD "X: \x1b[31m\r\nContent-Length: 2\r\n\r\n{}", FAULT_KEEP, NULL, 0},
		{OK_HEAD "X: a\r\n folded: b\r\nContent-Length: 2\r\n\r\n{}", FAULT_KEEP, NULL, 0},
		{"{\"ok\":1}", FAULT_CLOSE, NULL, 0}, {"SSH-2.0-x\r\n", FAULT_CLOSE, NULL, 0},
		{"HTTP/7.1 200 OK\r\n\r\n{}", FAULT_CLOSE, NULL, 0}};
	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++)
		is_error(run(&odd[i], 1, READ, 0), ZF_ERR_ANSWER, "", 1);
}

static void the_environment_is_not_obeyed_h29(void **state)
{
	(void)state;
	static const char *const names[] = {"http_proxy", "https_proxy", "ALL_PROXY", "all_proxy"};
	for (size_t i = 0; i < 4; i++)
		setenv(names[i], "http://127.0.0.1:1", 1);
	const struct fault_step steps[] = {good};
	is_good(RUN(steps, READ), 1);
	for (size_t i = 0; i < 4; i++)
		unsetenv(names[i]);
	assert_null(getenv("SSLKEYLOGFILE"));
}

static void urls_that_are_refused_before_anything_is_sent(void **state)
{
	(void)state;
	static const char *const urls[] = {"http://192.0.2.1/", "ftp://127.0.0.1/", "nonsense",
		"https://u:" CANARY "@h/", "https://h/a/../b", "https://h/a/%2e%2E/b",
		"http://h h/"};
	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
		struct result res = ask(urls[i]);
		if (res.status != ZF_ERR_CONFIG)
			fail_msg("%s: %s", urls[i], res.err.text);
	}
}

int main(void)
{
	/* Set before the first client is made, which is to forget it. */
	setenv("SSLKEYLOGFILE", "/nowhere/keys", 1);
	const struct CMUnitTest tests[] = {cmocka_unit_test(the_request_is_what_was_meant),
		cmocka_unit_test(throttling_h01_to_h04),
		cmocka_unit_test(bursts_of_server_errors_h06_h07),
		cmocka_unit_test(answers_that_are_cut_h08_to_h11),
		cmocka_unit_test(bodies_that_only_their_reader_can_judge_h12_to_h14_h17),
		cmocka_unit_test(slowness_h18), cmocka_unit_test(endless_answers_h19),
		cmocka_unit_test(compressed_answers_h20), cmocka_unit_test(redirects_h21),
		cmocka_unit_test(servers_that_are_not_there_h23),
		cmocka_unit_test(kept_connections_that_die_h24),
		cmocka_unit_test(old_and_odd_http_h27_h28),
		cmocka_unit_test(the_environment_is_not_obeyed_h29),
		cmocka_unit_test(urls_that_are_refused_before_anything_is_sent)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
