/*
 * read_flags: the options that say how zone files are read; the same for every command that does.
 */
#ifndef ZF_CLI_READ_FLAGS_H
#define ZF_CLI_READ_FLAGS_H

#include "opt.h"

/* A member of a command's struct of options, which starts out as READ_FLAGS_INIT. */
struct read_flags {
	const char *origin, *include_dir;
	long default_ttl; /* as in struct zonefile_options */
};

#define READ_FLAGS_INIT           \
	{                         \
		.default_ttl = -1 \
	}

/* Their rows of the command's table: READ_FLAGS(struct fmt_options, read) */
#define READ_FLAGS(TYPE, MEMBER)                                                                        \
	{"origin", 0, OPT_TEXT, offsetof(TYPE, MEMBER.origin), "NAME",                                  \
		"origin of relative names in files", 0, 0},                                             \
		{"default-ttl", 0, OPT_NUMBER, offsetof(TYPE, MEMBER.default_ttl), "S|soa",             \
			"TTL of records without one, where no $TTL stands: this, or the SOA's minimum", \
			0, 2147483647},                                                                 \
	{                                                                                               \
		"include-dir", 0, OPT_TEXT, offsetof(TYPE, MEMBER.include_dir), "DIR",                  \
			"let $INCLUDE read below DIR too", 0, 0                                         \
	}

#endif
