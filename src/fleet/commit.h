/*
 * commit: a folder of backups as a part of a git repository: what a run has changed there becomes
 * one commit, and nothing else does.
 */
#ifndef ZF_FLEET_COMMIT_H
#define ZF_FLEET_COMMIT_H

#include "buf.h"
#include "zoneferry.h"

/* Whether the folder is part of a git repository's working tree. Errors: ZF_ERR_UNSUPPORTED says
 * what to do. */
enum zf_status commit_check(const char *folder, struct zf_error *err);

/* Commits zone files, manifests and what was moved away, of the folder and of its accounts'
 * folders, if any of these have changed; *made tells. What else is staged there stays staged.
 * Errors: ZF_ERR_IO when git refuses (it says why on standard error). */
enum zf_status commit_folder(
	bool *made, const char *folder, const struct buf *message, struct zf_error *err);

#endif
