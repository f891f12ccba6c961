#include "git_changes.h"

#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "git_tree.h"
#include "mem.h"
#include "str.h"

enum { ID_OUTPUT_MOST = 4096, PATHS_MOST = 256 << 20 };

static void add(struct git_changes *c, enum git_change_kind kind, const char *path)
{
	c->items = mem_grow(c->items, &c->cap, c->count + 1, sizeof(*c->items));
	c->items[c->count++] = (struct git_change){kind, mem_strdup(path)};
}

void git_changes_free(struct git_changes *c)
{
	for (size_t i = 0; i < c->count; i++)
		free(c->items[i].path);
	free(c->items);
	*c = (struct git_changes){.items = NULL};
}

/* The first line of what git prints, which must be the name of a commit; false: it is none. */
static bool ask_id(char id[GIT_ID_MOST + 1], const char *const *words, struct zf_error *err)
{
	struct buf out;
	int exit_status = 0;
	bool good = git_call(&out, ID_OUTPUT_MOST, words, &exit_status, err) == ZF_OK &&
		    exit_status == 0;
	size_t n = strcspn(out.data, "\n");
	good = good && git_is_object_id(out.data, n);
	if (good)
		snprintf(id, GIT_ID_MOST + 1, "%.*s", (int)n, out.data);
	buf_free(&out);
	return good;
}

static enum zf_status find_commit(
	char id[GIT_ID_MOST + 1], const char *revision, struct zf_error *err)
{
	char *wanted = mem_alloc(strlen(revision) + sizeof("^{commit}"));
	stpcpy(stpcpy(wanted, revision), "^{commit}");
	const char *words[] = {
		"rev-parse", "--verify", "--quiet", "--end-of-options", wanted, NULL};
	if (!ask_id(id, words, err) && !err->code)
		err_set(err, ZF_ERR_NOT_FOUND,
			"there is no revision \"%s\" here (or no git repository)", revision);
	free(wanted);
	return err->code;
}

static enum zf_status find_commits(
	struct git_changes *c, const char *base, const char *head, struct zf_error *err)
{
	char other[GIT_ID_MOST + 1];
	if (find_commit(other, base, err) != ZF_OK || find_commit(c->head, head, err) != ZF_OK)
		return err->code;
	const char *words[] = {"merge-base", other, c->head, NULL};
	if (!ask_id(c->base, words, err) && !err->code)
		err_set(err, ZF_ERR_NOT_FOUND,
			"%s and %s have no common commit here; if this clone is shallow, get the "
			"rest with git fetch --unshallow",
			base, head);
	return err->code;
}

/* What git prints, which must be good. */
static enum zf_status ask_paths(
	struct buf *out, const char *const *words, int good_too, struct zf_error *err)
{
	int exit_status = 0;
	enum zf_status status = git_call(out, PATHS_MOST, words, &exit_status, err);
	if (!status && exit_status != 0 && exit_status != good_too)
		status = err_set(err, ZF_ERR_IO, "git can't tell the files that differ");
	return status;
}

/* The string behind p; `end` when there is none. */
static const char *next_of(const char *p, const char *end)
{
	p += strlen(p) + 1;
	return p < end ? p : end;
}

/* "M\0path\0A\0path\0" */
static enum zf_status list_changed(struct git_changes *c, struct zf_error *err)
{
	const char *words[] = {
		"diff-tree", "-r", "-z", "--no-renames", "--name-status", c->base, c->head, NULL};
	struct buf out;
	enum zf_status status = ask_paths(&out, words, 0, err);
	const char *end = out.data + out.len;
	for (const char *p = out.data; !status && p < end;) {
		const char *path = next_of(p, end);
		if (path < end)
			add(c, *p == 'A' ? GIT_ADDED : *p == 'D' ? GIT_DELETED : GIT_CHANGED, path);
		p = path < end ? next_of(path, end) : end;
	}
	buf_free(&out);
	return status;
}

static int by_path(const void *a, const void *b)
{
	const struct git_change *x = a, *y = b;
	return strcmp(x->path, y->path);
}

/* "REVISION:path\0", as git grep has it; it ends with 1 where there is no such line. */
static enum zf_status list_including(struct git_changes *c, struct zf_error *err)
{
	char *top = git_top(); /* from a folder below git would look there only */
	const char *words[] = {"-C", top ? top : ".", "grep", "-l", "-z", "-i", "-a", "-e",
		"^[[:space:]]*\\$INCLUDE", c->head, NULL};
	struct buf out;
	size_t changed = c->count, skip = strlen(c->head) + 1;
	enum zf_status status = ask_paths(&out, words, 1, err);
	const char *end = out.data + out.len;
	for (const char *p = out.data; !status && p < end; p = next_of(p, end)) {
		if (strlen(p) <= skip)
			continue;
		struct git_change wanted = {GIT_INCLUDING, (char *)(uintptr_t)(p + skip)};
		if (!bsearch(&wanted, c->items, changed, sizeof(wanted), by_path))
			add(c, GIT_INCLUDING, p + skip);
	}
	buf_free(&out);
	free(top);
	return status;
}

enum zf_status git_changes_find(
	struct git_changes *c, const char *base, const char *head, struct zf_error *err)
{
	*c = (struct git_changes){.items = NULL};
	if (find_commits(c, base, head, err) != ZF_OK || list_changed(c, err) != ZF_OK)
		return err->code;
	if (c->count == 0)
		return ZF_OK;
	qsort(c->items, c->count, sizeof(*c->items), by_path);
	return list_including(c, err);
}
