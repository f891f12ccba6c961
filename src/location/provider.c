/* loc_provider: a zone at a provider. */
#include "load.h"
#include "pool.h"

enum zf_status load_provider(struct zf_zone **zone, const struct location *loc,
	const struct load_env *env, struct diags *diags, struct zf_error *err)
{
	const struct provider_query query = {
		.zone = loc->zone, .view = loc->view, .view_arg = loc->view_arg};
	struct provider *p = NULL;
	(void)diags;
	enum zf_status status = pool_take(&p, loc, env, err);
	if (status == ZF_OK)
		status = provider_fetch(zone, p, &query, err);
	pool_leave(p, env);
	return status;
}
