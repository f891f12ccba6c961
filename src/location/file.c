/* loc_file: a file: zone text, or by its name JSON; or standard input. */
#include "load.h"

enum zf_status load_file(struct zf_zone **zone, const struct location *loc,
	const struct load_env *env, struct diags *diags, struct zf_error *err)
{
	enum zf_status status = str_ends(loc->path, ".json") ? load_json(zone, loc, env, diags, err)
							     : zonefile_read(zone, loc->path,
								       &env->zonefile, diags, err);
	if (status == ZF_OK)
		location_trace(loc, *zone, env);
	return status;
}
