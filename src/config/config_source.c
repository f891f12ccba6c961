#include "config_source.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "err.h"
#include "file.h"
#include "mem.h"
#include "secret.h"
#include "str.h"

enum { COMMAND_MS = 60 * 1000, COMMAND_STEP_NS = 10000000 };

extern char **environ;

bool config_source_is_literal(const char *value)
{
	return !str_starts(value, "env:") && !str_starts(value, "file:") &&
	       !str_starts(value, "cmd:");
}

void config_source_print(struct buf *b, const char *value)
{
	if (str_starts(value, "cmd:")) {
		size_t n = 4 + strcspn(value + 4, " \t\n");
		str_print(b, value, n);
		buf_adds(b, value[n] ? " ..." : "");
	} else if (!config_source_is_literal(value)) {
		str_print(b, value, strlen(value));
	}
}

static enum zf_status read_env(struct buf *out, const char *name, struct zf_error *err)
{
	const char *value = getenv(name);
	if (!value)
		return err_set(err, ZF_ERR_CONFIG, "%s is not set in the environment", name);
	buf_adds(out, value);
	return ZF_OK;
}

enum zf_status config_source_path(
	struct buf *out, const char *path, const char *folder, struct zf_error *err)
{
	const char *home = getenv("HOME");
	if (strcmp(path, "~") == 0 || str_starts(path, "~/")) {
		if (!home || !*home)
			return err_set(err, ZF_ERR_CONFIG,
				"%s can't be read: HOME is not set in the environment", path);
		buf_adds(out, home);
		path++;
	} else if (*path != '/') {
		buf_adds(out, folder);
		buf_addc(out, '/');
	}
	buf_adds(out, path);
	return ZF_OK;
}

/* Whether only its owner, who is this user or root, has a say in a file. */
static enum zf_status check_private(int fd, const char *path, struct zf_error *err)
{
	struct stat st;
	if (fstat(fd, &st) != 0)
		return err_errno(err, ZF_ERR_IO, "can't read %s", path);
	if (!S_ISREG(st.st_mode))
		return ZF_OK; /* a pipe of the shell's */
	if (st.st_uid != geteuid() && st.st_uid != 0)
		return err_set(err, ZF_ERR_CONFIG, "%s belongs to somebody else", path);
	if (st.st_mode & 066)
		return err_set(err, ZF_ERR_CONFIG, "others can %s %s: chmod 600 it",
			st.st_mode & 022 ? "write to" : "read", path);
	return ZF_OK;
}

static enum zf_status read_file(
	struct buf *out, const char *path, const struct config_reading *how, struct zf_error *err)
{
	struct file_text text;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return err_errno(err, ZF_ERR_IO, "can't read %s", path);
	(void)fcntl(fd, F_SETFL, 0); /* reading tells what is wrong with it */
	enum zf_status status = how->secret ? check_private(fd, path, err) : ZF_OK;
	if (status == ZF_OK)
		status = file_read_fd(&text, fd, path, CONFIG_VALUE_MAX, err);
	close(fd);
	if (status != ZF_OK)
		return status;
	buf_add(out, text.data, text.size);
	secret_wipe(text.data, text.size);
	file_text_free(&text);
	return ZF_OK;
}

static enum zf_status read_path(
	struct buf *out, const char *path, const struct config_reading *how, struct zf_error *err)
{
	struct buf whole;
	buf_init(&whole, 0);
	enum zf_status status = config_source_path(&whole, path, how->folder, err);
	if (status == ZF_OK)
		status = read_file(out, whole.data, how, err);
	buf_free(&whole);
	return status;
}

int64_t config_source_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void config_hidden_add(struct config_hidden *hidden, const char *name)
{
	hidden->names =
		mem_grow(hidden->names, &hidden->cap, hidden->count + 1, sizeof(*hidden->names));
	hidden->names[hidden->count++] = mem_strdup(name);
}

void config_hidden_free(struct config_hidden *hidden)
{
	for (size_t i = 0; i < hidden->count; i++)
		free(hidden->names[i]);
	free(hidden->names);
	*hidden = (struct config_hidden){0};
}

static bool is_hidden(const struct config_hidden *hidden, const char *variable)
{
	size_t n = strcspn(variable, "=");
	for (size_t i = 0; hidden && i < hidden->count; i++)
		if (strlen(hidden->names[i]) == n && memcmp(hidden->names[i], variable, n) == 0)
			return true;
	return false;
}

/* The environment of a command: a list of its own, of our strings. */
static char **environment_of(const struct config_hidden *hidden)
{
	size_t count = 0, kept = 0;
	while (environ && environ[count])
		count++;
	char **list = mem_alloc((count + 1) * sizeof(*list));
	for (size_t i = 0; i < count; i++)
		if (!is_hidden(hidden, environ[i]))
			list[kept++] = environ[i];
	list[kept] = NULL;
	return list;
}

