#include "journal.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "err.h"
#include "file.h"
#include "mem.h"

const char *const op_state_words[] = {
	[OP_REMAINING] = "remaining",
	[OP_DONE] = "done",
	[OP_REFUSED] = "refused",
	[OP_UNKNOWN] = "unknown",
};

const char *const outcome_words[] = {
	[OUTCOME_DONE] = "done",
	[OUTCOME_REFUSED] = "refused",
	[OUTCOME_UNKNOWN] = "unknown",
};

const char *const run_result_words[] = {
	[RUN_OPEN] = "open",
	[RUN_NOTHING] = "nothing",
	[RUN_PARTLY] = "partly",
	[RUN_APPLIED] = "applied",
};

/* Cuts off what stands behind the last whole line. */
static enum zf_status cut_torn_line(const struct journal *j, struct zf_error *err)
{
	struct file_text text;
	enum zf_status status = file_read(&text, j->path, JOURNAL_MOST, err);
	if (status)
		return status;
	const char *newline = memrchr(text.data, '\n', text.size);
	size_t whole = newline ? (size_t)(newline + 1 - text.data) : 0;
	if (whole < text.size && ftruncate(j->fd, (off_t)whole) != 0)
		status = err_errno(err, ZF_ERR_IO, "can't write %s", j->path);
	file_text_free(&text);
	return status;
}

enum zf_status journal_open(struct journal *j, const char *path, struct zf_error *err)
{
	*j = (struct journal){.path = mem_strdup(path)};
	j->fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	enum zf_status status = j->fd < 0 ? err_errno(err, ZF_ERR_IO, "can't write %s", path)
					  : cut_torn_line(j, err);
	if (status)
		journal_close(j);
	return status;
}

void journal_close(struct journal *j)
{
	if (j->fd >= 0)
		close(j->fd);
	free(j->path);
	*j = (struct journal){.fd = -1};
}

static void set_text(struct json *line, const char *name, const char *text)
{
	json_set(line, name, text ? json_new_string(text, strlen(text)) : json_new_null());
}

static void set_number(struct json *line, const char *name, size_t number)
{
	char text[24];
	int n = snprintf(text, sizeof(text), "%zu", number);
	json_set(line, name, json_new_number(text, (size_t)n));
}

static struct json *new_line(const char *event)
{
	struct json *line = json_new_object();
	char text[32];
	struct tm utc;
	time_t now = time(NULL);
	set_text(line, "event", event);
	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
	set_text(line, "time", text);
	return line;
}

/* Writes the line, and releases it. */
static enum zf_status add_line(struct journal *j, struct json *line, struct zf_error *err)
{
	struct buf b;
	buf_init(&b, 0);
	json_print(&b, line, JSON_AS_IS);
	buf_addc(&b, '\n');
	json_free(line);
	enum zf_status status = file_write_fd(j->fd, j->path, b.data, b.len, err);
	buf_free(&b);
	return status;
}

/* The same, and it is on the disk, with all before it. */
static enum zf_status put_line(struct journal *j, struct json *line, struct zf_error *err)
{
	enum zf_status status = add_line(j, line, err);
	if (!status && fsync(j->fd) != 0)
		status = err_errno(err, ZF_ERR_IO, "can't be sure that %s is on the disk", j->path);
	return status;
}

enum zf_status journal_start(
	struct journal *j, const struct run_about *about, size_t operations, struct zf_error *err)
{
	struct json *line = new_line("start");
	json_set(line, "version", json_new_number("1", 1));
	set_number(line, "pid", (size_t)getpid());
	set_text(line, "command", about->command);
	if (about->source)
		set_text(line, "source", about->source);
	if (about->undoes)
		set_number(line, "undoes", about->undoes);
	set_text(line, "target", about->target);
	set_text(line, "location", about->location);
	set_text(line, "zone", about->zone);
	set_number(line, "operations", operations);
	return put_line(j, line, err);
}

enum zf_status journal_resume(struct journal *j, size_t operations, struct zf_error *err)
{
	struct json *line = new_line("resume");
	set_number(line, "pid", (size_t)getpid());
	set_number(line, "operations", operations);
	return put_line(j, line, err);
}

static struct json *new_call_line(const char *event, const struct journal_call *call)
{
	struct json *line = new_line(event);
	set_number(line, "from", call->first);
	set_number(line, "count", call->count);
	return line;
}

enum zf_status journal_add_call(
	struct journal *j, const struct journal_call *call, struct zf_error *err)
{
	return put_line(j, new_call_line("call", call), err);
}

static void set_outcome(struct json *line, enum outcome outcome, const struct zf_error *why)
{
	char text[sizeof(struct zf_error) + 64];
	set_text(line, "outcome", outcome_words[outcome]);
	if (why && why->code != ZF_OK)
		set_text(line, "error", zf_error_print(why, text, sizeof(text)));
}

enum zf_status journal_add_outcome(
	struct journal *j, const struct journal_call *call, struct zf_error *err)
{
	struct json *line = new_call_line("outcome", call);
	set_outcome(line, call->outcome, call->why);
	if (call->states) {
		struct json *states = json_new_array();
		for (size_t i = 0; i < call->count; i++) {
			const char *word = op_state_words[call->states[i]];
			json_append(states, json_new_string(word, strlen(word)));
		}
		json_set(line, "states", states);
	}
	/* The line of what is sent next brings it to the disk. */
	return add_line(j, line, err);
}

enum zf_status journal_finish(struct journal *j, struct zf_error *err)
{
	return put_line(j, new_line("finish"), err);
}

enum zf_status journal_finished(
	struct journal *j, enum outcome outcome, const struct zf_error *why, struct zf_error *err)
{
	struct json *line = new_line("finished");
	set_outcome(line, outcome, why);
	return put_line(j, line, err);
}

enum zf_status journal_end(struct journal *j, enum run_result result, struct zf_error *err)
{
	struct json *line = new_line("end");
	set_text(line, "result", run_result_words[result]);
	return put_line(j, line, err);
}
