/* verify: asks every name server of a zone for every RRset. */
#include <unistd.h>

#include "err.h"
#include "inputs.h"
#include "result.h"
#include "verify.h"
#include "verify_command.h"

static const struct verify_command defaults = {
	.read = READ_FLAGS_INIT, .many = MANY_FLAGS_INIT, .rate = VERIFY_RATE};

static const struct opt options[] = {
	{"ns", 0, OPT_LIST, offsetof(struct verify_command, ns), "HOST[:PORT],...",
		"ask these servers; default: those of the zone's NS records", 0, 0},
	{"format", 'f', OPT_CHOICE, offsetof(struct verify_command, format),
		"text|json|markdown|html",
		"how to show it; default text; the last two for zones of a project", 0, 0},
	{"max-bytes", 0, OPT_NUMBER, offsetof(struct verify_command, max_bytes), "N",
		"markdown: cut there, and say so (GitHub takes 65536)", 1, 1L << 30},
	{"rate", 0, OPT_NUMBER, offsetof(struct verify_command, rate), "N",
		"questions a second to each server; default 500", 1, 100000},
	DIFF_FLAGS(struct verify_command, flags),
	READ_FLAGS(struct verify_command, read),
	MANY_FLAGS(struct verify_command, many),
};

static int verify_one(struct cli *cli, const struct verify_command *o, const struct zf_zone *zone,
	const char *source)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct result to;
	int status = EXIT_TROUBLE;
	if (result_open(&to, NULL, FILE_CAREFUL, &err) != ZF_OK)
		return say_error(cli, &err);
	const struct verify_asked asked = {.cli = cli,
		.zone = zone,
		.source = source,
		.color = cli_color(cli, STDOUT_FILENO) ? OUTPUT_COLOR : OUTPUT_PLAIN,
		.sink = &to.sink};
	result_close(&to, verify_ask(&status, o, &asked, &err), &err);
	return err.code ? say_error(cli, &err) : status;
}

static int run(struct cli *cli, const void *values, int count, char **args)
{
	const struct verify_command *o = values;
	struct zf_error err = ZF_ERROR_INIT;
	struct inputs in;
	if (many_is_project(&o->many, count, args))
		return verify_many(cli, o, count, args);
	if (count != 1)
		err_set(&err, ZF_ERR_USAGE, "verify wants %s", cli->cmd->args);
	else if (o->format > VERIFY_JSON || o->max_bytes)
		err_set(&err, ZF_ERR_USAGE,
			"markdown and html are for zones of a project; for one there are text and "
			"json");
	if (err.code)
		return say_error(cli, &err);
	int status = inputs_load(&in, cli, &o->read, count, args);
	if (status == EXIT_DONE)
		status = inputs_status(&in, verify_one(cli, o, in.zones[0], args[0]));
	inputs_free(&in);
	return status;
}

const struct cmd cmd_verify = {
	.name = "verify",
	.args = "SOURCE | [ZONE...] [--ns HOST[:PORT],...] [-f text|json]",
	.summary = "ask each name server of a zone for every RRset",
	.text = "Reads the zone at SOURCE and asks each of its authoritative servers for every\n"
		"RRset, over UDP, and TCP where an answer doesn't fit. For each server it says:\n"
		"  agrees   all that was asked for is there as in the zone\n"
		"  differs  the changes from the zone to the server follow, as diff shows them\n"
		"  partly   what was heard agrees, but some questions stayed without answer\n"
		"  lame     it answers, but does not serve the zone\n"
		"  silent   no answer at all\n"
		"and its serial, with the order of RFC 1982. Glue and the NS of delegations are\n"
		"compared where a server shows them; RRSIG, NSEC and NSEC3 are not asked for.\n"
		"Records that only a server has are seen beside those of the zone, not elsewhere.\n"
		"Without a location, or with names of its zones: all zones of the project.\n"
		"Exit status: 0 all agree, 1 not all do, 2 nobody answered.\n",
	CMD_OPTIONS(options, defaults),
	.min_args = 0,
	.max_args = -1,
	.run = run,
};
