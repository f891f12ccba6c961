/* preflight: whether a target can hold a zone. */
#include "err.h"
#include "plan_view.h"
#include "planned.h"

struct preflight_command {
	struct show_flags show;
	struct read_flags read;
};

static const struct preflight_command defaults = {.read = READ_FLAGS_INIT};

static const struct opt options[] = {
	SHOW_FLAG_FORMAT(struct preflight_command, show, "how to show it (below); default text"),
	SHOW_FLAG_OUTPUT(struct preflight_command, show),
	SHOW_FLAG_MAX_BYTES(struct preflight_command, show),
	READ_FLAGS(struct preflight_command, read),
};

/* The calls that it takes can be told when the target can be read and planned for. */
static bool make_plan(
	struct planned *p, struct session *s, const struct planned_ends *ends, struct cli *cli)
{
	static const struct write_rules usual = {.sync = {.mode = SYNC_MIRROR}};
	struct zf_error why = ZF_ERROR_INIT;
	if (planned_make(p, s, ends, &usual, &why) == ZF_OK)
		return true;
	say(cli, "how many calls it takes can't be told: %s", why.text);
	return false;
}

static int preflight(struct cli *cli, struct session *s, const struct planned_ends *ends,
	const struct show *show)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct planned p;
	struct fit_view view = {
		.from = ends->source, .to = ends->target, .source = ends->zone, .fit = &p.fit};
	if (make_plan(&p, s, ends, cli))
		view.plan = &p.plan;
	int status = p.fit.changed + p.fit.misfits > 0 ? EXIT_FINDINGS : EXIT_DONE;
	if (show_fit(show, &view, &err) != ZF_OK)
		status = say_error(cli, &err);
	planned_free(&p);
	return status;
}

static int run(struct cli *cli, const void *values, int count, char **args)
{
	const struct preflight_command *o = values;
	const struct session_options how = {.location = args[1],
		.use = SESSION_LOOK,
		.target = {.unverified = true},
		.read = &o->read};
	struct zf_error err = ZF_ERROR_INIT;
	struct session session;
	struct show show;
	struct inputs in;
	(void)count;
	if (show_read(&show, cli, OUTPUT_FIT, &o->show, &err) != ZF_OK)
		return say_error(cli, &err);
	show.how.names = (const char *const *)args;
	int status = inputs_load(&in, cli, &o->read, 1, args);
	if (status == EXIT_DONE) {
		const struct planned_ends ends = {args[0], args[1], in.zones[0], NULL};
		if (session_open(&session, cli, &how, &err) == ZF_OK)
			status = preflight(cli, &session, &ends, &show);
		else
			status = say_error(cli, &err);
		session_close(&session);
	}
	inputs_free(&in);
	return status;
}

static void list_formats(struct buf *b)
{
	output_help(b, OUTPUT_FIT);
}

const struct cmd cmd_preflight = {
	.name = "preflight",
	.args = "SOURCE TARGET [-f FORMAT]",
	.summary = "whether a target can hold a zone",
	.text = "Says of every record of the zone at SOURCE whether TARGET can hold it: as it is,\n"
		"changed (and how), or not (and what to do); what has no counterpart there; and how\n"
		"many calls it takes. Nothing is written.\n"
		"Exit status: 0 all fits as it is, 1 not all does.\n",
	.more = list_formats,
	CMD_OPTIONS(options, defaults),
	.min_args = 2,
	.max_args = 2,
	.run = run,
};
