/* export: prints a zone from anywhere. */
#include "cli.h"
#include "diff.h"
#include "err.h"
#include "zonefile_edit.h"

enum { FORMAT_ZONE, FORMAT_GENERIC };

struct export_options {
	const char *output, *update, *origin, *include_dir;
	long default_ttl;
	int format;
};

static const struct export_options defaults = {.default_ttl = -1, .format = FORMAT_ZONE};

static const struct opt options[] = {
	{"output", 'o', OPT_TEXT, offsetof(struct export_options, output), "FILE",
		"write to FILE, which is replaced whole or left as it is", 0, 0},
	{"update", 0, OPT_TEXT, offsetof(struct export_options, update), "FILE",
		"bring FILE up to date: only the lines that change are touched", 0, 0},
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

/* Brings a hand-kept file to the state of the zone. What providers make up is left out of the
 * comparison, and TXT split in another way is no change. */
static enum zf_status update_file(struct cli *cli, const struct export_options *o,
	const struct load_env *env, const struct zf_zone *zone, struct zf_error *err)
{
	const struct diff_options rules = {.txt = DIFF_TXT_JOINED};
	struct file_text text;
	struct zf_zone *old = NULL;
	struct diff diff = {0};
	struct diags diags;
	struct buf out;
	enum zf_status status = file_read(&text, o->update, ZONEFILE_MAX_SIZE, err);
	if (status != ZF_OK)
		return status;
	buf_init(&out, 0);
	diags_init(&diags);
	status = zonefile_parse(&old, text.data, text.size, o->update, &env->zonefile, &diags, err);
	if (status != ZF_OK)
		say_diags(cli, &diags);
	else if ((status = diff_make(&diff, old, zone, &rules, err)) == ZF_OK && diff.count > 0)
		status = zonefile_update(
			&out, text.data, text.size, &diff, o->update, &env->zonefile, &rules, err);
	if (status == ZF_OK && diff.count > 0)
		status = file_replace(o->update, out.data, out.len, err);
	if (status == ZF_OK)
		say(cli, "%s: %zu added, %zu removed, %zu changed", o->update, diff.added,
			diff.removed, diff.ttl + diff.meta);
	diff_free(&diff);
	zf_zone_free(old);
	diags_free(&diags);
	buf_free(&out);
	file_text_free(&text);
	return status;
}

static enum zf_status print_zone(
	const struct export_options *o, const struct zf_zone *zone, struct zf_error *err)
{
	struct result r;
	enum zf_status status = result_open(&r, o->output, err);
	if (status != ZF_OK)
		return status;
	status = printers[o->format](zone, result_add, &r, err);
	if (status == ZF_OK)
		return result_commit(&r, err);
	result_abort(&r);
	return status;
}

static int run(struct cli *cli, const void *values, int count, char **args)
{
	const struct export_options *o = values;
	struct load_env env = cli_load_env(cli);
	struct zf_error err = ZF_ERROR_INIT;
	int status = EXIT_TROUBLE;
	(void)count;
	env.zonefile.origin = o->origin;
	env.zonefile.default_ttl = o->default_ttl;
	env.zonefile.include_dir = o->include_dir;
	if (o->update && (o->output || o->format != FORMAT_ZONE)) {
		err_set(&err, ZF_ERR_USAGE, "--update goes with neither -o nor -f");
		return say_error(cli, &err);
	}
	struct zf_zone *zone = cli_load(cli, args[0], &env, &status);
	if (!zone)
		return status;
	if (o->update)
		update_file(cli, o, &env, zone, &err);
	else
		print_zone(o, zone, &err);
	zf_zone_free(zone);
	return err.code == ZF_OK ? EXIT_DONE : say_error(cli, &err);
}

const struct cmd cmd_export = {
	.name = "export",
	.args = "SOURCE [-o FILE | --update FILE] [-f zone|generic]",
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
