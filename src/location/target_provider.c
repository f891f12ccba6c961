/* target_provider: a provider's zone as a target. */
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "pool.h"
#include "target_kinds.h"
#include "writer.h"

struct provider_target {
	struct target target;
	struct provider *provider;
	struct writer *writer;
	const struct load_env *env;
	size_t calls_before; /* that the account had made when it was taken */
};

static void close_provider(struct target *target)
{
	struct provider_target *t = (struct provider_target *)target;
	writer_free(t->writer);
	pool_leave(t->provider, t->env);
}

static enum zf_status read_provider(struct target *target, struct target_state *state,
	struct diags *diags, struct zf_error *err)
{
	const struct provider_target *t = (const struct provider_target *)target;
	(void)diags; /* what was noticed is the zone's */
	return writer_read(t->writer, &state->zone, &state->elements, err);
}

static enum zf_status check_provider(struct target *target, const struct operation *operations,
	size_t count, struct zf_error *err)
{
	const struct provider_target *t = (const struct provider_target *)target;
	(void)count; /* no provider has a limit for a name */
	return writer_check(t->writer, operations, err);
}

static enum outcome write_provider(struct target *target, const struct target_state *state,
	const struct operation *operations, size_t count, struct buf *says, struct zf_error *err)
{
	const struct provider_target *t = (const struct provider_target *)target;
	(void)state; /* the operations name their elements */
	return writer_write(t->writer, operations, count, says, err);
}

static enum outcome finish_provider(struct target *target, struct zf_error *err)
{
	const struct provider_target *t = (const struct provider_target *)target;
	return writer_finish(t->writer, err);
}

static size_t count_calls(const struct target *target)
{
	const struct provider_target *t = (const struct provider_target *)target;
	return provider_calls(t->provider) - t->calls_before;
}

static const struct target_ops ops = {.close = close_provider,
	.read = read_provider,
	.check = check_provider,
	.write = write_provider,
	.finish = finish_provider,
	.calls = count_calls};

/* Writing through what no source supports wants a word from the user. */
static enum zf_status check_verified(
	const struct desc *desc, const struct target_options *options, struct zf_error *err)
{
	const struct strings *facts = &desc->write->unverified;
	if (!facts->count || options->unverified)
		return ZF_OK;
	return err_set(err, ZF_ERR_UNSUPPORTED,
		"%s: how it is written to is not verified (%s%s): --unverified writes all the same",
		desc->name, facts->items[0], facts->count > 1 ? " …" : "");
}

enum zf_status target_open_provider(struct target **target, const struct location *loc,
	const struct load_env *env, const struct target_options *options, struct zf_error *err)
{
	bool by_id = loc->view && strcmp(loc->view, "id") == 0;
	if (!loc->zone || (loc->view && !by_id))
		return err_set(err, ZF_ERR_UNSUPPORTED,
			"%s: a zone itself can be written to, no view of it", loc->text);
	struct provider_target *t = mem_zalloc(sizeof(*t));
	t->target.ops = &ops;
	t->env = env;
	enum zf_status status = pool_take(&t->provider, loc, env, err);
	if (!status)
		t->calls_before = provider_calls(t->provider);
	if (!status)
		status = writer_new(
			&t->writer, t->provider, loc->zone, by_id ? loc->view_arg : NULL, err);
	if (!status) {
		writer_kind(provider_desc(t->provider), &t->target.kind);
		status = check_verified(provider_desc(t->provider), options, err);
	}
	if (status) {
		close_provider(&t->target);
		free(t);
		return status;
	}
	*target = &t->target;
	return ZF_OK;
}