static enum zf_status start(const char *command, const struct config_hidden *hidden, int *output,
	pid_t *child, struct zf_error *err)
{
	const char *const argv[] = {"sh", "-c", command, NULL};
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attributes;
	sigset_t none, standard;
	int ends[2];
	if (pipe2(ends, O_CLOEXEC) != 0)
		return err_errno(err, ZF_ERR_IO, "can't start a command");
	sigemptyset(&none);
	sigemptyset(&standard);
	sigaddset(&standard, SIGPIPE);
	sigaddset(&standard, SIGXFSZ);
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&files, ends[1], STDOUT_FILENO);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setsigdefault(&attributes, &standard);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	char **environment = environment_of(hidden);
	int failed = posix_spawn(
		child, "/bin/sh", &files, &attributes, (char *const *)(uintptr_t)argv, environment);
	free(environment);
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&attributes);
	close(ends[1]);
	*output = ends[0];
	if (failed) {
		close(ends[0]);
		errno = failed;
		return err_errno(err, ZF_ERR_IO, "can't start /bin/sh");
	}
	return ZF_OK;
}

/* Reads to the end; false when it doesn't come in time, or is too far. */
static bool drain(struct buf *out, int fd, int64_t end)
{
	char chunk[4096];
	for (;;) {
		struct pollfd p = {.fd = fd, .events = POLLIN};
		int64_t left = end - config_source_now();
		int ready = left > 0 ? poll(&p, 1, (int)left) : 0;
		if (ready < 0 && errno == EINTR)
			continue;
		ssize_t n = ready > 0 ? read(fd, chunk, sizeof(chunk)) : -1;
		if (n > 0)
			buf_add(out, chunk, (size_t)n);
		secret_wipe(chunk, sizeof(chunk));
		if (n <= 0 || out->over)
			return n == 0;
	}
}

/* Waits for the child's end, killing it when that doesn't come in time; -1: killed. */
static int reap(pid_t child, int64_t end)
{
	const struct timespec step = {.tv_nsec = COMMAND_STEP_NS};
	int status = 0;
	while (waitpid(child, &status, WNOHANG) == 0) {
		if (config_source_now() >= end) {
			kill(child, SIGKILL);
			waitpid(child, &status, 0);
			return -1;
		}
		nanosleep(&step, NULL);
	}
	return status;
}

enum zf_status config_source_run(struct buf *out, const char *command,
	const struct config_hidden *hidden, int milliseconds, struct zf_error *err)
{
	int64_t end = config_source_now() + milliseconds;
	int output = -1;
	pid_t child = -1;
	enum zf_status status = start(command, hidden, &output, &child, err);
	if (status != ZF_OK)
		return status;
	bool whole = drain(out, output, end);
	close(output);
	int ended = reap(child, whole ? end : 0);
	if (out->over)
		return err_set(
			err, ZF_ERR_LIMIT, "the command gives more than %zu octets", out->max);
	if (!whole || ended == -1)
		return err_set(err, ZF_ERR_CONFIG, "the command did not end in time: %d.%d seconds",
			milliseconds / 1000, milliseconds / 100 % 10);
	if (WIFSIGNALED(ended))
		return err_set(
			err, ZF_ERR_CONFIG, "the command was ended by signal %d", WTERMSIG(ended));
	if (WEXITSTATUS(ended) != 0)
		return err_set(err, ZF_ERR_CONFIG, "the command failed with status %d",
			WEXITSTATUS(ended));
	return ZF_OK;
}

static void cut_newline(struct buf *b)
{
	if (b->len && b->data[b->len - 1] == '\n')
		b->len--;
	if (b->len && b->data[b->len - 1] == '\r')
		b->len--;
	b->data[b->len] = '\0';
}

/* A command in the time that is left. */
static enum zf_status run_in_time(struct buf *out, const char *command,
	const struct config_reading *how, struct zf_error *err)
{
	int64_t ends = how->ends, left = ends ? ends - config_source_now() : COMMAND_MS;
	struct zf_error why = ZF_ERROR_INIT;
	if (left <= 0)
		return err_set(err, ZF_ERR_CONFIG, "the time limit is over (--timeout)");
	bool cut = left < COMMAND_MS;
	if (config_source_run(out, command, how->hidden, cut ? (int)left : COMMAND_MS, &why) ==
		ZF_OK)
		return ZF_OK;
	return err_set(err, why.code, "%s%s", why.text,
		cut && config_source_now() >= ends ? " (--timeout)" : "");
}

enum zf_status config_source_read(
	struct buf *out, const char *value, const struct config_reading *how, struct zf_error *err)
{
	enum zf_status status = ZF_OK;
	struct buf got;
	buf_init(&got, CONFIG_VALUE_MAX);
	buf_reserve(&got, CONFIG_VALUE_MAX); /* one place, which is wiped */
	if (str_starts(value, "env:"))
		status = read_env(&got, value + 4, err);
	else if (str_starts(value, "file:"))
		status = read_path(&got, value + 5, how, err);
	else if (str_starts(value, "cmd:"))
		status = run_in_time(&got, value + 4, how, err);
	else
		buf_adds(&got, value);
	if (!config_source_is_literal(value))
		cut_newline(&got);
	if (status == ZF_OK && got.over)
		status = err_set(err, ZF_ERR_LIMIT, "the value is longer than 64 KiB");
	else if (status == ZF_OK && got.len == 0)
		status = err_set(err, ZF_ERR_CONFIG, "the value is empty");
	else if (status == ZF_OK && memchr(got.data, 0, got.len))
		status = err_set(err, ZF_ERR_CONFIG, "the value holds a NUL octet");
	if (status == ZF_OK)
		buf_add(out, got.data, got.len);
	secret_wipe(got.data, got.cap);
	buf_free(&got);
	return status;
}
