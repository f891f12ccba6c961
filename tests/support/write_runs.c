#include "write_runs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "folder.h"
#include "judge.h"
#include "plan_file.h"
#include "resume.h"
#include "test.h"
#include "undo.h"

const struct target_kind write_kinds[] = {
	{.grain = GRAIN_RECORD, .updates = true, .batch = 1},
	{.grain = GRAIN_RECORD, .updates = false, .batch = 1},
	{.grain = GRAIN_RECORD, .updates = true, .batch = 3},
	{.grain = GRAIN_RRSET, .updates = true, .batch = 1},
	{.grain = GRAIN_RRSET, .updates = true, .batch = 4},
	{.grain = GRAIN_RRSET, .updates = true, .transaction = true, .batch = SIZE_MAX},
	{.grain = GRAIN_RECORD, .updates = false, .transaction = true, .batch = 5},
};
const size_t write_kind_count = sizeof(write_kinds) / sizeof(write_kinds[0]);

void write_place_open(struct write_place *place, const char *name, const struct target_kind *kind)
{
	struct zf_error err = ZF_ERROR_INIT;
	snprintf(place->path, sizeof(place->path), "%s/%s.zone", folder_name(), name);
	snprintf(place->store_path, sizeof(place->store_path), "%s/%s-state", folder_name(), name);
	snprintf(place->identity, sizeof(place->identity), "fake:%s", name);
	place->kind = *kind;
	place->kind.keeps_notes = true;
	place->kind.creates_kept = true;
	if (state_open(&place->store, place->store_path, &err) != ZF_OK)
		fail_msg("%s", err.text);
}

void write_place_close(struct write_place *place)
{
	state_close(&place->store);
}

void write_result_free(struct write_result *result)
{
	buf_free(&result->plan);
	buf_free(&result->text);
}

static void result_init(struct write_result *result)
{
	*result = (struct write_result){.err = ZF_ERROR_INIT};
	buf_init(&result->plan, 0);
	buf_init(&result->text, 0);
}

/* What the report says of operations is held against the zone as it is. */
static bool is_true(const struct apply_report *report, const struct apply_job *job,
	const struct write_place *place)
{
	struct target_state now = {.zone = fake_get(place->path)};
	bool good = true;
	elements_init(&now.elements);
	for (size_t i = 0; i < report->plan->count; i++) {
		struct operation o = report->plan->operations[i];
		o.element = NULL;
		enum op_state is = judge(&o, job->state, &now), said = report->states[i];
		good = good &&
		       (said == OP_UNKNOWN || is == (said == OP_REMAINING ? OP_REFUSED : said));
	}
	target_state_free(&now);
	return good;
}

static void take(struct write_result *result, const struct apply_report *report,
	const struct apply_job *job, const struct write_place *place)
{
	result->result = report_result(report);
	memcpy(result->counts, report->counts, sizeof(result->counts));
	result->differences = report->difference_count;
	result->left = report->left_count;
	result->writes = fake_writes(job->target);
	result->run = report->run;
	result->truth = is_true(report, job, place);
	report_print_text(&result->text, report);
}

/* Begins a run, or goes on with one. */
static void carry_out(struct write_result *result, struct write_place *place, struct apply_job *job,
	const struct run *rest)
{
	struct apply_report report;
	result->gap = job->plan->remark != NULL;
	result->operations = job->plan->count;
	job->about.location = place->identity;
	job->about.target = "fake";
	job->about.zone = "example.com.";
	job->plan_text = &result->plan;
	job->store = &place->store;
	report_init(&report, job->plan, &job->about);
	enum zf_status status = rest ? apply_rest(&report, job, rest, &result->err)
				     : apply_run(&report, job, &result->err);
	if (status == ZF_OK)
		take(result, &report, job, place);
	report_free(&report);
}

static void print_plan(struct write_result *result, const struct plan *plan)
{
	const struct plan_about about = {.source = "source", .target = "fake"};
	plan_print_json(&result->plan, plan, &about);
}

void write_sync(struct write_result *result, struct write_place *place,
	const struct zf_zone *source, const struct fake_script *script)
{
	static const struct sync_rules rules = {
		.mode = SYNC_MIRROR, .with = SYNC_WITH_PROVIDER_RECORDS | SYNC_WITH_APEX_NS};
	struct target_state state;
	struct plan plan = {.count = 0};
	struct fit fit;
	struct target *target = fake_open(place->path, &place->kind, script);
	result_init(result);
	fit_make(&fit, source, target_kind(target));
	if (target_read(target, &state, NULL, &result->err) == ZF_OK &&
		plan_make(&plan, fit.zone, state.zone, &state.elements, target_kind(target), &rules,
			&result->err) == ZF_OK) {
		struct apply_job job = {.target = target, .state = &state, .plan = &plan};
		job.about = (struct run_about){.command = "sync", .source = "source"};
		print_plan(result, &plan);
		carry_out(result, place, &job, NULL);
	}
	plan_free(&plan);
	fit_free(&fit);
	target_state_free(&state);
	target_close(target);
}

