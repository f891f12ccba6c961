/* git merge: the merge driver for zone files. */
#include <stdlib.h>
#include <string.h>

#include "diff.h"
#include "edit.h"
#include "inputs.h"
#include "merge.h"

enum { BASE, OURS, THEIRS, SIDES };

struct versions {
	struct file_text text[SIDES];
	struct zf_zone *zone[SIDES];
};

/* Reads one version. git's temporary files have no name that tells an origin: the file's own name
 * (%P) does. */
static enum zf_status read_side(struct cli *cli, struct versions *in, int side, const char *path,
	const char *name, struct zf_error *err)
{
	struct load_env env = cli_load_env(cli, NULL);
	struct diags diags;
	enum zf_status status = file_read(&in->text[side], path, ZONEFILE_MAX_SIZE, err);
	if (status != ZF_OK)
		return status;
	diags_init(&diags);
	status = zonefile_parse(&in->zone[side], in->text[side].data, in->text[side].size, name,
		&env.zonefile, &diags, err);
	if (status != ZF_OK)
		say_failure(cli, &diags, err);
	diags_free(&diags);
	return status;
}

/* Our text, brought to the merged state, conflicts marked. */
static enum zf_status write_merge(
	struct buf *out, const struct versions *in, const struct merge *merge, struct zf_error *err)
{
	const struct diff_options exact = {.txt = DIFF_TXT_EXACT};
	struct zonefile_edit *edit = NULL;
	struct diff diff = {0};
	enum zf_status status = diff_make(&diff, in->zone[OURS], merge->zone, &exact, err);
	if (status == ZF_OK)
		status = zonefile_edit_new(
			&edit, in->text[OURS].data, in->text[OURS].size, in->zone[OURS], err);
	if (status == ZF_OK)
		status = zonefile_edit_apply(edit, &diff, err);
	for (size_t i = 0; i < merge->conflict_count && status == ZF_OK; i++) {
		const struct merge_conflict *c = &merge->conflicts[i];
		const struct zonefile_conflict mark = {
			c->ours, c->ours_count, in->zone[THEIRS], c->theirs, c->theirs_count};
		zonefile_edit_conflict(edit, &mark);
	}
	if (status == ZF_OK)
		zonefile_edit_print(edit, out);
	diff_free(&diff);
	zonefile_edit_free(edit);
	return status;
}

static void say_conflicts(
	struct cli *cli, const struct versions *in, const struct merge *merge, const char *name)
{
	struct buf what;
	char type[RRTYPE_MAX_TEXT];
	buf_init(&what, 0);
	for (size_t i = 0; i < merge->conflict_count; i++) {
		const struct merge_conflict *c = &merge->conflicts[i];
		const struct rec *r = c->ours_count > 0 ? c->ours[0] : c->theirs[0];
		buf_reset(&what);
		rec_print_owner_absolute(&what, in->zone[c->ours_count > 0 ? OURS : THEIRS], r);
		say(cli, "conflict in %s: %s %s", name, what.data, rrtype_name(rec_type(r), type));
	}
	buf_free(&what);
}

static int run(struct cli *cli, const void *values, int count, char **args)
{
	const char *name = count > 3 ? args[3] : args[OURS];
	struct zf_error err = ZF_ERROR_INIT;
	struct versions in = {0};
	struct merge merge = {0};
	struct buf text;
	int status = EXIT_TROUBLE;
	(void)values;
	buf_init(&text, 0);
	enum zf_status result = ZF_OK;
	for (int side = 0; side < SIDES && result == ZF_OK; side++)
		result = read_side(cli, &in, side, args[side], name, &err);
	if (result != ZF_OK) {
		say(cli, "%s is left as it is, in conflict", name);
	} else if (merge_make(&merge, in.zone[BASE], in.zone[OURS], in.zone[THEIRS], &err) ==
			   ZF_OK &&
		   write_merge(&text, &in, &merge, &err) == ZF_OK &&
		   file_replace(args[OURS], text.data, text.len, &err) == ZF_OK) {
		say_conflicts(cli, &in, &merge, name);
		status = merge.conflict_count > 0 ? EXIT_FINDINGS : EXIT_DONE;
	} else {
		say_error(cli, &err);
	}
	merge_free(&merge);
	for (int side = 0; side < SIDES; side++) {
		zf_zone_free(in.zone[side]);
		file_text_free(&in.text[side]);
	}
	buf_free(&text);
	return status;
}

const struct cmd cmd_git_merge = {
	.name = "git merge",
	.args = "BASE OURS THEIRS [NAME]",
	.summary = "three-way merge of zone files, into OURS",
	.text = "Merges by RRset: branches that touch different records never conflict. The SOA\n"
		"serial becomes the higher one and is raised. OURS keeps its comments and layout;\n"
		"a conflict is marked in it record by record. Exit 0 merged, 1 conflicts, 2 a\n"
		"version could not be read (OURS is untouched).\n",
	.min_args = 3,
	.max_args = 4,
	.run = run,
};
