/* verify: one zone, and what its servers say. */
#include <stdlib.h>

#include "err.h"
#include "jsonw.h"
#include "mem.h"
#include "served.h"
#include "verify.h"
#include "verify_command.h"

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

static void add_all(struct report *r, const struct zf_zone *zone, enum verify_format format,
	struct zf_error *err)
{
	struct buf *b = &r->out.buf;
	bool first = true;
	if (format == VERIFY_JSON) {
		buf_adds(b, "{\"version\":1,\"source\":");
		jsonw_text(b, r->source);
		buf_adds(b, ",\"zone\":");
		jsonw_text(b, zone->apex_text);
		buf_adds(b, ",\"servers\":[");
	}
	for (size_t i = 0; i < r->servers.count; i++) {
		if (format == VERIFY_JSON) {
			jsonw_next(b, &first);
			add_json(r, i, err);
		} else {
			add_text(r, i, err);
		}
		out_check(&r->out);
	}
	if (format == VERIFY_JSON)
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

static void print_report(struct report *r, const struct verify_asked *asked,
	enum verify_format format, struct zf_error *err)
{
	out_init(&r->out, asked->sink, err);
	add_all(r, asked->zone, format, err);
	out_finish(&r->out);
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

enum zf_status verify_ask(int *status, const struct verify_command *o,
	const struct verify_asked *asked, struct zf_error *err)
{
	const struct globals *g = &asked->cli->globals;
	const struct zf_zone *zone = asked->zone;
	struct report r = {.source = asked->source, .color = asked->color};
	struct verify_options what = {.timeout = (unsigned)g->timeout, .rate = (unsigned)o->rate};
	struct diff_rules rules;
	*status = EXIT_TROUBLE;
	if (diff_rules_read(&rules, &o->flags, err) != ZF_OK)
		return err->code;
	what.diff = rules.options;
	what.diff.owned = asked->owned;
	what.diff.owned_count = asked->owned_count;
	struct zf_zone *served = served_zone(zone, SERVED_ALL, g->provider_dir);
	what.served = served;
	if (diff_check_names(&zone, 1, &rules.options, err) == ZF_OK &&
		find_servers(&r.servers, &o->ns, zone, err) == ZF_OK) {
		r.results = mem_zalloc(r.servers.count * sizeof(*r.results));
		verify_zone(r.results, &r.servers, zone, &what);
		print_report(&r, asked, (enum verify_format)o->format, err);
		*status = exit_status(&r);
		for (size_t i = 0; i < r.servers.count; i++)
			verify_result_free(&r.results[i]);
		free(r.results);
	}
	diff_rules_free(&rules);
	zf_zone_free(served);
	verify_servers_free(&r.servers);
	return err->code;
}
