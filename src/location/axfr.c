/* Zones from name servers. */
#include "axfr.h"
#include "load.h"
#include "name_server.h"

enum zf_status load_axfr(struct zf_zone **zone, const struct location *loc,
	const struct load_env *env, struct diags *diags, struct zf_error *err)
{
	struct name_server s;
	(void)diags;
	enum zf_status status = name_server_open(&s, loc, env, err);
	if (status != ZF_OK)
		return status;
	location_progress(loc, env);
	status = axfr_fetch(zone, &s.server, err);
	name_server_close(&s);
	if (status == ZF_OK)
		location_trace(loc, *zone, env);
	return status;
}
