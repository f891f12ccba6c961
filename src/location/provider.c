/* loc_provider: a zone at a provider. */
#include "load.h"

struct provider_env load_provider_env(const struct load_env *env)
{
	return (struct provider_env){
		.config = env->config,
		.provider_dir = env->provider_dir,
		.record_dir = env->record_dir,
		.replay_path = env->replay_dir,
		.timeout = env->timeout,
		.partial = env->partial,
		.progress = env->progress,
		.trace = env->trace,
		.progress_user = env->progress_user,
	};
}

enum zf_status load_provider(struct zf_zone **zone, const struct location *loc,
	const struct load_env *env, struct diags *diags, struct zf_error *err)
{
	const struct provider_env provider_env = load_provider_env(env);
	const struct provider_query query = {
		.zone = loc->zone, .view = loc->view, .view_arg = loc->view_arg};
	struct provider *p = NULL;
	(void)diags;
	enum zf_status status = provider_open(&p, loc->provider, loc->profile, &provider_env, err);
	if (status == ZF_OK)
		status = provider_fetch(zone, p, &query, err);
	provider_close(p);
	return status;
}
