/* help: what the program can do, from its own tables. */
#include <stdlib.h>
#include <string.h>

#include "codes.h"
#include "err.h"
#include "json_schema.h"
#include "near.h"
#include "project.h"
#include "result.h"
#include "topics.h"

static bool print_json(struct buf *b, const struct cli *cli, const char *rest)
{
	(void)cli;
	json_schema_print(b);
	return !*rest;
}

static bool print_project(struct buf *b, const struct cli *cli, const char *rest)
{
	(void)cli;
	project_schema_print(b);
	return !*rest;
}

static bool print_man(struct buf *b, const struct cli *cli, const char *rest)
{
	const struct cmd *cmd = cli_find(cli, rest);
	if (cmd)
		help_man_command(b, cmd);
	else
		help_man(b, cli);
	return cmd || !*rest;
}

static bool print_code(struct buf *b, const struct cli *cli, const char *rest)
{
	static const char *const severities[] = {
		[DIAG_NOTE] = "note", [DIAG_WARNING] = "warning", [DIAG_ERROR] = "error"};
	struct check_code codes[CODES_MAX];
	size_t n = codes_list(codes);
	if (!*rest)
		help_command(b, cli_find(cli, "check"));
	for (size_t i = 0; i < n; i++) {
		if (strcmp(codes[i].code, rest) != 0)
			continue;
		buf_printf(b, "%s (%s)\n\n", codes[i].code, severities[codes[i].severity]);
		opt_wrap(b, codes[i].reason, 0, 0);
		return true;
	}
	return !*rest;
}

/* Words that more may stand behind; each prints its help, or finds none. */
static const struct {
	const char *name;
	bool (*print)(struct buf *b, const struct cli *cli, const char *rest);
} printers[] = {{"json", print_json}, {"man", print_man}, {"check", print_code},
	{"project", print_project}};

/* A command, a topic, or both: "config" is a text and two commands. */
static bool print_named(struct buf *b, const struct cli *cli, const char *name)
{
	const struct cmd *cmd = cli_find(cli, name);
	const struct topic *topic = topic_find(name);
	bool found = cmd || topic;
	size_t n = strlen(name);
	if (cmd)
		help_command(b, cmd);
	if (topic)
		buf_adds(b, topic->text);
	for (size_t i = 0; cli->commands[i]; i++) {
		const char *other = cli->commands[i]->name;
		if (strncmp(other, name, n) != 0 || other[n] != ' ')
			continue;
		buf_printf(b, "  %-16s %s\n", other, cli->commands[i]->summary);
		found = true;
	}
	return found;
}

static bool print_help(struct buf *b, const struct cli *cli, const char *name)
{
	for (size_t i = 0; i < sizeof(printers) / sizeof(printers[0]); i++) {
		size_t n = strlen(printers[i].name);
		if (strncmp(name, printers[i].name, n) == 0 && (name[n] == ' ' || !name[n]))
			return printers[i].print(b, cli, name[n] ? name + n + 1 : "");
	}
	return print_named(b, cli, name);
}

static int nothing_known(struct cli *cli, const char *name)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct near near = {.word = NULL};
	for (size_t i = 0; cli->commands[i]; i++)
		near_look(&near, name, cli->commands[i]->name);
	for (const struct topic *t = topics; t->name; t++)
		near_look(&near, name, t->name);
	for (size_t i = 0; i < sizeof(printers) / sizeof(printers[0]); i++)
		near_look(&near, name, printers[i].name);
	if (strncmp(name, "check ", 6) == 0)
		codes_near(&near, name + 6);
	const char *hint = near_hint(&near);
	err_set(&err, ZF_ERR_USAGE, "there is no help on \"%s\"%s", name,
		*hint ? hint : "; zoneferry help lists what there is");
	return say_error(cli, &err);
}

static int run(struct cli *cli, const void *values, int count, char **args)
{
	struct buf text, name;
	bool found = true;
	(void)values;
	buf_init(&text, 0);
	buf_init(&name, 0);
	for (int i = 0; i < count; i++)
		buf_printf(&name, "%s%s", i > 0 ? " " : "", args[i]);
	if (count > 0)
		found = print_help(&text, cli, name.data);
	else
		help_overview(&text, cli);
	int status;
	if (found) {
		status = result_end(cli, &text, NULL, EXIT_DONE);
	} else {
		status = nothing_known(cli, name.data);
		buf_free(&text);
	}
	buf_free(&name);
	return status;
}

const struct cmd cmd_help = {
	.name = "help",
	.args = "[COMMAND|TOPIC]",
	.summary = "help on a command",
	.text = "Without an operand: the list of commands and topics. help check CODE explains one\n"
		"finding, help json shows the schemas of all JSON output, help project that of\n"
		"zoneferry.yaml, for editors, help man COMMAND is a manual page.\n",
	.min_args = 0,
	.max_args = 3,
	.run = run,
};
