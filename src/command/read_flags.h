/*
 * read_flags: the options that say how zone files are read; the same for every command that does.
 */
#ifndef ZF_COMMAND_READ_FLAGS_H
#define ZF_COMMAND_READ_FLAGS_H

#include "opt.h"

/* A member of a command's struct of options, which starts out as READ_FLAGS_INIT. */
struct read_flags {
	const char *origin, *dialect, *named_conf;
	struct opt_list include_dirs;
	long default_ttl; /* as in struct zonefile_options */
	int txt; /* enum zonefile_txt */
};

#define READ_FLAGS_INIT           \
	{                         \
		.default_ttl = -1 \
	}

/* Their rows of the command's table: READ_FLAGS(struct fmt_options, read) */
#define READ_FLAGS(TYPE, MEMBER)                                                                                                                      \
	{"origin", 0, OPT_TEXT, offsetof(TYPE, MEMBER.origin), "NAME",                                                                                \
		"origin of relative names in files", 0, 0},                                                                                           \
		{"named-conf", 0, OPT_TEXT, offsetof(TYPE, MEMBER.named_conf), "FILE",                                                                \
			"take the zones of files, and the folder of $INCLUDE, from this configuration of BIND",                                       \
			0, 0},                                                                                                                        \
		{"default-ttl", 0, OPT_NUMBER, offsetof(TYPE, MEMBER.default_ttl), "S|soa",                                                           \
			"TTL of records without one, where no $TTL stands: this, or the SOA's minimum",                                               \
			0, 2147483647},                                                                                                               \
		{"dialect", 0, OPT_TEXT, offsetof(TYPE, MEMBER.dialect), "NAME",                                                                      \
			"whose export the file is (cloudflare, windows, cli53, bunny, powerdns, cpanel, directadmin), or none; recognised otherwise", \
			0, 0},                                                                                                                        \
	{                                                                                                                                             \
		"include-dir", 0, OPT_REPEAT, offsetof(TYPE, MEMBER.include_dirs), "DIR",                                                             \
			"let $INCLUDE read below DIR too; repeatable", 0, 0                                                                           \
	}

/* For commands that don't compare, which have --txt from struct diff_flags. */
#define READ_FLAG_TXT(TYPE, MEMBER)                                                                \
	{                                                                                          \
		"txt", 0, OPT_CHOICE, offsetof(TYPE, MEMBER.txt), "joined|exact",                  \
			"strings of over 255 octets: cut with a warning, or exact: an error", 0, 0 \
	}

#endif
