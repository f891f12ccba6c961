#include "git_tree.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "git_call.h"
#include "mem.h"
#include "str.h"

enum zf_status git_tree_find(
	struct git_tree *tree, const char *revision, const char *text, struct zf_error *err)
{
	char *wanted = mem_alloc(strlen(revision) + sizeof("^{tree}"));
	stpcpy(stpcpy(wanted, revision), "^{tree}");
	const char *words[] = {
		"rev-parse", "--verify", "--quiet", "--end-of-options", wanted, NULL};
	struct buf out;
	int exit_status = 0;
	enum zf_status status = git_call(&out, 4096, words, &exit_status, err);
	size_t n = strcspn(out.data, "\n");
	if (status == ZF_OK && (exit_status != 0 || !git_is_object_id(out.data, n)))
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
	if (!at || !git_is_object_id(at + 1, n) || !at[1 + n])
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
	enum zf_status status = git_call(&out, 64 << 10, words, &exit_status, err);
	*what = exit_status == 0 ? take_line(blob, out.data) : GIT_MISSING;
	buf_free(&out);
	return status;
}

enum zf_status git_blob_read(
	struct buf *text, const struct git_blob *blob, size_t max, struct zf_error *err)
{
	const char *words[] = {"cat-file", "blob", blob->id, NULL};
	int exit_status = 0;
	enum zf_status status = git_call(text, max, words, &exit_status, err);
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
	bool good = git_call(&out, PATH_MAX, words, &exit_status, &ignored) == ZF_OK &&
		    exit_status == 0 && out.len > 1;
	if (good)
		out.data[out.len - 1] = '\0'; /* the newline */
	char *top = good ? realpath(out.data, NULL) : NULL;
	buf_free(&out);
	return top;
}
