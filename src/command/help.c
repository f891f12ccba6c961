/* help: texts made from the command and option tables. */
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "str.h"

void help_overview(struct buf *b, const struct cli *cli)
{
	buf_adds(b, "zoneferry carries DNS zones between hosting providers and zone files.\n\n"
		    "usage: zoneferry [FLAG...] COMMAND [ARGUMENT...]\n\ncommands:\n");
	for (size_t i = 0; cli->commands[i]; i++)
		buf_printf(b, "  %-16s %s\n", cli->commands[i]->name, cli->commands[i]->summary);
	buf_adds(b, "\nflags of every command:\n");
	opt_help(b, cli_global_options, cli_global_option_count);
	buf_adds(b,
		"\nlocations:\n"
		"  example.com.zone, dir/file, file:F, -   a zone file\n"
		"  PROVIDER[@PROFILE]:ZONE[?VIEW]          a provider's zone\n"
		"  axfr://HOST[:PORT]/ZONE[?key=NAME]      a name server, by zone transfer\n"
		"  git:REVISION:PATH                       a zone file at a git revision\n"
		"\nexit status: 0 done or equal, 1 different or findings, 2 trouble,\n"
		"3 usage, 4 partly done.\n"
		"\nzoneferry help COMMAND tells more; also: help check, help json, help man.\n");
}

void help_command(struct buf *b, const struct cmd *cmd)
{
	buf_printf(b, "usage: zoneferry %s %s\n\n%s\n", cmd->name, cmd->args, cmd->text);
	if (cmd->option_count > 0) {
		buf_adds(b, "options:\n");
		opt_help(b, cmd->options, cmd->option_count);
		buf_addc(b, '\n');
	}
	if (cmd->more)
		cmd->more(b);
	buf_adds(b, "flags of every command: see zoneferry help\n");
}

/* Text for roff: backslashes, hyphens, and dots or quotes at the start of a line. */
static void roff(struct buf *b, const char *text)
{
	bool start = true;
	for (; *text; text++) {
		if (start && (*text == '.' || *text == '\''))
			buf_adds(b, "\\&");
		if (*text == '\\')
			buf_adds(b, "\\e");
		else if (*text == '-')
			buf_adds(b, "\\-");
		else
			buf_addc(b, *text);
		start = *text == '\n';
	}
}

static void man_options(struct buf *b, const struct opt *items, size_t count)
{
	struct buf name;
	buf_init(&name, 0);
	for (size_t i = 0; i < count; i++) {
		buf_reset(&name);
		opt_spelling(&name, &items[i]);
		buf_adds(b, ".TP\n.B ");
		roff(b, name.data);
		buf_addc(b, '\n');
		roff(b, items[i].help);
		buf_addc(b, '\n');
	}
	buf_free(&name);
}

void help_man(struct buf *b, const struct cli *cli)
{
	buf_adds(b, ".TH ZONEFERRY 1 \"\" \"zoneferry " ZF_VERSION "\" \"\"\n.SH NAME\n"
		    "zoneferry \\- carries DNS zones between hosting providers and zone files\n"
		    ".SH SYNOPSIS\n.B zoneferry\n[FLAG...] COMMAND [ARGUMENT...]\n"
		    ".SH FLAGS\n");
	man_options(b, cli_global_options, cli_global_option_count);
	buf_adds(b, ".SH COMMANDS\n");
	for (size_t i = 0; cli->commands[i]; i++) {
		const struct cmd *cmd = cli->commands[i];
		buf_adds(b, ".SS ");
		roff(b, cmd->name);
		buf_addc(b, ' ');
		roff(b, cmd->args);
		buf_addc(b, '\n');
		roff(b, cmd->text);
		man_options(b, cmd->options, cmd->option_count);
	}
	buf_adds(b, ".SH EXIT STATUS\n0 done or equal, 1 different or findings, 2 trouble (nothing "
		    "that was asked for can be relied on), 3 usage, 4 partly done.\n");
}
