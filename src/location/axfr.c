/* Zones from name servers, with TSIG keys from the configuration. */
#include "axfr.h"
#include "config.h"
#include "load.h"

static enum zf_status find_key(struct tsig_key *key, const struct location *loc,
	const struct load_env *env, struct zf_error *err)
{
	struct config *config;
	struct config_key found;
	struct secrets *all;
	enum zf_status status = config_load(&config, env->config, err);
	if (status != ZF_OK)
		return status;
	all = secrets_new();
	status = config_tsig_key(config, loc->key, all, &found, err);
	if (status == ZF_OK)
		status = tsig_key_init(
			key, found.name, found.algorithm, secret_octets(found.secret), err);
	secrets_free(all);
	config_free(config);
	return status;
}

enum zf_status load_axfr(struct zf_zone **zone, const struct location *loc,
	const struct load_env *env, struct diags *diags, struct zf_error *err)
{
	struct tsig_key key;
	struct zone_server q = {
		.host = loc->host, .port = loc->port, .zone = loc->zone, .timeout = env->timeout};
	(void)diags;
	if (loc->key) {
		enum zf_status status = find_key(&key, loc, env, err);
		if (status != ZF_OK)
			return status;
		q.key = &key;
	}
	enum zf_status status = axfr_fetch(zone, &q, err);
	if (loc->key)
		tsig_key_free(&key);
	return status;
}
