/* check: errors and warnings about zones, each with its place and code. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "codes.h"
#include "diag_group.h"
#include "err.h"
#include "idn_show.h"
#include "inputs.h"
#include "jsonw.h"
#include "many_findings.h"
#include "many_show.h"
#include "location.h"
#include "mem.h"
#include "portable.h"
#include "result.h"
#include "show.h"

/* Who else reads the text. */
enum check_reader { READER_OWN, READER_LDNS };

enum check_format { CHECK_TEXT, CHECK_JSON, CHECK_MARKDOWN, CHECK_HTML };

struct check_options {
	int format; /* enum check_format */
	int reader; /* enum check_reader */
	bool werror, all;
	struct opt_list ignore;
	long max_errors, max_bytes;
	struct read_flags read;
	struct many_flags many;
};

static const struct check_options defaults = {.max_errors = 100, .read = READ_FLAGS_INIT};

static const struct opt options[] = {
	{"format", 'f', OPT_CHOICE, offsetof(struct check_options, format),
		"text|json|markdown|html", "how to show findings; default text", 0, 0},
	{"max-bytes", 0, OPT_NUMBER, offsetof(struct check_options, max_bytes), "N",
		"markdown: cut there, and say so (GitHub takes 65536)", 1, 1L << 30},
	{"all", 'a', OPT_FLAG, offsetof(struct check_options, all), NULL,
		"a line for each finding, also where several have one cause", 0, 0},
	{"werror", 'W', OPT_FLAG, offsetof(struct check_options, werror), NULL,
		"exit 1 for warnings too", 0, 0},
	{"ignore", 0, OPT_LIST, offsetof(struct check_options, ignore), "CODE,...",
		"leave out findings of these codes (below)", 0, 0},
	{"reader", 0, OPT_CHOICE, offsetof(struct check_options, reader), "own|ldns",
		"ldns: also what programs written on ldns read otherwise, refuse or lose", 0, 0},
	{"max-errors", 0, OPT_NUMBER, offsetof(struct check_options, max_errors), "N",
		"show so many errors of reading a file; default 100", 1, 1000000},
	READ_FLAGS(struct check_options, read),
	READ_FLAG_TXT(struct check_options, read),
	MANY_FLAG_PROJECT(struct check_options, many),
};

/* What is found, as it is shown. */
struct report {
	const struct check_options *o;
	struct buf out;
	enum diag_style style;
	struct many many; /* of markdown and html */
	size_t counts[DIAG_ERROR + 1];
	bool first_zone;
	size_t zones, not_read;
};

static bool is_ignored(const struct check_options *o, const char *code)
{
	for (size_t i = 0; i < o->ignore.count; i++)
		if (strcmp(o->ignore.items[i], code) == 0)
			return true;
	return false;
}

static enum zf_status check_ignored(const struct check_options *o, struct zf_error *err)
{
	for (size_t i = 0; i < o->ignore.count; i++) {
		struct near near = {.word = NULL};
		if (codes_know(o->ignore.items[i]))
			continue;
		codes_near(&near, o->ignore.items[i]);
		const char *hint = near_hint(&near);
		return err_set(err, ZF_ERR_USAGE, "--ignore: there is no code \"%s\"%s",
			o->ignore.items[i], *hint ? hint : "; see zoneferry help check");
	}
	return ZF_OK;
}

static void begin_zone(struct report *r, const char *name, const struct zf_zone *zone)
{
	if (r->o->format != CHECK_JSON)
		return;
	jsonw_next(&r->out, &r->first_zone);
	buf_adds(&r->out, "{\"location\":");
	jsonw_text(&r->out, name);
	buf_adds(&r->out, ",\"zone\":");
	if (zone)
		jsonw_text(&r->out, zone->apex_text);
	else
		buf_adds(&r->out, "null");
	buf_adds(&r->out, ",\"diagnostics\":[");
}

