#include "target.h"

#include <stdlib.h>

#include "err.h"
#include "target_kinds.h"

/* Who opens what, by enum location_kind. */
static target_opener *const openers[] = {
	[LOCATION_FILE] = target_open_file,
	[LOCATION_PROVIDER] = target_open_provider,
	[LOCATION_AXFR] = target_open_server,
	[LOCATION_GIT] = NULL,
};

enum zf_status target_open(struct target **target, const struct location *loc,
	const struct load_env *env, const struct target_options *options, struct zf_error *err)
{
	*target = NULL;
	if (!openers[loc->kind])
		return err_set(err, ZF_ERR_UNSUPPORTED, "%s can be read only", loc->text);
	return openers[loc->kind](target, loc, env, options, err);
}

void target_close(struct target *target)
{
	if (!target)
		return;
	target->ops->close(target);
	free(target);
}

const struct target_kind *target_kind(const struct target *target)
{
	return &target->kind;
}

void target_state_free(struct target_state *state)
{
	zf_zone_free(state->zone);
	elements_free(&state->elements);
	state->zone = NULL;
}

enum zf_status target_read(struct target *target, struct target_state *state, struct diags *diags,
	struct zf_error *err)
{
	state->zone = NULL;
	elements_init(&state->elements);
	enum zf_status status = target->ops->read(target, state, diags, err);
	if (status)
		target_state_free(state);
	return status;
}

enum zf_status target_check(struct target *target, const struct operation *operations, size_t count,
	struct zf_error *err)
{
	return target->ops->check ? target->ops->check(target, operations, count, err) : ZF_OK;
}

size_t target_group(const struct target *target, const struct operation *operations, size_t count)
{
	return operations_in_call(&target->kind, operations, count);
}

enum outcome target_write(struct target *target, const struct target_state *state,
	const struct operation *operations, size_t count, struct buf *says, struct zf_error *err)
{
	return target->ops->write(target, state, operations, count, says, err);
}

enum outcome target_finish(struct target *target, struct zf_error *err)
{
	return target->ops->finish ? target->ops->finish(target, err) : OUTCOME_DONE;
}

size_t target_calls(const struct target *target)
{
	return target->ops->calls ? target->ops->calls(target) : 0;
}
