/* main: finds the command, parses its options, runs it. */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "commands.h"
#include "err.h"
#include "mem.h"
#include "named_conf.h"
#include "near.h"
#include "result.h"
#include "str.h"
#include "temp.h"

/* Makes descriptors 0 to 2 exist, so that no file opened later takes the place of a closed one.
 * A closed standard output stays unwritable: results that went nowhere are no success. */
static void open_standard_descriptors(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			open("/dev/null", fd == 2 ? O_WRONLY : O_RDONLY);
}

/* Credentials must not end in a core file. */
static void keep_out_of_core_files(void)
{
	struct rlimit none = {0, 0};
	setrlimit(RLIMIT_CORE, &none);
#ifndef __SANITIZE_ADDRESS__ /* its leak check attaches to the process */
	prctl(PR_SET_DUMPABLE, 0);
#endif
}

/* The command that argv names, in one word or two; *words says how many. */
static const struct cmd *find_command(const struct cli *cli, int argc, char **argv, int *words)
{
	char two[64];
	*words = 2;
	if (argc >= 2 && strlen(argv[0]) + strlen(argv[1]) + 2 <= sizeof(two)) {
		stpcpy(stpcpy(stpcpy(two, argv[0]), " "), argv[1]);
		const struct cmd *cmd = cli_find(cli, two);
		if (cmd)
			return cmd;
	}
	*words = 1;
	return argc >= 1 ? cli_find(cli, argv[0]) : NULL;
}

/* How many of argv are global options before the command's name. */
static int leading_options(int argc, char **argv)
{
	int i = 0;
	while (i < argc && argv[i][0] == '-' && argv[i][1] && strcmp(argv[i], "--") != 0) {
		const char *word = argv[i++];
		for (size_t k = 0; k < cli_global_option_count; k++) {
			const struct opt *o = &cli_global_options[k];
			if (o->arg && str_starts(word, "--") && strcmp(word + 2, o->name) == 0)
				i++;
		}
	}
	return i < argc ? i : argc;
}

static bool is_folder(const char *path)
{
	struct stat st;
	return !path || (stat(path, &st) == 0 && S_ISDIR(st.st_mode));
}

/* BIND's configuration, of whatever command takes one. */
static enum zf_status read_named_conf(struct cli *cli, const void *options, struct zf_error *err)
{
	for (size_t i = 0; i < cli->cmd->option_count; i++) {
		const struct opt *o = &cli->cmd->options[i];
		const char *const *path = (const void *)((const char *)options + o->offset);
		if (strcmp(o->name, "named-conf") == 0 && *path)
			return named_conf_read(&cli->named_conf, *path, err);
	}
	return ZF_OK;
}

/* Runs the command on the words that are left: options and operands. */
static int run_command(struct cli *cli, int argc, char **argv, void *options)
{
	struct zf_error err = ZF_ERROR_INIT;
	const struct cmd *cmd = cli->cmd;
	const struct opt_table tables[] = {
		{cli_global_options, cli_global_option_count, &cli->globals},
		{cmd->options, cmd->option_count, options},
	};
	int count = 0;
	if (opt_parse(tables, 2, argc, argv, &count, &err) != ZF_OK)
		return say_error(cli, &err);
	if (cli->globals.help) {
		struct buf text;
		buf_init(&text, 0);
		help_command(&text, cmd);
		return result_end(cli, &text, NULL, EXIT_DONE);
	}
	int from_input = 0;
	for (int i = 0; i < count; i++)
		from_input += strcmp(argv[i], "-") == 0;
	if (from_input > 1)
		err_set(&err, ZF_ERR_USAGE, "standard input can be read only once");
	else if (cli->globals.record && cli->globals.replay)
		err_set(&err, ZF_ERR_USAGE, "--record and --replay exclude each other");
	else if (count < cmd->min_args)
		err_set(&err, ZF_ERR_USAGE, "%s wants %s", cmd->name, cmd->args);
	else if (cmd->max_args >= 0 && count > cmd->max_args)
		err_set(&err, ZF_ERR_USAGE, "\"%s\" is one operand too many", argv[cmd->max_args]);
	else if (!is_folder(cli->globals.provider_dir))
		err_set(&err, ZF_ERR_IO, "--provider-dir %s is no folder",
			cli->globals.provider_dir);
	if (err.code == ZF_OK)
		read_named_conf(cli, options, &err);
	if (err.code != ZF_OK)
		return say_error(cli, &err);
	return cmd->run(cli, options, count, argv);
}

static void no_command(const struct cli *cli, const char *given, struct zf_error *err)
{
	struct near near = {.word = NULL};
	for (size_t i = 0; cli->commands[i]; i++)
		near_look(&near, given, cli->commands[i]->name);
	const char *hint = near_hint(&near);
	err_set(err, ZF_ERR_USAGE, "there is no command \"%s\"%s", given,
		*hint ? hint : "; see zoneferry help");
}

static int dispatch(struct cli *cli, int argc, char **argv)
{
	struct zf_error err = ZF_ERROR_INIT;
	int lead = leading_options(argc, argv), words = 0, count = 0;
	cli->cmd = find_command(cli, argc - lead, argv + lead, &words);
	if (!cli->cmd) {
		const struct opt_table globals = {
			cli_global_options, cli_global_option_count, &cli->globals};
		if (opt_parse(&globals, 1, lead, argv, &count, &err) != ZF_OK)
			return say_error(cli, &err);
		if (cli->globals.version || cli->globals.help)
			cli->cmd = cli_find(cli, cli->globals.help ? "help" : "version");
		if (cli->cmd)
			return cli->cmd->run(cli, NULL, 0, NULL);
		if (lead < argc)
			no_command(cli, argv[lead], &err);
		else
			err_set(&err, ZF_ERR_USAGE, "which command? See zoneferry help");
		return say_error(cli, &err);
	}
	memmove(argv + lead, argv + lead + words, (size_t)(argc - lead - words) * sizeof(char *));
	void *options = mem_zalloc(cli->cmd->defaults_size);
	if (cli->cmd->defaults)
		memcpy(options, cli->cmd->defaults, cli->cmd->defaults_size);
	int status = run_command(cli, argc - words, argv, options);
	const struct opt_table table = {cli->cmd->options, cli->cmd->option_count, options};
	opt_free_values(&table);
	free(options);
	return status;
}

int main(int argc, char **argv)
{
	struct cli cli = {.commands = cli_commands};
	open_standard_descriptors();
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* a file too large is an error of write */
	temp_remove_on_signals();
	keep_out_of_core_files();
	unsetenv("SSLKEYLOGFILE"); /* libraries would write session keys there */
	int status = dispatch(&cli, argc - 1, argv + 1);
	named_conf_free(cli.named_conf);
	return status;
}
