/*
 * git_install: tells the repository of the current folder to use zoneferry for its zone files, and
 * takes that back.
 */
#ifndef ZF_GIT_GIT_INSTALL_H
#define ZF_GIT_GIT_INSTALL_H

#include "git_patterns.h"

enum git_origin_from { GIT_ORIGIN_FROM_NAME, GIT_ORIGIN_FROM_SOA };

/* What the drivers are told. */
struct git_install_options {
	long default_ttl; /* as in struct zonefile_options */
	const char *const *include_dirs;
	size_t include_dir_count;
	enum git_origin_from origin_from;
};

/* Names the patterns in .gitattributes (those of the tracked files that read as zones when there
 * are none, which are added to the list) and sets the drivers. What was done is added to `said`.
 * Errors: ZF_ERR_NOT_FOUND: there is no working tree here. */
enum zf_status git_install(const struct git_install_options *o, struct name_list *patterns,
	struct buf *said, struct zf_error *err);
enum zf_status git_uninstall(struct buf *said, struct zf_error *err);

#endif
