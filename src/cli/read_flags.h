/*
 * read_flags: the options that say how zone files are read; the same for every command that does.
 */
#ifndef ZF_CLI_READ_FLAGS_H
#define ZF_CLI_READ_FLAGS_H

#include "cli.h"

/* Part of a command's options. Each has its row in the command's table: {READ_FLAG_ORIGIN, .offset
 * = offsetof(struct fmt_options, read.origin)}, and so on. */
struct read_flags {
	const char *origin, *include_dir;
	long default_ttl; /* -1: none */
};

#define READ_FLAG_ORIGIN                                   \
	.name = "origin", .kind = OPT_TEXT, .arg = "NAME", \
	.help = "origin of relative names in files"
#define READ_FLAG_DEFAULT_TTL                                                     \
	.name = "default-ttl", .kind = OPT_NUMBER, .arg = "S", .max = 2147483647, \
	.help = "TTL of records in files that state none"
#define READ_FLAG_INCLUDE_DIR                                  \
	.name = "include-dir", .kind = OPT_TEXT, .arg = "DIR", \
	.help = "let $INCLUDE read below DIR too"

void read_flags_apply(struct load_env *env, const struct read_flags *flags);

#endif
