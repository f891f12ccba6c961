#include "git_call.h"

#include <stdlib.h>
#include <string.h>

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

enum zf_status git_call(struct buf *out, size_t max, const char *const *words, int *exit_status,
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

bool git_is_object_id(const char *p, size_t n)
{
	if (n < 40 || n > GIT_ID_MOST)
		return false;
	for (size_t i = 0; i < n; i++)
		if (str_hex_digit(p[i]) < 0)
			return false;
	return true;
}
