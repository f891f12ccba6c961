/* fmt: canonical text of zone files, comments kept. */
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "inputs.h"
#include "pairs.h"
#include "portable.h"
#include "proof.h"
#include "result.h"
#include "str.h"

struct fmt_options {
	bool write, check, keep_order, portable, force, proof;
	struct read_flags read;
};

static const struct fmt_options defaults = {.read = READ_FLAGS_INIT};

static const struct opt options[] = {
	{"write", 'w', OPT_FLAG, offsetof(struct fmt_options, write), NULL,
		"rewrite the files in place, atomically", 0, 0},
	{"check", 0, OPT_FLAG, offsetof(struct fmt_options, check), NULL,
		"list the files that are not canonical; exit 1 when there are any", 0, 0},
	{"keep-order", 'k', OPT_FLAG, offsetof(struct fmt_options, keep_order), NULL,
		"each record canonical where it stands; order, comments, directives stay", 0, 0},
	{"portable", 0, OPT_FLAG, offsetof(struct fmt_options, portable), NULL,
		"RFC 3597 form for what programs written on ldns would misread", 0, 0},
	FORCE_FLAG(struct fmt_options, force),
	PROOF_FLAG(struct fmt_options, proof),
	READ_FLAGS(struct fmt_options, read),
	READ_FLAG_TXT(struct fmt_options, read),
};

struct comparison {
	struct file_text file;
	size_t at; /* octets that are the same so far */
	bool same;
};

static enum zf_status compare(void *user, const char *p, size_t n, struct zf_error *err)
{
	struct comparison *c = user;
	(void)err;
	c->same = c->same && n <= c->file.size - c->at && memcmp(p, c->file.data + c->at, n) == 0;
	if (c->same)
		c->at += n;
	return ZF_OK;
}

/* One file. */
struct job {
	struct cli *cli;
	const struct fmt_options *options;
	struct zonefile_options how;
	const char *path;
	struct file_text text; /* empty: larger than a file that is kept by hand */
	struct zf_zone *zone;
	struct buf portable; /* with --portable: what is written */
};

/* Hands the text that the file should have to a sink. */
static enum zf_status put_text(
	const struct job *job, zonefile_sink *sink, void *user, struct zf_error *err)
{
	const struct zonefile_source source = {
		{job->text.data, job->text.size}, job->path, &job->how};
	struct buf out;
	if (job->options->portable)
		return sink(user, job->portable.data, job->portable.len, err);
	if (!job->options->keep_order)
		return zonefile_print(job->zone, sink, user, err);
	buf_init(&out, 0);
	enum zf_status status = zonefile_tidy(&out, &source, job->zone, err);
	if (status == ZF_OK)
		status = sink(user, out.data, out.len, err);
	buf_free(&out);
	return status;
}

/* Whether that text is what the file holds. The file is read once more for it; a file that changed
 * meanwhile counts as different. */
static enum zf_status is_canonical(bool *same, const struct job *job, struct zf_error *err)
{
	struct comparison c = {.same = true};
	enum zf_status status = file_read(&c.file, job->path, ZONEFILE_MAX_SIZE, err);
	if (status != ZF_OK)
		return status;
	status = put_text(job, compare, &c, err);
	*same = c.same && c.at == c.file.size;
	file_text_free(&c.file);
	return status;
}

static enum zf_status add_to_buf(void *user, const char *p, size_t n, struct zf_error *err)
{
	(void)err;
	buf_add(user, p, n);
	return ZF_OK;
}

static enum zf_status save(const struct job *job, enum file_care care, struct zf_error *err)
{
	struct buf text;
	buf_init(&text, 0);
	enum zf_status status = put_text(job, add_to_buf, &text, err);
	const struct zonefile_source source = {{text.data, text.len}, job->path, &job->how};
	if (status == ZF_OK)
		status = zonefile_save(job->path, care, &source, job->zone, err);
	buf_free(&text);
	return status;
}

static enum zf_status print_to(const struct job *job, const char *path, struct zf_error *err)
{
	struct result r;
	enum file_care care = job->options->force ? FILE_FORCED : FILE_CAREFUL;
	if (path && zonefile_is_proven(job->zone, job->how.proof))
		return save(job, care, err);
	if (result_open(&r, path, care, err) != ZF_OK)
		return err->code;
	return result_close(&r, put_text(job, result_add, &r, err), err);
}

static int format_zone(const struct job *job)
{
	const struct fmt_options *o = job->options;
	struct zf_error err = ZF_ERROR_INIT;
	bool same = false;
	if (!o->write && !o->check)
		return print_to(job, NULL, &err) == ZF_OK ? EXIT_DONE : say_error(job->cli, &err);
	if (is_canonical(&same, job, &err) != ZF_OK)
		return say_error(job->cli, &err);
	if (same)
		return EXIT_DONE;
	if (o->check) {
		struct buf line;
		buf_init(&line, 0);
		str_print(&line, job->path, strlen(job->path));
		buf_addc(&line, '\n');
		return result_end(job->cli, &line, NULL, EXIT_FINDINGS);
	}
	if (job->zone->file_count > 1 && !o->keep_order) {
		err_set(&err, ZF_ERR_UNSUPPORTED,
			"%s includes other files, whose records would end up in it; not rewritten "
			"(--keep-order keeps $INCLUDE)",
			job->path);
		return say_error(job->cli, &err);
	}
	return print_to(job, job->path, &err) == ZF_OK ? EXIT_DONE : say_error(job->cli, &err);
}

