/* verify: asks every name server of a zone for every RRset. */
#include <stdlib.h>
#include <unistd.h>

#include "diff_flags.h"
#include "err.h"
#include "inputs.h"
#include "jsonw.h"
#include "mem.h"
#include "served.h"
#include "result.h"
#include "show.h"
#include "verify.h"

struct verify_command {
	struct opt_list ns;
	struct diff_flags flags;
	struct read_flags read;
	int format; /* enum report_format */
	long rate;
};

static const struct verify_command defaults = {.read = READ_FLAGS_INIT, .rate = VERIFY_RATE};

static const struct opt options[] = {
	{"ns", 0, OPT_LIST, offsetof(struct verify_command, ns), "HOST[:PORT],...",
		"ask these servers; default: those of the zone's NS records", 0, 0},
	REPORT_FLAG(struct verify_command, format, "how to show it; default text"),
	{"rate", 0, OPT_NUMBER, offsetof(struct verify_command, rate), "N",
		"questions a second to each server; default 500", 1, 100000},
	DIFF_FLAGS(struct verify_command, flags),
	READ_FLAGS(struct verify_command, read),
};

static const char *const states[] = {
	[VERIFY_AGREES] = "agrees",
	[VERIFY_DIFFERS] = "differs",
	[VERIFY_PARTLY] = "partly",
	[VERIFY_LAME] = "lame",
	[VERIFY_SILENT] = "silent",
};

static const char *const orders[] = {
	[VERIFY_SAME] = "same",
	[VERIFY_OLDER] = "older",
	[VERIFY_NEWER] = "newer",
	[VERIFY_UNDEFINED] = "undefined",
};

/* What the command has in hand while it shows results. */
struct report {
	struct out out;
	const char *source; /* the location, as it was given */
	struct verify_servers servers;
	struct verify_result *results;
	enum output_color color;
};

static bool was_heard(const struct verify_result *result)
{
	return result->state != VERIFY_LAME && result->state != VERIFY_SILENT;
}

static void add_diff(struct report *r, size_t i, const char *format, struct zf_error *err)
{
	const char *names[] = {r->source, r->servers.items[i].name};
	struct output_options how = {.color = r->color, .names = names};
	struct out_sink sink = {out_sink_write, &r->out};
	output_diff(output_find(OUTPUT_DIFF, format), &r->results[i].diff, &how, &sink, err);
}

/* "ns1.example.net. 192.0.2.1: differs, serial 7, older than the zone's; no answer about …" */
static void add_text(struct report *r, size_t i, struct zf_error *err)
{
	const struct verify_result *result = &r->results[i];
	const char *name = r->servers.items[i].name;
	struct buf *b = &r->out.buf;
	str_print(b, name, strlen(name));
	buf_printf(b, ": %s", states[result->state]);
	if (was_heard(result)) {
		buf_printf(b, ", serial %lu", (unsigned long)result->serial);
		if (result->order != VERIFY_SAME)
			buf_printf(b, ", %s than the zone's",
				result->order == VERIFY_UNDEFINED ? "neither older nor newer"
								  : orders[result->order]);
		buf_adds(b, ", ");
		out_add_count(b, result->asked - result->missing, "RRset", "RRsets");
	}
	if (result->missing)
		buf_printf(b, " of %zu", result->asked);
	if (result->not_judged) {
		buf_adds(b, ", ");
		out_add_count(b, result->not_judged, "name not judged", "names not judged");
	}
	if (result->reason[0]) {
		buf_adds(b, "; ");
		str_print(b, result->reason, strlen(result->reason));
	}
	if (result->missing > 1)
		buf_printf(b, " and %zu more", result->missing - 1);
	buf_addc(b, '\n');
	if (result->state == VERIFY_DIFFERS && result->diff.count)
		add_diff(r, i, "text", err);
}

static void add_json(struct report *r, size_t i, struct zf_error *err)
{
	const struct verify_result *result = &r->results[i];
	struct buf *b = &r->out.buf;
	buf_adds(b, "{\"server\":");
	jsonw_text(b, r->servers.items[i].name);
	buf_printf(b, ",\"state\":\"%s\"", states[result->state]);
	if (was_heard(result))
		buf_printf(b,
			",\"serial\":%lu,\"serial_is\":\"%s\",\"asked\":%zu,\"missing\":%zu,\"not_judged\":%zu,"
			"\"not_served\":%zu",
			(unsigned long)result->serial, orders[result->order], result->asked,
			result->missing, result->not_judged, result->not_served);
	if (result->reason[0]) {
		buf_adds(b, ",\"reason\":");
		jsonw_text(b, result->reason);
	}
	if (was_heard(result)) {
		buf_adds(b, ",\"diff\":");
		add_diff(r, i, "json", err);
	}
	buf_addc(b, '}');
}

