#include "call.h"

#include "auth.h"
#include "settings.h"

static enum zf_status send_once(
	struct provider *p, const struct call *call, struct answer *answer, struct zf_error *err)
{
	struct http_request q;
	*answer = (struct answer){0};
	p->last_status = 0;
	enum zf_status status = request_make(p, &q, call, err);
	status = status ? status : auth_apply(p, &q, err);
	if (status)
		exchange_note_place(p, &q, err);
	else
		status = exchange(p, call, &q, answer, err);
	http_request_free(&q);
	return status;
}

enum zf_status call_send(
	struct provider *p, const struct call *call, struct answer *answer, struct zf_error *err)
{
	struct zf_error first = ZF_ERROR_INIT;
	enum zf_status status = settings_load(p, err);
	status = status ? status : auth_prepare(p, err);
	if (status)
		return status;
	status = send_once(p, call, answer, &first);
	if (status && p->last_status == 401 && auth_again(p)) {
		status = auth_prepare(p, err);
		return status ? status : send_once(p, call, answer, err);
	}
	if (status)
		*err = first;
	return status;
}
