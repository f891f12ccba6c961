#include "merge_include.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "git_run.h"
#include "lexer.h"
#include "mem.h"

extern char **environ;

/* Adds "NAME ORIGIN" lines of the $INCLUDE directives; whether there is any. */
static bool list_includes(struct buf *list, const struct file_text *text)
{
	struct lexer l;
	enum lex_kind kind;
	lexer_init(&l, text->data, text->size, 1);
	while ((kind = lexer_next(&l)) != LEX_END) {
		bool include = kind == LEX_ENTRY && !l.indented && l.count > 1 &&
			       str_eq_nocase(l.tokens[0].p, l.tokens[0].n, "$INCLUDE", 8);
		for (size_t i = 1; include && i < l.count; i++) {
			buf_add(list, l.tokens[i].p, l.tokens[i].n);
			buf_addc(list, i + 1 < l.count ? ' ' : '\n');
		}
	}
	lexer_free(&l);
	return list->len > 0;
}

static bool includes_anything(const struct merge_versions *in)
{
	struct buf list;
	bool any = false;
	buf_init(&list, 0);
	for (int i = 0; i < MERGE_SIDES; i++)
		any = any || list_includes(&list, &in->text[i]);
	buf_free(&list);
	return any;
}

bool merge_include_is_same(const struct merge_versions *in)
{
	struct buf base, other;
	bool same = true;
	buf_init(&base, 0);
	list_includes(&base, &in->text[MERGE_BASE]);
	for (int i = MERGE_OURS; i < MERGE_SIDES && same; i++) {
		buf_init(&other, 0);
		list_includes(&other, &in->text[i]);
		same = base.len == other.len && memcmp(base.data, other.data, base.len) == 0;
		buf_free(&other);
	}
	buf_free(&base);
	return same;
}

/* The ids of the versions as git's objects. */
struct ids {
	char of[MERGE_SIDES][GIT_ID_MOST + 1];
};

static bool find_ids(struct ids *ids, const struct merge_versions *in)
{
	const char *const argv[] = {"git", "hash-object", "--no-filters", "--", in->path[0],
		in->path[1], in->path[2], NULL};
	struct zf_error ignored = ZF_ERROR_INIT;
	struct buf out;
	*ids = (struct ids){.of = {{0}}};
	bool good = git_ask(&out, argv, &ignored) == ZF_OK &&
		    sscanf(out.data, "%64s %64s %64s", ids->of[0], ids->of[1], ids->of[2]) ==
			    MERGE_SIDES;
	buf_free(&out);
	return good;
}

/* Whether a revision has the file as that version is. */
static bool is_revision_of(struct git_tree *tree, const char *revision,
	const struct merge_versions *in, const char *id)
{
	struct zf_error ignored = ZF_ERROR_INIT;
	struct git_blob blob = {.path = NULL};
	enum git_entry what = GIT_MISSING;
	bool good = git_tree_find(tree, revision, revision, &ignored) == ZF_OK &&
		    git_tree_blob(&blob, &what, tree, in->name, &ignored) == ZF_OK &&
		    what == GIT_FILE && strcmp(blob.id, id) == 0;
	git_blob_free(&blob);
	return good;
}

/* The commit that a rebase is at, by the last line of its list: "pick ID subject". */
static void find_picked(char revision[GIT_ID_MOST + 1])
{
	static const char *const argv[] = {
		"git", "rev-parse", "--git-path", "rebase-merge/done", NULL};
	enum { LIST_MOST = 16 << 20 };
	struct zf_error ignored = ZF_ERROR_INIT;
	struct file_text text;
	struct buf path;
	if (git_ask(&path, argv, &ignored) == ZF_OK &&
		file_read(&text, path.data, LIST_MOST, &ignored) == ZF_OK) {
		while (text.size > 0 && text.data[text.size - 1] == '\n')
			text.data[--text.size] = '\0';
		const char *line = strrchr(text.data, '\n');
		sscanf(line ? line + 1 : text.data, "%*15s %64s", revision);
		file_text_free(&text);
	}
	buf_free(&path);
}

