/*
 * diff_flags: the options that say what counts as a difference; the same for diff and compare.
 */
#ifndef ZF_CLI_DIFF_FLAGS_H
#define ZF_CLI_DIFF_FLAGS_H

#include "cli.h"
#include "diff.h"

/* Part of a command's options. Each has its row in the command's table: {DIFF_FLAG_IGNORE, .offset
 * = offsetof(struct diff_command, flags.ignore)}, and so on. */
struct diff_flags {
	struct opt_list ignore, only;
	const char *name;
	int txt; /* enum diff_txt */
};

#define DIFF_FLAG_IGNORE                                                                \
	.name = "ignore", .kind = OPT_LIST, .arg = "WHAT,...",                          \
	.help = "soa, serial, ttl, ns (of the apex), dnssec (what signers make), meta " \
		"(annotations and provider records)"
#define DIFF_FLAG_ONLY                                       \
	.name = "only", .kind = OPT_LIST, .arg = "TYPE,...", \
	.help = "look at these record types only"
#define DIFF_FLAG_NAME                                   \
	.name = "name", .kind = OPT_TEXT, .arg = "GLOB", \
	.help = "look at matching owners only, relative to the apex: @, www, '*.dev'"
#define DIFF_FLAG_TXT                                             \
	.name = "txt", .kind = OPT_CHOICE, .arg = "joined|exact", \
	.help = "compare TXT and SPF by their joined octets, or string by string"

/* Makes diff options of them; *only is what options->only points to, to be released with free.
 * Errors: ZF_ERR_USAGE (an unknown word or type). */
enum zf_status diff_flags_read(struct diff_options *options, uint16_t **only,
	const struct diff_flags *flags, struct zf_error *err);

#endif
