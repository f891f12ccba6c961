/* diff of many zones. */
#include <string.h>

#include "diff_command.h"
#include "err.h"
#include "zone_folder.h"
#include "inputs.h"
#include "pool.h"

bool diff_is_of_many(const struct diff_command *o, int count, char *const *args)
{
	return (count == 2 && folder_is(args[0])) || many_is_project(&o->many, count, args);
}

struct work {
	struct cli *cli;
	const struct diff_command *o;
	const struct diff_rules *rules;
	const struct output_format *format;
	enum output_color color;
	struct pool *pool;
	const struct zone_pairs *pairs;
	struct many *many;
};

static enum zf_status compare_pair(const struct work *w, const struct zone_pair *p,
	const struct inputs *in, struct many_zone *z, struct zf_error *err)
{
	const char *names[] = {p->a, p->b};
	struct diff_options options = w->rules->options;
	struct diff d;
	if (p->of) {
		options.owned = p->of->ignore.items;
		options.owned_count = p->of->ignore.count;
	}
	enum zf_status status = diff_make(&d, in->zones[0], in->zones[1], &options, err);
	if (!status) {
		const struct output_options how = {
			.frame = OUTPUT_PART, .color = w->color, .names = names};
		struct buf *body = many_part(z, "diff");
		struct out_sink sink = {many_sink, body};
		status = output_diff(w->format, &d, &how, &sink, err);
		many_set(z, d.count ? MANY_DIFFERENT : MANY_SAME, NULL);
	}
	diff_free(&d);
	return status;
}

static void work_on(void *user, size_t index)
{
	const struct work *w = user;
	const struct zone_pair *p = &w->pairs->items[index];
	struct many_zone *z = &w->many->items[index];
	struct cli cli = many_cli(w->cli, z);
	struct zf_error err = ZF_ERROR_INIT;
	char *locations[] = {p->a, p->b};
	struct inputs in;
	if (z->state != MANY_SAME)
		return;
	const struct read_flags read = many_read_flags(&w->o->read, p);
	const struct inputs_options how = {&read, w->pool};
	if (inputs_load_shared(&in, &cli, &how, 2, locations) != EXIT_DONE)
		many_fail(z, &in.err);
	else if (compare_pair(w, p, &in, z, &err) != ZF_OK)
		many_fail(z, &err);
	else if (inputs_status(&in, EXIT_DONE) != EXIT_DONE)
		many_set(z, MANY_PARTLY, "records were kept without being understood");
	inputs_free(&in);
}

static int find_pairs(struct zone_pairs *pairs, struct cli *cli, const struct diff_command *o,
	int count, char *const *args)
{
	const struct load_env env = cli_load_env(cli, &o->read);
	const struct opt_list globs = {(char **)(uintptr_t)args, (size_t)count, 0};
	struct zf_error err = ZF_ERROR_INIT;
	if (!(count == 2 && folder_is(args[0])))
		return many_of_project(pairs, cli, &o->many, PAIRS_TARGETS, &globs);
	enum zf_status status = folder_is(args[1])
					? pairs_of_folders(pairs, args[0], args[1], &err)
					: pairs_of_account(pairs, &env, args[0], args[1], &err);
	for (size_t i = 0; i < pairs->left_out.count; i++)
		say(cli, "%s", pairs->left_out.items[i]);
	return status ? say_error(cli, &err) : EXIT_DONE;
}

static int diff_pairs(struct work *w)
{
	const struct many_work work = {work_on, NULL, w};
	struct many *m = w->many;
	pairs_begin(m, w->pairs);
	w->pool = pool_new();
	many_work_on(w->cli, m, &w->o->many, &work);
	pool_free(w->pool);
	return many_show(w->cli, m, &w->o->show);
}

int diff_many(struct cli *cli, const struct diff_command *o, int count, char *const *args)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct zone_pairs pairs = {.items = NULL};
	struct many many = {.what = "diff", .title = "Differences of zones"};
	struct diff_rules rules;
	struct show show;
	struct work w = {.cli = cli, .o = o, .rules = &rules, .pairs = &pairs, .many = &many};
	if (o->explain)
		err_set(&err, ZF_ERR_USAGE, "--explain is about two zones");
	if (err.code || show_read(&show, cli, OUTPUT_DIFF, &o->show, &err) != ZF_OK ||
		many_check_format(show.format->name, &err) != ZF_OK ||
		diff_rules_read(&rules, &o->flags, &err) != ZF_OK)
		return say_error(cli, &err);
	w.format = show.format;
	w.color = show.how.color;
	int status = find_pairs(&pairs, cli, o, count, args);
	if (status == EXIT_DONE) {
		many.sides[0] = pairs.project.file ? NULL : args[0];
		many.sides[1] = pairs.project.file ? NULL : args[1];
		status = diff_pairs(&w);
	}
	many_free(&many);
	pairs_free(&pairs);
	diff_rules_free(&rules);
	return status;
}
