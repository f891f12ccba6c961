/* completion: shell completion, made from the same tables as help. */
#include <string.h>

#include "completion_values.h"
#include "completion_words.h"
#include "desc.h"
#include "err.h"
#include "near.h"
#include "result.h"
#include "topics.h"

/* --- what a script is made of --- */

struct script {
	struct buf *b;
	const struct cli *cli;
	struct desc_names providers;
};

/* Whether one of the operands in a usage line is called so: a location, a provider ... */
static bool takes(const struct cmd *cmd, const char *what)
{
	const char *at = strstr(cmd->args, what), *options = strchr(cmd->args, '-');
	return at && (!options || at < options) &&
	       (at == cmd->args || at[-1] == ' ' || at[-1] == '[' || at[-1] == '|');
}

static void add_commands(struct script *s)
{
	for (size_t i = 0; s->cli->commands[i]; i++) {
		const char *name = s->cli->commands[i]->name;
		size_t n = strcspn(name, " ");
		if (i > 0 &&
			strncmp(s->cli->commands[i - 1]->name, name, n + (name[n] == ' ')) == 0)
			continue; /* "git" once */
		buf_addc(s->b, ' ');
		buf_add(s->b, name, n);
	}
}

static void add_providers(struct script *s, const char *behind)
{
	for (size_t i = 0; i < s->providers.count; i++)
		buf_printf(s->b, " %s%s", s->providers.items[i], behind);
}

static bool is_path(const struct opt *o)
{
	return o->arg && (strcmp(o->arg, "FILE") == 0 || strcmp(o->arg, "DIR") == 0);
}

static bool takes_location(const struct cmd *cmd)
{
	return takes(cmd, "LOCATION") || takes(cmd, "SOURCE") || takes(cmd, "TARGET") ||
	       takes(cmd, "A B");
}

/* Operands that begin with a provider. */
static bool takes_places(const struct cmd *cmd)
{
	return takes_location(cmd) || takes(cmd, "PROVIDER");
}

/* The operands that a command has beside files. */
static void add_operands(struct script *s, const struct cmd *cmd)
{
	if (cmd->args[0] >= 'a' && cmd->args[0] <= 'z')
		completion_add_choices(s->b, cmd->args);
	else if (takes(cmd, "COMMAND")) {
		add_commands(s);
		for (const struct topic *t = topics; t->name; t++)
			buf_printf(s->b, " %s", t->name);
	} else if (takes(cmd, "PROVIDER"))
		add_providers(s, "");
	else if (takes_location(cmd))
		add_providers(s, ":");
}

static bool wants_files(const struct cmd *cmd)
{
	return takes(cmd, "FILE") || takes(cmd, "PLANFILE") || takes(cmd, "BASE") ||
	       takes_location(cmd);
}

/* --- bash and zsh: one function for both, which knows the words; each has its own to offer them
 * --- */

/* A row for each option of a command with a value; NULL: the global ones, whatever the command. */
static void add_value_rows(
	struct buf *b, const struct cmd *cmd, const struct opt *items, size_t count)
{
	const char *open = cmd ? "\"" : "*\"", *name = cmd ? cmd->name : "";
	for (size_t i = 0; i < count; i++) {
		const struct opt *o = &items[i];
		if (o->kind == OPT_FLAG)
			continue;
		buf_printf(b, "\t%s%s|--%s\"", open, name, o->name);
		if (o->letter)
			buf_printf(b, "|%s%s|-%c\"", open, name, o->letter);
		buf_printf(b, ") zf_files=%s zf_words=\"", is_path(o) ? "1" : "");
		completion_add_values(b, cmd, o);
		buf_adds(b, "\"; return ;;\n");
	}
}

static void add_option_words(struct buf *b, const struct opt *items, size_t count)
{
	for (size_t i = 0; i < count; i++)
		buf_printf(b, " --%s", items[i].name);
}

static void add_value_options(struct buf *b, const struct opt *items, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (items[i].kind == OPT_FLAG)
			continue;
		buf_printf(b, "|--%s", items[i].name);
		if (items[i].letter)
			buf_printf(b, "|-%c", items[i].letter);
	}
}

/* The second words of commands that have two. */
static void add_second_words(struct script *s)
{
	const char *before = "";
	for (size_t i = 0; s->cli->commands[i]; i++) {
		const char *name = s->cli->commands[i]->name;
		size_t n = strcspn(name, " ");
		if (!name[n])
			continue;
		if (strncmp(before, name, n + 1) != 0)
			buf_printf(s->b, "%s\t%.*s) zf_words=\"", *before ? "\" ;;\n" : "", (int)n,
				name);
		buf_printf(s->b, " %s", name + n + 1);
		before = name;
	}
	if (*before)
		buf_adds(s->b, "\" ;;\n");
}

