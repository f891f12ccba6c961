/*
 * zone_planner: what is planned for one zone of a project and one of its targets, beside others in
 * a command about many.
 */
#ifndef ZF_BATCH_ZONE_PLANNER_H
#define ZF_BATCH_ZONE_PLANNER_H

#include "many_show.h"
#include "planned.h"
#include "write_flags.h"

/* What all of them are planned with. */
struct zone_planner {
	struct cli *cli;
	const struct write_flags *flags;
	const struct target_flags *target;
	const struct read_flags *read;
	const struct project *project;
	struct pool *pool;
	enum session_use use;
};

/* One zone and one target, while they are worked on. */
struct zone_job {
	struct cli cli;
	struct read_flags read;
	struct opt_list ignore; /* the flags' and the project's; the words are theirs */
	struct write_rules rules;
	struct inputs in;
	struct session session;
	struct planned planned;
	struct planned_ends ends;
	enum { JOB_NOTHING, JOB_INPUT, JOB_SESSION } has; /* what is to be released */
};

/* Loads the source (p->a, of a zone of the project), opens the target (p->b), plans. Messages go to
 * z. End with zone_job_close in any case. */
enum zf_status zone_job_open(struct zone_job *job, const struct zone_planner *w,
	const struct zone_pair *p, struct many_zone *z, struct zf_error *err);
void zone_job_close(struct zone_job *job);

/* Adds the plan as a part. */
enum zf_status zone_job_show(const struct zone_job *job, struct many_zone *z,
	const struct output_format *format, enum output_color color, struct zf_error *err);

#endif
