/*
 * git install: tells a repository to use zoneferry for its zone files.
 *
 * Two places: .gitattributes at the top of the working tree (to be committed: it names the
 * drivers), and the repository's own configuration (which git never takes from others: it says
 * what the drivers run).
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "err.h"
#include "mem.h"
#include "proc.h"
#include "result.h"
#include "str.h"

#define ATTRIBUTES "*.zone diff=zoneferry merge=zoneferry"

struct install_options {
	bool uninstall;
};

static const struct install_options defaults = {0};

static const struct opt options[] = {
	{"uninstall", 0, OPT_FLAG, offsetof(struct install_options, uninstall), NULL,
		"take it back", 0, 0},
};

/* Runs git; *out (initialised here) is what it prints, without its final newline. */
static enum zf_status git(
	struct buf *out, int *exit_status, const char *const *argv, struct zf_error *err)
{
	const struct proc_options o = {.seconds = 30, .quiet = true};
	buf_init(out, 64 << 10);
	enum zf_status status = proc_read(out, argv, &o, exit_status, err);
	if (out->len > 0 && out->data[out->len - 1] == '\n')
		out->data[--out->len] = '\0';
	return status;
}

enum failure { FAILURE_IS_ERROR, FAILURE_IS_FINE };

static enum zf_status git_do(const char *const *argv, enum failure failure, struct zf_error *err)
{
	struct buf out;
	int exit_status = 0;
	enum zf_status status = git(&out, &exit_status, argv, err);
	buf_free(&out);
	if (status == ZF_OK && exit_status != 0 && failure == FAILURE_IS_ERROR)
		return err_set(err, ZF_ERR_IO, "git %s %s failed", argv[1], argv[3]);
	return status;
}

/* The command word for git's configuration, quoted for a shell: the program's name when PATH
 * finds it, else its whole path. */
static void add_program(struct buf *b)
{
	char self[4096];
	const char *path = getenv("PATH");
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	self[n > 0 ? n : 0] = '\0';
	while (path && *path) {
		size_t len = strcspn(path, ":");
		char *candidate = mem_alloc(len + sizeof("/zoneferry")), *real;
		memcpy(candidate, path, len);
		strcpy(candidate + len, "/zoneferry");
		real = realpath(candidate, NULL);
		bool same = real && strcmp(real, self) == 0;
		free(candidate);
		free(real);
		if (same) {
			buf_adds(b, "zoneferry");
			return;
		}
		path += len + (path[len] == ':');
	}
	buf_addc(b, '\'');
	for (const char *c = self; *c; c++)
		buf_adds(b, *c == '\'' ? "'\\''" : (char[]){*c, '\0'});
	buf_addc(b, '\'');
}

static enum zf_status configure(struct buf *said, struct zf_error *err)
{
	struct buf program, value;
	enum zf_status status = ZF_OK;
	static const struct {
		const char *key, *arguments;
	} settings[] = {
		{"diff.zoneferry.textconv", " git textconv"},
		{"merge.zoneferry.driver", " git merge %O %A %B %P"},
	};
	static const char *const name[] = {"git", "config", "--local", "merge.zoneferry.name",
		"merge of DNS zone files by RRset", NULL};
	buf_init(&program, 0);
	buf_init(&value, 0);
	add_program(&program);
	status = git_do(name, FAILURE_IS_ERROR, err);
	for (size_t i = 0; i < 2 && status == ZF_OK; i++) {
		buf_reset(&value);
		buf_printf(&value, "%s%s", program.data, settings[i].arguments);
		const char *argv[] = {
			"git", "config", "--local", settings[i].key, value.data, NULL};
		status = git_do(argv, FAILURE_IS_ERROR, err);
		buf_printf(said, "git config %s \"%s\"\n", settings[i].key, value.data);
	}
	buf_free(&program);
	buf_free(&value);
	return status;
}

