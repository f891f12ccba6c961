/*
 * src/plan: what would be written, and why: pure functions over sealed zones. A source is made to
 * fit what the target can hold (fit), the modes, ignores and owners of others decide what the
 * target shall become (want), and the way there is a list of operations in an order in which no
 * step leaves a name worse off than both ends (plan). What should not be done without asking is
 * found here too (refuse). Nothing here sends or writes anything.
 *
 * plan: the way from a target as it is to the zone it shall be.
 *
 *   source --fit--> F --want(target, rules)--> W;  plan(target, elements, W) = operations
 *
 * All policy is in `want`: the operations follow from the target and W alone. So a saved plan, an
 * undo and a resumed run only build their W and plan again; equal zones give equal operations.
 */
#ifndef ZF_PLAN_PLAN_H
#define ZF_PLAN_PLAN_H

#include "diff.h"
#include "operation.h"

/*
 * fit.c: what a zone becomes at a target that can't hold all of it.
 */
enum fit_verdict {
	FIT_CHANGED,
	FIT_NOT,
	FIT_OWN, /* not carried, and nothing is lost: the target makes its own (SOA, signatures) */
};

struct fit_finding {
	enum fit_verdict verdict;
	const struct rec *rec; /* of the source; NULL for provider records, and for annotations
				  of another provider, of which one finding tells the count */
	const struct provider_record *kept; /* of the source, or NULL */
	const char *rule; /* static: "type", "ttl-max", "equal-mx" … */
	const char *text; /* what becomes of it, or why it doesn't fit; one line */
	const char *way_out; /* what the user can do, or NULL */
};

struct fit {
	struct arena arena;
	struct zf_zone *zone; /* what the target can hold; owned */
	struct fit_finding *findings; /* in the order of the source */
	size_t count, cap;
	/* Records and provider records of the source; those that were synthesised aren't counted.
	 */
	size_t fits, changed, misfits, own;
};

/* `source` must outlive the fit. */
void fit_make(struct fit *fit, const struct zf_zone *source, const struct target_kind *kind);
void fit_free(struct fit *fit);

/*
 * want.c: what the target shall become.
 */
enum sync_mode { SYNC_MIRROR, SYNC_UPDATE, SYNC_ADD };

enum sync_with { /* what is kept out unless asked for */
	SYNC_WITH_APEX_NS = 1,
	SYNC_WITH_SOA = 2,
	SYNC_WITH_PROVIDER_RECORDS = 4,
	SYNC_WITH_DNSSEC = 8,
	SYNC_WITH_ADOPTED = 16, /* names with ownership markers of other tools: --adopt */
};

enum sync_meta {
	SYNC_META_AUTO, /* annotations are mirrored when the source has any of this target's, else
			   those of the target stay as they are */
	SYNC_META_MIRROR,
	SYNC_META_KEEP,
};

struct sync_rules {
	enum sync_mode mode;
	unsigned with; /* of enum sync_with */
	enum sync_meta meta;
	struct diff_options diff; /* --only, --name, --ignore, --txt */
	const char *const *ignore_names; /* GLOB or GLOB/TYPE, relative to the apex */
	size_t ignore_name_count;
	const char *const
		*ignore_values; /* "TYPE /regular expression/": single values that others own */
	size_t ignore_value_count;
	const struct fit *fit; /* of the source, or NULL: where something of it does not fit, what
				  the target has in its place stays */
};

/* Something of source or target that is left as it is, and why. */
struct left_alone {
	const struct rec *rec; /* or NULL */
	const struct provider_record *kept; /* or NULL */
	bool in_source; /* of the source (not carried over), else of the target (not changed) */
	const char *why; /* one line, with the flag that changes it where there is one */
};

/*
 * The plan. Everything in it borrows from source, fit, target and elements, which must outlive it.
 */
struct plan {
	struct arena arena;
	const struct zf_zone *target; /* borrowed */
	struct zf_zone *asked; /* W as it was asked for; owned */
	struct zf_zone *wanted; /* what the operations make of the target: W, unless something of it
				   can't be had and is left alone; owned, or `asked` itself */
	struct operation *operations; /* in the order they are to be carried out */
	size_t count, cap;
	struct left_alone *left;
	size_t left_count, left_cap;
	size_t creates, updates, deletes; /* records that come, change, go */
	size_t calls; /* writing calls that it takes */
	long estimate_ms;
	const char *
		remark; /* that a name is without data for a while, as the API forces it; or NULL */
};

/* From a source as it fits (fit.zone) to a target. Errors: ZF_ERR_DATA: the apexes differ, a record
 * is both ignored and in the source, a rule is no pattern (ZF_ERR_USAGE), W breaks the rules of DNS
 * (CNAME beside others). */
enum zf_status plan_make(struct plan *plan, const struct zf_zone *source,
	const struct zf_zone *target, const struct elements *elements,
	const struct target_kind *kind, const struct sync_rules *rules, struct zf_error *err);

/* From a target to W, whatever it is: of saved plans, undo and resumed runs. Takes W over also on
 * error. */
enum zf_status plan_toward(struct plan *plan, const struct zf_zone *target,
	const struct elements *elements, const struct target_kind *kind, struct zf_zone *wanted,
	struct zf_error *err);
void plan_free(struct plan *plan);

/*
 * refuse.c: what isn't done without being asked for.
 */
enum allow {
	ALLOW_EMPTY_SOURCE = 1,
	ALLOW_LAST_APEX_ADDRESS = 2,
	ALLOW_LAST_MX = 4,
	ALLOW_NO_APEX_NS = 8,
};
extern const char *const allow_words[]; /* by bit, NULL-ended: "empty-source" … for --allow */

struct refuse_rules {
	unsigned allow; /* of enum allow */
	bool partial; /* also where the source or the target was not understood whole */
	size_t max_delete; /* records, or … */
	unsigned max_delete_percent; /* … of the target's; used when max_delete is SIZE_MAX. Two
					records are always allowed. */
};

/* Appends a line for each refusal: numbers, records, and the flag that allows it. Returns how many.
 */
size_t plan_refusals(const struct plan *plan, const struct zf_zone *source,
	const struct refuse_rules *rules, struct buf *lines);

#endif
