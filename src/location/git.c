/*
 * loc_git: a zone file as it was at a git revision.
 *
 * A repository may be a stranger's: git is called so that nothing in its configuration runs
 * (hooks, fsmonitor, textconv), the revision and the path can't be taken for options or pathspec
 * magic, only plain files are read (no symbolic link, no submodule), and nothing is fetched.
 */
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "load.h"
#include "mem.h"
#include "proc.h"
#include "str.h"

extern char **environ;

enum { WORDS_MOST = 12, OBJECT_ID_MOST = 64 };

/* The environment without what changes git's ways, but where the repository is. */
static const char **git_environment(void)
{
	static const char *const fixed[] = {"GIT_CONFIG_NOSYSTEM=1", "GIT_LITERAL_PATHSPECS=1",
		"GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "GIT_NO_LAZY_FETCH=1",
		"GIT_ALLOW_PROTOCOL=none", "LC_ALL=C"};
	static const char *const kept[] = {
		"GIT_DIR=", "GIT_WORK_TREE=", "GIT_OBJECT_DIRECTORY=", "GIT_INDEX_FILE="};
	enum { FIXED = sizeof(fixed) / sizeof(fixed[0]) };
	size_t n = 0, count = 0;
	while (environ[n])
		n++;
	const char **env = mem_alloc((n + FIXED + 1) * sizeof(char *));
	for (size_t i = 0; i < n; i++) {
		bool keep = !str_starts(environ[i], "GIT_") && !str_starts(environ[i], "LC_ALL=");
		for (size_t k = 0; k < sizeof(kept) / sizeof(kept[0]); k++)
			keep = keep || str_starts(environ[i], kept[k]);
		if (keep)
			env[count++] = environ[i];
	}
	for (size_t i = 0; i < FIXED; i++)
		env[count++] = fixed[i];
	env[count] = NULL;
	return env;
}

/* Runs git with these words (NULL-ended); its output, up to `max` octets, is in `out`. */
static enum zf_status git(struct buf *out, size_t max, const char *const *words, int *exit_status,
	struct zf_error *err)
{
	const char *argv[WORDS_MOST + 6] = {
		"git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"};
	const char **env = git_environment();
	struct proc_options options = {.environment = env, .seconds = 60, .quiet = true};
	for (size_t i = 0; i < WORDS_MOST && words[i]; i++)
		argv[5 + i] = words[i];
	buf_init(out, max);
	enum zf_status status = proc_read(out, argv, &options, exit_status, err);
	free(env);
	return status;
}

static bool is_object_id(const char *p, size_t n)
{
	if (n < 40 || n > OBJECT_ID_MOST)
		return false;
	for (size_t i = 0; i < n; i++)
		if (str_hex_digit(p[i]) < 0)
			return false;
	return true;
}

/* The id of the tree of a revision. */
static enum zf_status find_tree(
	char id[OBJECT_ID_MOST + 1], const struct location *loc, struct zf_error *err)
{
	char *wanted = mem_alloc(strlen(loc->revision) + sizeof("^{tree}"));
	stpcpy(stpcpy(wanted, loc->revision), "^{tree}");
	const char *words[] = {
		"rev-parse", "--verify", "--quiet", "--end-of-options", wanted, NULL};
	struct buf out;
	int exit_status = 0;
	enum zf_status status = git(&out, 4096, words, &exit_status, err);
	size_t n = strcspn(out.data, "\n");
	if (status == ZF_OK && (exit_status != 0 || !is_object_id(out.data, n)))
		status = err_set(err, ZF_ERR_NOT_FOUND,
			"%s: there is no revision \"%s\" here (or no git repository)", loc->text,
			loc->revision);
	if (status == ZF_OK)
		snprintf(id, OBJECT_ID_MOST + 1, "%.*s", (int)n, out.data);
	buf_free(&out);
	free(wanted);
	return status;
}

/* "d/", "." and the like: ls-tree would list what is in the folder. */
static bool names_folder(const char *path)
{
	const char *slash = strrchr(path, '/'), *last = slash ? slash + 1 : path;
	return *last == '\0' || strcmp(last, ".") == 0 || strcmp(last, "..") == 0;
}

/* The id of the file in that tree: a line of ls-tree is "MODE TYPE ID\tPATH\0". Paths are relative
 * to the repository's top, or with ./ or ../ to the current folder. */
static enum zf_status find_blob(char id[OBJECT_ID_MOST + 1], const char *tree,
	const struct location *loc, struct zf_error *err)
{
	if (names_folder(loc->path))
		return err_set(
			err, ZF_ERR_UNSUPPORTED, "%s: \"%s\" is a folder", loc->text, loc->path);
	bool relative = str_starts(loc->path, "./") || str_starts(loc->path, "../");
	const char *words[] = {"ls-tree", "-z", relative ? "--full-name" : "--full-tree", tree,
		"--", loc->path, NULL};
	struct buf out;
	int exit_status = 0;
	enum zf_status status = git(&out, 64 << 10, words, &exit_status, err);
	const char *kind = strchr(out.data, ' '), *at = kind ? strchr(kind + 1, ' ') : NULL;
	size_t n = at ? strcspn(at + 1, "\t") : 0;
	if (status != ZF_OK)
		;
	else if (exit_status != 0 || !at || !is_object_id(at + 1, n))
		status = err_set(err, ZF_ERR_NOT_FOUND, "%s: there is no file \"%s\" at %s",
			loc->text, loc->path, loc->revision);
	else if (!str_starts(out.data, "100"))
		status = err_set(err, ZF_ERR_UNSUPPORTED,
			"%s: \"%s\" is no plain file there but a link, folder or submodule",
			loc->text, loc->path);
	else
		snprintf(id, OBJECT_ID_MOST + 1, "%.*s", (int)n, at + 1);
	buf_free(&out);
	return status;
}

enum zf_status load_git(struct zf_zone **zone, const struct location *loc,
	const struct load_env *env, struct diags *diags, struct zf_error *err)
{
	char tree[OBJECT_ID_MOST + 1], blob[OBJECT_ID_MOST + 1];
	if (find_tree(tree, loc, err) != ZF_OK || find_blob(blob, tree, loc, err) != ZF_OK)
		return err->code;
	const char *words[] = {"cat-file", "blob", blob, NULL};
	struct zonefile_options options = env->zonefile;
	struct buf text;
	int exit_status = 0;
	enum zf_status status = git(&text, ZONEFILE_MAX_SIZE, words, &exit_status, err);
	if (status == ZF_OK && exit_status != 0)
		status = err_set(err, ZF_ERR_IO, "%s: git can't read it", loc->text);
	if (status == ZF_OK)
		status = zonefile_parse(zone, text.data, text.len, loc->text, &options, diags, err);
	buf_free(&text);
	return status;
}