static enum zf_status deconfigure(struct buf *said, struct zf_error *err)
{
	static const char *const sections[] = {"diff.zoneferry", "merge.zoneferry"};
	for (size_t i = 0; i < 2; i++) {
		const char *argv[] = {
			"git", "config", "--local", "--remove-section", sections[i], NULL};
		if (git_do(argv, FAILURE_IS_FINE, err) != ZF_OK)
			return err->code;
		buf_printf(said, "git config --remove-section %s\n", sections[i]);
	}
	return ZF_OK;
}

/* Copies the text of .gitattributes without our line; says whether it was there. */
static bool copy_without_ours(struct buf *to, const char *text)
{
	bool there = false;
	while (*text) {
		size_t n = strcspn(text, "\n"), whole = n + (text[n] == '\n');
		if (str_eq((struct str){text, n}, ATTRIBUTES))
			there = true;
		else
			buf_add(to, text, whole);
		text += whole;
	}
	return there;
}

enum wanted { LINE_THERE, LINE_AWAY };

static enum zf_status edit_attributes(
	const char *path, enum wanted wanted, struct buf *said, struct zf_error *err)
{
	struct file_text old = {0};
	struct buf text;
	enum zf_status status = ZF_OK;
	if (access(path, F_OK) == 0)
		status = file_read(&old, path, 1 << 20, err);
	if (status != ZF_OK)
		return status;
	buf_init(&text, 0);
	bool there = copy_without_ours(&text, old.data ? old.data : "");
	if (there == (wanted == LINE_THERE)) {
		file_text_free(&old);
		buf_free(&text);
		return ZF_OK;
	}
	if (wanted == LINE_THERE && text.len > 0 && text.data[text.len - 1] != '\n')
		buf_addc(&text, '\n');
	if (wanted == LINE_THERE)
		buf_adds(&text, ATTRIBUTES "\n");
	if (text.len == 0 && unlink(path) != 0)
		status = err_errno(err, ZF_ERR_IO, "can't remove %s", path);
	else if (text.len > 0)
		status = file_replace(path, text.data, text.len, err);
	buf_printf(said, ".gitattributes: %s line \"%s\"\n",
		wanted == LINE_AWAY ? "removed the" : "added the", ATTRIBUTES);
	file_text_free(&old);
	buf_free(&text);
	return status;
}

static int run(struct cli *cli, const void *values, int count, char **args)
{
	const struct install_options *o = values;
	struct zf_error err = ZF_ERROR_INIT;
	struct buf top, said;
	int exit_status = 0;
	const char *argv[] = {"git", "rev-parse", "--show-toplevel", NULL};
	(void)count, (void)args;
	buf_init(&said, 0);
	if (git(&top, &exit_status, argv, &err) == ZF_OK && (exit_status != 0 || top.len == 0))
		err_set(&err, ZF_ERR_NOT_FOUND, "there is no git working tree here");
	if (err.code == ZF_OK) {
		buf_adds(&top, "/.gitattributes");
		if ((o->uninstall ? deconfigure(&said, &err) : configure(&said, &err)) == ZF_OK)
			edit_attributes(
				top.data, o->uninstall ? LINE_AWAY : LINE_THERE, &said, &err);
	}
	if (err.code == ZF_OK && !o->uninstall)
		buf_adds(&said,
			"Commit .gitattributes; each clone runs zoneferry git install once.\n");
	buf_free(&top);
	return result_end(cli, &said, &err, EXIT_DONE);
}

const struct cmd cmd_git_install = {
	.name = "git install",
	.args = "[--uninstall]",
	.summary = "make git diff and git merge understand *.zone in this repository",
	.text = "Sets up the diff and merge drivers for *.zone in the repository of the current\n"
		"folder, and prints what it did: a line in .gitattributes and settings of the\n"
		"repository's own configuration.\n",
	CMD_OPTIONS(options, defaults),
	.max_args = 0,
	.run = run,
};
