#include "planned.h"

#include "err.h"
#include "plan_view.h"

enum zf_status planned_make(struct planned *p, struct session *s, const struct planned_ends *ends,
	const struct write_rules *rules, struct zf_error *err)
{
	const struct target_kind *kind = target_kind(s->target);
	struct sync_rules sync = rules->sync;
	*p = (struct planned){.about = {.source = ends->source,
				      .target = ends->target,
				      .source_zone = ends->zone,
				      .fit = &p->fit}};
	buf_init(&p->text, 0);
	buf_init(&p->refusals, 0);
	fit_make(&p->fit, ends->zone, kind);
	sync.fit = &p->fit;
	enum zf_status status = session_read(s, &p->state, err);
	if (!status)
		status = plan_make(
			&p->plan, p->fit.zone, p->state.zone, &p->state.elements, kind, &sync, err);
	if (status)
		return status;
	plan_print_json(&p->text, &p->plan, &p->about);
	plan_refusals(&p->plan, ends->zone, &rules->refuse, &p->refusals);
	return ZF_OK;
}

void planned_free(struct planned *p)
{
	plan_free(&p->plan);
	fit_free(&p->fit);
	target_state_free(&p->state);
	buf_free(&p->text);
	buf_free(&p->refusals);
}

enum zf_status planned_show(
	const struct planned *p, const struct show *show, const char *command, struct zf_error *err)
{
	const struct plan_view view = {.plan = &p->plan,
		.about = &p->about,
		.refusals = p->refusals.len ? p->refusals.data : NULL,
		.command = command};
	return show_plan(show, &view, err);
}
