/* verify of a project: the servers of each of its zones. */
#include <unistd.h>

#include "inputs.h"
#include "many_findings.h"
#include "pool.h"
#include "verify_command.h"

struct work {
	struct cli *cli;
	const struct verify_command *o;
	enum output_color color;
	const char *format; /* of text as lines of a larger document; NULL: as it is */
	struct pool *pool;
	const struct zone_pairs *pairs;
	struct many *many;
};

static enum many_state state_of(int status)
{
	return status == EXIT_DONE       ? MANY_SAME
	       : status == EXIT_FINDINGS ? MANY_DIFFERENT
					 : MANY_FAILED;
}

static void work_on(void *user, size_t index)
{
	const struct work *w = user;
	const struct zone_pair *p = &w->pairs->items[index];
	struct many_zone *z = &w->many->items[index];
	struct cli cli = many_cli(w->cli, z);
	const struct read_flags read = many_read_flags(&w->o->read, p);
	const struct inputs_options how = {&read, w->pool};
	struct zf_error err = ZF_ERROR_INIT;
	char *source[] = {p->a};
	struct inputs in;
	int status = EXIT_DONE;
	if (inputs_load_shared(&in, &cli, &how, 1, source) != EXIT_DONE) {
		many_fail(z, &in.err);
	} else {
		struct buf text;
		buf_init(&text, 0);
		const struct out_sink sink = {
			many_sink, w->format ? &text : many_part(z, "verify")};
		const struct verify_asked asked = {.cli = &cli,
			.zone = in.zones[0],
			.source = p->a,
			.color = w->color,
			.sink = &sink,
			.owned = p->of->ignore.items,
			.owned_count = p->of->ignore.count};
		verify_ask(&status, w->o, &asked, &err);
		if (w->format)
			many_add_lines(z, "verify", &text, w->format);
		buf_free(&text);
		many_set(z, state_of(status), status == EXIT_TROUBLE ? "nobody answered" : NULL);
		if (err.code)
			many_fail(z, &err);
	}
	inputs_free(&in);
}

int verify_many(struct cli *cli, const struct verify_command *o, int count, char *const *args)
{
	static const char *const words[MANY_STATES] = {
		[MANY_SAME] = "served as it is", [MANY_DIFFERENT] = "served otherwise"};
	const struct opt_list globs = {(char **)(uintptr_t)args, (size_t)count, 0};
	static const char *const formats[] = {[VERIFY_TEXT] = "text",
		[VERIFY_JSON] = "json",
		[VERIFY_MARKDOWN] = "markdown",
		[VERIFY_HTML] = "html"};
	const struct show_flags show = {.format = formats[o->format], .max_bytes = o->max_bytes};
	struct zone_pairs pairs;
	struct many many = {.what = "verify", .title = "Zones as they are served", .words = words};
	struct work w = {.cli = cli, .o = o, .pairs = &pairs, .many = &many, .pool = pool_new()};
	const struct many_work work = {work_on, NULL, &w};
	if (o->format > VERIFY_JSON)
		w.format = formats[o->format];
	else if (cli_color(cli, STDOUT_FILENO))
		w.color = OUTPUT_COLOR;
	int status = many_of_project(&pairs, cli, &o->many, PAIRS_SOURCES, &globs);
	if (status == EXIT_DONE) {
		pairs_begin(&many, &pairs);
		many_work_on(cli, &many, &o->many, &work);
		status = many_show(cli, &many, &show);
	}
	many_free(&many);
	pairs_free(&pairs);
	pool_free(w.pool);
	return status;
}
