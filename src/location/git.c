/* loc_git: a zone file as it was at a git revision, and what it includes at the same one. */
#include "err.h"
#include "git_include.h"
#include "load.h"

static enum zf_status find_file(struct git_blob *blob, const struct git_tree *tree,
	const struct location *loc, struct zf_error *err)
{
	enum git_entry what;
	if (git_tree_blob(blob, &what, tree, loc->path, err) != ZF_OK || what == GIT_FILE)
		return err->code;
	if (what == GIT_FOLDER)
		return err_set(
			err, ZF_ERR_UNSUPPORTED, "%s: \"%s\" is a folder", loc->text, loc->path);
	if (what == GIT_OTHER)
		return err_set(err, ZF_ERR_UNSUPPORTED,
			"%s: \"%s\" is no plain file there but a link, folder or submodule",
			loc->text, loc->path);
	return err_set(err, ZF_ERR_NOT_FOUND, "%s: there is no file \"%s\" at %s", loc->text,
		loc->path, loc->revision);
}

enum zf_status load_git(struct zf_zone **zone, const struct location *loc,
	const struct load_env *env, struct diags *diags, struct zf_error *err)
{
	struct git_tree tree;
	struct git_blob blob;
	if (git_tree_find(&tree, loc->revision, loc->text, err) != ZF_OK ||
		find_file(&blob, &tree, loc, err) != ZF_OK)
		return err->code;
	struct zonefile_options options = env->zonefile;
	struct git_include include;
	struct buf text;
	git_include_init(&include, &options, blob.path);
	git_include_add(&include, &tree);
	enum zf_status status = git_blob_read(&text, &blob, ZONEFILE_MAX_SIZE, err);
	if (status == ZF_OK)
		status = zonefile_parse(zone, text.data, text.len, loc->text, &options, diags, err);
	buf_free(&text);
	git_include_free(&include);
	git_blob_free(&blob);
	return status;
}
