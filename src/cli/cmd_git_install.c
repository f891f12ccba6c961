/* git install: tells a repository to use zoneferry for its zone files. */
#include <string.h>

#include "err.h"
#include "git_install.h"
#include "result.h"

struct install_options {
	bool uninstall;
	long default_ttl;
	struct opt_list include_dirs;
	int origin_from; /* enum git_origin_from */
};

static const struct install_options defaults = {.default_ttl = -1};

static const struct opt options[] = {
	{"default-ttl", 0, OPT_NUMBER, offsetof(struct install_options, default_ttl), "S|soa",
		"keep for the drivers: TTL of records without one, where no $TTL stands", 0,
		2147483647},
	{"include-dir", 0, OPT_REPEAT, offsetof(struct install_options, include_dirs), "DIR",
		"keep for the merge driver: let $INCLUDE read below DIR too; repeatable", 0, 0},
	{"origin-from", 0, OPT_CHOICE, offsetof(struct install_options, origin_from), "name|soa",
		"keep for the merge driver: where a file's origin is told, by its name (default) or "
		"by the owner of its SOA",
		0, 0},
	{"uninstall", 0, OPT_FLAG, offsetof(struct install_options, uninstall), NULL,
		"take it back", 0, 0},
};

static int run(struct cli *cli, const void *values, int count, char **args)
{
	const struct install_options *o = values;
	struct zf_error err = ZF_ERROR_INIT;
	struct name_list patterns = {.items = NULL};
	struct buf said;
	const struct git_install_options how = {.default_ttl = o->default_ttl,
		.include_dirs = (const char *const *)o->include_dirs.items,
		.include_dir_count = o->include_dirs.count,
		.origin_from = (enum git_origin_from)o->origin_from};
	if (o->uninstall && count > 0)
		err_set(&err, ZF_ERR_USAGE, "--uninstall takes all patterns away");
	if (err.code != ZF_OK)
		return say_error(cli, &err);
	buf_init(&said, 0);
	for (int i = 0; i < count; i++)
		name_list_add(&patterns, args[i], strlen(args[i]));
	if (o->uninstall)
		git_uninstall(&said, &err);
	else
		git_install(&how, &patterns, &said, &err);
	name_list_free(&patterns);
	return result_end(cli, &said, &err, EXIT_DONE);
}

const struct cmd cmd_git_install = {
	.name = "git install",
	.args = "[PATTERN...] [--uninstall]",
	.summary = "make git diff and git merge understand the zone files of this repository",
	.text = "Sets up the diff and merge drivers in the repository of the current folder, and\n"
		"prints what it did: lines in .gitattributes and settings of the repository's own\n"
		"configuration. Patterns are those of .gitattributes. Without any, each tracked\n"
		"file that reads as a zone is named by one: its ending, its folder, or its path.\n"
		"Where the program is missing, git goes on with plain text.\n",
	CMD_OPTIONS(options, defaults),
	.max_args = -1,
	.run = run,
};
