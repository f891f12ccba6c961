/* compare: every RRset at every location, and who is the odd one out. */
#include "compare_text.h"
#include "diff_flags.h"
#include "holds.h"
#include "inputs.h"
#include "served.h"
#include "show.h"

struct compare_command {
	struct show_flags show;
	struct diff_flags flags;
	struct read_flags read;
	bool all;
};

static const struct compare_command defaults = {.read = READ_FLAGS_INIT};

static const struct opt options[] = {
	SHOW_FLAG_FORMAT(struct compare_command, show, "how to show it (below); default text"),
	SHOW_FLAG_OUTPUT(struct compare_command, show),
	{"all", 'a', OPT_FLAG, offsetof(struct compare_command, all), NULL,
		"show the RRsets on which all agree as well", 0, 0},
	DIFF_FLAGS(struct compare_command, flags),
	SHOW_FLAG_MAX_BYTES(struct compare_command, show),
	READ_FLAGS(struct compare_command, read),
};

/* What the command line asks for, read. */
struct job {
	struct diff_rules rules;
	struct show show;
};

static bool provider_can_hold(const void *desc, uint16_t type, enum compare_owner owner)
{
	const struct desc *d = desc;
	return holds_type(d->holds, type, owner == COMPARE_APEX ? HOLDS_APEX : HOLDS_BELOW);
}

/* Reads the provider's description when a location is one's: it says what can be held there. */
static enum zf_status ask_provider(struct compare_location *location, struct desc **desc,
	const char *name, const char *provider_dir, struct zf_error *err)
{
	struct location loc;
	enum zf_status status = location_parse(&loc, name, err);
	if (status != ZF_OK)
		return status;
	if (loc.kind == LOCATION_PROVIDER)
		status = desc_load(desc, loc.provider, provider_dir, err);
	if (*desc && (*desc)->holds) {
		location->can_hold = provider_can_hold;
		location->user = *desc;
	}
	location_free(&loc);
	return status;
}

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

static int compare_zones(struct cli *cli, const struct job *job, const struct inputs *in)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct compare_location locations[COMPARE_MAX];
	struct desc *descs[COMPARE_MAX] = {NULL};
	struct zf_zone *served[COMPARE_MAX] = {NULL};
	struct comparison c = {.location_count = 0};
	const struct zf_zone *zones[COMPARE_MAX];
	for (size_t i = 0; i < in->count; i++)
		zones[i] = in->zones[i];
	enum zf_status status = diff_check_names(zones, in->count, &job->rules.options, &err);
	for (size_t i = 0; i < in->count && status == ZF_OK; i++) {
		served[i] = served_zone(in->zones[i], SERVED_KEPT, in->env.provider_dir);
		locations[i] = (struct compare_location){.zone = in->zones[i], .served = served[i]};
		status = ask_provider(&locations[i], &descs[i], job->show.how.names[i],
			in->env.provider_dir, &err);
	}
	if (status == ZF_OK)
		status = compare_make(&c, locations, in->count, &job->rules.options, &err);
	if (status == ZF_OK)
		status = show_comparison(&job->show, &c, &err);
	if (status == ZF_OK)
		say_what_was_looked_at(cli, job, &c);
	bool same = c.different == 0 && c.not_compared == 0;
	compare_free(&c);
	for (size_t i = 0; i < in->count; i++) {
		desc_free(descs[i]);
		zf_zone_free(served[i]);
	}
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
	if (show_read(&job.show, cli, OUTPUT_COMPARISON, &o->show, &err) != ZF_OK ||
		diff_rules_read(&job.rules, &o->flags, &err) != ZF_OK)
		return say_error(cli, &err);
	job.show.how.rows = o->all ? OUTPUT_ROWS_ALL : OUTPUT_ROWS_DIFFERENT;
	job.show.how.names = (const char *const *)args;
	int status = inputs_load(&in, cli, &o->read, count, args);
	if (status == EXIT_DONE)
		status = inputs_status(&in, compare_zones(cli, &job, &in));
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
	.args = "A B C... [-f FORMAT] [--all]",
	.summary = "who is the odd one out among several locations",
	.text = "Compares every RRset at up to 16 locations. The locations that have the same\n"
		"form groups, and the largest group is right: those outside it are odd. When\n"
		"two groups are the largest, there is no majority and every location is odd.\n"
		"Annotations don't count. Locations that can't hold a type have no part.\n"
		"Where one serves what has no DNS form here (an alias, a redirect), it can't be\n"
		"compared, which is said, exit 1.\n",
	.more = list_formats,
	CMD_OPTIONS(options, defaults),
	.min_args = 2,
	.max_args = COMPARE_MAX,
	.run = run,
};
