/*
 * plan_file: a plan as JSON: what --plan-out writes, `apply` reads and -f json shows. It holds the
 * operations with all their records, so that the wanted zone can be built again from the target:
 * the target's state digest must be the plan's, and the operations planned again must be the
 * file's, octet for octet.
 */
#ifndef ZF_PLAN_PLAN_FILE_H
#define ZF_PLAN_PLAN_FILE_H

#include "plan.h"

/* What stands in a plan beside its operations. */
struct plan_about {
	const char *source, *target; /* locations as given */
	const struct zf_zone *source_zone; /* or NULL: undo */
	const struct fit *fit; /* or NULL */
	char *const *options; /* words of the command line that plans so: "--add" … */
	size_t option_count;
};

/* Appends the document. */
void plan_print_json(struct buf *out, const struct plan *plan, const struct plan_about *about);
/* Appends a fit's findings as its JSON has them: a list. `zone` has the source's apex. */
void fit_print_findings(struct buf *out, const struct fit *fit, const struct zf_zone *zone);

/* Octets. A million changes take 300 MB: with long texts in each there is room for as many, and
 * what is longer doesn't fit into the memory of the machines that plans are applied on. */
enum { PLAN_FILE_MOST = 1 << 30 };

struct plan_file {
	struct arena arena;
	struct str text; /* borrowed: operations are read one by one, and never all at once */
	const char *source, *target;
	char **options; /* with which to plan anew */
	size_t option_count;
	struct name zone;
	uint8_t target_state[ZONE_DIGEST_OCTETS], source_digest[ZONE_DIGEST_OCTETS];
	bool has_source_digest;
};

/* Reads a plan; `text` must outlive it. Errors: ZF_ERR_SYNTAX, ZF_ERR_DATA, ZF_ERR_LIMIT; `name` is
 * the file's for messages. */
enum zf_status plan_file_read(
	struct plan_file *file, const char *name, struct str text, struct zf_error *err);
void plan_file_free(struct plan_file *file);

/* Whether a plan's text can be read back. Errors: ZF_ERR_LIMIT, and those of reading. */
enum zf_status plan_file_check(const struct buf *text, struct zf_error *err);

/* The zone that the plan's operations make of `target`; *wanted is the caller's. Errors:
 * ZF_ERR_DATA when what an operation removes isn't there, or what it brings is. */
enum zf_status plan_file_wanted(const struct plan_file *file, const struct zf_zone *target,
	struct zf_zone **wanted, struct zf_error *err);

/* Whether the plan's operations are the file's, octet for octet. */
bool plan_file_same(const struct plan_file *file, const struct plan *plan);

#endif
