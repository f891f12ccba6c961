/*
 * plan_of: plans for tests, and their text.
 */
#ifndef ZF_TEST_PLAN_OF_H
#define ZF_TEST_PLAN_OF_H

#include "plan_file.h"
#include "zone_of.h"

/* All zero: a target that keeps records, has updates in place, and takes everything. */
struct plan_setup {
	struct target_kind kind;
	struct sync_rules rules;
	bool no_updates, no_notes, no_elements;
	const char *read_only; /* elements of this type are */
	void (*spoil)(struct elements *e); /* changes the elements before planning; or NULL */
};

struct planned {
	struct zf_zone *source, *target;
	struct elements elements;
	struct target_kind kind;
	struct fit fit;
	struct plan plan;
	struct zf_error err; /* of plan_make */
};

/* Elements as a target of the kind would have them for a zone: one a record, or one an RRset, and
 * one a provider record. */
void elements_of(struct elements *e, const struct zf_zone *zone, const struct plan_setup *setup);

/* The plan from one zone of lines (zone_of.h) to another, both of example.com. */
void plan_of(
	struct planned *p, const char *source, const char *target, const struct plan_setup *setup);
/* The same for zones, which are the plan's then. */
void plan_of_zones(struct planned *p, struct zf_zone *source, struct zf_zone *target,
	const struct plan_setup *setup);
void planned_free(struct planned *p);

/* "step op owner type before > after" a line, values as "ttl rdata" with their annotations. */
void planned_print(struct buf *b, const struct planned *p);
/* "source|target what: why" a line. */
void planned_print_left(struct buf *b, const struct planned *p);
/* The zone as the lines that zone_of reads; without the annotations of synthesised records. */
void zone_print_lines(struct buf *b, const struct zf_zone *zone);

#endif
