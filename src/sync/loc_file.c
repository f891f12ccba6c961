/* loc_file: a zone file, or standard input. */
#include "load.h"

enum zf_status load_file(struct zf_zone **zone, const struct location *loc,
	const struct load_env *env, struct diags *diags, struct zf_error *err)
{
	return zonefile_read(zone, loc->path, &env->zonefile, diags, err);
}