static void add_command_rows(struct script *s)
{
	struct buf *b = s->b;
	buf_adds(b, "\tcase $name in\n\t\"\") zf_words=\"");
	add_commands(s);
	buf_adds(b, "\" ;;\n");
	for (size_t i = 0; s->cli->commands[i]; i++) {
		const struct cmd *cmd = s->cli->commands[i];
		buf_printf(b, "\t\"%s\") zf_files=%s zf_places=%s zf_options=\"$zf_options",
			cmd->name, wants_files(cmd) ? "1" : "", takes_places(cmd) ? "1" : "");
		add_option_words(b, cmd->options, cmd->option_count);
		buf_adds(b, "\" zf_words=\"");
		add_operands(s, cmd);
		buf_adds(b, "\" ;;\n");
	}
	add_second_words(s);
	buf_adds(b, "\tesac\n");
}

static void add_look(struct script *s)
{
	const struct cmd *const *all = s->cli->commands;
	struct buf *b = s->b;
	buf_adds(b, "_zoneferry_look() {\n"
		    "\tlocal w cmd= sub= prev= name\n"
		    "\tzf_words= zf_options= zf_files= zf_places=\n"
		    "\tfor w in \"$@\"; do\n"
		    "\t\tcase $w in =) continue ;; esac\n"
		    "\t\tcase $prev in =");
	add_value_options(b, cli_global_options, cli_global_option_count);
	for (size_t i = 0; all[i]; i++)
		add_value_options(b, all[i]->options, all[i]->option_count);
	buf_adds(b, ") prev=; continue ;; esac\n"
		    "\t\tprev=$w\n"
		    "\t\tcase $w in -*) continue ;; esac\n"
		    "\t\tif [[ -z $cmd ]]; then cmd=$w; elif [[ -z $sub ]]; then sub=$w; fi\n"
		    "\tdone\n"
		    "\tname=$cmd\n"
		    "\tcase \"$cmd $sub\" in \"\"");
	for (size_t i = 0; all[i]; i++)
		if (strchr(all[i]->name, ' '))
			buf_printf(b, "|\"%s\"", all[i]->name);
	buf_adds(b, ") name=\"$cmd $sub\" ;; esac\n"
		    "\tcase \"$name|$prev\" in\n");
	for (size_t i = 0; all[i]; i++)
		add_value_rows(b, all[i], all[i]->options, all[i]->option_count);
	add_value_rows(b, NULL, cli_global_options, cli_global_option_count);
	buf_adds(b, "\tesac\n\tzf_options=\"");
	add_option_words(b, cli_global_options, cli_global_option_count);
	buf_adds(b, "\"\n");
	add_command_rows(s);
	buf_adds(b, "}\n");
}

static void print_bash(struct script *s)
{
	add_look(s);
	buf_adds(s->b,
		"_zoneferry() {\n"
		"\tlocal cur=${COMP_WORDS[COMP_CWORD]} zf_words zf_options zf_files zf_places\n"
		"\tlocal all=${COMP_LINE:0:COMP_POINT} word\n"
		"\tall=${all##*[[:blank:]]}\n"
		"\t[[ $cur == = ]] && cur=\n"
		"\t_zoneferry_look \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"\n"
		"\tCOMPREPLY=()\n"
		"\tif [[ -n $zf_places && $all == [a-z]*[@:]* ]]; then\n"
		"\t\t# bash replaces what stands behind the last : or @ alone.\n"
		"\t\twhile IFS= read -r word; do\n"
		"\t\t\tCOMPREPLY+=(\"${word#\"${all%\"${all##*[@:]}\"}\"}\")\n"
		"\t\tdone < <(\"${COMP_WORDS[0]}\" completion words \"$all\" 2>/dev/null)\n"
		"\t\t[[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *: ]] && compopt -o nospace\n"
		"\t\t[[ ${#COMPREPLY[@]} == 0 ]] || return 0\n"
		"\tfi\n"
		"\t[[ $cur == -* ]] && zf_words=$zf_options zf_files=\n"
		"\tCOMPREPLY=($(compgen -W \"$zf_words\" -- \"$cur\"))\n"
		"\tif [[ -n $zf_files ]]; then\n"
		"\t\tlocal IFS=$'\\n'\n"
		"\t\tCOMPREPLY+=($(compgen -f -- \"$cur\"))\n"
		"\tfi\n"
		"\t[[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *: ]] && compopt -o nospace\n"
		"\treturn 0\n"
		"}\n"
		"complete -o filenames -F _zoneferry zoneferry\n");
}

static void print_zsh(struct script *s)
{
	buf_adds(s->b, "#compdef zoneferry\n");
	add_look(s);
	buf_adds(s->b, "_zoneferry() {\n"
		       "\tlocal cur=${words[CURRENT]} zf_words zf_options zf_files zf_places\n"
		       "\tlocal -a before=(\"${(@)words[2,CURRENT-1]}\")\n"
		       "\tif [[ $cur == --*=* ]]; then\n"
		       "\t\tbefore+=(\"${cur%%=*}\")\n"
		       "\t\tcompset -P '*='\n"
		       "\t\tcur=${cur#*=}\n"
		       "\tfi\n"
		       "\t_zoneferry_look \"${before[@]}\"\n"
		       "\t[[ $cur == -* ]] && zf_words=$zf_options zf_files=\n"
		       "\tif [[ -n $zf_places && $cur == [a-z]*[@:]* ]]; then\n"
		       "\t\tcompadd -S '' -- "
		       "\"${(@f)$(${words[1]} completion words \"${(Q)cur}\" 2>/dev/null)}\"\n"
		       "\tfi\n"
		       "\tcompadd -- ${=zf_words}\n"
		       "\t[[ -z $zf_files ]] || _files\n"
		       "}\n"
		       "if [[ ${funcstack[1]-} == _zoneferry ]]; then\n"
		       "\t_zoneferry \"$@\"\n"
		       "else\n"
		       "\tcompdef _zoneferry zoneferry\n"
		       "fi\n");
}

