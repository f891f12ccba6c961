#include "report.h"

#include <stdlib.h>

#include "mem.h"

void report_init(struct apply_report *r, const struct plan *plan, const struct run_about *about)
{
	*r = (struct apply_report){.plan = plan,
		.about = *about,
		.why = ZF_ERROR_INIT,
		.finish = ZF_ERROR_INIT,
		.unverified = ZF_ERROR_INIT};
	arena_init(&r->arena);
	buf_init(&r->says, 0);
	r->states = mem_zalloc((plan->count + 1) * sizeof(*r->states));
	r->counts[OP_REMAINING] = plan->count;
}

void report_free(struct apply_report *r)
{
	free(r->states);
	free(r->differences);
	free(r->left);
	buf_free(&r->says);
	arena_free(&r->arena);
}

bool report_may_have_written(const struct apply_report *r)
{
	return r->counts[OP_DONE] + r->counts[OP_UNKNOWN] > 0 || r->doubtful;
}

void report_set_state(struct apply_report *r, size_t operation, enum op_state state)
{
	r->counts[r->states[operation]]--;
	r->states[operation] = state;
	r->counts[state]++;
}

void report_add_difference(struct apply_report *r, const struct apply_difference *difference)
{
	r->differences = mem_grow(r->differences, &r->difference_cap, r->difference_count + 1,
		sizeof(*r->differences));
	r->differences[r->difference_count++] = (struct apply_difference){
		difference->kind,
		arena_strdup(&r->arena, difference->what),
		arena_strdup(&r->arena, difference->wanted),
		arena_strdup(&r->arena, difference->found),
	};
}

void report_add_left(struct apply_report *r, const char *what, const char *why)
{
	r->left = mem_grow(r->left, &r->left_cap, r->left_count + 1, sizeof(*r->left));
	r->left[r->left_count++] =
		(struct apply_left){arena_strdup(&r->arena, what), arena_strdup(&r->arena, why)};
}

enum run_result report_result(const struct apply_report *r)
{
	if (r->counts[OP_DONE] == r->plan->count && r->finish.code == ZF_OK &&
		r->unverified.code == ZF_OK && r->difference_count == 0 && r->left_count == 0)
		return RUN_APPLIED;
	return r->counts[OP_DONE] == 0 && r->counts[OP_UNKNOWN] == 0 && r->left_count == 0
		       ? RUN_NOTHING
		       : RUN_PARTLY;
}
