/*
 * zoneferry-textconv: `zoneferry git textconv` as a program of its own. git starts it for each
 * version of a file, and most of that time would go into loading libraries that speak HTTP or check
 * signatures: this one needs none of them.
 */
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "err.h"
#include "mem.h"

extern const struct cmd cmd_git_textconv;

int main(int argc, char **argv)
{
	const struct cmd *cmd = &cmd_git_textconv;
	struct cli cli = {.cmd = cmd};
	struct zf_error err = ZF_ERROR_INIT;
	int count = 0;
	void *options = mem_zalloc(cmd->defaults_size);
	memcpy(options, cmd->defaults, cmd->defaults_size);
	const struct opt_table table = {cmd->options, cmd->option_count, options};
	if (opt_parse(&table, 1, argc - 1, argv + 1, &count, &err) == ZF_OK &&
		(count < cmd->min_args || count > cmd->max_args))
		err_set(&err, ZF_ERR_USAGE, "zoneferry-textconv wants %s", cmd->args);
	int status = err.code == ZF_OK ? cmd->run(&cli, options, count, argv + 1)
				       : say_error(&cli, &err);
	free(options);
	return status;
}