/* git tells a driver nothing about revisions; but the commits that are merged stand in the
 * environment, a rebase's in its list, and since 2.44 in the label. Each is only a guess, which the
 * file at it proves. */
static bool find_theirs(struct git_tree *tree, char revision[GIT_ID_MOST + 1],
	const struct merge_versions *in, const struct ids *ids)
{
	static const char head[] = "GITHEAD_";
	const char *id = ids->of[MERGE_THEIRS];
	for (size_t i = 0; environ[i]; i++) {
		const char *equals = strchr(environ[i], '=');
		if (strncmp(environ[i], head, strlen(head)) != 0 || !equals)
			continue;
		const char *at = environ[i] + strlen(head);
		snprintf(revision, GIT_ID_MOST + 1, "%.*s", (int)(equals - at), at);
		if (is_revision_of(tree, revision, in, id))
			return true;
	}
	revision[0] = '\0';
	find_picked(revision);
	if (revision[0] && is_revision_of(tree, revision, in, id))
		return true;
	snprintf(revision, GIT_ID_MOST + 1, "%.*s", (int)strcspn(in->label[MERGE_THEIRS], " "),
		in->label[MERGE_THEIRS]);
	return is_revision_of(tree, revision, in, id);
}

/* Where two branches parted, or what a picked commit was made on. */
static bool find_base(struct git_tree *tree, const char *theirs, const struct merge_versions *in,
	const struct ids *ids)
{
	const char *const argv[] = {"git", "merge-base", "HEAD", theirs, NULL};
	struct zf_error ignored = ZF_ERROR_INIT;
	struct buf out;
	bool good = git_ask(&out, argv, &ignored) == ZF_OK &&
		    is_revision_of(tree, out.data, in, ids->of[MERGE_BASE]);
	if (!good) {
		buf_reset(&out);
		buf_printf(&out, "%s^", theirs);
		good = is_revision_of(tree, out.data, in, ids->of[MERGE_BASE]);
	}
	buf_free(&out);
	return good;
}

void merge_include_init(struct merge_include *m, struct merge_versions *in)
{
	struct zonefile_options unused = in->options;
	struct git_tree ours, theirs, base;
	char revision[GIT_ID_MOST + 1];
	struct ids ids;
	*m = (struct merge_include){.known = false};
	if (!includes_anything(in) || !find_ids(&ids, in) ||
		!is_revision_of(&ours, "HEAD", in, ids.of[MERGE_OURS]))
		return;
	m->known = true;
	m->theirs_known = find_theirs(&theirs, revision, in, &ids);
	git_include_init(&m->ours_first, &in->options, in->name);
	git_include_init(&m->theirs_first, &unused, in->name);
	git_include_add(&m->ours_first, &ours);
	if (!m->theirs_known)
		return;
	git_include_add(&m->ours_first, &theirs);
	git_include_add(&m->theirs_first, &theirs);
	git_include_add(&m->theirs_first, &ours);
	if (find_base(&base, revision, in, &ids))
		git_include_add(&m->ours_first, &base);
}

void merge_include_free(struct merge_include *m)
{
	if (!m->known)
		return;
	git_include_free(&m->ours_first);
	git_include_free(&m->theirs_first);
}

bool merge_include_is_sound(
	const struct merge_include *m, const struct buf *text, const struct merge_versions *in)
{
	const struct file_text *own = &in->text[MERGE_THEIRS];
	struct zonefile_options options = in->options;
	struct zf_error ignored = ZF_ERROR_INIT;
	struct zf_zone *merged = NULL, *theirs = NULL;
	if (!m->theirs_known || !in->zone[MERGE_OURS])
		return true;
	options.includes = &m->theirs_first.includes;
	bool sound = zonefile_parse(&theirs, own->data, own->size, in->name, &options, NULL,
			     &ignored) != ZF_OK ||
		     (zonefile_parse(&merged, text->data, text->len, in->name, &options, NULL,
			      &ignored) == ZF_OK &&
			     merge_keeps_rules(merged, in->zone[MERGE_OURS], theirs));
	zf_zone_free(merged);
	zf_zone_free(theirs);
	return sound;
}
