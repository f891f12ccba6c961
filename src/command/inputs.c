#include "inputs.h"

#include <stdlib.h>

#include "mem.h"
#include "named_conf.h"

static void take_flags(struct zonefile_options *o, const struct read_flags *flags)
{
	o->origin = flags->origin;
	o->default_ttl = flags->default_ttl;
	o->include_dirs = (const char *const *)flags->include_dirs.items;
	o->include_dir_count = flags->include_dirs.count;
	o->dialect = flags->dialect;
	o->txt = flags->txt == 0 ? ZONEFILE_TXT_CUT : ZONEFILE_TXT_EXACT;
}

struct load_env cli_load_env(struct cli *cli, const struct read_flags *flags)
{
	const struct globals *g = &cli->globals;
	struct load_env env = {
		.zonefile = ZONEFILE_OPTIONS_INIT,
		.config = g->config,
		.provider_dir = g->provider_dir,
		.record_dir = g->record,
		.replay_dir = g->replay,
		.timeout = (unsigned)g->timeout,
		.progress = say_progress,
		.trace = g->verbose ? say_trace : NULL,
		.progress_user = cli,
	};
	env.zonefile.max_records = (size_t)g->max_records;
	if (flags)
		take_flags(&env.zonefile, flags);
	if (flags && cli->named_conf)
		named_conf_use(cli->named_conf, &env.zonefile);
	return env;
}

/* Where the zones are, and what was noticed while they were loaded. */
struct loading {
	struct location *locs;
	size_t parsed; /* of locs */
	struct diags *diags;
	size_t count; /* of diags */
};

static void loading_init(struct loading *l, size_t count)
{
	l->locs = mem_zalloc(count * sizeof(*l->locs));
	l->diags = mem_zalloc(count * sizeof(*l->diags));
	l->parsed = 0;
	l->count = count;
	for (size_t i = 0; i < count; i++)
		diags_init(&l->diags[i]);
}

static void loading_free(struct loading *l)
{
	for (size_t i = 0; i < l->parsed; i++)
		location_free(&l->locs[i]);
	for (size_t i = 0; i < l->count; i++)
		diags_free(&l->diags[i]);
	free(l->locs);
	free(l->diags);
}

static int say_why_not(struct cli *cli, struct loading *l, const struct zf_error *err)
{
	bool listed = false;
	for (size_t i = 0; i < l->parsed; i++) {
		say_diags(cli, &l->diags[i], l->locs[i].text);
		listed = listed || l->diags[i].errors > 0;
	}
	return listed ? EXIT_TROUBLE : say_error(cli, err);
}

int inputs_load(struct inputs *in, struct cli *cli, const struct read_flags *flags, int count,
	char *const *locations)
{
	const struct inputs_options options = {.flags = flags};
	return inputs_load_shared(in, cli, &options, count, locations);
}

int inputs_load_shared(struct inputs *in, struct cli *cli, const struct inputs_options *options,
	int count, char *const *locations)
{
	struct zf_error err = ZF_ERROR_INIT;
	enum zf_status result = ZF_OK;
	struct loading l;
	int status = EXIT_DONE;
	loading_init(&l, (size_t)count);
	*in = (struct inputs){.env = cli_load_env(cli, options->flags),
		.zones = mem_zalloc(l.count * sizeof(*in->zones))};
	in->env.pool = options->pool;
	while (l.parsed < l.count && result == ZF_OK) {
		result = location_parse(&l.locs[l.parsed], locations[l.parsed], &err);
		l.parsed += result == ZF_OK;
	}
	if (result == ZF_OK)
		result = location_load_all(in->zones, l.locs, l.count, &in->env, l.diags, &err);
	say_settle(cli);
	if (result == ZF_OK)
		in->count = l.count;
	else
		status = say_why_not(cli, &l, &err);
	in->err = err;
	for (size_t i = 0; i < in->count; i++)
		say_diags(cli, &in->zones[i]->diags, l.locs[i].text);
	loading_free(&l);
	return status;
}

void inputs_free(struct inputs *in)
{
	for (size_t i = 0; i < in->count; i++)
		zf_zone_free(in->zones[i]);
	free(in->zones);
	*in = (struct inputs){.zones = NULL};
}

int inputs_status(const struct inputs *in, int status)
{
	for (size_t i = 0; i < in->count; i++) {
		if (status == EXIT_DONE && in->zones[i]->unread)
			status = EXIT_PARTLY;
	}
	return status;
}
