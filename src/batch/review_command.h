/*
 * review_command: what the files of the command review share.
 */
#ifndef ZF_BATCH_REVIEW_COMMAND_H
#define ZF_BATCH_REVIEW_COMMAND_H

#include "review.h"
#include "zone_planner.h"

enum review_fail_on { REVIEW_FAIL_ON_CHANGES, REVIEW_FAIL_ON_ERRORS };

struct review_command {
	bool live;
	int fail_on; /* enum review_fail_on */
	struct show_flags show;
	struct write_flags flags;
	struct target_flags target;
	struct read_flags read;
	struct many_flags many;
};

/* What all zones are reviewed with; read-only while they are. */
struct review_work {
	struct cli *cli;
	const struct review_command *o;
	const struct output_format *diff, *plan; /* one format */
	enum output_color color;
	struct zone_planner planner;
	const struct review *review;
	struct many *many;
	size_t *errors; /* of each zone: how many the change brings */
};

/* Reviews one zone of the document. */
void review_zone(const struct review_work *w, size_t index);

#endif
