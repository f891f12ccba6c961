/* zones: lists the zones of an account. */
#include <string.h>

#include "accounts.h"
#include "encode.h"
#include "result.h"
#include "show.h"
#include "str.h"

struct zones_options {
	int format; /* enum report_format */
	const char *name;
};

static const struct zones_options defaults = {.format = REPORT_TEXT};

static const struct opt options[] = {
	REPORT_FLAG(struct zones_options, format, "one name a line (the default), or JSON"),
	{"name", 0, OPT_TEXT, offsetof(struct zones_options, name), "GLOB",
		"only zones whose name matches; * and ? stand for anything", 0, 0},
};

struct listing {
	struct cli *cli;
	const struct zones_options *o;
	struct buf out;
	size_t count;
};

/* A member of a JSON object, null when there is no text. */
static void add_member(struct buf *b, const char *key, const char *text)
{
	buf_printf(b, "\"%s\":", key);
	if (text)
		encode_json_string(b, text, strlen(text));
	else
		buf_adds(b, "null");
}

static void add_json(struct listing *l, const struct provider_zone *z)
{
	buf_adds(&l->out, l->count > 0 ? ",\n  {" : "\n  {");
	add_member(&l->out, "name", z->name);
	buf_addc(&l->out, ',');
	add_member(&l->out, "id", z->id);
	buf_addc(&l->out, ',');
	add_member(&l->out, "skipped", z->skipped);
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
	if (l->o->format == REPORT_JSON) {
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
	const bool json = l.o->format == REPORT_JSON;
	struct zf_error err = ZF_ERROR_INIT;
	struct provider *p = NULL;
	(void)count;
	buf_init(&l.out, 0);
	if (json) {
		buf_adds(&l.out, "{\"version\":1,");
		add_member(&l.out, "provider", args[0]);
		buf_adds(&l.out, ",\"zones\":[");
	}
	if (account_open(&p, cli, args[0], &err) == ZF_OK)
		provider_zones(p, add_zone, &l, &err);
	if (json)
		buf_adds(&l.out, l.count > 0 ? "\n]}\n" : "]}\n");
	provider_close(p);
	return result_end(cli, &l.out, &err, EXIT_DONE);
}

const struct cmd cmd_zones = {
	.name = "zones",
	.args = "PROVIDER[@PROFILE] [--name GLOB] [-f text|json]",
	.summary = "list the zones of an account",
	.text = "Lists the zones that the credentials reach, one a line, without the final dot: as\n"
		"they stand in a location. What can't be exported is named on standard error.\n",
	CMD_OPTIONS(options, defaults),
	.min_args = 1,
	.max_args = 1,
	.run = run,
};
