/* Two places: .gitattributes at the top of the working tree (to be committed: it names the
 * drivers), and the repository's own configuration (which git never takes from others: it says what
 * the drivers run). */
#include "git_install.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "err.h"
#include "git_run.h"
#include "mem.h"
#include "str.h"

/* A word quoted for a shell. */
static void add_quoted(struct buf *b, const char *word)
{
	buf_addc(b, '\'');
	for (const char *c = word; *c; c++)
		buf_adds(b, *c == '\'' ? "'\\''" : (char[]){*c, '\0'});
	buf_addc(b, '\'');
}

/* The command word for git's configuration: the program's name when PATH finds it, else its whole
 * path. */
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
	add_quoted(b, self);
}

static void add_default_ttl(struct buf *b, const struct git_install_options *o)
{
	if (o->default_ttl >= 0)
		buf_printf(b, " --default-ttl=%ld", o->default_ttl);
	else if (o->default_ttl == ZONEFILE_TTL_SOA)
		buf_adds(b, " --default-ttl=soa");
}

/* Shell functions: who lacks the program shall still see differences, and lose no change by
 * merging. Names stand behind "--", they may begin with a dash. The program that does only this
 * comes first: it starts in a fifth of the time, and git starts it for each version of a file. */
static void add_textconv(struct buf *b, const char *program, const struct git_install_options *o)
{
	static const char *const forms[][2] = {{"-textconv", ""}, {"", " git textconv"}};
	buf_adds(b, "f() { ");
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		const char *name = forms[i][0];
		buf_printf(b, "command -v %s%s >/dev/null && exec %s%s%s", program, name, program,
			name, forms[i][1]);
		add_default_ttl(b, o);
		buf_adds(b, " -- \"$1\"; ");
	}
	buf_adds(b, "exec cat -- \"$1\"; }; f");
}

/* Whether this git gives a merge driver the names of what is merged. */
static bool git_has_labels(void)
{
	static const char *const argv[] = {"git", "version", NULL};
	enum { SINCE_MAJOR = 2, SINCE_MINOR = 44 };
	struct zf_error err = ZF_ERROR_INIT;
	struct buf out;
	unsigned long major = 0, minor = 0;
	if (git_ask(&out, argv, &err) == ZF_OK && str_starts(out.data, "git version ")) {
		char *end;
		major = strtoul(out.data + strlen("git version "), &end, 10);
		minor = *end == '.' ? strtoul(end + 1, NULL, 10) : 0;
	}
	buf_free(&out);
	return major > SINCE_MAJOR || (major == SINCE_MAJOR && minor >= SINCE_MINOR);
}

static void add_merge(struct buf *b, const char *program, const struct git_install_options *o)
{
	bool labels = git_has_labels();
	buf_printf(
		b, "f() { if command -v %s >/dev/null; then exec %s git merge", program, program);
	add_default_ttl(b, o);
	for (size_t i = 0; i < o->include_dir_count; i++) {
		buf_adds(b, " --include-dir=");
		add_quoted(b, o->include_dirs[i]);
	}
	if (o->origin_from == GIT_ORIGIN_FROM_SOA)
		buf_adds(b, " --origin-from=soa");
	buf_adds(b, " --marker-size=\"$4\"");
	if (labels)
		buf_adds(b, " --base-label=\"$6\" --our-label=\"$7\" --their-label=\"$8\"");
	buf_adds(b,
		" -- \"$1\" \"$2\" \"$3\" \"$5\"; else exec git merge-file --marker-size=\"$4\"");
	buf_adds(b, labels ? " -L \"$7\" -L \"$6\" -L \"$8\"" : " -L ours -L base -L theirs");
	buf_printf(b, " -- \"$2\" \"$1\" \"$3\"; fi; }; f %%O %%A %%B %%L %%P%s",
		labels ? " %S %X %Y" : "");
}

static enum zf_status set_config(
	const char *key, const char *value, struct buf *said, struct zf_error *err)
{
	const char *const argv[] = {"git", "config", "--local", key, value, NULL};
	buf_printf(said, "git config %s ", key);
	add_quoted(said, value);
	buf_addc(said, '\n');
	return git_tell(argv, GIT_MUST, err);
}

