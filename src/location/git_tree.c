#include "git_tree.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "proc.h"
#include "str.h"

extern char **environ;

enum { WORDS_MOST = 12 };

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
	if (n < 40 || n > GIT_ID_MOST)
		return false;
	for (size_t i = 0; i < n; i++)
		if (str_hex_digit(p[i]) < 0)
			return false;
	return true;
}

enum zf_status git_tree_find(
	struct git_tree *tree, const char *revision, const char *text, struct zf_error *err)
{
	char *wanted = mem_alloc(strlen(revision) + sizeof("^{tree}"));
	stpcpy(stpcpy(wanted, revision), "^{tree}");
	const char *words[] = {
		"rev-parse", "--verify", "--quiet", "--end-of-options", wanted, NULL};
	struct buf out;
	int exit_status = 0;
	enum zf_status status = git(&out, 4096, words, &exit_status, err);
	size_t n = strcspn(out.data, "\n");
	if (status == ZF_OK && (exit_status != 0 || !is_object_id(out.data, n)))
		status = err_set(err, ZF_ERR_NOT_FOUND,
			"%s: there is no revision \"%s\" here (or no git repository)", text,
			revision);
	if (status == ZF_OK)
		snprintf(tree->id, sizeof(tree->id), "%.*s", (int)n, out.data);
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

/* A line of ls-tree is "MODE TYPE ID\tPATH\0". */
static enum git_entry take_line(struct git_blob *blob, const char *line)
{
	const char *kind = strchr(line, ' '), *at = kind ? strchr(kind + 1, ' ') : NULL;
	size_t n = at ? strcspn(at + 1, "\t") : 0;
	if (!at || !is_object_id(at + 1, n) || !at[1 + n])
		return GIT_MISSING;
	if (!str_starts(line, "100"))
		return GIT_OTHER;
	snprintf(blob->id, sizeof(blob->id), "%.*s", (int)n, at + 1);
	blob->path = mem_strdup(at + 1 + n + 1);
	return GIT_FILE;
}

enum zf_status git_tree_blob(struct git_blob *blob, enum git_entry *what,
	const struct git_tree *tree, const char *path, struct zf_error *err)
{
	bool relative = str_starts(path, "./") || str_starts(path, "../");
	const char *words[] = {"ls-tree", "-z", relative ? "--full-name" : "--full-tree", tree->id,
		"--", path, NULL};
	struct buf out;
	int exit_status = 0;
	*blob = (struct git_blob){.path = NULL};
	*what = GIT_FOLDER;
	if (names_folder(path))
		return ZF_OK;
	enum zf_status status = git(&out, 64 << 10, words, &exit_status, err);
	*what = exit_status == 0 ? take_line(blob, out.data) : GIT_MISSING;
	buf_free(&out);
	return status;
}

enum zf_status git_blob_read(
	struct buf *text, const struct git_blob *blob, size_t max, struct zf_error *err)
{
	const char *words[] = {"cat-file", "blob", blob->id, NULL};
	int exit_status = 0;
	enum zf_status status = git(text, max, words, &exit_status, err);
	if (status == ZF_OK && exit_status != 0)
		status = err_set(err, ZF_ERR_IO, "git can't read %s", blob->path);
	return status;
}

void git_blob_free(struct git_blob *blob)
{
	free(blob->path);
	*blob = (struct git_blob){.path = NULL};
}

char *git_top(void)
{
	static const char *const words[] = {"rev-parse", "--show-toplevel", NULL};
	struct zf_error ignored = ZF_ERROR_INIT;
	struct buf out;
	int exit_status = 0;
	bool good = git(&out, PATH_MAX, words, &exit_status, &ignored) == ZF_OK &&
		    exit_status == 0 && out.len > 1;
	if (good)
		out.data[out.len - 1] = '\0'; /* the newline */
	char *top = good ? realpath(out.data, NULL) : NULL;
	buf_free(&out);
	return top;
}
