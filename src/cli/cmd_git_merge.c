/* git merge: the merge driver for zone files. */
#include <stdlib.h>
#include <string.h>

#include "diff.h"
#include "err.h"
#include "inputs.h"
#include "mem.h"
#include "merge_include.h"
#include "own_origin.h"

enum { LABEL_MOST = 100 }; /* octets of a label that are shown */

struct merge_options {
	long marker_size;
	const char *label[MERGE_SIDES];
	int origin_from; /* enum origin_from */
	struct read_flags read;
};

enum origin_from { ORIGIN_FROM_NAME, ORIGIN_FROM_SOA };

static const struct merge_options defaults = {.marker_size = 7, .read = READ_FLAGS_INIT};

static const struct opt options[] = {
	{"marker-size", 0, OPT_NUMBER, offsetof(struct merge_options, marker_size), "N",
		"length of conflict markers; default 7 (git's %L)", 1, 1000},
	{"base-label", 0, OPT_TEXT, offsetof(struct merge_options, label[MERGE_BASE]), "NAME",
		"what conflict markers call BASE (git's %S)", 0, 0},
	{"our-label", 0, OPT_TEXT, offsetof(struct merge_options, label[MERGE_OURS]), "NAME",
		"and OURS (%X)", 0, 0},
	{"their-label", 0, OPT_TEXT, offsetof(struct merge_options, label[MERGE_THEIRS]), "NAME",
		"and THEIRS (%Y)", 0, 0},
	{"origin-from", 0, OPT_CHOICE, offsetof(struct merge_options, origin_from), "name|soa",
		"where the origin is told: by NAME (default), or by the SOA's owner", 0, 0},
	READ_FLAGS(struct merge_options, read),
};

/* What a merge is made of; the versions borrow from the rest. */
struct job {
	struct merge_versions in;
	struct merge_include include;
	char labels[MERGE_SIDES][LABEL_MOST];
	struct buf origin;
	struct buf out;
};

/* A git that doesn't know %X leaves it as it is. */
static void set_labels(struct job *job, const struct merge_options *o)
{
	static const char *const usual[] = {
		[MERGE_BASE] = "base", [MERGE_OURS] = "ours", [MERGE_THEIRS] = "theirs"};
	for (int i = 0; i < MERGE_SIDES; i++) {
		const char *label = o->label[i];
		bool given = label && label[0] && !(label[0] == '%' && label[2] == '\0');
		label = given ? label : usual[i];
		str_clean(job->labels[i], LABEL_MOST, label, strlen(label));
		job->in.label[i] = job->labels[i];
	}
	job->in.marks = (struct zonefile_marks){
		(int)o->marker_size, job->in.label[MERGE_OURS], job->in.label[MERGE_THEIRS]};
}

/* git runs the driver at the top of the working tree, with names of temporary files; the file's own
 * name (%P) tells its origin and where its includes are. */
static void set_up(struct job *job, struct cli *cli, const struct merge_options *o, char **args,
	const char *name)
{
	for (int i = 0; i < MERGE_SIDES; i++)
		job->in.path[i] = args[i];
	set_labels(job, o);
	job->in.name = name;
	job->in.options = cli_load_env(cli, &o->read).zonefile;
	job->in.options.path = name;
	buf_init(&job->out, 0);
	buf_init(&job->origin, 0);
}

/* Takes the origin from our version's SOA where that tells one. */
static void take_origin(struct job *job, const struct merge_options *o)
{
	const struct file_text *ours = &job->in.text[MERGE_OURS];
	struct name name;
	if (o->origin_from != ORIGIN_FROM_SOA || job->in.options.origin)
		return;
	enum own_origin own = own_origin_find(&name, (struct str){ours->data, ours->size});
	if (own != OWN_ORIGIN_SOA && own != OWN_ORIGIN_UNDOTTED)
		return;
	name_print(&job->origin, name.wire);
	job->in.options.origin = job->origin.data;
}

