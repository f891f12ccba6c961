/* diff: what changes from A to B. */
#include <stdlib.h>
#include <unistd.h>

#include "diff_flags.h"
#include "explain.h"
#include "output.h"
#include "read_flags.h"

struct diff_command {
	struct diff_flags flags;
	struct read_flags read;
	const char *format, *output, *explain;
	long max_bytes;
};

static const struct diff_command defaults = {.read = {.default_ttl = -1}, .format = "text"};

static const struct opt options[] = {
	{"format", 'f', OPT_TEXT, offsetof(struct diff_command, format), "FORMAT",
		"how to show it (below); default text", 0, 0},
	{"output", 'o', OPT_TEXT, offsetof(struct diff_command, output), "FILE",
		"write to FILE, which is replaced whole or left as it is", 0, 0},
	{DIFF_FLAG_IGNORE, .offset = offsetof(struct diff_command, flags.ignore)},
	{DIFF_FLAG_ONLY, .offset = offsetof(struct diff_command, flags.only)},
	{DIFF_FLAG_NAME, .offset = offsetof(struct diff_command, flags.name)},
	{DIFF_FLAG_TXT, .offset = offsetof(struct diff_command, flags.txt)},
	{"explain", 0, OPT_TEXT, offsetof(struct diff_command, explain), "'NAME [TYPE]'",
		"show the octets and the rules behind same or different", 0, 0},
	{"max-bytes", 0, OPT_NUMBER, offsetof(struct diff_command, max_bytes), "N",
		"markdown: cut there, and say so (GitHub takes 65536)", 1, 1L << 30},
	{READ_FLAG_ORIGIN, .offset = offsetof(struct diff_command, read.origin)},
	{READ_FLAG_DEFAULT_TTL, .offset = offsetof(struct diff_command, read.default_ttl)},
	{READ_FLAG_INCLUDE_DIR, .offset = offsetof(struct diff_command, read.include_dir)},
};

/* What the command line asks for, read. */
struct job {
	const struct diff_command *o;
	const struct output_format *format;
	struct diff_options what;
	struct output_options how;
};

static enum zf_status show(const struct job *job, const struct diff *d, struct zf_error *err)
{
	struct result r;
	if (result_open(&r, job->o->output, err) != ZF_OK)
		return err->code;
	struct out_sink sink = {result_add, &r};
	if (job->o->explain) {
		struct explain e = {d->a, d->b, &job->what, &job->how};
		explain_write(&e, job->o->explain, &sink, err);
	} else {
		output_diff(job->format, d, &job->how, &sink, err);
	}
	if (err->code == ZF_OK)
		return result_commit(&r, err);
	result_abort(&r);
	return err->code;
}

static int diff_zones(struct cli *cli, const struct job *job, struct zf_zone *const *zones)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct diff d;
	if (diff_make(&d, zones[0], zones[1], &job->what, &err) == ZF_OK)
		show(job, &d, &err);
	int status = d.count == 0 ? EXIT_DONE : EXIT_FINDINGS;
	diff_free(&d);
	return err.code == ZF_OK ? status : say_error(cli, &err);
}

static int run(struct cli *cli, const void *values, int count, char **args)
{
	const struct diff_command *o = values;
	struct zf_error err = ZF_ERROR_INIT;
	struct load_env env = cli_load_env(cli);
	struct job job = {.o = o, .format = output_choose(OUTPUT_DIFF, o->format, &err)};
	struct zf_zone *zones[2];
	uint16_t *only;
	int status = EXIT_TROUBLE;
	if (!job.format || diff_flags_read(&job.what, &only, &o->flags, &err) != ZF_OK)
		return say_error(cli, &err);
	job.how.color = !o->output && cli_color(cli, STDOUT_FILENO) ? OUTPUT_COLOR : OUTPUT_PLAIN;
	job.how.max_bytes = (size_t)o->max_bytes;
	job.how.names = (const char *const *)args;
	read_flags_apply(&env, &o->read);
	if (cli_load_all(cli, zones, args, (size_t)count, &env, &status)) {
		status = diff_zones(cli, &job, zones);
		zf_zone_free(zones[0]);
		zf_zone_free(zones[1]);
	}
	free(only);
	return status;
}

static void list_formats(struct buf *b)
{
	output_help(b, OUTPUT_DIFF);
}

const struct cmd cmd_diff = {
	.name = "diff",
	.args = "A B [-f FORMAT] [--ignore WHAT,...]",
	.summary = "what changes from A to B",
	.text = "Compares two zones record by record, wherever they are. How text is spelled\n"
		"never makes a difference: case, escapes, order, and the cuts in a TXT don't\n"
		"count. TTLs and annotations do. Records that zoneferry made up, because a\n"
		"provider doesn't tell its SOA or NS, are left out.\n",
	.more = list_formats,
	.options = options,
	.option_count = sizeof(options) / sizeof(options[0]),
	.defaults = &defaults,
	.defaults_size = sizeof(defaults),
	.min_args = 2,
	.max_args = 2,
	.run = run,
};
