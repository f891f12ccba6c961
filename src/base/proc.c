#include "proc.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "err.h"

extern char **environ;

static long long now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

static enum zf_status start(pid_t *pid, int *from, const char *const argv[],
	const struct proc_options *options, struct zf_error *err)
{
	int ends[2];
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	sigset_t defaults;
	if (pipe2(ends, O_CLOEXEC) != 0)
		return err_errno(err, ZF_ERR_IO, "can't run %s", argv[0]);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
	if (options->quiet)
		posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawnattr_init(&attr);
	sigemptyset(&defaults);
	sigaddset(&defaults, SIGPIPE); /* which we ignore */
	sigaddset(&defaults, SIGXFSZ);
	posix_spawnattr_setsigdefault(&attr, &defaults);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGDEF);
	/* exec's types lack the const that its contract has */
	int failed = posix_spawnp(pid, argv[0], &actions, &attr, (char *const *)(uintptr_t)argv,
		options->environment ? (char *const *)(uintptr_t)options->environment : environ);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attr);
	close(ends[1]);
	*from = ends[0];
	if (failed) {
		close(ends[0]);
		errno = failed;
		return err_errno(err, failed == ENOENT ? ZF_ERR_NOT_FOUND : ZF_ERR_IO,
			"can't run %s", argv[0]);
	}
	return ZF_OK;
}

static enum zf_status drain(
	struct buf *out, int from, const char *name, unsigned seconds, struct zf_error *err)
{
	char piece[16 << 10];
	long long end = now_ms() + seconds * 1000LL;
	for (;;) {
		long long left = end - now_ms();
		struct pollfd p = {.fd = from, .events = POLLIN};
		int ready = left > 0 ? poll(&p, 1, (int)left) : 0;
		if (ready == 0)
			return err_set(
				err, ZF_ERR_LIMIT, "%s took longer than %u seconds", name, seconds);
		ssize_t n = ready < 0 ? -1 : read(from, piece, sizeof(piece));
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno(err, ZF_ERR_IO, "can't read from %s", name);
		if (n == 0)
			return ZF_OK;
		buf_add(out, piece, (size_t)n);
		if (out->over)
			return err_set(err, ZF_ERR_LIMIT, "%s printed more than %zu octets", name,
				out->max);
	}
}

enum zf_status proc_read(struct buf *out, const char *const argv[],
	const struct proc_options *options, int *exit_status, struct zf_error *err)
{
	pid_t pid;
	int from, how = 0;
	enum zf_status status = start(&pid, &from, argv, options, err);
	if (status != ZF_OK)
		return status;
	status = drain(out, from, argv[0], options->seconds ? options->seconds : 60, err);
	close(from);
	if (status != ZF_OK)
		kill(pid, SIGKILL);
	while (waitpid(pid, &how, 0) < 0 && errno == EINTR)
		;
	*exit_status = WIFEXITED(how) ? WEXITSTATUS(how) : 128 + WTERMSIG(how);
	return status;
}
