/*
 * diff_flags: the options that say what counts as a difference; the same for every command that
 * compares.
 */
#ifndef ZF_COMMAND_DIFF_FLAGS_H
#define ZF_COMMAND_DIFF_FLAGS_H

#include "diff.h"
#include "opt.h"

/* A member of a command's struct of options. */
struct diff_flags {
	struct opt_list ignore, only, exclude, name;
	int txt; /* enum diff_txt */
};

/* Their rows of the command's table: DIFF_FLAGS(struct diff_command, flags) */
#define DIFF_FLAGS(TYPE, MEMBER)                                                                 \
	{"ignore", 0, OPT_LIST, offsetof(TYPE, MEMBER.ignore), "WHAT,...",                       \
		"soa, serial, ttl, ns (of the apex), dnssec (what signers make, ZONEMD), meta "  \
		"(annotations and provider records)",                                            \
		0, 0},                                                                           \
		{"only", 0, OPT_LIST, offsetof(TYPE, MEMBER.only), "TYPE,...",                   \
			"look at these record types only", 0, 0},                                \
		{"exclude", 0, OPT_LIST, offsetof(TYPE, MEMBER.exclude), "TYPE,...",             \
			"don't look at these record types", 0, 0},                               \
		{"name", 0, OPT_LIST, offsetof(TYPE, MEMBER.name), "GLOB,...",                   \
			"look at matching owners only: @, www, '*.dev', www.example.com", 0, 0}, \
	{                                                                                        \
		"txt", 0, OPT_CHOICE, offsetof(TYPE, MEMBER.txt), "joined|exact",                \
			"compare TXT and SPF by their joined octets, or string by string", 0, 0  \
	}

/* What they ask for. */
struct diff_rules {
	struct diff_options options; /* borrows from the flags and from what is below */
	uint16_t *only, *exclude;
	char *names;
};

/* Reads them; release with diff_rules_free on success. Errors: ZF_ERR_USAGE (an unknown word or
 * type). */
enum zf_status diff_rules_read(
	struct diff_rules *rules, const struct diff_flags *flags, struct zf_error *err);
/* ZF_ERR_USAGE when one of the words of --only is no record type. */
enum zf_status only_check(const struct opt_list *only, struct zf_error *err);
/* The words that --ignore knows, by their order; NULL behind the last one. */
const char *diff_ignore_word(size_t index);
void diff_rules_free(struct diff_rules *rules);

#endif
