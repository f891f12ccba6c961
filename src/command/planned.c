#include "planned.h"

#include "err.h"
#include "plan_json.h"
#include "plan_view.h"

/* What can't be sent at all is said with the plan, not half-way. */
static void refuse_unsendable(struct planned *p, struct target *target)
{
	enum { SHOWN = 10 };
	size_t bad = 0;
	for (size_t i = 0; i < p->plan.count; i++) {
		struct zf_error why = ZF_ERROR_INIT;
		if (target_check(target, &p->plan.operations[i], p->plan.count - i, &why) !=
				ZF_OK &&
			bad++ < SHOWN)
			buf_printf(&p->refusals,
				"%s; take it out of the source, or leave it alone with "
				"--ignore-name\n",
				why.text);
	}
	if (bad > SHOWN)
		buf_printf(&p->refusals, "%zu more can't be sent either\n", bad - SHOWN);
}

enum zf_status planned_make(struct planned *p, struct session *s, const struct planned_ends *ends,
	const struct write_rules *rules, struct zf_error *err)
{
	const struct target_kind *kind = target_kind(s->target);
	struct sync_rules sync = rules->sync;
	*p = (struct planned){.about = {.source = ends->source,
				      .target = ends->target,
				      .source_zone = ends->zone,
				      .fit = &p->fit}};
	if (ends->options) {
		p->about.options = ends->options->items;
		p->about.option_count = ends->options->count;
	}
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
	refuse_unsendable(p, s->target);
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

bool planned_same(const struct planned *a, const struct planned *b)
{
	bool same = zone_same_state(a->state.zone, b->state.zone) && a->plan.count == b->plan.count;
	struct buf x, y;
	buf_init(&x, 0);
	buf_init(&y, 0);
	for (size_t i = 0; same && i < a->plan.count; i++) {
		buf_reset(&x);
		buf_reset(&y);
		plan_json_operation(&x, &a->plan.operations[i]);
		plan_json_operation(&y, &b->plan.operations[i]);
		same = x.len == y.len && memcmp(x.data, y.data, x.len) == 0;
	}
	buf_free(&x);
	buf_free(&y);
	return same;
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
