/* compare: every RRset at every location, and who is the odd one out. */
#include "compare_command.h"
#include "compare_text.h"

static const struct compare_command defaults = {.read = READ_FLAGS_INIT, .many = MANY_FLAGS_INIT};

static const struct opt options[] = {
	SHOW_FLAG_FORMAT(struct compare_command, show, "how to show it (below); default text"),
	SHOW_FLAG_OUTPUT(struct compare_command, show),
	{"all", 'a', OPT_FLAG, offsetof(struct compare_command, all), NULL,
		"show the RRsets on which all agree as well", 0, 0},
	DIFF_FLAGS(struct compare_command, flags),
	SHOW_FLAG_MAX_BYTES(struct compare_command, show),
	READ_FLAGS(struct compare_command, read),
	MANY_FLAG_JOBS(struct compare_command, many),
};

/* What the command line asks for, read. */
struct job {
	struct diff_rules rules;
	struct show show;
};

/* Where the format has no place for it: what was looked at, and what was left out. */
static void say_what_was_looked_at(
	struct cli *cli, const struct job *job, const struct comparison *c)
{
	struct buf text;
	if (!job->show.format->mute || (!c->narrowed && c->left_out == 0))
		return;
	buf_init(&text, 0);
	compare_add_summary(&text, c);
	say(cli, "%s: %s", c->locations[0].zone->apex_text, text.data);
	buf_free(&text);
}

static int compare_zones(
	struct cli *cli, const struct job *job, const struct inputs *in, char *const *names)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct compared x;
	enum zf_status status = compared_make(&x, in, names, &job->rules.options, &err);
	if (status == ZF_OK)
		status = show_comparison(&job->show, &x.c, &err);
	if (status == ZF_OK)
		say_what_was_looked_at(cli, job, &x.c);
	bool same = compared_same(&x);
	compared_free(&x);
	if (status != ZF_OK)
		return say_error(cli, &err);
	return same ? EXIT_DONE : EXIT_FINDINGS;
}

static int run(struct cli *cli, const void *values, int count, char **args)
{
	const struct compare_command *o = values;
	struct zf_error err = ZF_ERROR_INIT;
	struct job job;
	struct inputs in;
	if (compare_is_of_many(count, args))
		return compare_many(cli, o, count, args);
	if (show_read(&job.show, cli, OUTPUT_COMPARISON, &o->show, &err) != ZF_OK ||
		diff_rules_read(&job.rules, &o->flags, &err) != ZF_OK)
		return say_error(cli, &err);
	job.show.how.rows = o->all ? OUTPUT_ROWS_ALL : OUTPUT_ROWS_DIFFERENT;
	job.show.how.names = (const char *const *)args;
	int status = inputs_load(&in, cli, &o->read, count, args);
	if (status == EXIT_DONE)
		status = inputs_status(&in, compare_zones(cli, &job, &in, args));
	inputs_free(&in);
	diff_rules_free(&job.rules);
	return status;
}

static void list_formats(struct buf *b)
{
	output_help(b, OUTPUT_COMPARISON);
}

const struct cmd cmd_compare = {
	.name = "compare",
	.args = "A B C... | DIR DIR|PROVIDER [-f FORMAT] [--all]",
	.summary = "who is the odd one out among several locations",
	.text = "Compares every RRset at up to 16 locations. The locations that have the same\n"
		"form groups, and the largest group is right: those outside it are odd. When\n"
		"two groups are the largest, there is no majority and every location is odd.\n"
		"Annotations don't count. Locations that can't hold a type have no part.\n"
		"Where one serves what has no DNS form here (an alias, a redirect), it can't be\n"
		"compared, which is said, exit 1. Two folders, or a folder and a provider's\n"
		"account, are compared zone by zone; zones that one of them lacks are different.\n",
	.more = list_formats,
	CMD_OPTIONS(options, defaults),
	.min_args = 2,
	.max_args = COMPARE_MAX,
	.run = run,
};