static void tear_down(struct job *job)
{
	for (int i = 0; i < MERGE_SIDES; i++) {
		zf_zone_free(job->in.zone[i]);
		file_text_free(&job->in.text[i]);
	}
	merge_include_free(&job->include);
	buf_free(&job->out);
	buf_free(&job->origin);
}

/* Whether each version is a zone; says why one isn't. */
static bool read_zones(struct cli *cli, struct merge_versions *in)
{
	bool all = true;
	for (int i = 0; i < MERGE_SIDES; i++) {
		struct zf_error err = ZF_ERROR_INIT;
		struct diags diags;
		diags_init(&diags);
		if (zonefile_parse(&in->zone[i], in->text[i].data, in->text[i].size, in->name,
			    &in->options, &diags, &err) != ZF_OK) {
			all = false;
			say(cli, "%s (version of %s) can't be read as a zone:", in->name,
				in->label[i]);
			say_failure(cli, &diags, &err);
		}
		diags_free(&diags);
	}
	return all;
}

/* A record of an included file can't be put between marks here. */
static bool is_included(const struct merge_conflict *c)
{
	for (size_t i = 0; i < c->ours_count; i++)
		if (c->ours[i]->line_file > REC_LINE_MOST)
			return true;
	return false;
}

static enum zf_status add_conflicts(struct buf *out, const struct merge_versions *in,
	const struct merge *merge, const struct diff *diff, struct zf_error *err)
{
	const struct file_text *text = &in->text[MERGE_OURS];
	struct zonefile_edit *edit = NULL;
	enum zf_status status =
		zonefile_edit_new(&edit, text->data, text->size, in->zone[MERGE_OURS], err);
	if (status == ZF_OK)
		status = zonefile_edit_apply(edit, diff, err);
	for (size_t i = 0; i < merge->conflict_count && status == ZF_OK; i++) {
		const struct merge_conflict *c = &merge->conflicts[i];
		const struct zonefile_conflict conflict = {&in->marks, c->ours, c->ours_count,
			in->zone[MERGE_THEIRS], c->theirs, c->theirs_count};
		if (is_included(c))
			status = err_set(err, ZF_ERR_UNSUPPORTED,
				"a conflict is about records of an included file");
		else
			zonefile_edit_conflict(edit, &conflict);
	}
	if (status == ZF_OK)
		zonefile_edit_print(edit, out);
	zonefile_edit_free(edit);
	return status;
}

/* Our text, brought to the merged state, which is proven; then conflicts are marked in it. */
static enum zf_status write_merge(struct buf *out, const struct merge_versions *in,
	const struct merge *merge, struct zf_error *err)
{
	const struct diff_options exact = {.txt = DIFF_TXT_EXACT};
	const struct file_text *text = &in->text[MERGE_OURS];
	struct diff diff = {0};
	enum zf_status status = diff_make(&diff, in->zone[MERGE_OURS], merge->zone, &exact, err);
	if (status == ZF_OK && diff.count > 0)
		status = zonefile_update(
			out, text->data, text->size, &diff, in->name, &in->options, &exact, err);
	else if (status == ZF_OK)
		buf_add(out, text->data, text->size);
	if (status == ZF_OK && merge->conflict_count > 0) {
		buf_reset(out);
		status = add_conflicts(out, in, merge, &diff, err);
	}
	diff_free(&diff);
	return status;
}

static void say_conflicts(
	struct cli *cli, const struct merge_versions *in, const struct merge *merge)
{
	struct buf what;
	char type[RRTYPE_MAX_TEXT];
	buf_init(&what, 0);
	for (size_t i = 0; i < merge->conflict_count; i++) {
		const struct merge_conflict *c = &merge->conflicts[i];
		int side = c->ours_count > 0 ? MERGE_OURS : MERGE_THEIRS;
		const struct rec *r = c->ours_count > 0 ? c->ours[0] : c->theirs[0];
		buf_reset(&what);
		rec_print_owner_absolute(&what, in->zone[side], r);
		say(cli, "conflict in %s: %s %s", in->name, what.data,
			rrtype_name(rec_type(r), type));
	}
	buf_free(&what);
}

