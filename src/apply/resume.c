#include "resume.h"

#include "between.h"
#include "err.h"

enum zf_status resume_plan(struct plan *rest, struct past *past, const struct target_state *now,
	const struct target_kind *kind, struct zf_error *err)
{
	struct zf_zone *wanted = NULL;
	struct buf why;
	buf_init(&why, 0);
	*rest = (struct plan){.count = 0};
	enum zf_status status = past_load(past, err);
	if (!status && !between(past->before, past->wanted, now->zone, &why))
		status = err_set(err, ZF_ERR_DATA,
			"somebody has changed %s since run %lu began: it is neither as before nor "
			"as wanted",
			why.data, past->run.number);
	if (!status)
		status = between_rest(&wanted, past->before, past->wanted, now->zone, err);
	if (!status)
		status = plan_toward(rest, now->zone, &now->elements, kind, wanted, err);
	buf_free(&why);
	return status;
}
