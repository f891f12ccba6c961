/* diff: what changes from A to B. */
#include "diff_command.h"
#include "err.h"
#include "explain.h"
#include "group.h"
#include "inputs.h"
#include "result.h"
#include "verify.h"

static const struct diff_command defaults = {.read = READ_FLAGS_INIT, .many = MANY_FLAGS_INIT};

static const struct opt options[] = {
	SHOW_FLAG_FORMAT(struct diff_command, show, "how to show it (below); default text"),
	SHOW_FLAG_OUTPUT(struct diff_command, show),
	DIFF_FLAGS(struct diff_command, flags),
	{"explain", 0, OPT_TEXT, offsetof(struct diff_command, explain), "'NAME [TYPE]'",
		"show the octets and the rules behind same or different", 0, 0},
	SHOW_FLAG_MAX_BYTES(struct diff_command, show),
	READ_FLAGS(struct diff_command, read),
	MANY_FLAGS(struct diff_command, many),
};

/* What the command line asks for, read. */
struct job {
	const char *explain;
	struct diff_rules rules;
	struct show show;
};

static enum zf_status explain(const struct job *job, const struct diff *d, struct zf_error *err)
{
	const struct explain e = {d->a, d->b, &job->rules.options, &job->show.how};
	struct result r;
	if (result_open(&r, job->show.path, job->show.care, err) != ZF_OK)
		return err->code;
	return result_close(&r, explain_write(&e, job->explain, &r.sink, err), err);
}

/* Whether somebody keeps the serial of what is there: a provider or server does so itself. */
static bool is_kept_by_hand(const char *name)
{
	struct zf_error ignored = ZF_ERROR_INIT;
	struct location loc;
	if (location_parse(&loc, name, &ignored) != ZF_OK)
		return false;
	bool by_hand = loc.kind == LOCATION_FILE || loc.kind == LOCATION_GIT;
	location_free(&loc);
	return by_hand;
}

static uint32_t serial_of(const struct rec *soa)
{
	const uint8_t *p = rec_rdata(soa) + soa->rdata_len - 20;
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* Secondaries take no change of which the serial doesn't tell. */
static void look_at_serials(struct cli *cli, const struct job *job, const struct diff *d)
{
	const struct rec *a = zone_soa(d->a), *b = zone_soa(d->b);
	if (d->count == 0 || !a || !b || rec_is_synthesised(a) || rec_is_synthesised(b) ||
		!is_kept_by_hand(job->show.how.names[0]) ||
		!is_kept_by_hand(job->show.how.names[1]))
		return;
	enum verify_order order = verify_serial_order(serial_of(b), serial_of(a));
	if (order != VERIFY_NEWER)
		say(cli, "records changed, but the serial did not rise: %lu, before %lu",
			(unsigned long)serial_of(b), (unsigned long)serial_of(a));
}

/* Where the format has no place for it: what was looked at, and what was left out. */
static void say_what_was_looked_at(struct cli *cli, const struct job *job, const struct diff *d)
{
	struct buf text;
	if (!job->show.format->mute || (d->rrsets == 0 && d->ignored == 0))
		return;
	buf_init(&text, 0);
	buf_printf(&text, "%s: ", d->a->apex_text);
	diff_add_summary(&text, d);
	if (d->ignored > 0) {
		buf_adds(&text, "; ");
		diff_add_ignored(&text, d);
	}
	say(cli, "%s", text.data);
	buf_free(&text);
}

static int diff_zones(struct cli *cli, const struct job *job, struct zf_zone *const *zones)
{
	struct zf_error err = ZF_ERROR_INIT;
	const struct zf_zone *const both[] = {zones[0], zones[1]};
	struct diff d;
	if (diff_check_names(both, 2, &job->rules.options, &err) != ZF_OK)
		return say_error(cli, &err);
	enum zf_status result = diff_make(&d, zones[0], zones[1], &job->rules.options, &err);
	if (result == ZF_OK)
		result = job->explain ? explain(job, &d, &err) : show_diff(&job->show, &d, &err);
	if (result == ZF_OK && !job->explain) {
		say_what_was_looked_at(cli, job, &d);
		look_at_serials(cli, job, &d);
	}
	int status = d.count == 0 ? EXIT_DONE : EXIT_FINDINGS;
	diff_free(&d);
	return result == ZF_OK ? status : say_error(cli, &err);
}

static int run(struct cli *cli, const void *values, int count, char **args)
{
	const struct diff_command *o = values;
	struct zf_error err = ZF_ERROR_INIT;
	struct job job = {.explain = o->explain};
	struct inputs in;
	if (diff_is_of_many(o, count, args))
		return diff_many(cli, o, count, args);
	if (count != 2)
		err_set(&err, ZF_ERR_USAGE, "diff wants %s", cli->cmd->args);
	else if (o->explain && o->show.format)
		err_set(&err, ZF_ERR_USAGE, "--explain has a form of its own: leave out --format");
	if (err.code)
		return say_error(cli, &err);
	if (show_read(&job.show, cli, OUTPUT_DIFF, &o->show, &err) != ZF_OK ||
		diff_rules_read(&job.rules, &o->flags, &err) != ZF_OK)
		return say_error(cli, &err);
	job.show.how.names = (const char *const *)args;
	int status = inputs_load(&in, cli, &o->read, count, args);
	if (status == EXIT_DONE) {
		job.rules.options.ignore |= diff_untold(in.zones, in.count);
		status = inputs_status(&in, diff_zones(cli, &job, in.zones));
	}
	inputs_free(&in);
	diff_rules_free(&job.rules);
	return status;
}

static void list_formats(struct buf *b)
{
	output_help(b, OUTPUT_DIFF);
}

const struct cmd cmd_diff = {
	.name = "diff",
	.args = "A B | [ZONE...] | DIR DIR|PROVIDER [-f FORMAT] [--ignore WHAT,...]",
	.summary = "what changes from A to B",
	.text = "Compares two zones record by record, wherever they are. How text is spelled\n"
		"never makes a difference: case, escapes, order, and the cuts in a TXT don't\n"
		"count. TTLs and annotations do. Records that zoneferry made up, because a\n"
		"provider doesn't tell its SOA or NS, are left out.\n"
		"Without locations, or with names of its zones: each zone of the project with each\n"
		"of its targets. A folder is compared with another one, or with all zones of a\n"
		"provider's account; zones that only one side has count as different.\n",
	.more = list_formats,
	CMD_OPTIONS(options, defaults),
	.min_args = 0,
	.max_args = -1,
	.run = run,
};
