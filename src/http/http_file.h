/*
 * http_file: HTTP exchanges as text, for recordings and for tests' fixtures.
 *
 *	# Lines with # and empty lines may stand before each message.
 *	> POST https://api.example/zones?page=1
 *	> authorization: ***
 *	> content-type: application/json
 *
 *	{"name": "example.com"}
 *	===
 *	< 201
 *	< content-type: application/json
 *
 *	{
 *	  "id": 7
 *	}
 *	===
 *
 * Requests and answers take turns. A message is its first line, its headers, and, behind an empty
 * line, its body, to the line that is "===" (whose newline before it is not part of the body).
 * Without a body there is neither the empty line nor "===", though empty lines do no harm. A body
 * that can't stand so (octets that are no text, a line "===", a first line that begins with one
 * of "> ", "< ", "! ", "#") is written in base64, and the message's first line ends in " base64".
 * In place of an answer, "! ID TEXT" says that there was none: ID is that of the error
 * (HTTP_NOT_SENT, HTTP_NO_ANSWER, or "-"). "***" stands for octets that were removed.
 */
#ifndef ZF_HTTP_HTTP_FILE_H
#define ZF_HTTP_HTTP_FILE_H

#include "http.h"

struct http_exchange {
	unsigned long line; /* of its request in the file */
	struct http_request request;
	struct http_response response; /* status 0: there was none */
	struct zf_error failure; /* why not: id and text */
};

struct http_exchanges {
	struct http_exchange *items;
	size_t count, cap;
};

/* Errors: ZF_ERR_SYNTAX with `file` and line. On success release with http_exchanges_free. */
enum zf_status http_file_parse(struct http_exchanges *all, const char *file, const char *text,
	size_t size, struct zf_error *err);
void http_exchanges_free(struct http_exchanges *all);
void http_exchange_free(struct http_exchange *x);

void http_file_print(struct buf *b, const struct http_exchange *x);

#endif