static void add_json(
	struct report *r, const char *name, const struct diag *const *found, size_t count)
{
	bool first = true;
	for (size_t i = 0; i < count; i++) {
		struct diag d = *found[i];
		d.file = d.file ? d.file : name;
		jsonw_next(&r->out, &first);
		jsonw_diagnostic(&r->out, &d);
	}
	buf_adds(&r->out, "]}");
}

static void add_text(
	struct report *r, const char *name, const struct diag *const *found, size_t count)
{
	struct diag_groups groups = {.items = NULL};
	if (!r->o->all)
		groups = diag_groups_make(found, count);
	for (size_t i = 0; i < (r->o->all ? count : groups.count); i++) {
		const struct diag_group one = {.first = r->o->all ? found[i] : NULL, .count = 1};
		diag_group_print(&r->out, r->o->all ? &one : &groups.items[i], name, r->style);
	}
	diag_groups_free(&groups);
}

/* A zone of a document for people. */
static void add_many(struct report *r, const char *name, const struct zf_zone *zone,
	const struct diag *const *found, size_t count)
{
	const char *called = zone ? zone->apex_text : name;
	size_t n = strlen(called);
	struct many_zone *z = many_add(&r->many, called, NULL, name);
	const struct many_findings findings = {.items = found,
		.count = count,
		.where = name,
		.format = r->o->format == CHECK_HTML ? "html" : "markdown",
		.all = r->o->all};
	if (zone && n > 1)
		z->name[n - 1] = '\0'; /* its final dot */
	many_set(z, !zone ? MANY_FAILED : count ? MANY_DIFFERENT : MANY_SAME, NULL);
	if (count)
		many_add_findings(z, &findings);
}

/* Findings about a zone that was not read from a file have the location as their place. Nothing is
 * left out of what kept a zone from being read: it was not judged. */
static void add_zone(
	struct report *r, const char *name, const struct zf_zone *zone, const struct diags *diags)
{
	const struct diag **found = mem_alloc(diags->count * sizeof(*found));
	size_t count = 0;
	for (size_t i = 0; i < diags->count; i++) {
		const struct diag *d = &diags->items[i];
		if (zone && is_ignored(r->o, d->code))
			continue;
		r->counts[d->severity]++;
		found[count++] = d;
	}
	begin_zone(r, name, zone);
	if (r->o->format == CHECK_JSON)
		add_json(r, name, found, count);
	else if (r->o->format != CHECK_TEXT)
		add_many(r, name, zone, found, count);
	else
		add_text(r, name, found, count);
	free(found);
}

/* Reads a zone file, and has ldns read the same text. */
static enum zf_status load_read_twice(struct zf_zone **zone, const struct location *loc,
	const struct load_env *env, struct diags *diags, struct zf_error *err)
{
	struct zonefile_options how = env->zonefile;
	struct file_text text;
	if (loc->kind != LOCATION_FILE || str_ends(loc->path, ".json"))
		return err_set(err, ZF_ERR_UNSUPPORTED,
			"%s is no zone text, which --reader ldns is about", loc->text);
	if (file_read(&text, loc->path, ZONEFILE_MAX_SIZE, err) != ZF_OK)
		return err->code;
	bool standard_input = strcmp(loc->path, "-") == 0;
	how.path = standard_input ? NULL : loc->path;
	const struct zonefile_source source = {
		{text.data, text.size}, standard_input ? "<stdin>" : loc->path, &how};
	enum zf_status status =
		zonefile_parse(zone, text.data, text.size, source.file, &how, diags, err);
	if (status == ZF_OK)
		portable_judge(diags, &source, *zone);
	file_text_free(&text);
	return status;
}

