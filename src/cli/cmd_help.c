/* help: what the program can do, from its own tables. */
#include <string.h>

#include "err.h"
#include "json_schema.h"
#include "near.h"
#include "result.h"

static void print_schemas(struct buf *b, const struct cli *cli)
{
	(void)cli;
	json_schema_print(b);
}

/* What `help` tells beside the commands. */
static const struct topic {
	const char *name;
	void (*print)(struct buf *b, const struct cli *cli);
} topics[] = {
	{"json", print_schemas},
	{"man", help_man},
};

static int nothing_known(struct cli *cli, const char *name)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct near near = {.word = NULL};
	for (size_t i = 0; cli->commands[i]; i++)
		near_look(&near, name, cli->commands[i]->name);
	for (size_t i = 0; i < sizeof(topics) / sizeof(topics[0]); i++)
		near_look(&near, name, topics[i].name);
	const char *hint = near_hint(&near);
	err_set(&err, ZF_ERR_USAGE, "there is no help on \"%s\"%s", name,
		*hint ? hint : "; zoneferry help lists what there is");
	return say_error(cli, &err);
}

static int run(struct cli *cli, const void *values, int count, char **args)
{
	struct buf text;
	char name[64] = "";
	(void)values;
	if (count > 0)
		snprintf(name, sizeof(name), "%s%s%s", args[0], count > 1 ? " " : "",
			count > 1 ? args[1] : "");
	const struct cmd *cmd = count > 0 ? cli_find(cli, name) : NULL;
	const struct topic *topic = NULL;
	for (size_t i = 0; i < sizeof(topics) / sizeof(topics[0]); i++)
		if (strcmp(topics[i].name, name) == 0)
			topic = &topics[i];
	if (count > 0 && !cmd && !topic) {
		return nothing_known(cli, name);
	}
	buf_init(&text, 0);
	if (topic)
		topic->print(&text, cli);
	else if (cmd)
		help_command(&text, cmd);
	else
		help_overview(&text, cli);
	return result_end(cli, &text, NULL, EXIT_DONE);
}

const struct cmd cmd_help = {
	.name = "help",
	.args = "[COMMAND]",
	.summary = "help on a command",
	.text = "Without a command: the list of them. help json shows the schemas\n"
		"of all JSON output, help man is the manual page.\n",
	.min_args = 0,
	.max_args = 2,
	.run = run,
};
