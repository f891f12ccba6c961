#include "name_server.h"

#include <stdlib.h>

#include "config.h"
#include "engine.h"
#include "mem.h"

static enum zf_status find_key(struct tsig_key *key, const struct location *loc,
	const struct load_env *env, struct zf_error *err)
{
	struct config *config;
	struct config_key found;
	struct secrets *all;
	enum zf_status status = config_load(&config, env->config, err);
	if (status != ZF_OK)
		return status;
	config_limit(config, env->timeout);
	if (config_runs_commands(config))
		provider_hide_secrets(config, env->provider_dir, NULL);
	all = secrets_new();
	status = config_tsig_key(config, loc->key, all, &found, err);
	if (status == ZF_OK)
		status = tsig_key_init(
			key, found.name, found.algorithm, secret_octets(found.secret), err);
	secrets_free(all);
	config_free(config);
	return status;
}

enum zf_status name_server_open(struct name_server *s, const struct location *loc,
	const struct load_env *env, struct zf_error *err)
{
	*s = (struct name_server){0};
	if (loc->key) {
		enum zf_status status = find_key(&s->key, loc, env, err);
		if (status != ZF_OK)
			return status;
		s->server.key = &s->key;
	}
	s->server.host = s->host = mem_strdup(loc->host);
	s->server.port = s->port = loc->port ? mem_strdup(loc->port) : NULL;
	s->server.zone = s->zone = mem_strdup(loc->zone);
	s->server.timeout = env->timeout;
	s->server.max_records = env->zonefile.max_records;
	return ZF_OK;
}

void name_server_close(struct name_server *s)
{
	if (s->server.key)
		tsig_key_free(&s->key);
	free(s->host);
	free(s->port);
	free(s->zone);
}
