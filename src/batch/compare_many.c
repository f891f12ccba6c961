/* compare of many zones. */
#include "compare_command.h"
#include "err.h"
#include "pool.h"
#include "zone_folder.h"

struct work {
	struct cli *cli;
	const struct compare_command *o;
	const struct diff_rules *rules;
	const struct show *show;
	struct pool *pool;
	const struct zone_pairs *pairs;
	struct many *many;
};

bool compare_is_of_many(int count, char *const *args)
{
	for (int i = 0; i < count; i++)
		if (folder_is(args[i]))
			return true;
	return false;
}

static enum zf_status compare_pair(const struct work *w, const struct inputs *in,
	char *const *names, struct many_zone *z, struct zf_error *err)
{
	struct compared x;
	enum zf_status status = compared_make(&x, in, names, &w->rules->options, err);
	if (!status) {
		struct output_options how = w->show->how;
		struct out_sink sink = {many_sink, many_part(z, "compare")};
		how.frame = OUTPUT_PART;
		how.max_bytes = 0;
		how.names = (const char *const *)names;
		how.rows = w->o->all ? OUTPUT_ROWS_ALL : OUTPUT_ROWS_DIFFERENT;
		status = output_comparison(w->show->format, &x.c, &how, &sink, err);
		many_set(z, compared_same(&x) ? MANY_SAME : MANY_DIFFERENT, NULL);
	}
	compared_free(&x);
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
	const struct inputs_options how = {&w->o->read, w->pool};
	struct inputs in;
	if (z->state != MANY_SAME)
		return;
	if (inputs_load_shared(&in, &cli, &how, 2, locations) != EXIT_DONE)
		many_fail(z, &in.err);
	else if (compare_pair(w, &in, locations, z, &err) != ZF_OK)
		many_fail(z, &err);
	else if (inputs_status(&in, EXIT_DONE) != EXIT_DONE)
		many_set(z, MANY_PARTLY, "records were kept without being understood");
	inputs_free(&in);
}

static int find_pairs(struct zone_pairs *pairs, struct cli *cli, const struct compare_command *o,
	char *const *args)
{
	const struct load_env env = cli_load_env(cli, &o->read);
	struct zf_error err = ZF_ERROR_INIT;
	enum zf_status status = folder_is(args[1])
					? pairs_of_folders(pairs, args[0], args[1], &err)
					: pairs_of_account(pairs, &env, args[0], args[1], &err);
	for (size_t i = 0; i < pairs->left_out.count; i++)
		say(cli, "%s", pairs->left_out.items[i]);
	return status ? say_error(cli, &err) : EXIT_DONE;
}

static int compare_pairs(struct work *w)
{
	const struct many_work work = {work_on, NULL, w};
	pairs_begin(w->many, w->pairs);
	w->pool = pool_new();
	many_work_on(w->cli, w->many, &w->o->many, &work);
	pool_free(w->pool);
	return many_show(w->cli, w->many, &w->o->show);
}

int compare_many(struct cli *cli, const struct compare_command *o, int count, char *const *args)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct zone_pairs pairs = {.items = NULL};
	struct many many = {.what = "compare", .title = "Comparison of zones"};
	struct diff_rules rules;
	struct show show;
	struct work w = {
		.cli = cli, .o = o, .rules = &rules, .show = &show, .pairs = &pairs, .many = &many};
	if (count != 2 || !folder_is(args[0]))
		err_set(&err, ZF_ERR_USAGE,
			"a folder is compared with one other, or with an account behind it");
	if (err.code || show_read(&show, cli, OUTPUT_COMPARISON, &o->show, &err) != ZF_OK ||
		many_check_format(show.format->name, &err) != ZF_OK ||
		diff_rules_read(&rules, &o->flags, &err) != ZF_OK)
		return say_error(cli, &err);
	many.sides[0] = args[0];
	many.sides[1] = args[1];
	int status = find_pairs(&pairs, cli, o, args);
	if (status == EXIT_DONE)
		status = compare_pairs(&w);
	many_free(&many);
	pairs_free(&pairs);
	diff_rules_free(&rules);
	return status;
}