void write_resume(struct write_result *result, struct write_place *place, const struct buf *plan,
	const struct fake_script *script)
{
	struct target_state state;
	struct plan rest = {.count = 0};
	struct past_list list;
	struct past *past = NULL;
	const struct str text = {plan->data, plan->len};
	struct target *target = fake_open(place->path, &place->kind, script);
	result_init(result);
	if (past_list(&list, &place->store, &result->err) != ZF_OK ||
		past_find(&past, &list, place->identity, &text, &result->err) != ZF_OK || !past)
		fail_msg("no run of this plan: %s", result->err.text);
	if (target_read(target, &state, NULL, &result->err) == ZF_OK &&
		resume_plan(&rest, past, &state, target_kind(target), &result->err) == ZF_OK) {
		struct apply_job job = {.target = target, .state = &state, .plan = &rest};
		job.about = (struct run_about){.command = "apply", .source = "source"};
		print_plan(result, &rest);
		carry_out(result, place, &job, &past->run);
	}
	plan_free(&rest);
	past_list_free(&list);
	target_state_free(&state);
	target_close(target);
}

static void print_left(struct buf *b, const struct undo_left *left)
{
	const char *what, *why;
	for (size_t at = 0; undo_left_next(left, &at, &what, &why);)
		buf_printf(b, "left: %s: %s\n", what, why);
}

static void undo(struct write_result *result, struct write_place *place, struct past *past,
	const struct target_state *state, struct target *target)
{
	struct plan plan;
	struct undo_left left;
	if (undo_plan(&plan, &left, past, state, target, &result->err) == ZF_OK) {
		struct apply_job job = {.target = target, .state = state, .plan = &plan};
		job.about = (struct run_about){.command = "undo", .undoes = past->run.number};
		print_plan(result, &plan);
		carry_out(result, place, &job, NULL);
		result->left = left.count;
		print_left(&result->text, &left);
	}
	plan_free(&plan);
	undo_left_free(&left);
}

void write_undo(struct write_result *result, struct write_place *place, unsigned long run,
	const struct fake_script *script)
{
	struct target_state state;
	struct past_list list;
	struct past *past = NULL;
	struct target *target = fake_open(place->path, &place->kind, script);
	result_init(result);
	if (past_list(&list, &place->store, &result->err) != ZF_OK ||
		past_choose(&past, &list, run, &result->err) != ZF_OK)
		fail_msg("%s", result->err.text);
	if (target_read(target, &state, NULL, &result->err) == ZF_OK)
		undo(result, place, past, &state, target);
	past_list_free(&list);
	target_state_free(&state);
	target_close(target);
}

/* Adds the records of one owner: a CNAME, or some sets. */
static void add_owner(struct buf *lines, struct random *r, const char *owner)
{
	static const unsigned ttls[] = {60, 300, 3600};
	static const char *const notes[] = {"", "", "", " ;@fake {\"weight\":1}",
		" ;@fake {\"weight\":2}", " ;@other {\"x\":true}"};
	static const char *const sets[] = {"A 192.0.2.", "AAAA 2001:db8::", "MX ", "TXT \"v"};
	static const char *const ends[] = {"", "", " mail.example.com.", "\""};
	if (strcmp(owner, "@") != 0 && random_below(r, 4) == 0) {
		buf_printf(lines, "%s %u CNAME c%u.example.net.%s\n", owner,
			ttls[random_below(r, 3)], random_below(r, 3), notes[random_below(r, 6)]);
		return;
	}
	for (size_t i = 0; i < 4; i++) {
		unsigned ttl = ttls[random_below(r, 3)];
		for (unsigned k = 1; k <= 3 && random_below(r, 2); k++)
			buf_printf(lines, "%s %u %s%u%s%s\n", owner, ttl, sets[i],
				k + random_below(r, 2), ends[i], notes[random_below(r, 6)]);
	}
}

struct zf_zone *valid_zone(struct random *r, size_t most)
{
	static const char *const owners[] = {"@", "www", "*", "a.b", "mail", "_x"};
	struct buf lines;
	buf_init(&lines, 0);
	buf_adds(&lines, "@ 3600 SOA ns1.example.com. host.example.com. 1 7200 3600 1209600 3600\n"
			 "@ 3600 NS ns1.example.net.\n");
	for (size_t i = 0; i < most && i < sizeof(owners) / sizeof(owners[0]); i++)
		if (random_below(r, 5))
			add_owner(&lines, r, owners[i]);
	for (unsigned i = 0; i < 3; i++)
		if (random_below(r, 3) == 0)
			buf_printf(&lines, ";@fake {\"Id\":%u}\n", i);
	struct zf_zone *zone = zone_of("example.com.", lines.data);
	buf_free(&lines);
	return zone;
}
