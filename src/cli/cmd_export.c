/* export: prints a zone from anywhere. */
#include "cli.h"
#include "err.h"

enum { FORMAT_ZONE, FORMAT_GENERIC };

struct export_options {
	const char *output, *origin, *include_dir;
	long default_ttl;
	int format;
};

static const struct export_options defaults = {.default_ttl = -1, .format = FORMAT_ZONE};

static const struct opt options[] = {
	{"output", 'o', OPT_TEXT, offsetof(struct export_options, output), "FILE",
		"write to FILE, which is replaced whole or left as it is", 0, 0},
	{"format", 'f', OPT_CHOICE, offsetof(struct export_options, format), "zone|generic",
		"zone text (the default), or RFC 3597 form of all records", 0, 0},
	{"origin", 0, OPT_TEXT, offsetof(struct export_options, origin), "NAME",
		"origin of relative names, for a file", 0, 0},
	{"default-ttl", 0, OPT_NUMBER, offsetof(struct export_options, default_ttl), "S",
		"TTL of records in files that state none", 0, 2147483647},
	{"include-dir", 0, OPT_TEXT, offsetof(struct export_options, include_dir), "DIR",
		"let $INCLUDE read below DIR too", 0, 0},
};

typedef enum zf_status print_function(
	const struct zf_zone *zone, zonefile_sink *sink, void *user, struct zf_error *err);

static print_function *const printers[] = {
	[FORMAT_ZONE] = zonefile_print,
	[FORMAT_GENERIC] = zonefile_print_generic,
};

static int run(struct cli *cli, const void *values, int count, char **args)
{
	const struct export_options *o = values;
	struct load_env env = cli_load_env(cli);
	struct zf_error err = ZF_ERROR_INIT;
	struct result r;
	int status = EXIT_TROUBLE;
	(void)count;
	env.zonefile.origin = o->origin;
	env.zonefile.default_ttl = o->default_ttl;
	env.zonefile.include_dir = o->include_dir;
	struct zf_zone *zone = cli_load(cli, args[0], &env, &status);
	if (!zone)
		return status;
	if (result_open(&r, o->output, &err) == ZF_OK) {
		if (printers[o->format](zone, result_add, &r, &err) == ZF_OK)
			result_commit(&r, &err);
		else
			result_abort(&r);
	}
	zf_zone_free(zone);
	return err.code == ZF_OK ? EXIT_DONE : say_error(cli, &err);
}

const struct cmd cmd_export = {
	.name = "export",
	.args = "SOURCE [-o FILE] [-f zone|generic]",
	.summary = "print a zone from a provider, name server, file or git revision",
	.text = "Prints the zone at SOURCE in canonical form. What the provider keeps beside DNS\n"
		"stands in comments (;@NAME JSON) that zoneferry reads back. A zone that could\n"
		"not be read whole is an error, and no file is touched.\n",
	.options = options,
	.option_count = sizeof(options) / sizeof(options[0]),
	.defaults = &defaults,
	.defaults_size = sizeof(defaults),
	.min_args = 1,
	.max_args = 1,
	.run = run,
};
