/*
 * changes_of: what turns one zone into another, RRset by RRset, as dynamic updates take it.
 */
#ifndef ZF_TEST_CHANGES_OF_H
#define ZF_TEST_CHANGES_OF_H

#include "update.h"
#include "zone.h"

struct changes {
	struct arena arena;
	struct update_zone zone; /* with the SOA of the first zone, if it has one */
	struct update_change *items;
	size_t count;
};

/* Every RRset but the apex SOA whose records or TTLs differ, in the order of zones. Both zones, of
 * one apex, must outlive it; release with changes_free. */
void changes_of(struct changes *c, const struct zf_zone *before, const struct zf_zone *after);
void changes_free(struct changes *c);

#endif
