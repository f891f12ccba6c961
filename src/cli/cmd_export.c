/* export: prints a zone from anywhere. */
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "diff.h"
#include "err.h"
#include "mem.h"
#include "output.h"
#include "read_flags.h"
#include "edit.h"

struct export_options {
	const char *format, *output, *update;
	struct read_flags read;
};

static const struct export_options defaults = {.read = {.default_ttl = -1}};

static const struct opt options[] = {
	{"output", 'o', OPT_TEXT, offsetof(struct export_options, output), "FILE",
		"write to FILE, which is replaced whole or left as it is", 0, 0},
	{"update", 0, OPT_TEXT, offsetof(struct export_options, update), "FILE",
		"bring FILE up to date: only the lines that change are touched", 0, 0},
	{"format", 'f', OPT_TEXT, offsetof(struct export_options, format), "FORMAT",
		"how to print it (below); default zone", 0, 0},
	{READ_FLAG_ORIGIN, .offset = offsetof(struct export_options, read.origin)},
	{READ_FLAG_DEFAULT_TTL, .offset = offsetof(struct export_options, read.default_ttl)},
	{READ_FLAG_INCLUDE_DIR, .offset = offsetof(struct export_options, read.include_dir)},
};

/* What providers make up is left out of the comparison, and TXT cut in another way is no change. */
static const struct diff_options update_rules = {.txt = DIFF_TXT_JOINED};

/* The new text of a hand-kept file. */
static enum zf_status updated_text(struct buf *out, const struct diff *diff,
	const struct file_text *text, const char *path, const struct zonefile_options *how,
	struct zf_error *err)
{
	if (diff->count == 0)
		return ZF_OK;
	return zonefile_update(out, text->data, text->size, diff, path, how, &update_rules, err);
}

/* The folder that a file's $INCLUDE may read below; to be released with free. */
static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? mem_strndup(path, (size_t)(slash - path) + 1) : mem_strdup(".");
}

/* Brings a hand-kept file to the state of the zone. */
static int update_file(struct cli *cli, const struct export_options *o, const struct load_env *env,
	const struct zf_zone *zone)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct file_text text;
	struct zf_zone *old = NULL;
	struct diff diff = {0};
	struct diags diags;
	struct buf out;
	struct zonefile_options how = env->zonefile;
	char *folder = folder_of(o->update);
	int status = EXIT_DONE;
	if (!how.include_dir)
		how.include_dir = folder;
	if (file_read(&text, o->update, ZONEFILE_MAX_SIZE, &err) != ZF_OK) {
		free(folder);
		return say_error(cli, &err);
	}
	buf_init(&out, 0);
	diags_init(&diags);
	if (zonefile_parse(&old, text.data, text.size, o->update, &how, &diags, &err) != ZF_OK)
		status = say_failure(cli, &diags, &err);
	else if (diff_make(&diff, old, zone, &update_rules, &err) != ZF_OK ||
		 updated_text(&out, &diff, &text, o->update, &how, &err) != ZF_OK ||
		 (diff.count > 0 && file_replace(o->update, out.data, out.len, &err) != ZF_OK))
		status = say_error(cli, &err);
	else
		say(cli, "%s: %zu added, %zu removed, %zu changed", o->update, diff.added,
			diff.removed, diff.ttl + diff.meta);
	diff_free(&diff);
	zf_zone_free(old);
	diags_free(&diags);
	buf_free(&out);
	file_text_free(&text);
	free(folder);
	return status;
}

static enum zf_status print_zone(const struct export_options *o, const char *source,
	const struct output_format *format, const struct zf_zone *zone, struct zf_error *err)
{
	const struct output_options how = {.names = &source};
	struct result r;
	if (result_open(&r, o->output, err) != ZF_OK)
		return err->code;
	const struct out_sink sink = {result_add, &r};
	if (output_zone(format, zone, &how, &sink, err) == ZF_OK)
		return result_commit(&r, err);
	result_abort(&r);
	return err->code;
}

static int run(struct cli *cli, const void *values, int count, char **args)
{
	const struct export_options *o = values;
	struct load_env env = cli_load_env(cli);
	struct zf_error err = ZF_ERROR_INIT;
	const struct output_format *format =
		output_choose(OUTPUT_ZONE, o->format ? o->format : "zone", &err);
	int status = EXIT_TROUBLE;
	(void)count;
	if (o->update && (o->output || o->format))
		err_set(&err, ZF_ERR_USAGE, "--update goes with neither -o nor -f");
	if (err.code != ZF_OK)
		return say_error(cli, &err);
	read_flags_apply(&env, &o->read);
	struct zf_zone *zone = cli_load(cli, args[0], &env, &status);
	if (!zone)
		return status;
	if (o->update)
		status = update_file(cli, o, &env, zone);
	else if (print_zone(o, args[0], format, zone, &err) == ZF_OK)
		status = EXIT_DONE;
	else
		status = say_error(cli, &err);
	zf_zone_free(zone);
	return status;
}

static void list_formats(struct buf *b)
{
	output_help(b, OUTPUT_ZONE);
}

const struct cmd cmd_export = {
	.name = "export",
	.args = "SOURCE [-o FILE | --update FILE] [-f FORMAT]",
	.summary = "print a zone from a provider, name server, file or git revision",
	.text = "Prints the zone at SOURCE in canonical form. What the provider keeps beside DNS\n"
		"stands in comments (;@NAME JSON) that zoneferry reads back. A zone that could\n"
		"not be read whole is an error, and no file is touched.\n",
	.more = list_formats,
	.options = options,
	.option_count = sizeof(options) / sizeof(options[0]),
	.defaults = &defaults,
	.defaults_size = sizeof(defaults),
	.min_args = 1,
	.max_args = 1,
	.run = run,
};