/* Returns whether all went without a conflict. */
static bool merge_as_text(struct cli *cli, struct job *job, const struct merge *merge)
{
	const char *why;
	buf_reset(&job->out);
	bool clean = merge_text(&job->out, &job->in, merge, &why);
	if (why)
		say(cli, "%s is a conflict as a whole: %s", job->in.name, why);
	else
		say(cli, "%s was merged as text, %s", job->in.name,
			clean ? "without conflicts; its serial is not raised" : "with conflicts");
	return clean;
}

static bool merge_as_zones(struct cli *cli, struct job *job, struct merge *merge, bool *clean)
{
	struct zf_error err = ZF_ERROR_INIT;
	if (!read_zones(cli, &job->in))
		return false;
	if (!merge_include_is_same(&job->in)) {
		say(cli, "%s: the versions include different files", job->in.name);
		return false;
	}
	if (merge_make(merge, job->in.zone[MERGE_BASE], job->in.zone[MERGE_OURS],
		    job->in.zone[MERGE_THEIRS], &err) != ZF_OK ||
		write_merge(&job->out, &job->in, merge, &err) != ZF_OK) {
		say_error(cli, &err);
		return false;
	}
	say_conflicts(cli, &job->in, merge);
	*clean = merge->conflict_count == 0;
	return true;
}

/* What the other branch did in included files isn't seen otherwise. */
static bool prove_includes(struct cli *cli, struct job *job)
{
	if (merge_include_is_sound(&job->include, &job->out, &job->in))
		return true;
	say(cli,
		"%s is a conflict as a whole: with the files that %s includes, the merged one breaks "
		"a rule that neither broke",
		job->in.name, job->in.label[MERGE_THEIRS]);
	merge_text_mark_whole(&job->out, &job->in);
	return false;
}

static int run(struct cli *cli, const void *values, int count, char **args)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct job job = {.in = {.name = NULL}};
	struct merge merge = {0};
	bool clean = false;
	set_up(&job, cli, values, args, count > MERGE_SIDES ? args[MERGE_SIDES] : args[MERGE_OURS]);
	for (int i = 0; i < MERGE_SIDES && err.code == ZF_OK; i++)
		file_read(&job.in.text[i], args[i], ZONEFILE_MAX_SIZE, &err);
	if (err.code == ZF_OK) {
		take_origin(&job, values);
		merge_include_init(&job.include, &job.in);
	}
	if (err.code == ZF_OK && !merge_as_zones(cli, &job, &merge, &clean))
		clean = merge_as_text(cli, &job, &merge);
	if (err.code == ZF_OK && clean)
		clean = prove_includes(cli, &job);
	if (err.code == ZF_OK)
		file_replace(args[MERGE_OURS], job.out.data, job.out.len, FILE_CAREFUL, &err);
	merge_free(&merge);
	tear_down(&job);
	if (err.code != ZF_OK)
		return say_error(cli, &err);
	return clean ? EXIT_DONE : EXIT_FINDINGS;
}

const struct cmd cmd_git_merge = {
	.name = "git merge",
	.args = "BASE OURS THEIRS [NAME]",
	.summary = "three-way merge of zone files, into OURS",
	.text = "Merges by RRset: branches that touch different records never conflict. The SOA\n"
		"serial becomes the higher one and is raised. OURS keeps its comments and layout;\n"
		"a conflict is marked in it record by record. Where a version can't be read as a\n"
		"zone, or the result can't be written line by line, the texts are merged by git\n"
		"merge-file, and what both versions can't mean is marked as a conflict too. Exit 0\n"
		"merged, 1 conflicts, 2 a file could not be read or written (OURS is untouched).\n",
	CMD_OPTIONS(options, defaults),
	.min_args = 3,
	.max_args = 4,
	.run = run,
};
