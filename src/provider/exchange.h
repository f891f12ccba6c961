/*
 * exchange: one request, and what its answer says. It is sent as it is: no login is known here.
 * What wants the account's name on it goes through call.h.
 */
#ifndef ZF_PROVIDER_EXCHANGE_H
#define ZF_PROVIDER_EXCHANGE_H

#include "account.h"

struct answer {
	struct http_response response;
	struct json *json; /* NULL: it isn't JSON, and need not be */
	bool empty; /* it says by an error that there is nothing */
};

enum call_want {
	CALL_WANT_JSON,
	CALL_WANT_TEXT,
	CALL_WANT_SAID, /* of what writes: JSON, where it has a body at all */
	CALL_WANT_LOGIN, /* of the way in itself: nothing to show yet, and JSON or none */
};

/* What the answer to a call that writes means, besides its status. */
struct meant {
	const struct list *conditions; /* of the description; NULL: none */
	bool held; /* they hold */
	bool unread; /* it says it was carried out, but can't be read */
};

/* One request to be made. */
struct call {
	const struct desc_call *desc;
	const struct vars *vars; /* NULL: the provider's own */
	const struct json *item, *zone, *raw, *batch; /* for references in templates, or NULL */
	struct meant *meant; /* gets what it means; NULL: a read */
	const char *url; /* whole URL instead of the description's, or NULL */
	enum call_want want;
	bool list; /* the answer is (a page of) a list: only 200 means that it is whole */
	bool write; /* not to be sent again unless it surely was not carried out */
};

/*
 * answer.c
 */

void answer_free(struct answer *answer);

/* The answer as references see it, the element at hand being the whole. */
struct scope answer_scope(const struct answer *answer, const struct vars *vars);

/* Reads the answer's body, JSON or what the description's format makes JSON of. */
enum zf_status answer_parse(struct answer *answer, const struct provider *p, struct zf_error *err);

/* Reads it as far as the call wants it, and judges the answer. */
enum zf_status answer_check(const struct provider *p, const struct call *call,
	struct answer *answer, struct zf_error *err);

/*
 * request.c: makes the request but for what proves who one is. Release q in any case.
 */
enum zf_status request_make(
	struct provider *p, struct http_request *q, const struct call *call, struct zf_error *err);

/*
 * exchange.c
 */

/* Sends a request when it is the account's turn, and judges the answer, which is released unless it
 * is good. Notes the place in any case. */
enum zf_status exchange(struct provider *p, const struct call *call, const struct http_request *q,
	struct answer *answer, struct zf_error *err);

/* Notes which request it was: for this error, and for one that shows later. One that could not be
 * made has no URL, and is no place. */
void exchange_note_place(struct provider *p, const struct http_request *q, struct zf_error *err);

#endif