static void add_all(struct report *r, const struct zf_zone *zone, enum report_format format,
	struct zf_error *err)
{
	struct buf *b = &r->out.buf;
	bool first = true;
	if (format == REPORT_JSON) {
		buf_adds(b, "{\"version\":1,\"source\":");
		jsonw_text(b, r->source);
		buf_adds(b, ",\"zone\":");
		jsonw_text(b, zone->apex_text);
		buf_adds(b, ",\"servers\":[");
	}
	for (size_t i = 0; i < r->servers.count; i++) {
		if (format == REPORT_JSON) {
			jsonw_next(b, &first);
			add_json(r, i, err);
		} else {
			add_text(r, i, err);
		}
		out_check(&r->out);
	}
	if (format == REPORT_JSON)
		buf_adds(b, "]}\n");
}

/* All agree: 0. Nobody answered: trouble. */
static int exit_status(const struct report *r)
{
	bool all = true, any = false;
	for (size_t i = 0; i < r->servers.count; i++) {
		all = all && r->results[i].state == VERIFY_AGREES;
		any = any || r->results[i].state != VERIFY_SILENT;
	}
	return all ? EXIT_DONE : any ? EXIT_FINDINGS : EXIT_TROUBLE;
}

static enum zf_status print_report(struct report *r, const struct zf_zone *zone,
	enum report_format format, struct zf_error *err)
{
	struct result to;
	if (result_open(&to, NULL, FILE_CAREFUL, err) != ZF_OK)
		return err->code;
	out_init(&r->out, &to.sink, err);
	add_all(r, zone, format, err);
	return result_close(&to, out_finish(&r->out), err);
}

static enum zf_status find_servers(struct verify_servers *servers, const struct opt_list *given,
	const struct zf_zone *zone, struct zf_error *err)
{
	for (size_t i = 0; i < given->count; i++)
		if (verify_add_server(servers, given->items[i], err) != ZF_OK)
			return err->code;
	if (given->count == 0)
		verify_add_own_servers(servers, zone);
	if (servers->count == 0)
		return err_set(err, ZF_ERR_DATA,
			"the zone has no NS records at its apex; name its servers by --ns");
	return ZF_OK;
}

static int verify(struct cli *cli, const struct verify_command *o, const struct zf_zone *zone,
	struct report *r)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct verify_options what = {
		.timeout = (unsigned)cli->globals.timeout, .rate = (unsigned)o->rate};
	struct diff_rules rules;
	int status = EXIT_TROUBLE;
	if (diff_rules_read(&rules, &o->flags, &err) != ZF_OK)
		return say_error(cli, &err);
	what.diff = rules.options;
	struct zf_zone *served = served_zone(zone, SERVED_ALL, cli->globals.provider_dir);
	what.served = served;
	if (diff_check_names(&zone, 1, &rules.options, &err) == ZF_OK &&
		find_servers(&r->servers, &o->ns, zone, &err) == ZF_OK) {
		r->results = mem_zalloc(r->servers.count * sizeof(*r->results));
		verify_zone(r->results, &r->servers, zone, &what);
		print_report(r, zone, (enum report_format)o->format, &err);
		status = exit_status(r);
		for (size_t i = 0; i < r->servers.count; i++)
			verify_result_free(&r->results[i]);
		free(r->results);
	}
	diff_rules_free(&rules);
	zf_zone_free(served);
	verify_servers_free(&r->servers);
	return err.code == ZF_OK ? status : say_error(cli, &err);
}

static int run(struct cli *cli, const void *values, int count, char **args)
{
	const struct verify_command *o = values;
	struct report r = {.source = args[0]};
	struct inputs in;
	r.color = cli_color(cli, STDOUT_FILENO) ? OUTPUT_COLOR : OUTPUT_PLAIN;
	int status = inputs_load(&in, cli, &o->read, count, args);
	if (status == EXIT_DONE)
		status = inputs_status(&in, verify(cli, o, in.zones[0], &r));
	inputs_free(&in);
	return status;
}

const struct cmd cmd_verify = {
	.name = "verify",
	.args = "SOURCE [--ns HOST[:PORT],...] [-f text|json]",
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
		"Exit status: 0 all agree, 1 not all do, 2 nobody answered.\n",
	CMD_OPTIONS(options, defaults),
	.min_args = 1,
	.max_args = 1,
	.run = run,
};
