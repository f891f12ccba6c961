/* completion: shell completion, made from the same tables as help. */
#include <string.h>

#include "err.h"
#include "near.h"
#include "result.h"

static void add_options(struct buf *b, const struct opt *items, size_t count)
{
	for (size_t i = 0; i < count; i++)
		buf_printf(b, " --%s", items[i].name);
}

static void add_commands(struct buf *b, const struct cli *cli)
{
	for (size_t i = 0; cli->commands[i]; i++) {
		size_t n = strcspn(cli->commands[i]->name, " ");
		buf_addc(b, ' ');
		buf_add(b, cli->commands[i]->name, n);
	}
}

static void print_bash(struct buf *b, const struct cli *cli)
{
	buf_adds(b, "_zoneferry() {\n"
		    "\tlocal cur=${COMP_WORDS[COMP_CWORD]} words i cmd=\n"
		    "\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
		    "\t\t[[ ${COMP_WORDS[i]} != -* ]] && { cmd=${COMP_WORDS[i]}; break; }\n"
		    "\tdone\n"
		    "\tcase $cmd in\n");
	buf_adds(b, "\t\"\") words=\"");
	add_commands(b, cli);
	add_options(b, cli_global_options, cli_global_option_count);
	buf_adds(b, "\" ;;\n");
	for (size_t i = 0; cli->commands[i]; i++) {
		if (strchr(cli->commands[i]->name, ' '))
			continue;
		buf_printf(b, "\t%s) words=\"", cli->commands[i]->name);
		add_options(b, cli->commands[i]->options, cli->commands[i]->option_count);
		add_options(b, cli_global_options, cli_global_option_count);
		buf_adds(b, "\" ;;\n");
	}
	buf_adds(b, "\tesac\n"
		    "\tif [[ $cur == -* || -z $cmd ]]; then\n"
		    "\t\tCOMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
		    "\telse\n"
		    "\t\tCOMPREPLY=($(compgen -f -- \"$cur\"))\n"
		    "\tfi\n"
		    "}\n"
		    "complete -o filenames -F _zoneferry zoneferry\n");
}

static void print_zsh(struct buf *b, const struct cli *cli)
{
	buf_adds(b, "autoload -U +X bashcompinit && bashcompinit\n");
	print_bash(b, cli);
}

static void print_fish(struct buf *b, const struct cli *cli)
{
	for (size_t i = 0; cli->commands[i]; i++) {
		const struct cmd *cmd = cli->commands[i];
		if (strchr(cmd->name, ' '))
			continue;
		buf_printf(b, "complete -c zoneferry -n __fish_use_subcommand -a %s -d '%s'\n",
			cmd->name, cmd->summary);
		for (size_t k = 0; k < cmd->option_count; k++)
			buf_printf(b,
				"complete -c zoneferry -n '__fish_seen_subcommand_from %s' -l %s\n",
				cmd->name, cmd->options[k].name);
	}
	for (size_t k = 0; k < cli_global_option_count; k++)
		buf_printf(b, "complete -c zoneferry -l %s\n", cli_global_options[k].name);
}

static const struct {
	const char *name;
	void (*print)(struct buf *b, const struct cli *cli);
} shells[] = {{"bash", print_bash}, {"zsh", print_zsh}, {"fish", print_fish}};

static int run(struct cli *cli, const void *values, int count, char **args)
{
	struct buf text;
	(void)values, (void)count;
	for (size_t i = 0; i < sizeof(shells) / sizeof(shells[0]); i++)
		if (strcmp(shells[i].name, args[0]) == 0) {
			buf_init(&text, 0);
			shells[i].print(&text, cli);
			return result_end(cli, &text, NULL, EXIT_DONE);
		}
	struct zf_error err = ZF_ERROR_INIT;
	struct near near = {.word = NULL};
	for (size_t i = 0; i < sizeof(shells) / sizeof(shells[0]); i++)
		near_look(&near, args[0], shells[i].name);
	err_set(&err, ZF_ERR_USAGE, "there is completion for bash, zsh and fish, not for \"%s\"%s",
		args[0], near_hint(&near));
	return say_error(cli, &err);
}

const struct cmd cmd_completion = {
	.name = "completion",
	.args = "bash|zsh|fish",
	.summary = "print shell completion",
	.text = "Prints a script for the shell. For bash: source <(zoneferry completion bash)\n",
	.min_args = 1,
	.max_args = 1,
	.run = run,
};
