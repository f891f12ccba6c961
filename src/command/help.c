/* help: texts made from the command and option tables. */
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "str.h"
#include "topics.h"

void help_overview(struct buf *b, const struct cli *cli)
{
	buf_adds(b, "zoneferry carries DNS zones between hosting providers and zone files.\n\n"
		    "usage: zoneferry [FLAG...] COMMAND [ARGUMENT...]\n\ncommands:\n");
	for (size_t i = 0; cli->commands[i]; i++)
		buf_printf(b, "  %-16s %s\n", cli->commands[i]->name, cli->commands[i]->summary);
	buf_adds(b, "\nflags of every command:\n");
	opt_help(b, cli_global_options, cli_global_option_count);
	buf_adds(b, "\nzoneferry help COMMAND tells more; there is also help on");
	for (const struct topic *t = topics; t->name; t++)
		buf_printf(b, "%s%s", t == topics ? "\n" : ", ", t->name);
	buf_adds(b, ",\ncheck CODE (a finding), json (schemas), man COMMAND (manual pages).\n"
		    "\nexit status: 0 done or equal, 1 different or findings, 2 trouble,\n"
		    "3 usage, 4 partly done.\n");
}

void help_command(struct buf *b, const struct cmd *cmd)
{
	buf_printf(b, "usage: zoneferry %s%s%s\n\n%s\n", cmd->name, *cmd->args ? " " : "",
		cmd->args, cmd->text);
	if (cmd->option_count > 0) {
		buf_adds(b, "options:\n");
		opt_help(b, cmd->options, cmd->option_count);
		buf_addc(b, '\n');
	}
	if (cmd->more)
		cmd->more(b);
	buf_adds(b, "flags of every command: see zoneferry help\n");
}

/* Text for roff: backslashes, hyphens, and dots or quotes where a line may begin. */
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
		start = *text == '\n' || *text == ' ';
	}
}

/* Running text, ended by a newline: its lines are broken, so that the page's source can be read
 * too. */
static void roff_filled(struct buf *b, const char *text)
{
	struct buf line;
	buf_init(&line, 0);
	roff(&line, text);
	for (char *at = line.data, *end; *at; at = end) {
		end = at + strcspn(at, "\n");
		bool last = *end == '\0';
		*end = '\0';
		opt_wrap(b, at, 0, 0);
		end += !last;
	}
	buf_free(&line);
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
		roff_filled(b, items[i].help);
	}
	buf_free(&name);
}

/* The manual's date is that of the version, whenever it is built. */
#define MANUAL_DATE "2026-11-30"

/* "ZONEFERRY-GIT-INSTALL" */
static void add_title(struct buf *b, const char *command)
{
	buf_adds(b, command ? "ZONEFERRY-" : "ZONEFERRY");
	for (const char *c = command ? command : ""; *c; c++)
		buf_addc(b, *c == ' ' ? '-' : (char)(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c));
}

static void begin_page(struct buf *b, const char *command)
{
	buf_adds(b, ".TH ");
	add_title(b, command);
	buf_adds(b, " 1 " MANUAL_DATE " \"zoneferry " ZF_VERSION "\" \"zoneferry manual\"\n");
}

/* "zoneferry\-git\-install" */
static void add_page_name(struct buf *b, const char *command)
{
	buf_adds(b, "zoneferry\\-");
	for (; *command; command++) {
		if (*command == ' ')
			buf_adds(b, "\\-");
		else
			buf_addc(b, *command);
	}
}

/* Lines that stay as they are. */
static void add_literal(struct buf *b, const char *text)
{
	buf_adds(b, ".nf\n");
	roff(b, text);
	buf_adds(b, ".fi\n");
}

void help_man(struct buf *b, const struct cli *cli)
{
	begin_page(b, NULL);
	buf_adds(b, ".SH NAME\n"
		    "zoneferry \\- carries DNS zones between hosting providers and zone files\n"
		    ".SH SYNOPSIS\n.B zoneferry\n[FLAG...] COMMAND [ARGUMENT...]\n"
		    ".SH DESCRIPTION\nExports, formats, checks, compares, merges and writes DNS "
		    "zones,\nwherever they are.\nEach command has a manual page of its own.\n"
		    ".SH COMMANDS\n");
	for (size_t i = 0; cli->commands[i]; i++) {
		buf_adds(b, ".TP\n.BR ");
		add_page_name(b, cli->commands[i]->name);
		buf_adds(b, " (1)\n");
		roff_filled(b, cli->commands[i]->summary);
	}
	buf_adds(b, ".SH OPTIONS\nThey may stand before and behind the command.\n");
	man_options(b, cli_global_options, cli_global_option_count);
	for (const struct topic *t = topics; t->name; t++) {
		buf_printf(b, ".SH %s\n", t->title);
		add_literal(b, t->text);
	}
	buf_adds(b, ".SH SEE ALSO\n.BR named\\-checkzone (1),\n.BR nsupdate (1),\n.BR git (1)\n");
}

void help_man_command(struct buf *b, const struct cmd *cmd)
{
	begin_page(b, cmd->name);
	buf_adds(b, ".SH NAME\n");
	add_page_name(b, cmd->name);
	buf_adds(b, " \\-\n");
	roff_filled(b, cmd->summary);
	buf_printf(b, ".SH SYNOPSIS\n.B zoneferry %s\n", cmd->name);
	roff_filled(b, cmd->args);
	buf_adds(b, ".SH DESCRIPTION\n");
	roff_filled(b, cmd->text);
	if (cmd->option_count > 0) {
		buf_adds(b, ".SH OPTIONS\n");
		man_options(b, cmd->options, cmd->option_count);
	}
	if (cmd->more) {
		struct buf more;
		buf_init(&more, 0);
		cmd->more(&more);
		buf_adds(b, ".SH DETAILS\n");
		add_literal(b, more.data);
		buf_free(&more);
	}
	buf_adds(b, ".SH EXIT STATUS\n");
	add_literal(b, topic_find("exit-status")->text);
	buf_adds(b, ".SH SEE ALSO\n.BR zoneferry (1)\n");
}
