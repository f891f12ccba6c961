/* zones: lists the zones of an account. */
#include <string.h>

#include "cli.h"
#include "encode.h"
#include "engine.h"
#include "err.h"
#include "json.h"
#include "load.h"

enum { FORMAT_TEXT, FORMAT_JSON };

struct zones_options {
	int format;
	const char *name;
};

static const struct zones_options defaults = {.format = FORMAT_TEXT};

static const struct opt options[] = {
	{"format", 'f', OPT_CHOICE, offsetof(struct zones_options, format), "text|json",
		"one name a line (the default), or JSON", 0, 0},
	{"name", 0, OPT_TEXT, offsetof(struct zones_options, name), "GLOB",
		"only zones whose name matches; * and ? stand for anything", 0, 0},
};

struct listing {
	struct cli *cli;
	const struct zones_options *o;
	struct buf out;
	size_t count;
};

static void add_json(struct listing *l, const struct provider_zone *z)
{
	buf_adds(&l->out, l->count > 0 ? ",\n  {\"name\":" : "\n  {\"name\":");
	encode_json_string(&l->out, z->name, strlen(z->name));
	buf_adds(&l->out, ",\"id\":");
	if (z->id)
		encode_json_string(&l->out, z->id, strlen(z->id));
	else
		buf_adds(&l->out, "null");
	buf_adds(&l->out, ",\"skipped\":");
	if (z->skipped)
		encode_json_string(&l->out, z->skipped, strlen(z->skipped));
	else
		buf_adds(&l->out, "null");
	buf_addc(&l->out, '}');
}

/* The name without its final dot, as locations spell it. */
static struct str plain_name(const char *name)
{
	size_t n = strlen(name);
	return (struct str){name, n > 1 ? n - 1 : n};
}

static enum zf_status add_zone(void *user, const struct provider_zone *z, struct zf_error *err)
{
	struct listing *l = user;
	struct str name = plain_name(z->name);
	char text[1100];
	(void)err;
	snprintf(text, sizeof(text), "%.*s", (int)name.n, name.p);
	if (l->o->name && !str_glob(l->o->name, text))
		return ZF_OK;
	if (l->o->format == FORMAT_JSON) {
		add_json(l, z);
	} else if (z->skipped) {
		say(l->cli, "%s is left out: %s", text, z->skipped);
		return ZF_OK;
	} else {
		str_print(&l->out, name.p, name.n);
		buf_addc(&l->out, '\n');
	}
	l->count++;
	return ZF_OK;
}

static int run(struct cli *cli, const void *values, int count, char **args)
{
	struct listing l = {.cli = cli, .o = values};
	const struct load_env env = cli_load_env(cli);
	const struct provider_env provider_env = load_provider_env(&env);
	struct zf_error err = ZF_ERROR_INIT;
	struct location loc;
	struct provider *p = NULL;
	int status = EXIT_TROUBLE;
	(void)count;
	if (location_parse_provider(&loc, args[0], &err) != ZF_OK)
		return say_error(cli, &err);
	buf_init(&l.out, 0);
	if (l.o->format == FORMAT_JSON) {
		buf_adds(&l.out, "{\"version\":1,\"provider\":");
		encode_json_string(&l.out, loc.text, strlen(loc.text));
		buf_adds(&l.out, ",\"zones\":[");
	}
	if (provider_open(&p, loc.provider, loc.profile, &provider_env, &err) == ZF_OK)
		provider_zones(p, add_zone, &l, &err);
	if (err.code == ZF_OK && l.o->format == FORMAT_JSON)
		buf_adds(&l.out, l.count > 0 ? "\n]}\n" : "]}\n");
	status = err.code == ZF_OK ? result_print(cli, &l.out, EXIT_DONE) : say_error(cli, &err);
	provider_close(p);
	location_free(&loc);
	buf_free(&l.out);
	return status;
}

const struct cmd cmd_zones = {
	.name = "zones",
	.args = "PROVIDER[@PROFILE] [--name GLOB] [-f text|json]",
	.summary = "list the zones of an account",
	.text = "Lists the zones that the credentials reach, one a line, without the final dot: as\n"
		"they stand in a location. What can't be exported is named on standard error.\n",
	.options = options,
	.option_count = sizeof(options) / sizeof(options[0]),
	.defaults = &defaults,
	.defaults_size = sizeof(defaults),
	.min_args = 1,
	.max_args = 1,
	.run = run,
};
