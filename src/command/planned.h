/*
 * planned: a plan with all that it borrows from, made of a source and a target as it is now.
 */
#ifndef ZF_COMMAND_PLANNED_H
#define ZF_COMMAND_PLANNED_H

#include "plan_file.h"
#include "session.h"
#include "show.h"

struct planned {
	struct target_state state;
	struct fit fit;
	struct plan plan;
	struct plan_about about;
	struct buf text; /* the plan as JSON */
	struct buf refusals; /* lines; empty: none */
};

/* From where to where. */
struct planned_ends {
	const char *source, *target; /* locations as given */
	const struct zf_zone *zone; /* of the source */
	const struct opt_list *options; /* that say how it is planned; NULL: the usual way */
};

/* Reads the target and plans. Release with planned_free in any case. */
enum zf_status planned_make(struct planned *p, struct session *s, const struct planned_ends *ends,
	const struct write_rules *rules, struct zf_error *err);
void planned_free(struct planned *p);

/* Whether both say the same of a target in the same state. */
bool planned_same(const struct planned *a, const struct planned *b);

/* Shows it; `command` applies it, or is NULL. */
enum zf_status planned_show(const struct planned *p, const struct show *show, const char *command,
	struct zf_error *err);

#endif
