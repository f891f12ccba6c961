/* review: one document about the zones that differ between two revisions. */
#include <stdlib.h>

#include "err.h"
#include "mem.h"
#include "pool.h"
#include "review_command.h"

static const struct review_command defaults = {.read = READ_FLAGS_INIT, .many = MANY_FLAGS_INIT};

static const struct opt options[] = {
	{"format", 'f', OPT_TEXT, offsetof(struct review_command, show.format), "FORMAT",
		"text (default), json, markdown or html", 0, 0},
	SHOW_FLAG_OUTPUT(struct review_command, show),
	SHOW_FLAG_MAX_BYTES(struct review_command, show),
	{"live", 0, OPT_FLAG, offsetof(struct review_command, live), NULL,
		"what sync would do at each target of the project, as it is now", 0, 0},
	{"fail-on", 0, OPT_CHOICE, offsetof(struct review_command, fail_on), "changes|errors",
		"what makes exit 1: anything that changed (default), or new errors only", 0, 0},
	MANY_FLAGS(struct review_command, many),
	READ_FLAGS(struct review_command, read),
};

static void work_on(void *user, size_t index)
{
	review_zone(user, index);
}

/* Whatever was found, the review is whole; a zone that can't be read is told apart from it. */
static int exit_of(const struct review_work *w)
{
	const struct many *m = w->many;
	size_t errors = 0;
	if (many_count(m, MANY_FAILED) || many_count(m, MANY_PARTLY))
		return EXIT_PARTLY;
	for (size_t i = 0; i < m->count; i++)
		errors += w->errors[i];
	if (w->o->fail_on == REVIEW_FAIL_ON_ERRORS)
		return errors ? EXIT_FINDINGS : EXIT_DONE;
	return many_count(m, MANY_SAME) == m->count ? EXIT_DONE : EXIT_FINDINGS;
}

static int review_files(struct review_work *w)
{
	const struct zone_pairs *files = &w->review->files;
	const struct many_work work = {work_on, NULL, w};
	for (size_t i = 0; i < files->count; i++) {
		const struct zone_pair *p = &files->items[i];
		many_add(w->many, p->zone ? p->zone : p->b ? p->b : p->a, p->a, p->b);
	}
	w->errors = mem_zalloc((files->count + 1) * sizeof(*w->errors));
	w->planner.pool = pool_new();
	many_work_on(w->cli, w->many, &w->o->many, &work);
	int status = many_print(w->cli, w->many, &w->o->show);
	if (status == EXIT_DONE)
		status = exit_of(w);
	pool_free(w->planner.pool);
	free(w->errors);
	return status;
}

static enum zf_status choose_formats(
	struct review_work *w, const struct show_flags *flags, struct zf_error *err)
{
	struct show show;
	if (flags->format && many_check_format(flags->format, err) != ZF_OK)
		return err->code;
	if (show_read(&show, w->cli, OUTPUT_DIFF, flags, err) != ZF_OK)
		return err->code;
	w->diff = show.format;
	w->color = show.how.color;
	w->plan = output_choose(OUTPUT_PLAN, show.format->name, err);
	return err->code;
}

static int find_files(struct review *review, struct cli *cli, const struct review_command *o,
	const struct review_choice *choice)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct diags diags;
	int status = EXIT_DONE;
	diags_init(&diags);
	if (review_find(review, choice, &diags, &err) != ZF_OK)
		status = say_failure(cli, &diags, &err);
	else if (o->live && !review->project.project.file)
		err_set(&err, ZF_ERR_USAGE,
			"--live is about the targets of a project, and there is no " PROJECT_FILE
			" in this folder or above it");
	if (err.code && status == EXIT_DONE)
		status = say_error(cli, &err);
	diags_free(&diags);
	return status;
}

static int run(struct cli *cli, const void *values, int count, char **args)
{
	const struct review_command *o = values;
	const struct review_choice choice = {.base = args[0],
		.head = count > 1 ? args[1] : "HEAD",
		.project = o->many.project,
		.provider_dir = cli->globals.provider_dir};
	static const char *const words[MANY_STATES] = {[MANY_SAME] = "the same as before",
		[MANY_DIFFERENT] = "changed",
		[MANY_ONLY_A] = "deleted",
		[MANY_ONLY_B] = "new",
		[MANY_PARTLY] = "without all plans",
		[MANY_FAILED] = "unreadable"};
	struct zf_error err = ZF_ERROR_INIT;
	struct review review;
	struct many many = {.what = "review", .title = "Review of zones", .words = words};
	struct review_work w = {.cli = cli, .o = o, .review = &review, .many = &many};
	if (choose_formats(&w, &o->show, &err) != ZF_OK)
		return say_error(cli, &err);
	int status = find_files(&review, cli, o, &choice);
	if (status == EXIT_DONE) {
		many.revisions[0] = review.changes.base;
		many.revisions[1] = review.changes.head;
		w.planner = (struct zone_planner){cli, &o->flags, &o->target, &o->read,
			&review.project.project, NULL, SESSION_LOOK};
		status = review_files(&w);
	}
	many_free(&many);
	review_free(&review);
	return status;
}

const struct cmd cmd_review = {
	.name = "review",
	.args = "BASE [HEAD] [-f FORMAT] [--live]",
	.summary = "one document about the zones that changed between two revisions",
	.text = "Compares the zone files of HEAD (default: the last commit here) with those of the\n"
		"commit where it parted from BASE, as a pull request shows them: zones that are\n"
		"new, deleted, changed, in another file, or can't be read; what changed in each;\n"
		"and what check finds that it did not find before. Files count that are called as\n"
		"zone files are, those that git install has named in .gitattributes, and the\n"
		"sources of the project. A zone whose $INCLUDE brings something else counts too.\n"
		"--live adds what sync would do at the targets of each of these zones.\n"
		"Markdown begins with a line that stays the same, so that a bot finds its own\n"
		"comment again.\n"
		"Exit status: 0 no change, 1 changes (or, with --fail-on errors, new errors),\n"
		"2 no review could be made, 4 it is made, but a zone can't be read, or a target.\n",
	CMD_OPTIONS(options, defaults),
	.min_args = 1,
	.max_args = 2,
	.run = run,
};