/* --- fish --- */

static void add_fish_text(struct buf *b, const char *text)
{
	buf_adds(b, " -d '");
	for (; *text; text++) {
		if (*text == '\'' || *text == '\\')
			buf_addc(b, '\\');
		buf_addc(b, *text);
	}
	buf_addc(b, '\'');
}

/* The condition of a command: its words were typed. */
static void add_fish_condition(struct buf *b, const char *name)
{
	size_t n = strcspn(name, " ");
	buf_printf(b, " -n '__fish_seen_subcommand_from %.*s", (int)n, name);
	if (name[n])
		buf_printf(b, "; and __fish_seen_subcommand_from %s", name + n + 1);
	buf_addc(b, '\'');
}

static void add_fish_options(
	struct buf *b, const struct cmd *cmd, const struct opt *items, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct opt *o = &items[i];
		buf_adds(b, "complete -c zoneferry");
		if (cmd)
			add_fish_condition(b, cmd->name);
		buf_printf(b, " -l %s", o->name);
		if (o->letter)
			buf_printf(b, " -s %c", o->letter);
		if (is_path(o)) {
			buf_adds(b, " -r -F");
		} else if (o->kind != OPT_FLAG) {
			buf_adds(b, " -x -a '");
			completion_add_values(b, cmd, o);
			buf_addc(b, '\'');
		}
		add_fish_text(b, o->help);
		buf_addc(b, '\n');
	}
}

static void add_fish_command(struct script *s, const struct cmd *cmd)
{
	size_t n = strcspn(cmd->name, " ");
	buf_adds(s->b, "complete -c zoneferry -f");
	if (cmd->name[n])
		buf_printf(s->b, " -n '__fish_seen_subcommand_from %.*s' -a %s", (int)n, cmd->name,
			cmd->name + n + 1);
	else
		buf_printf(s->b, " -n __fish_use_subcommand -a %s", cmd->name);
	add_fish_text(s->b, cmd->summary);
	buf_addc(s->b, '\n');
	buf_adds(s->b, "complete -c zoneferry");
	add_fish_condition(s->b, cmd->name);
	buf_printf(s->b, " %s -a '", wants_files(cmd) ? "-F" : "-f");
	add_operands(s, cmd);
	if (takes_places(cmd))
		buf_adds(s->b, " (string match -qr \"[@:]\" -- (commandline -ct); and zoneferry "
			       "completion words (commandline -ct) 2>/dev/null)");
	buf_adds(s->b, "'\n");
	add_fish_options(s->b, cmd, cmd->options, cmd->option_count);
}

static void print_fish(struct script *s)
{
	buf_adds(s->b, "complete -c zoneferry -f -n __fish_use_subcommand -a '");
	add_commands(s);
	buf_adds(s->b, "'\n");
	for (size_t i = 0; s->cli->commands[i]; i++)
		add_fish_command(s, s->cli->commands[i]);
	add_fish_options(s->b, NULL, cli_global_options, cli_global_option_count);
}

static const struct {
	const char *name;
	void (*print)(struct script *s);
} shells[] = {{"bash", print_bash}, {"zsh", print_zsh}, {"fish", print_fish}};

static int run(struct cli *cli, const void *values, int count, char **args)
{
	struct buf text;
	struct zf_error err = ZF_ERROR_INIT;
	struct script script = {.b = &text, .cli = cli};
	(void)values;
	if (count == 2 && strcmp(args[0], "words") == 0) {
		buf_init(&text, 0);
		completion_words(&text, cli, args[1]);
		return result_end(cli, &text, NULL, EXIT_DONE);
	}
	if (count == 2) {
		err_set(&err, ZF_ERR_USAGE, "completion takes one operand: bash, zsh or fish");
		return say_error(cli, &err);
	}
	for (size_t i = 0; i < sizeof(shells) / sizeof(shells[0]); i++)
		if (strcmp(shells[i].name, args[0]) == 0) {
			if (desc_list(&script.providers, cli->globals.provider_dir, &err) != ZF_OK)
				return say_error(cli, &err);
			buf_init(&text, 0);
			shells[i].print(&script);
			desc_names_free(&script.providers);
			return result_end(cli, &text, NULL, EXIT_DONE);
		}
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
	.text = "Prints a script for the shell. For bash: source <(zoneferry completion bash)\n"
		"make install puts all three where the shells look for them. They ask nobody for\n"
		"zones: they offer those that zones and backup listed last.\n",
	.min_args = 1,
	.max_args = 2,
	.run = run,
};
