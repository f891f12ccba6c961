#include "many_show.h"

#include "err.h"
#include "result.h"

bool many_is_project(const struct many_flags *flags, int count, char *const *args)
{
	return flags->project || pairs_are_wanted(count, args);
}

int many_of_project(struct zone_pairs *pairs, struct cli *cli, const struct many_flags *flags,
	enum pairs_side side, const struct opt_list *globs)
{
	const struct pairs_choice choice = {
		flags->project, cli->globals.provider_dir, side, globs->items, globs->count};
	struct zf_error err = ZF_ERROR_INIT;
	struct diags diags;
	int status = EXIT_DONE;
	diags_init(&diags);
	if (pairs_of_project(pairs, &choice, &diags, &err) != ZF_OK) {
		if (strcmp(err.id, "no-project") == 0) {
			err_clear(&err);
			err_set(&err, ZF_ERR_USAGE,
				"%s wants %s, and there is no " PROJECT_FILE
				" in this folder or above it",
				cli->cmd->name, cli->cmd->args);
		}
		status = say_failure(cli, &diags, &err);
	}
	diags_free(&diags);
	return status;
}

struct read_flags many_read_flags(const struct read_flags *flags, const struct zone_pair *pair)
{
	struct read_flags own = *flags;
	if (!own.origin && pair->of)
		own.origin = pair->of->name;
	return own;
}

struct cli many_cli(const struct cli *cli, struct many_zone *zone)
{
	struct cli own = *cli;
	own.heard = &zone->said;
	own.progress_shown = false;
	return own;
}

struct telling {
	struct cli *cli;
	const struct many_work *work;
};

static void work_on(void *user, size_t index)
{
	const struct telling *t = user;
	t->work->work(t->work->user, index);
}

static void tell(void *user, size_t done, size_t count)
{
	const struct telling *t = user;
	char text[80];
	snprintf(text, sizeof(text), "%zu of %zu zones", done, count);
	say_progress(t->cli, text);
}

void many_work_on(struct cli *cli, struct many *m, const struct many_flags *flags,
	const struct many_work *work)
{
	struct telling t = {cli, work};
	const struct many_work telling = {work_on, tell, &t};
	many_run(m->count, (unsigned)flags->jobs, &telling);
	for (size_t i = 0; i < m->count; i++)
		say_heard(cli, &m->items[i].said);
}

void many_fail(struct many_zone *zone, const struct zf_error *err)
{
	char text[sizeof(struct zf_error) + 64];
	struct zf_error why = *err;
	zf_error_print(&why, text, sizeof(text));
	const char *word = strstr(text, "error: ");
	many_set(zone, MANY_FAILED, why.file[0] || !word ? text : word + strlen("error: "));
}

int many_status(const struct many *m)
{
	size_t failed = many_count(m, MANY_FAILED) + many_count(m, MANY_REFUSED);
	size_t good = many_count(m, MANY_SAME) + many_count(m, MANY_APPLIED);
	if (failed && failed == m->count)
		return EXIT_TROUBLE;
	if (failed || many_count(m, MANY_PARTLY))
		return EXIT_PARTLY;
	return good == m->count ? EXIT_DONE : EXIT_FINDINGS;
}

int many_print(struct cli *cli, const struct many *m, const struct show_flags *flags)
{
	const struct many_options how = {.format = flags->format ? flags->format : "text",
		.max_bytes = (size_t)flags->max_bytes};
	struct zf_error err = ZF_ERROR_INIT;
	struct result r;
	struct out out;
	enum zf_status status = many_check_format(how.format, &err);
	if (!status && how.max_bytes && strcmp(how.format, "markdown") != 0)
		status = err_set(&err, ZF_ERR_USAGE, "--max-bytes is for --format markdown");
	if (!status)
		status = result_open(
			&r, flags->output, flags->force ? FILE_FORCED : FILE_CAREFUL, &err);
	if (status)
		return say_error(cli, &err);
	out_init(&out, &r.sink, &err);
	status = many_write(&out, m, &how, &err);
	enum zf_status end = out_finish(&out);
	status = result_close(&r, status ? status : end, &err);
	return status ? say_error(cli, &err) : EXIT_DONE;
}

int many_show(struct cli *cli, const struct many *m, const struct show_flags *flags)
{
	int status = many_print(cli, m, flags);
	return status == EXIT_DONE ? many_status(m) : status;
}
