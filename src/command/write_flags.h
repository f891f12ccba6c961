/*
 * write_flags: the options that say what a target shall become, how far a plan may go, and where
 * runs are kept; the same for every command that plans or writes.
 */
#ifndef ZF_COMMAND_WRITE_FLAGS_H
#define ZF_COMMAND_WRITE_FLAGS_H

#include "diff_flags.h"
#include "plan.h"
#include "result.h"
#include "target.h"

/* What is planned: a member of a command's struct of options. */
struct write_flags {
	bool add, update;
	bool apex_ns, soa, provider_records, dnssec, adopt, partial;
	int meta; /* enum sync_meta */
	struct opt_list ignore_names, ignore_values, allow;
	const char *max_delete;
	struct diff_flags diff;
};

/* Their rows of the command's table: WRITE_FLAGS(struct sync_command, flags) */
#define WRITE_FLAGS(TYPE, MEMBER)                                                                  \
	{"add", 0, OPT_FLAG, offsetof(TYPE, MEMBER.add), NULL,                                     \
		"only add what is missing; change and delete nothing", 0, 0},                      \
		{"update", 0, OPT_FLAG, offsetof(TYPE, MEMBER.update), NULL,                       \
			"add and change; delete nothing", 0, 0},                                   \
		{"apex-ns", 0, OPT_FLAG, offsetof(TYPE, MEMBER.apex_ns), NULL,                     \
			"the NS of the apex too", 0, 0},                                           \
		{"soa", 0, OPT_FLAG, offsetof(TYPE, MEMBER.soa), NULL, "the SOA too", 0, 0},       \
		{"provider-records", 0, OPT_FLAG, offsetof(TYPE, MEMBER.provider_records), NULL,   \
			"the provider's records that are no DNS records too", 0, 0},               \
		{"dnssec", 0, OPT_FLAG, offsetof(TYPE, MEMBER.dnssec), NULL,                       \
			"what signers make too", 0, 0},                                            \
		{"adopt", 0, OPT_FLAG, offsetof(TYPE, MEMBER.adopt), NULL,                         \
			"names that another tool marks as its own too", 0, 0},                     \
		{"meta", 0, OPT_CHOICE, offsetof(TYPE, MEMBER.meta), "auto|mirror|keep",           \
			"annotations: those of the source, or those of the target; auto: of the "  \
			"source when it has any of this target's",                                 \
			0, 0},                                                                     \
		{"ignore-name", 0, OPT_REPEAT, offsetof(TYPE, MEMBER.ignore_names), "GLOB[/TYPE]", \
			"leave alone what others own: '_acme-challenge*/TXT', 'k8s-*'", 0, 0},     \
		{"ignore-value", 0, OPT_REPEAT, offsetof(TYPE, MEMBER.ignore_values),              \
			"'TYPE /REGEX/'", "leave alone single values: 'TXT /^google-site-/'", 0,   \
			0},                                                                        \
		{"max-delete", 0, OPT_TEXT, offsetof(TYPE, MEMBER.max_delete), "N|N%",             \
			"refuse a plan that deletes more; default 10%, two records always may be", \
			0, 0},                                                                     \
		{"allow", 0, OPT_LIST, offsetof(TYPE, MEMBER.allow), "WORD,...",                   \
			"what is refused otherwise: empty-source, last-apex-address, last-mx, "    \
			"no-apex-ns",                                                              \
			0, 0},                                                                     \
		{"partial", 0, OPT_FLAG, offsetof(TYPE, MEMBER.partial), NULL,                     \
			"also where records of the source or the target were not understood", 0,   \
			0},                                                                        \
		DIFF_FLAGS(TYPE, MEMBER.diff)

/* What they ask for. */
struct write_rules {
	struct sync_rules sync; /* borrows from the flags */
	struct refuse_rules refuse;
	struct diff_rules diff;
};

/* Reads them; release with write_rules_free on success. Errors: ZF_ERR_USAGE. */
enum zf_status write_rules_read(
	struct write_rules *rules, const struct write_flags *flags, struct zf_error *err);
void write_rules_free(struct write_rules *rules);

/* How a target is written to. */
struct target_flags {
	bool unverified, proof;
	int serial; /* enum serial_style */
	const char *state;
};

#define TARGET_FLAGS(TYPE, MEMBER)                                                                \
	{"unverified", 0, OPT_FLAG, offsetof(TYPE, MEMBER.unverified), NULL,                      \
		"write through a description whose write side no source supports", 0, 0},         \
		{"serial", 0, OPT_CHOICE, offsetof(TYPE, MEMBER.serial),                          \
			"increment|date|unix|keep", "of a zone file whose records change", 0, 0}, \
		PROOF_FLAG(TYPE, MEMBER.proof),                                                   \
	{                                                                                         \
		"state", 0, OPT_TEXT, offsetof(TYPE, MEMBER.state), "DIR",                        \
			"where runs are kept; default ~/.local/state/zoneferry", 0, 0             \
	}

struct target_options target_options_of(const struct target_flags *flags);

#endif
