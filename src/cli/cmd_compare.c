/* compare: every RRset at every location, and who is the odd one out. */
#include <stdlib.h>
#include <unistd.h>

#include "diff_flags.h"
#include "holds.h"
#include "output.h"
#include "read_flags.h"

struct compare_command {
	struct diff_flags flags;
	struct read_flags read;
	const char *format, *output;
	bool all;
	long max_bytes;
};

static const struct compare_command defaults = {.read = {.default_ttl = -1}, .format = "text"};

static const struct opt options[] = {
	{"format", 'f', OPT_TEXT, offsetof(struct compare_command, format), "FORMAT",
		"how to show it (below); default text", 0, 0},
	{"output", 'o', OPT_TEXT, offsetof(struct compare_command, output), "FILE",
		"write to FILE, which is replaced whole or left as it is", 0, 0},
	{"all", 'a', OPT_FLAG, offsetof(struct compare_command, all), NULL,
		"show the RRsets on which all agree as well", 0, 0},
	{DIFF_FLAG_IGNORE, .offset = offsetof(struct compare_command, flags.ignore)},
	{DIFF_FLAG_ONLY, .offset = offsetof(struct compare_command, flags.only)},
	{DIFF_FLAG_NAME, .offset = offsetof(struct compare_command, flags.name)},
	{DIFF_FLAG_TXT, .offset = offsetof(struct compare_command, flags.txt)},
	{"max-bytes", 0, OPT_NUMBER, offsetof(struct compare_command, max_bytes), "N",
		"markdown: cut there, and say so (GitHub takes 65536)", 1, 1L << 30},
	{READ_FLAG_ORIGIN, .offset = offsetof(struct compare_command, read.origin)},
	{READ_FLAG_DEFAULT_TTL, .offset = offsetof(struct compare_command, read.default_ttl)},
	{READ_FLAG_INCLUDE_DIR, .offset = offsetof(struct compare_command, read.include_dir)},
};

/* What the command line asks for, read. */
struct job {
	const struct compare_command *o;
	const struct output_format *format;
	struct diff_options what;
	struct output_options how;
};

static enum zf_status show(const struct job *job, const struct comparison *c, struct zf_error *err)
{
	struct result r;
	if (result_open(&r, job->o->output, err) != ZF_OK)
		return err->code;
	struct out_sink sink = {result_add, &r};
	if (output_comparison(job->format, c, &job->how, &sink, err) == ZF_OK)
		return result_commit(&r, err);
	result_abort(&r);
	return err->code;
}

static bool provider_can_hold(const void *desc, uint16_t type, enum compare_owner owner)
{
	const struct desc *d = desc;
	return holds_type(d->holds, type, owner == COMPARE_APEX ? HOLDS_APEX : HOLDS_BELOW);
}

/* Reads the provider's description when a location is one's: it says what can be held there. */
static enum zf_status ask_provider(struct compare_location *location, struct desc **desc,
	const char *name, const struct load_env *env, struct zf_error *err)
{
	struct location loc;
	enum zf_status status = location_parse(&loc, name, err);
	if (status != ZF_OK)
		return status;
	if (loc.kind == LOCATION_PROVIDER)
		status = desc_load(desc, loc.provider, env->provider_dir, err);
	if (*desc && (*desc)->holds) {
		location->can_hold = provider_can_hold;
		location->user = *desc;
	}
	location_free(&loc);
	return status;
}

static int compare_zones(struct cli *cli, const struct job *job, const struct load_env *env,
	struct zf_zone *const *zones, size_t count)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct compare_location locations[COMPARE_MAX];
	struct desc *descs[COMPARE_MAX] = {NULL};
	struct comparison c = {.location_count = 0};
	enum zf_status status = ZF_OK;
	for (size_t i = 0; i < count && status == ZF_OK; i++) {
		locations[i] = (struct compare_location){.zone = zones[i]};
		status = ask_provider(&locations[i], &descs[i], job->how.names[i], env, &err);
	}
	if (status == ZF_OK)
		status = compare_make(&c, locations, count, &job->what, &err);
	if (status == ZF_OK)
		status = show(job, &c, &err);
	bool same = c.different == 0;
	compare_free(&c);
	for (size_t i = 0; i < count; i++)
		desc_free(descs[i]);
	if (status != ZF_OK)
		return say_error(cli, &err);
	return same ? EXIT_DONE : EXIT_FINDINGS;
}

static int run(struct cli *cli, const void *values, int count, char **args)
{
	const struct compare_command *o = values;
	struct zf_error err = ZF_ERROR_INIT;
	struct load_env env = cli_load_env(cli);
	struct job job = {.o = o, .format = output_choose(OUTPUT_COMPARISON, o->format, &err)};
	struct zf_zone *zones[COMPARE_MAX];
	uint16_t *only;
	int status = EXIT_TROUBLE;
	if (!job.format || diff_flags_read(&job.what, &only, &o->flags, &err) != ZF_OK)
		return say_error(cli, &err);
	job.how.color = !o->output && cli_color(cli, STDOUT_FILENO) ? OUTPUT_COLOR : OUTPUT_PLAIN;
	job.how.rows = o->all ? OUTPUT_ROWS_ALL : OUTPUT_ROWS_DIFFERENT;
	job.how.max_bytes = (size_t)o->max_bytes;
	job.how.names = (const char *const *)args;
	read_flags_apply(&env, &o->read);
	if (cli_load_all(cli, zones, args, (size_t)count, &env, &status)) {
		status = compare_zones(cli, &job, &env, zones, (size_t)count);
		for (int i = 0; i < count; i++)
			zf_zone_free(zones[i]);
	}
	free(only);
	return status;
}

static void list_formats(struct buf *b)
{
	output_help(b, OUTPUT_COMPARISON);
}

const struct cmd cmd_compare = {
	.name = "compare",
	.args = "A B C... [-f FORMAT] [--all]",
	.summary = "who is the odd one out among several locations",
	.text = "Compares every RRset at up to 16 locations. The locations that have the same\n"
		"form groups, and the largest group is right: those outside it are odd. When\n"
		"two groups are the largest, there is no majority and every location is odd.\n"
		"Annotations don't count. Locations that can't hold a type have no part.\n",
	.more = list_formats,
	.options = options,
	.option_count = sizeof(options) / sizeof(options[0]),
	.defaults = &defaults,
	.defaults_size = sizeof(defaults),
	.min_args = 2,
	.max_args = COMPARE_MAX,
	.run = run,
};
