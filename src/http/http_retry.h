/*
 * http_retry: tries again what may be tried again, after a wait, within a deadline.
 *
 * A struct http around another one. Tried again are
 *  - connections that failed: nothing of the request was sent (twice more, within 10 seconds);
 *  - of repeatable requests, at most 5 times in all: answers that were cut or never came, 429, 502,
 *    503 and 504, and JSON that ended too early together with the connection;
 *  - what the caller's judge says besides, who knows how one API throttles.
 * The wait is what Retry-After or the judge says, else it doubles from about a second, with jitter;
 * one that ends behind the deadline is an error at once, which tells how long it is and until when.
 * An answer that is still no better after the last try is returned as it is.
 */
#ifndef ZF_HTTP_HTTP_RETRY_H
#define ZF_HTTP_HTTP_RETRY_H

#include "http.h"

enum http_again {
	HTTP_AGAIN_NO,
	HTTP_AGAIN_READ, /* if the request is repeatable */
	HTTP_AGAIN_ANY, /* the request was not carried out: writes too */
};

struct http_clock {
	int64_t (*now)(void *context); /* milliseconds; never goes back */
	void (*sleep)(void *context, int64_t milliseconds);
	uint32_t (*random)(void *context);
	void *context;
};

extern const struct http_clock http_clock_system;
extern const struct http_clock http_clock_skipping; /* waits take no time: for replays */

struct http_retry_settings {
	unsigned total_seconds; /* of one request with all tries and waits, unless the
				   request itself has less; 0: 600 */
	/* Whether an answer asks for another try; *seconds to wait, -1 (as it is set before) when
	 * it doesn't say. Its HTTP_AGAIN_NO leaves the decision to the rules above. NULL: none. */
	enum http_again (*judge)(void *context, const struct http_request *q,
		const struct http_response *r, long *seconds);
	/* Is told of each wait before it begins; `why` is one line without secrets. NULL: none. */
	void (*waiting)(void *context, const char *why, int64_t milliseconds);
	void *context; /* of the two above */
	const struct http_clock *clock; /* NULL: http_clock_system */
};

/* `inner` is owned from now on. */
struct http *http_retry_new(struct http *inner, const struct http_retry_settings *settings);

#endif
