#include "accounts.h"

#include "inputs.h"
#include "load.h"

enum zf_status account_open(
	struct provider **p, struct cli *cli, const char *operand, struct zf_error *err)
{
	const struct load_env env = cli_load_env(cli, NULL);
	const struct provider_env provider_env = load_provider_env(&env);
	struct location loc;
	enum zf_status status = location_parse_provider(&loc, operand, err);
	if (status != ZF_OK)
		return status;
	status = provider_open(p, loc.provider, loc.profile, &provider_env, err);
	location_free(&loc);
	return status;
}