/* Reads a text of any size that is kept in order, and else one that may have sections; a larger one
 * needn't be in memory as a whole. */
static enum zf_status read_file(struct job *job, struct diags *diags, struct zf_error *err)
{
	const bool standard_input = strcmp(job->path, "-") == 0, keep = job->options->keep_order;
	size_t most = keep || standard_input ? ZONEFILE_MAX_SIZE : ZONEFILE_SECTIONS_MOST;
	struct zf_error why = ZF_ERROR_INIT;
	if (file_read(&job->text, job->path, most, &why) != ZF_OK) {
		if (why.code == ZF_ERR_LIMIT && most == ZONEFILE_SECTIONS_MOST)
			return zonefile_read(&job->zone, job->path, &job->how, diags, err);
		*err = why;
		return err->code;
	}
	job->how.path = standard_input ? NULL : job->path;
	job->path = standard_input ? "<stdin>" : job->path;
	enum zf_status status = zonefile_parse(
		&job->zone, job->text.data, job->text.size, job->path, &job->how, diags, err);
	if (status == ZF_OK && !keep)
		zonefile_settle_comments(&job->zone, (struct str){job->text.data, job->text.size});
	return status;
}

/* Makes the text of --portable, and says what is misread all the same. */
static int make_portable(struct job *job)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct portable_lost lost;
	struct buf owner;
	char type[RRTYPE_MAX_TEXT];
	if (portable_print(&job->portable, &lost, job->zone, &err) != ZF_OK)
		return say_error(job->cli, &err);
	if (lost.count == 0)
		return EXIT_DONE;
	buf_init(&owner, 0);
	rec_print_owner_absolute(&owner, job->zone, lost.first);
	say_always(job->cli,
		"%s: warning: %.255s %s has no spelling that ldns reads (%zu record%s)", job->path,
		owner.data, rrtype_name(rec_type(lost.first), type), lost.count,
		lost.count == 1 ? "" : "s");
	buf_free(&owner);
	return EXIT_DONE;
}

static int format_file(struct job *job)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct diags diags;
	int status;
	diags_init(&diags);
	buf_init(&job->portable, 0);
	if (read_file(job, &diags, &err) == ZF_OK) {
		say_diags(job->cli, &job->zone->diags, NULL);
		status = job->options->portable ? make_portable(job) : EXIT_DONE;
		status = status == EXIT_DONE ? format_zone(job) : status;
	} else {
		status = say_failure(job->cli, &diags, &err);
	}
	diags_free(&diags);
	buf_free(&job->portable);
	zf_zone_free(job->zone);
	file_text_free(&job->text);
	return status;
}

static enum zf_status check_operands(
	const struct fmt_options *o, int count, char *const *args, struct zf_error *err)
{
	if (o->write && o->check)
		return err_set(err, ZF_ERR_USAGE, "--write and --check exclude each other");
	if (o->portable && o->keep_order)
		return err_set(err, ZF_ERR_USAGE,
			"--portable and --keep-order exclude each other: $TTL, $INCLUDE and $GENERATE "
			"are what ldns reads otherwise");
	for (int i = 0; i < count; i++)
		if ((o->write || o->check) && strcmp(args[i], "-") == 0)
			return err_set(err, ZF_ERR_USAGE, "standard input has no file to look at");
	return ZF_OK;
}

static int run(struct cli *cli, const void *values, int count, char **args)
{
	const struct fmt_options *o = values;
	struct load_env env = cli_load_env(cli, &o->read);
	struct project_list files = {.items = NULL};
	struct zf_error err = ZF_ERROR_INIT;
	int worst = EXIT_DONE;
	env.zonefile.comments = COMMENTS_KEEP;
	env.zonefile.proof = o->proof ? ZONEFILE_CARE_ALWAYS : ZONEFILE_CARE_USUAL;
	if (check_operands(o, count, args, &err) != ZF_OK ||
		pairs_expand(&files, count, args, &err) != ZF_OK)
		worst = say_error(cli, &err);
	for (size_t i = 0; i < files.count && !err.code; i++) {
		struct job job = {
			.cli = cli, .options = o, .how = env.zonefile, .path = files.items[i]};
		int status = format_file(&job);
		worst = status > worst ? status : worst;
	}
	project_list_free(&files);
	return worst;
}

const struct cmd cmd_fmt = {
	.name = "fmt",
	.args = "FILE|DIR... [-k] [-w|--check]",
	.summary = "canonical text of zone files",
	.text = "Prints the canonical text of each file: one record a line, sorted, the form in\n"
		"which a change of one record changes exactly one line. Comments stay: a comment\n"
		"line (or an empty line) with the record below it, a trailing comment with its\n"
		"record. Comment lines that several records follow, with nothing between, head\n"
		"that block: they stay above it where the order keeps it together, else they go\n"
		"to the top. $INCLUDE, $GENERATE and $TTL are carried out, not kept; a file that\n"
		"includes others is therefore not rewritten by -w. With --keep-order all of these\n"
		"stay where they are, and so do sections, empty lines and comments. With\n"
		"--portable a record that programs written on ldns would misread is in RFC 3597\n"
		"form, which all read alike. A folder stands for the zone files in it.\n",
	CMD_OPTIONS(options, defaults),
	.min_args = 1,
	.max_args = -1,
	.run = run,
};
