/*
 * judge: what became of operations whose outcome nobody told, by the target as it is now.
 */
#ifndef ZF_APPLY_JUDGE_H
#define ZF_APPLY_JUDGE_H

#include "journal.h"

/* OP_DONE, OP_REFUSED (not done: all is as it was before), or OP_UNKNOWN (neither). `before` is the
 * state that the operation was planned with, `now` one read after it. */
enum op_state judge(const struct operation *operation, const struct target_state *before,
	const struct target_state *now);

/* Whether nothing of what a DELETE removes is shown any more; true for other operations. */
bool judge_is_gone(const struct operation *operation, const struct target_state *now);

#endif
