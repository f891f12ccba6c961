/* export: prints a zone from anywhere. */
#include <stdlib.h>
#include <string.h>

#include "diff.h"
#include "edit.h"
#include "err.h"
#include "inputs.h"
#include "mem.h"
#include "served.h"
#include "show.h"

struct export_options {
	struct show_flags show;
	const char *update;
	struct read_flags read;
};

static const struct export_options defaults = {.read = READ_FLAGS_INIT};

static const struct opt options[] = {
	SHOW_FLAG_OUTPUT(struct export_options, show),
	{"update", 0, OPT_TEXT, offsetof(struct export_options, update), "FILE",
		"bring FILE up to date: only the lines that change are touched", 0, 0},
	PROOF_FLAG(struct export_options, show.proof),
	SHOW_FLAG_FORMAT(struct export_options, show, "how to print it (below); default zone"),
	READ_FLAGS(struct export_options, read),
	READ_FLAG_TXT(struct export_options, read),
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

/* Replaces the file, and says so. */
static enum zf_status put_text(struct cli *cli, const struct export_options *o,
	const struct diff *diff, const struct buf *text, struct zf_error *err)
{
	enum file_care care = o->show.force ? FILE_FORCED : FILE_CAREFUL;
	enum zf_status status = ZF_OK;
	struct buf done;
	say_prepare(&done, "%s: %zu added, %zu removed, %zu changed", o->update, diff->added,
		diff->removed, diff->ttl + diff->meta);
	if (diff->count > 0)
		status = file_replace(o->update, text->data, text->len, care, err);
	if (status == ZF_OK)
		say_prepared(cli, &done);
	else
		buf_free(&done);
	return status;
}

/* Brings a hand-kept file to the state of the zone. */
static int update_file(struct cli *cli, const struct export_options *o, const struct load_env *env,
	const struct zf_zone *zone)
{
	const char *path = o->update;
	struct zf_error err = ZF_ERROR_INIT;
	struct file_text text;
	struct zf_zone *old = NULL;
	struct diff diff = {0};
	struct diags diags;
	struct buf out;
	struct zonefile_options how = env->zonefile;
	int status = EXIT_DONE;
	how.proof = o->show.proof ? ZONEFILE_CARE_ALWAYS : ZONEFILE_CARE_USUAL;
	how.path = path;
	if (file_read(&text, path, ZONEFILE_MAX_SIZE, &err) != ZF_OK)
		return say_error(cli, &err);
	buf_init(&out, 0);
	diags_init(&diags);
	if (zonefile_parse(&old, text.data, text.size, path, &how, &diags, &err) != ZF_OK)
		status = say_failure(cli, &diags, &err);
	else if (diff_make(&diff, old, zone, &update_rules, &err) == ZF_OK)
		updated_text(&out, &diff, &text, path, &how, &err);
	if (status == EXIT_DONE && err.code == ZF_OK)
		put_text(cli, o, &diff, &out, &err);
	if (status == EXIT_DONE && err.code != ZF_OK)
		status = say_error(cli, &err);
	diff_free(&diff);
	zf_zone_free(old);
	diags_free(&diags);
	buf_free(&out);
	file_text_free(&text);
	return status;
}

static int run(struct cli *cli, const void *values, int count, char **args)
{
	const struct export_options *o = values;
	struct zf_error err = ZF_ERROR_INIT;
	struct show show;
	struct inputs in;
	if (show_read(&show, cli, OUTPUT_ZONE, &o->show, &err) == ZF_OK && o->update &&
		(o->show.output || o->show.format))
		err_set(&err, ZF_ERR_USAGE, "--update goes with neither -o nor -f");
	if (err.code != ZF_OK)
		return say_error(cli, &err);
	show.how.names = (const char *const *)args;
	int status = inputs_load(&in, cli, &o->read, count, args);
	if (status == EXIT_DONE)
		say_served(cli, in.zones[0]);
	if (status == EXIT_DONE && o->update)
		status = update_file(cli, o, &in.env, in.zones[0]);
	else if (status == EXIT_DONE && show_zone(&show, in.zones[0], &err) != ZF_OK)
		status = say_error(cli, &err);
	else if (status == EXIT_DONE && o->show.output)
		say_verbose(cli, "wrote %s", o->show.output);
	status = inputs_status(&in, status);
	inputs_free(&in);
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
		"not be read whole is an error, and no file is touched. A record whose content can't\n"
		"be read is named and kept as a provider record; all else is exported, exit 4.\n",
	.more = list_formats,
	CMD_OPTIONS(options, defaults),
	.min_args = 1,
	.max_args = 1,
	.run = run,
};
