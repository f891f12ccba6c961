/*
 * diag_group: findings of one cause told together.
 *
 * Two findings have one cause when severity, code and file are the same and the text is, but for
 * what it begins with up to ": ", which says what it is about: "www.example.com. A: …".
 */
#ifndef ZF_ZONE_DIAG_GROUP_H
#define ZF_ZONE_DIAG_GROUP_H

#include "diag.h"

enum { DIAG_GROUP_SHOWN = 4 }; /* places that are told behind the first */

struct diag_group {
	const struct diag *first;
	const struct diag *more[DIAG_GROUP_SHOWN];
	size_t count; /* of all, the first counted */
};

struct diag_groups {
	struct diag_group *items; /* in the order of their first findings */
	size_t count;
};

/* Groups findings, which must outlive the groups; release with diag_groups_free. */
struct diag_groups diag_groups_make(const struct diag *const *found, size_t count);
void diag_groups_free(struct diag_groups *groups);

/* Its line: the first finding's; of several, the text ends in how many more there are and where. A
 * finding that has no file is at `where` (NULL: nowhere). */
void diag_group_print(
	struct buf *b, const struct diag_group *group, const char *where, enum diag_style style);

#endif
