/*
 * git textconv: what git shows and compares in place of a zone file.
 *
 * git gives it old and new versions alike, also such as can't be read; `git diff` and `git log -p`
 * must go on then (git_view).
 */
#include "git_view.h"
#include "inputs.h"
#include "result.h"

struct textconv_options {
	long default_ttl;
};

static const struct textconv_options defaults = {.default_ttl = ZONEFILE_TTL_LAST};

static const struct opt options[] = {
	{"default-ttl", 0, OPT_NUMBER, offsetof(struct textconv_options, default_ttl), "S|soa",
		"TTL of records without one, where no $TTL stands: this, or the SOA's minimum", 0,
		2147483647},
};

static int run(struct cli *cli, const void *values, int count, char **args)
{
	const struct textconv_options *o = values;
	struct zf_error err = ZF_ERROR_INIT;
	struct file_text text;
	struct buf out;
	(void)count;
	if (file_read(&text, args[0], ZONEFILE_MAX_SIZE, &err) != ZF_OK)
		return say_error(cli, &err);
	buf_init(&out, 0);
	git_view(&out, (struct str){text.data, text.size}, o->default_ttl);
	file_text_free(&text);
	return result_end(cli, &out, &err, EXIT_DONE);
}

const struct cmd cmd_git_textconv = {
	.name = "git textconv",
	.args = "FILE",
	.summary = "canonical text for git diff and git log -p",
	.text = "Prints the canonical text of a zone file, comments kept; git calls it once it was\n"
		"told to by git install. It depends on the file's octets alone, so that git may\n"
		"keep it: names are relative where the file doesn't tell its origin, and $INCLUDE\n"
		"stays as it is. So do lines that can't be read and those between the marks of a\n"
		"conflict, before the record that stood behind them. zoneferry-textconv is the same\n"
		"in a program of its own, which starts faster; git install prefers it.\n",
	CMD_OPTIONS(options, defaults),
	.min_args = 1,
	.max_args = 1,
	.run = run,
};