/* Returns EXIT_DONE or EXIT_TROUBLE; findings are in the report. */
static int check_one(struct cli *cli, struct report *r, const struct load_env *env, char *name)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct location loc;
	struct diags diags;
	struct zf_zone *zone = NULL;
	if (location_parse(&loc, name, &err) != ZF_OK)
		return say_error(cli, &err);
	diags_init(&diags);
	enum zf_status read = r->o->reader == READER_LDNS
				      ? load_read_twice(&zone, &loc, env, &diags, &err)
				      : location_load(&zone, &loc, env, &diags, &err);
	if (read == ZF_OK)
		check_zone(zone, &diags);
	int status = zone || diags.errors ? EXIT_DONE : say_error(cli, &err);
	if (status != EXIT_DONE && r->o->format != CHECK_TEXT)
		diags_add(&diags, DIAG_ERROR, CODE_NOT_READ, NULL, 0, 0, "%s", err.text);
	if (zone || diags.errors)
		add_zone(r, name, zone, &diags);
	zf_zone_free(zone);
	diags_free(&diags);
	location_free(&loc);
	return status;
}

/* Shows the document and returns its exit status: `status`, or what went wrong. */
static int end_many(struct cli *cli, struct report *r, int status)
{
	static const char *const words[MANY_STATES] = {[MANY_SAME] = "without findings",
		[MANY_DIFFERENT] = "with findings",
		[MANY_FAILED] = "unreadable"};
	const struct show_flags show = {.format = r->o->format == CHECK_HTML ? "html" : "markdown",
		.max_bytes = r->o->max_bytes};
	r->many.what = "check";
	r->many.title = "Findings about zones";
	r->many.words = words;
	int shown = many_print(cli, &r->many, &show);
	return shown == EXIT_DONE ? status : shown;
}

static void add_summary(struct report *r)
{
	const size_t *counts = r->counts;
	buf_printf(&r->out, "],\n\"summary\":{\"errors\":%zu,\"warnings\":%zu,\"notes\":%zu}}\n",
		counts[DIAG_ERROR], counts[DIAG_WARNING], counts[DIAG_NOTE]);
}

static void say_summary(struct cli *cli, const struct report *r)
{
	const size_t *counts = r->counts;
	if (counts[DIAG_ERROR] || counts[DIAG_WARNING])
		say(cli, "%zu error%s, %zu warning%s", counts[DIAG_ERROR],
			counts[DIAG_ERROR] == 1 ? "" : "s", counts[DIAG_WARNING],
			counts[DIAG_WARNING] == 1 ? "" : "s");
}

static void check_next(struct cli *cli, struct report *r, const struct load_env *env, char *name)
{
	r->zones++;
	r->not_read += check_one(cli, r, env, name) != EXIT_DONE;
}

/* The files of a project. Returns EXIT_DONE, or why there are none. */
static int check_project(
	struct cli *cli, struct report *r, struct load_env *env, const struct opt_list *globs)
{
	struct zone_pairs pairs;
	int status = many_of_project(&pairs, cli, &r->o->many, PAIRS_SOURCES, globs);
	for (size_t i = 0; i < pairs.count && status == EXIT_DONE; i++) {
		const struct read_flags read = many_read_flags(&r->o->read, &pairs.items[i]);
		env->zonefile.origin = read.origin;
		check_next(cli, r, env, pairs.items[i].a);
	}
	pairs_free(&pairs);
	return status;
}

static int check_operands(
	struct cli *cli, struct report *r, const struct load_env *env, int count, char **args)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct project_list files = {.items = NULL};
	int status = EXIT_DONE;
	if (pairs_expand(&files, count, args, &err) != ZF_OK)
		status = say_error(cli, &err);
	for (size_t i = 0; i < files.count && status == EXIT_DONE; i++)
		check_next(cli, r, env, files.items[i]);
	project_list_free(&files);
	return status;
}

/* Of several, some may be judged though others could not be. */
static int exit_of(const struct report *r, bool many)
{
	if (r->not_read)
		return many && r->not_read < r->zones ? EXIT_PARTLY : EXIT_TROUBLE;
	return r->counts[DIAG_ERROR] || (r->o->werror && r->counts[DIAG_WARNING]) ? EXIT_FINDINGS
										  : EXIT_DONE;
}

