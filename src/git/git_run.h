/*
 * src/git: zone files inside git: asking it, the patterns that name zone files, and what it shows
 * of them.
 *
 * git_run: asking git, and telling it.
 */
#ifndef ZF_GIT_RUN_H
#define ZF_GIT_RUN_H

#include "buf.h"
#include "zoneferry.h"

/* Runs git with these words (NULL-ended, the first is "git"). *out (initialised here) is what it
 * prints, without its final newline; errors: ZF_ERR_NOT_FOUND when git fails, ZF_ERR_IO when it
 * can't be run. */
enum zf_status git_ask(struct buf *out, const char *const *argv, struct zf_error *err);

/* The same where nothing is to be read from it; what it can't do may be left undone. */
enum git_failure { GIT_MUST, GIT_MAY };
enum zf_status git_tell(const char *const *argv, enum git_failure failure, struct zf_error *err);

#endif
