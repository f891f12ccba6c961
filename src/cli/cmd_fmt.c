/* fmt: canonical text of zone files, comments kept. */
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "inputs.h"
#include "result.h"
#include "str.h"

struct fmt_options {
	bool write, check;
	struct read_flags read;
};

static const struct fmt_options defaults = {.read = READ_FLAGS_INIT};

static const struct opt options[] = {
	{"write", 'w', OPT_FLAG, offsetof(struct fmt_options, write), NULL,
		"rewrite the files in place, atomically", 0, 0},
	{"check", 0, OPT_FLAG, offsetof(struct fmt_options, check), NULL,
		"list the files that are not canonical; exit 1 when there are any", 0, 0},
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

/* Whether the canonical text of the zone is what the file holds. The file is read once more for
 * it; a file that changed meanwhile counts as different. */
static enum zf_status is_canonical(
	bool *same, const struct zf_zone *zone, const char *path, struct zf_error *err)
{
	struct comparison c = {.same = true};
	enum zf_status status = file_read(&c.file, path, ZONEFILE_MAX_SIZE, err);
	if (status != ZF_OK)
		return status;
	status = zonefile_print(zone, compare, &c, err);
	*same = c.same && c.at == c.file.size;
	file_text_free(&c.file);
	return status;
}

static enum zf_status print_to(const struct zf_zone *zone, const char *path, struct zf_error *err)
{
	struct result r;
	if (result_open(&r, path, err) != ZF_OK)
		return err->code;
	return result_close(&r, zonefile_print(zone, result_add, &r, err), err);
}

static int format_zone(
	struct cli *cli, const struct fmt_options *o, const struct zf_zone *zone, const char *path)
{
	struct zf_error err = ZF_ERROR_INIT;
	bool same = false;
	if (!o->write && !o->check)
		return print_to(zone, NULL, &err) == ZF_OK ? EXIT_DONE : say_error(cli, &err);
	if (is_canonical(&same, zone, path, &err) != ZF_OK)
		return say_error(cli, &err);
	if (same)
		return EXIT_DONE;
	if (o->check) {
		struct buf line;
		buf_init(&line, 0);
		str_print(&line, path, strlen(path));
		buf_addc(&line, '\n');
		return result_end(cli, &line, NULL, EXIT_FINDINGS);
	}
	if (zone->file_count > 1) {
		err_set(&err, ZF_ERR_UNSUPPORTED,
			"%s includes other files, whose records would end up in it; not rewritten",
			path);
		return say_error(cli, &err);
	}
	return print_to(zone, path, &err) == ZF_OK ? EXIT_DONE : say_error(cli, &err);
}

static int run(struct cli *cli, const void *values, int count, char **args)
{
	const struct fmt_options *o = values;
	struct load_env env = cli_load_env(cli, &o->read);
	int worst = EXIT_DONE;
	env.zonefile.comments = COMMENTS_KEEP;
	for (int i = 0; i < count; i++) {
		struct zf_error err = ZF_ERROR_INIT;
		struct diags diags;
		struct zf_zone *zone = NULL;
		int status;
		if ((o->write || o->check) && strcmp(args[i], "-") == 0) {
			err_set(&err, ZF_ERR_USAGE, "standard input has no file to look at");
			return say_error(cli, &err);
		}
		diags_init(&diags);
		if (zonefile_read(&zone, args[i], &env.zonefile, &diags, &err) == ZF_OK) {
			say_diags(cli, &zone->diags, NULL);
			status = format_zone(cli, o, zone, args[i]);
		} else {
			status = say_failure(cli, &diags, &err);
		}
		diags_free(&diags);
		zf_zone_free(zone);
		worst = status > worst ? status : worst;
	}
	return worst;
}

const struct cmd cmd_fmt = {
	.name = "fmt",
	.args = "FILE... [-w|--check]",
	.summary = "canonical text of zone files",
	.text = "Prints the canonical text of each file: one record a line, sorted, the form in\n"
		"which a change of one record changes exactly one line. Comments stay: a comment\n"
		"line (or an empty line) with the record below it, a trailing comment with its\n"
		"record. $INCLUDE, $GENERATE and $TTL are carried out, not kept; a file that\n"
		"includes others is therefore not rewritten by -w.\n",
	CMD_OPTIONS(options, defaults),
	.min_args = 1,
	.max_args = -1,
	.run = run,
};
