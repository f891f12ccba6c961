/*
 * git_call: asking git about a repository that may be a stranger's: nothing in its configuration
 * runs (hooks, fsmonitor, textconv), no pathspec has magic, nothing is fetched. Safe to call from
 * several threads.
 */
#ifndef ZF_LOCATION_GIT_CALL_H
#define ZF_LOCATION_GIT_CALL_H

#include "buf.h"
#include "zoneferry.h"

enum { GIT_ID_MOST = 64 };

/* Runs git with these words (NULL-ended, without "git" itself); its output, up to `max` octets, is
 * in `out`, which is initialised here and released with buf_free in any case. Errors: git can't be
 * run; those of its own are in *exit_status. */
enum zf_status git_call(struct buf *out, size_t max, const char *const *words, int *exit_status,
	struct zf_error *err);

/* Whether text is the hexadecimal name of an object. */
bool git_is_object_id(const char *p, size_t n);

#endif
