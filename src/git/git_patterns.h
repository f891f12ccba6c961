/*
 * git_patterns: which tracked files of a repository are zones, and how .gitattributes names them.
 */
#ifndef ZF_GIT_PATTERNS_H
#define ZF_GIT_PATTERNS_H

#include "git_attributes.h"
#include "zonefile.h"

/* Adds patterns that name each tracked file (as the working tree at `top` has it) which reads as a
 * zone with a SOA: by its ending or beginning, by its folder, or by its path, where others are
 * mostly zones too. Without any the pattern is "*.zone". */
enum zf_status git_patterns_find(struct name_list *patterns, const char *top,
	const struct zonefile_options *how, struct zf_error *err);

#endif