static int run(struct cli *cli, const void *values, int count, char **args)
{
	struct report r = {.o = values, .first_zone = true};
	if (cli_color(cli, STDOUT_FILENO))
		r.style = DIAG_COLORED;
	struct load_env env = cli_load_env(cli, &r.o->read);
	struct zf_error err = ZF_ERROR_INIT;
	const struct opt_list globs = {args, (size_t)count, 0};
	bool project = many_is_project(&r.o->many, count, args);
	if (r.o->max_bytes && r.o->format != CHECK_MARKDOWN)
		err_set(&err, ZF_ERR_USAGE, "--max-bytes is for --format markdown");
	if (err.code || check_ignored(r.o, &err) != ZF_OK)
		return say_error(cli, &err);
	env.zonefile.max_errors = (size_t)r.o->max_errors;
	buf_init(&r.out, 0);
	if (r.o->format == CHECK_JSON)
		buf_adds(&r.out, "{\"version\":1,\"zones\":[");
	int status = project ? check_project(cli, &r, &env, &globs)
			     : check_operands(cli, &r, &env, count, args);
	if (status != EXIT_DONE) {
		buf_free(&r.out);
		many_free(&r.many);
		return status;
	}
	if (r.o->format == CHECK_JSON)
		add_summary(&r);
	else if (cli->globals.idn)
		idn_show_text(&r.out);
	bool many = project || r.zones > (size_t)count;
	if (r.o->format > CHECK_JSON) {
		buf_free(&r.out);
		status = end_many(cli, &r, exit_of(&r, many));
	} else {
		status = result_end(cli, &r.out, NULL, exit_of(&r, many));
	}
	many_free(&r.many);
	if (r.o->format != CHECK_JSON)
		say_summary(cli, &r);
	return status;
}

static void list_codes(struct buf *b)
{
	static const char *const words[] = {
		[DIAG_NOTE] = "note", [DIAG_WARNING] = "warning", [DIAG_ERROR] = "error"};
	struct check_code codes[CODES_MAX];
	size_t n = codes_list(codes);
	buf_adds(b, "codes:\n");
	for (size_t i = 0; i < n; i++) {
		buf_printf(b, "  %s (%s)\n      ", codes[i].code, words[codes[i].severity]);
		opt_wrap(b, codes[i].reason, 6, 6);
	}
	buf_addc(b, '\n');
}

const struct cmd cmd_check = {
	.name = "check",
	.args = "[FILE|DIR|ZONE]... [--werror] [--ignore CODE] [-f FORMAT]",
	.summary = "errors and warnings about zones, each with its place",
	.text = "Reads each file (or zone elsewhere) and prints what is wrong with it, a line for\n"
		"each cause: file:line:column: severity: text [code]. Where several records have\n"
		"one cause, the text ends in how many more there are, and the first places (JSON\n"
		"lists each, and so does --all). Errors break something:\n"
		"servers refuse the zone, or what the record is there for does not work. Warnings\n"
		"mostly are mistakes. Notes are worth a look, and never change the exit status,\n"
		"which is 0 without errors and 1 with them. Signatures and digests that came with\n"
		"the zone are verified; whether they have expired is not asked, so that the same\n"
		"zone gets the same findings on every day. With --reader ldns the text is also\n"
		"read as programs do that are written on ldns, with no origin but that of\n"
		"--origin, $ORIGIN and the SOA: what they read otherwise, refuse or lose, with\n"
		"their reading and a line that all read alike (fmt --portable). A folder stands\n"
		"for the zone files in it; without operands, or with names of zones, the\n"
		"project's files are judged.\n",
	.more = list_codes,
	CMD_OPTIONS(options, defaults),
	.min_args = 0,
	.max_args = -1,
	.run = run,
};
