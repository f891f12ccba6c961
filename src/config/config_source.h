/*
 * config_source: the four ways to say a value: env:NAME, file:PATH, cmd:COMMAND, or itself.
 */
#ifndef ZF_CONFIG_CONFIG_SOURCE_H
#define ZF_CONFIG_CONFIG_SOURCE_H

#include "buf.h"
#include "zoneferry.h"

enum { CONFIG_VALUE_MAX = 64 << 10 };

/* Whether a value stands for itself. */
bool config_source_is_literal(const char *value);

/* Appends how a value is had, for people: "env:NAME", "file:PATH", "cmd:" and the name of the
 * program (its arguments may be credentials), or nothing for a literal one. */
void config_source_print(struct buf *b, const char *value);

/* Milliseconds of a clock that is never set. */
int64_t config_source_now(void);

/* Names of environment variables that commands don't get: the secrets of others. */
struct config_hidden {
	char **names;
	size_t count, cap;
};
void config_hidden_add(struct config_hidden *hidden, const char *name); /* copies it */
void config_hidden_free(struct config_hidden *hidden);

/* How values are had. */
struct config_reading {
	const char *folder; /* where relative paths begin */
	int64_t ends; /* when commands must have ended, by config_source_now; 0: within a minute */
	bool secret; /* files that others can read, or write to, are refused */
	const struct config_hidden *hidden; /* or NULL */
};

/* Appends what a value stands for: never nothing, never more than CONFIG_VALUE_MAX octets, no
 * NUL. */
enum zf_status config_source_read(
	struct buf *out, const char *value, const struct config_reading *how, struct zf_error *err);

/* Appends the path of a file as it stands in the config: ~ is the home folder, relative ones begin
 * at `folder`. Errors: ZF_ERR_CONFIG without a HOME. */
enum zf_status config_source_path(
	struct buf *out, const char *path, const char *folder, struct zf_error *err);

/* Appends the standard output of /bin/sh -c COMMAND, which must end with status 0 in time. Its
 * standard input is empty, its standard error and environment are those of this program, but for
 * what is hidden (or NULL). */
enum zf_status config_source_run(struct buf *out, const char *command,
	const struct config_hidden *hidden, int milliseconds, struct zf_error *err);

#endif
