/*
 * past: runs that were begun before, with what they had, wanted and left.
 */
#ifndef ZF_APPLY_PAST_H
#define ZF_APPLY_PAST_H

#include "journal.h"
#include "state.h"

struct past {
	struct run run;
	struct journal_summary journal;
	/* As the target was before it, as it should become, and as it was left; `after` is NULL
	 * when the run ended before it could look. NULL until past_load. */
	struct zf_zone *before, *wanted, *after;
};

/* All runs that began, by number; those of which nothing can have been sent are left out. A journal
 * that can't be read is an error. Release with past_list_free. */
struct past_list {
	struct past *items;
	size_t count, cap;
};
enum zf_status past_list(struct past_list *list, const struct state *store, struct zf_error *err);
void past_list_free(struct past_list *list);

/* The run of this number, or 0: the last one that may have changed anything. Errors:
 * ZF_ERR_NOT_FOUND. */
enum zf_status past_choose(struct past **past, const struct past_list *list, unsigned long number,
	struct zf_error *err);

/* The last run toward this target in which this plan was begun, octet for octet; NULL: none. */
enum zf_status past_find(struct past **past, const struct past_list *list, const char *location,
	const struct str *plan, struct zf_error *err);

/* Reads the zones. Errors: those of zone files. */
enum zf_status past_load(struct past *past, struct zf_error *err);

/* The target's location, in a spelling that can be used from any folder. */
const char *past_target(const struct past *past);

#endif
