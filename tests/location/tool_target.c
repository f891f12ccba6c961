/*
 * tool_target: brings a target to what a zone file has, call by call, for TAP scripts.
 *
 *   tool_target CONFIG LOCATION WANTED [COMMAND]
 *
 * Apex NS are written too, the SOA is not. COMMAND runs between reading and writing. Prints a line
 * for each call, and how many operations are left when the target is read again, and how many calls
 * were made, and planned for writing.
 */
#include <stdio.h>
#include <stdlib.h>

#include "err.h"
#include "loopback.h"
#include "plan.h"
#include "target.h"

static void stop(const struct zf_error *err)
{
	char line[2048];
	printf("error: %s\n", zf_error_print(err, line, sizeof(line)));
	exit(2);
}

static void load(struct zf_zone **zone, const char *file, const struct load_env *env)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct location loc;
	struct diags diags;
	diags_init(&diags);
	if (location_parse(&loc, file, &err) != ZF_OK ||
		location_load(zone, &loc, env, &diags, &err) != ZF_OK)
		stop(&err);
	diags_free(&diags);
	location_free(&loc);
}

struct work {
	struct target *target;
	const struct zf_zone *wanted;
	struct target_state state;
	struct fit fit;
	struct plan plan;
};

static void make_plan(struct work *w)
{
	static const struct sync_rules rules = {.with = SYNC_WITH_APEX_NS};
	struct zf_error err = ZF_ERROR_INIT;
	struct diags diags;
	diags_init(&diags);
	if (target_read(w->target, &w->state, &diags, &err) != ZF_OK)
		stop(&err);
	diags_free(&diags);
	fit_make(&w->fit, w->wanted, target_kind(w->target));
	if (plan_make(&w->plan, w->fit.zone, w->state.zone, &w->state.elements,
		    target_kind(w->target), &rules, &err) != ZF_OK)
		stop(&err);
}

static void free_plan(struct work *w)
{
	plan_free(&w->plan);
	fit_free(&w->fit);
	target_state_free(&w->state);
}

static int write_all(struct work *w)
{
	static const char *const words[] = {[OUTCOME_DONE] = "done",
		[OUTCOME_REFUSED] = "refused",
		[OUTCOME_UNKNOWN] = "unknown"};
	const struct plan *plan = &w->plan;
	for (size_t i = 0, n; i < plan->count; i += n) {
		struct zf_error err = ZF_ERROR_INIT;
		n = target_group(w->target, plan->operations + i, plan->count - i);
		enum outcome outcome =
			target_write(w->target, &w->state, plan->operations + i, n, NULL, &err);
		printf("%s: %zu operations %s\n", words[outcome], n, err.text);
		if (outcome != OUTCOME_DONE)
			return 1;
	}
	return 0;
}

int main(int argc, char **argv)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct load_env env = {.config = argc > 3 ? argv[1] : NULL, .timeout = 20};
	const struct target_options options = {0};
	struct location loc;
	struct zf_zone *wanted;
	struct work w = {0};
	env.zonefile = (struct zonefile_options)ZONEFILE_OPTIONS_INIT;
	if (argc != 4 && argc != 5)
		return 3;
	if (!loopback_is(argv[2]))
		return printf("error: %s is not this machine\n", argv[2]), 2;
	load(&wanted, argv[3], &env);
	if (location_parse(&loc, argv[2], &err) != ZF_OK ||
		target_open(&w.target, &loc, &env, &options, &err) != ZF_OK)
		stop(&err);
	w.wanted = wanted;
	make_plan(&w);
	size_t planned = w.plan.calls;
	int status = argc == 5 && system(argv[4]) != 0 ? 3 : write_all(&w);
	free_plan(&w);
	make_plan(&w);
	printf("left: %zu operations, %zu calls, %zu planned\n", w.plan.count,
		target_calls(w.target), planned);
	free_plan(&w);
	target_close(w.target);
	location_free(&loc);
	zf_zone_free(wanted);
	return status;
}