/* What earlier versions of the program made of files is forgotten. */
static enum zf_status drop_cache(struct zf_error *err)
{
	static const char *const argv[] = {
		"git", "update-ref", "-d", "refs/notes/textconv/zoneferry", NULL};
	return git_tell(argv, GIT_MAY, err);
}

static enum zf_status configure(
	const struct git_install_options *o, struct buf *said, struct zf_error *err)
{
	struct buf program, textconv, merge;
	buf_init(&program, 0);
	buf_init(&textconv, 0);
	buf_init(&merge, 0);
	add_program(&program);
	add_textconv(&textconv, program.data, o);
	add_merge(&merge, program.data, o);
	enum zf_status status = set_config("diff.zoneferry.textconv", textconv.data, said, err);
	if (status == ZF_OK)
		status = set_config("diff.zoneferry.cachetextconv", "true", said, err);
	if (status == ZF_OK)
		status = set_config(
			"merge.zoneferry.name", "merge of DNS zone files by RRset", said, err);
	if (status == ZF_OK)
		status = set_config("merge.zoneferry.driver", merge.data, said, err);
	buf_free(&program);
	buf_free(&textconv);
	buf_free(&merge);
	return status == ZF_OK ? drop_cache(err) : status;
}

static enum zf_status deconfigure(struct buf *said, struct zf_error *err)
{
	static const char *const sections[] = {"diff.zoneferry", "merge.zoneferry"};
	for (size_t i = 0; i < 2; i++) {
		const char *argv[] = {
			"git", "config", "--local", "--remove-section", sections[i], NULL};
		if (git_tell(argv, GIT_MAY, err) != ZF_OK)
			return err->code;
		buf_printf(said, "git config --remove-section %s\n", sections[i]);
	}
	return drop_cache(err);
}

static enum zf_status install(const struct git_install_options *o, const char *top,
	struct name_list *patterns, struct buf *said, struct zf_error *err)
{
	struct zonefile_options how = ZONEFILE_OPTIONS_INIT;
	struct buf path;
	how.default_ttl = o->default_ttl;
	how.include_dirs = o->include_dirs;
	how.include_dir_count = o->include_dir_count;
	enum zf_status status = configure(o, said, err);
	if (status == ZF_OK && patterns->count == 0)
		status = git_patterns_find(patterns, top, &how, err);
	buf_init(&path, 0);
	buf_printf(&path, "%s/.gitattributes", top);
	if (status == ZF_OK)
		status = attributes_add(path.data, patterns, said, err);
	if (status == ZF_OK)
		buf_adds(said,
			"Commit .gitattributes; each clone runs zoneferry git install once.\n");
	buf_free(&path);
	return status;
}

static enum zf_status uninstall(const char *top, struct buf *said, struct zf_error *err)
{
	struct buf path;
	enum zf_status status = deconfigure(said, err);
	buf_init(&path, 0);
	buf_printf(&path, "%s/.gitattributes", top);
	if (status == ZF_OK)
		status = attributes_remove(path.data, said, err);
	buf_free(&path);
	return status;
}

static enum zf_status find_top(struct buf *top, struct zf_error *err)
{
	static const char *const argv[] = {"git", "rev-parse", "--show-toplevel", NULL};
	if (git_ask(top, argv, err) == ZF_OK && top->len > 0)
		return ZF_OK;
	if (err->code == ZF_ERR_NOT_FOUND || err->code == ZF_OK) {
		err_clear(err);
		err_set(err, ZF_ERR_NOT_FOUND, "there is no git working tree here");
	}
	return err->code;
}

enum zf_status git_install(const struct git_install_options *o, struct name_list *patterns,
	struct buf *said, struct zf_error *err)
{
	struct buf top;
	enum zf_status status = find_top(&top, err);
	if (!status)
		status = install(o, top.data, patterns, said, err);
	buf_free(&top);
	return status;
}

enum zf_status git_uninstall(struct buf *said, struct zf_error *err)
{
	struct buf top;
	enum zf_status status = find_top(&top, err);
	if (!status)
		status = uninstall(top.data, said, err);
	buf_free(&top);
	return status;
}
