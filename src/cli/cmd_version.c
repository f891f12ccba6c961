/* version: of the program and of the libraries it runs with. */
#include "result.h"

static int run(struct cli *cli, const void *values, int count, char **args)
{
	struct buf text;
	(void)values, (void)count, (void)args;
	buf_init(&text, 0);
	buf_printf(&text, "zoneferry %s\n", zf_version());
	return result_end(cli, &text, NULL, EXIT_DONE);
}

const struct cmd cmd_version = {
	.name = "version",
	.args = "",
	.summary = "print the version",
	.text = "Prints the program's version.\n",
	.max_args = 0,
	.run = run,
};
