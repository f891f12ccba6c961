/* load: locations from the command line, loaded with what the global flags say. */
#include <stdlib.h>

#include "cli.h"
#include "mem.h"
#include "read_flags.h"

struct load_env cli_load_env(struct cli *cli)
{
	const struct globals *g = &cli->globals;
	return (struct load_env){
		.zonefile = ZONEFILE_OPTIONS_INIT,
		.config = g->config,
		.provider_dir = g->provider_dir,
		.record_dir = g->record,
		.replay_dir = g->replay,
		.timeout = (unsigned)g->timeout,
		.progress = say_progress,
		.progress_user = cli,
	};
}

void read_flags_apply(struct load_env *env, const struct read_flags *flags)
{
	env->zonefile.origin = flags->origin;
	env->zonefile.default_ttl = flags->default_ttl;
	env->zonefile.include_dir = flags->include_dir;
}

int say_failure(struct cli *cli, const struct diags *diags, const struct zf_error *err)
{
	bool listed = false;
	for (size_t i = 0; i < diags->count; i++)
		listed = listed || diags->items[i].severity == DIAG_ERROR;
	say_diags(cli, diags);
	if (!listed)
		return say_error(cli, err);
	if (diags->errors > 1)
		say(cli, "%zu errors; nothing of %s was used", diags->errors,
			diags->items[0].file ? diags->items[0].file : "it");
	return EXIT_TROUBLE;
}

bool cli_load_all(struct cli *cli, struct zf_zone **zones, char *const *names, size_t count,
	const struct load_env *env, int *status)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct location *locs = mem_zalloc(count * sizeof(*locs));
	struct diags *diags = mem_zalloc(count * sizeof(*diags));
	size_t parsed = 0;
	enum zf_status result = ZF_OK;
	for (size_t i = 0; i < count; i++) {
		zones[i] = NULL;
		diags_init(&diags[i]);
	}
	while (parsed < count && result == ZF_OK) {
		result = location_parse(&locs[parsed], names[parsed], &err);
		parsed += result == ZF_OK;
	}
	if (result == ZF_OK)
		result = location_load_all(zones, locs, count, env, diags, &err);
	if (result != ZF_OK) {
		struct diags all;
		diags_init(&all);
		for (size_t i = 0; i < count; i++)
			diags_join(&all, &diags[i]);
		*status = say_failure(cli, &all, &err);
		diags_free(&all);
	}
	for (size_t i = 0; i < count; i++) {
		if (zones[i])
			say_diags(cli, &zones[i]->diags);
		diags_free(&diags[i]);
	}
	for (size_t i = 0; i < parsed; i++)
		location_free(&locs[i]);
	free(locs);
	free(diags);
	return result == ZF_OK;
}

struct zf_zone *cli_load(struct cli *cli, char *location, const struct load_env *env, int *status)
{
	struct zf_zone *zone = NULL;
	cli_load_all(cli, &zone, &location, 1, env, status);
	return zone;
}
