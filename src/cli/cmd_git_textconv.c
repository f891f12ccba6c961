/*
 * git textconv: what git shows and compares in place of a zone file.
 *
 * git gives it old and new versions alike, also such as can't be read; `git diff` and `git log -p`
 * must go on then, so that text is passed on as it stands, with a line that says why.
 */
#include <string.h>

#include "inputs.h"
#include "result.h"

/* git's temporary files are called XXXXXX_NAME: the name, which tells the origin, is behind. */
static const char *original_name(const char *path)
{
	const char *name = strrchr(path, '/');
	name = name ? name + 1 : path;
	return strlen(name) > 7 && name[6] == '_' && strcspn(name, ".") > 6 ? name + 7 : name;
}

static int run(struct cli *cli, const void *values, int count, char **args)
{
	struct load_env env = cli_load_env(cli, NULL);
	struct zf_error err = ZF_ERROR_INIT, why = ZF_ERROR_INIT;
	struct file_text text;
	struct zf_zone *zone = NULL;
	struct result r;
	(void)values, (void)count;
	if (file_read(&text, args[0], ZONEFILE_MAX_SIZE, &err) != ZF_OK ||
		result_open(&r, NULL, &err) != ZF_OK)
		return say_error(cli, &err);
	env.zonefile.comments = COMMENTS_KEEP;
	env.zonefile.default_ttl = 3600; /* the file may have been read with one */
	enum zf_status status = zonefile_parse(
		&zone, text.data, text.size, original_name(args[0]), &env.zonefile, NULL, &why);
	if (status == ZF_OK) {
		status = zonefile_print(zone, result_add, &r, &err);
	} else {
		char line[sizeof(struct zf_error) + 64];
		zf_error_print(&why, line, sizeof(line));
		result_add(&r, "; shown as it stands: ", 22, &err);
		result_add(&r, line, strlen(line), &err);
		result_add(&r, "\n", 1, &err);
		status = result_add(&r, text.data, text.size, &err);
	}
	result_close(&r, status, &err);
	zf_zone_free(zone);
	file_text_free(&text);
	return err.code == ZF_OK ? EXIT_DONE : say_error(cli, &err);
}

const struct cmd cmd_git_textconv = {
	.name = "git textconv",
	.args = "FILE",
	.summary = "canonical text for git diff and git log -p",
	.text = "Prints the canonical text of a zone file, comments kept; git calls it once it was\n"
		"told to by git install. A file that can't be read is printed as it stands.\n",
	.min_args = 1,
	.max_args = 1,
	.run = run,
};
