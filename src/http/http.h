/*
 * src/http: requests and their answers, carried. Over the network by libcurl (curl), again when
 * that can help (http_retry), to and from files (record, replay, http_file); signed as providers
 * demand (sign_*). Safe by itself: TLS or loopback only, no redirects, every size and time has a
 * limit. What is asked, and what an answer means, is for others to say.
 *
 * http: requests and answers, and who carries them.
 *
 * A struct http is a way to have requests answered: over the network (http_curl), from recorded
 * files (http_replay), or by another one while recording (http_record). The engine doesn't know
 * which it has. Header values and URLs may hold secrets; none of these functions prints them.
 */
#ifndef ZF_HTTP_HTTP_H
#define ZF_HTTP_HTTP_H

#include "arena.h"
#include "headers.h"
#include "secret.h"

struct http_request {
	struct arena arena; /* owns the strings below */
	const char *method;
	const char *url; /* absolute: https, or http to a loopback address */
	struct headers headers;
	const char *body; /* NULL: none */
	size_t body_size;
	bool repeatable; /* a read: may be sent again although it may have reached the server */
	unsigned milliseconds; /* that it may take at most, tries and waits of http_retry included;
				  0: what the settings say */
};

struct http_response {
	struct arena arena;
	int status;
	struct headers headers;
	char *body; /* NUL-ended; the body may hold NUL octets itself */
	size_t body_size;
	bool unframed; /* the body ended with the connection: only the body tells if it is whole */
};

void http_request_init(struct http_request *q, const char *method, const char *url);
void http_request_free(struct http_request *q); /* wipes */
/* Refuses a name or value with CR, LF or NUL. A later header of the same name replaces it. */
enum zf_status http_request_header(
	struct http_request *q, const char *name, const char *value, struct zf_error *err);
/* The same for a value that is not NUL-ended, such as a secret's. */
enum zf_status http_request_octets(
	struct http_request *q, const char *name, struct str value, struct zf_error *err);
const char *http_request_get(const struct http_request *q, const char *name); /* or NULL */
void http_request_body(struct http_request *q, const char *p, size_t n);

void http_response_free(struct http_response *r); /* wipes */
const char *http_response_header(const struct http_response *r, const char *name); /* or NULL */
/* Headers of the same name are joined by ", " (RFC 9110 section 5.3), cookies apart. */
void http_response_add(struct http_response *r, struct str name, struct str value);

/* What the id of an error of `send` may be, where it tells more than its code. */
#define HTTP_NOT_SENT "not-sent" /* ZF_ERR_NETWORK: nothing of the request reached the server */
#define HTTP_NO_ANSWER "no-answer" /* ZF_ERR_NETWORK: it may have; no whole answer came back */

struct http {
	/* Sends one request and waits for the answer; any HTTP status is a success here. Errors:
	 * ZF_ERR_NETWORK, ZF_ERR_LIMIT, ZF_ERR_ANSWER (a redirect, a broken answer); err->file is
	 * "METHOD scheme://host/path" without the query. On success r is the caller's. */
	enum zf_status (*send)(struct http *h, const struct http_request *q,
		struct http_response *r, struct zf_error *err);
	void (*free)(struct http *h);
};

/* Where requests may go without TLS. */
enum http_plain {
	HTTP_PLAIN_LOOPBACK, /* to this machine alone */
	HTTP_PLAIN_PRIVATE, /* and to addresses of private networks (RFC 1918, RFC 4193,
			       link-local), which is seen to when the connection stands */
};

struct http_settings {
	unsigned connect_seconds; /* 0: 10 */
	unsigned stall_seconds; /* below 100 octets a second; 0: 20 */
	unsigned total_seconds; /* of one request; 0: 60 */
	size_t max_body; /* 0: 16 MiB */
	const char *ca_file; /* PEM file of authorities for servers of one's own, or NULL */
	const char *proxy; /* NULL: none, whatever the environment says */
	const char *no_proxy; /* hosts that are reached without it, as curl spells them; or NULL */
	enum http_plain plain;
};

/* Over the network; one for each provider and account, since connections are kept. Follows no
 * redirect, speaks TLS 1.2 or later (or plain HTTP to loopback addresses), obeys no environment.
 * The strings of the settings are copied. */
struct http *http_curl_new(const struct http_settings *settings);

/* Passes on to `inner` (owned from now on), and writes every exchange to a new DIR/NNNN.http (the
 * format of http_file.h) with all secrets, the values of headers for authentication, and what a
 * clock said, replaced by "***". An exchange is written when the next one begins, or at the end:
 * a token must be among the secrets by then. Without a folder to write to nothing is sent. */
struct http *http_record_new(struct http *inner, const char *dir, const struct secrets *secrets);

/* Answers from the exchanges in a *.http file (http_file.h), in their order; of a folder's files,
 * from the first (by name) whose next exchange is the request, so that requests made side by side
 * may come in any order. A request must be the recorded one: method, URL (its query's parameters
 * in any order, spelled the same), the headers that were recorded (others are free), body (JSON by
 * structure, forms in any order), where "***" stands for anything. One that isn't gives an error
 * (ZF_ERR_ANSWER) that shows both, the query included. */
enum zf_status http_replay_new(struct http **h, const char *path, struct zf_error *err);
/* How many exchanges of a replay were not asked for yet. */
size_t http_replay_left(const struct http *h);

/* "METHOD scheme://host/path": a request without its query, for messages. */
void http_request_print(struct buf *b, const struct http_request *q);
void http_print_url(struct buf *b, const char *url); /* without user info, query and fragment */
void http_place(struct zf_error *err, const struct http_request *q); /* as the error's place */

/* Refuses redirects (3xx), naming the host they point to. What every carrier does with answers. */
enum zf_status http_check_status(const struct http_response *r, struct zf_error *err);

/* Whether a path ("/a/b") has a segment "." or "..", percent-encoded or not: carriers refuse it, as
 * servers may take it for a step up. Encoding doesn't help, so the engine asks before it sends. */
bool http_has_dot_segment(const char *path);

/* Whether two URLs have the same scheme, host and port, and neither has user info. */
bool http_same_origin(const char *a, const char *b);
/* Whether a URL is https, or http to a loopback address (127.0.0.0/8, ::1, localhost). */
bool http_is_safe(const char *url);
/* The same with http to hosts that may be in a private network: names are, until they are resolved.
 */
bool http_may_be_private(const char *url);

/* Seconds to wait, from Retry-After (seconds or a date, by the answer's own Date), 0 or more, as
 * long as it may be: who has less time fails at once. -1 when the header is absent or garbage. */
long http_retry_after(const struct http_response *r);

#endif
