#include "commit.h"

#include <string.h>

#include "err.h"
#include "proc.h"

/* What backups consist of. */
static const char *const patterns[] = {":(glob)*.zone", ":(glob)*/*.zone", ":(glob)zoneferry.json",
	":(glob)*/zoneferry.json", ":(glob).removed/*", ":(glob)*/.removed/*"};
enum { PATTERNS = sizeof(patterns) / sizeof(patterns[0]), WORDS_MOST = 12 + PATTERNS };

enum loudness { LOUD, QUIET };

/* Runs git in the folder with these words and, behind them, those of `paths`; both end in NULL. */
static enum zf_status git(const char *folder, const char *const *words, const char *const *paths,
	enum loudness loudness, int *exit_status, struct buf *out, struct zf_error *err)
{
	const struct proc_options how = {.seconds = 600, .quiet = loudness == QUIET};
	const char *argv[WORDS_MOST] = {"git", "-C", folder};
	size_t n = 3;
	for (; *words; words++)
		argv[n++] = *words;
	for (; *paths; paths++)
		argv[n++] = *paths;
	argv[n] = NULL;
	return proc_read(out, argv, &how, exit_status, err);
}

static const char *const no_paths[] = {NULL};

enum zf_status commit_check(const char *folder, struct zf_error *err)
{
	static const char *const words[] = {"rev-parse", "--is-inside-work-tree", NULL};
	struct buf out;
	int exit_status = 0;
	buf_init(&out, 4096);
	enum zf_status status = git(folder, words, no_paths, QUIET, &exit_status, &out, err);
	if (!status && (exit_status != 0 || strcmp(out.data, "true\n") != 0))
		status = err_set(err, ZF_ERR_UNSUPPORTED,
			"%s is in no git repository: git init makes one", folder);
	buf_free(&out);
	return status;
}

/* Those of the patterns that some file here fits, tracked or not: git refuses the others. */
static enum zf_status choose_paths(
	const char *paths[PATTERNS + 1], const char *folder, struct zf_error *err)
{
	enum { NAMES_MOST = 256 << 20 };
	static const char *const words[] = {
		"ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", NULL};
	size_t count = 0;
	enum zf_status status = ZF_OK;
	for (size_t i = 0; i < PATTERNS && !status; i++) {
		const char *const one[] = {patterns[i], NULL};
		struct buf out;
		int exit_status = 0;
		buf_init(&out, NAMES_MOST);
		status = git(folder, words, one, LOUD, &exit_status, &out, err);
		if (!status && exit_status != 0)
			status = err_set(err, ZF_ERR_IO, "git can't list the files in %s", folder);
		if (out.len)
			paths[count++] = patterns[i];
		buf_free(&out);
	}
	paths[count] = NULL;
	return status;
}

/* Whether something of the paths is staged. */
static enum zf_status is_staged(
	bool *staged, const char *folder, const char *const *paths, struct zf_error *err)
{
	static const char *const words[] = {"diff", "--cached", "--quiet", "--", NULL};
	struct buf out;
	int exit_status = 0;
	buf_init(&out, 4096);
	enum zf_status status = git(folder, words, paths, LOUD, &exit_status, &out, err);
	buf_free(&out);
	*staged = exit_status == 1;
	if (!status && exit_status > 1)
		status = err_set(err, ZF_ERR_IO, "git can't compare the files in %s", folder);
	return status;
}

static enum zf_status must(const char *folder, const char *const *words, const char *const *paths,
	struct zf_error *err)
{
	struct buf out;
	int exit_status = 0;
	buf_init(&out, 1 << 20);
	enum zf_status status = git(folder, words, paths, LOUD, &exit_status, &out, err);
	buf_free(&out);
	if (!status && exit_status != 0)
		status = err_set(err, ZF_ERR_IO,
			"the files are saved, but git %s failed in %s (exit status %d)", words[0],
			folder, exit_status);
	return status;
}

enum zf_status commit_folder(
	bool *made, const char *folder, const struct buf *message, struct zf_error *err)
{
	static const char *const add[] = {"add", "-A", "--", NULL};
	const char *const commit[] = {"commit", "-q", "-m", message->data, "--", NULL};
	const char *paths[PATTERNS + 1];
	*made = false;
	enum zf_status status = choose_paths(paths, folder, err);
	if (status || !paths[0])
		return status;
	status = must(folder, add, paths, err);
	status = status ? status : is_staged(made, folder, paths, err);
	if (!status && *made)
		status = must(folder, commit, paths, err);
	return status;
}
