/*
 * call: a request in the account's name: made of a description's call, variables and elements, sent
 * with a login where one is needed, its answer judged. Reads and writes go through here.
 */
#ifndef ZF_PROVIDER_CALL_H
#define ZF_PROVIDER_CALL_H

#include "exchange.h"

/* Makes the request, sends it, logging in before and once again on 401, and checks the answer: its
 * status, that it is JSON, the conditions of success. On success release with answer_free. Errors:
 * ZF_ERR_AUTH, ZF_ERR_NOT_FOUND, ZF_ERR_NETWORK, ZF_ERR_ANSWER, ZF_ERR_LIMIT, ZF_ERR_CONFIG; the
 * place is the request. */
enum zf_status call_send(
	struct provider *p, const struct call *call, struct answer *answer, struct zf_error *err);

#endif
