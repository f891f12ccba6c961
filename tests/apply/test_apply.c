/* Every call of a run fails in every way: the report tells the truth, nothing that both ends have
 * is ever lost, and what is run again ends where it should. */
#include "test.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "folder.h"
#include "random_zone.h"
#include "sets.h"
#include "write_runs.h"

/* Both ends of a run, and what was seen between them. */
struct ends {
	const struct zf_zone *before, *source;
	size_t worse; /* states in which an owner that both ends have was without data */
};

static bool has_owner(const struct zf_zone *zone, const struct rec *r)
{
	for (size_t i = 0; i < zone->count; i++)
		if (rec_same_owner(zone->recs[i], r))
			return true;
	return false;
}

static bool has_record(const struct zf_zone *zone, const struct rec *r)
{
	for (size_t i = 0; i < zone->count; i++)
		if (rec_is_same(zone->recs[i], r))
			return true;
	return false;
}

static void look(void *user, const struct zf_zone *now)
{
	struct ends *ends = user;
	for (size_t i = 0; i < ends->before->count; i++) {
		const struct rec *r = ends->before->recs[i];
		if (has_record(ends->source, r))
			assert_true(has_record(now, r));
		ends->worse += has_owner(ends->source, r) && !has_owner(now, r);
	}
}

/* A run in a process of its own, which may be killed. */
static bool run_apart(
	struct write_place *place, const struct zf_zone *source, const struct fake_script *script)
{
	struct write_result result;
	int status = 0;
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		write_sync(&result, place, source, script);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFSIGNALED(status);
}

static void assert_is(const struct write_place *place, const struct zf_zone *wanted)
{
	struct zf_zone *now = fake_get(place->path);
	assert_true(zone_same_state(now, wanted));
	zf_zone_free(now);
}

struct course {
	struct zf_zone *before, *source;
};

/* What the source makes of the target when nothing fails, and how many calls that takes. */
static struct zf_zone *run_well(
	const struct target_kind *kind, const struct course *course, size_t *writes)
{
	struct ends ends = {course->before, course->source, 0};
	const struct fake_script script = {.on_write = look, .user = &ends};
	struct write_place place;
	struct write_result result;
	write_place_open(&place, "well", kind);
	fake_put(place.path, course->before);
	write_sync(&result, &place, course->source, &script);
	if (result.err.code != ZF_OK || result.result != RUN_APPLIED)
		fail_msg("%s%s", result.err.text, result.text.data);
	assert_true(result.truth);
	if (!result.gap)
		assert_int_equal(ends.worse, 0);
	*writes = result.writes;
	write_result_free(&result);
	write_sync(&result, &place, course->source, &script);
	assert_int_equal(result.writes, 0);
	assert_int_equal(result.result, RUN_APPLIED);
	write_result_free(&result);
	write_place_close(&place);
	return fake_get(place.path);
}

/* The second run of the same plan, and a third of a new one, when the second was refused. */
static void run_again(struct write_place *place, const struct course *course,
	const struct buf *plan, enum fake_fault fault)
{
	struct ends ends = {course->before, course->source, 0};
	const struct fake_script script = {.on_write = look, .user = &ends};
	struct write_result result;
	write_resume(&result, place, plan, &script);
	/* A TTL that nobody asked for is a change by somebody else. */
	if (fault == FAKE_OTHERWISE && result.err.code == ZF_ERR_DATA) {
		write_result_free(&result);
		write_sync(&result, place, course->source, &script);
	}
	if (result.err.code != ZF_OK || result.result != RUN_APPLIED)
		fail_msg("%s%s", result.err.text, result.text.data);
	write_result_free(&result);
}

/* A place of its own for each fault. */
static const char *name_of_fault(const struct fake_script *fault)
{
	static char name[40];
	snprintf(name, sizeof(name), "fault-%d-%zu", (int)fault->fault, fault->at);
	return name;
}

static void fail_call(const struct target_kind *kind, const struct course *course,
	const struct zf_zone *wanted, const struct fake_script *fault)
{
	struct write_place place;
	struct write_result result;
	write_place_open(&place, name_of_fault(fault), kind);
	fake_put(place.path, course->before);
	write_sync(&result, &place, course->source, fault);
	assert_int_equal(result.err.code, ZF_OK);
	/* What was dropped, or stored otherwise, is named. */
	if (result.differences == 0)
		assert_true(result.truth);
	if (fault->fault == FAKE_LOST_BEHIND)
		assert_int_equal(result.result, RUN_APPLIED);
	else if (fault->fault != FAKE_OTHERWISE && fault->fault != FAKE_PUT_OFF)
		assert_int_not_equal(result.result, RUN_APPLIED);
	/* What was carried out behind the look at it is seen in the end. */
	if (fault->fault == FAKE_PUT_OFF)
		assert_int_equal(result.counts[OP_REFUSED] + result.counts[OP_UNKNOWN], 0);
	run_again(&place, course, &result.plan, fault->fault);
	assert_is(&place, wanted);
	write_result_free(&result);
	write_place_close(&place);
}

static void kill_call(const struct target_kind *kind, const struct course *course,
	const struct zf_zone *wanted, const struct fake_script *fault)
{
	const struct fake_script none = {.fault = FAKE_NONE};
	struct write_place place;
	struct write_result result;
	struct zf_zone *now;
	write_place_open(&place, name_of_fault(fault), kind);
	fake_put(place.path, course->before);
	assert_true(run_apart(&place, course->source, fault));
	write_undo(&result, &place, 0, &none);
	assert_int_equal(result.err.code, ZF_OK);
	assert_int_equal(result.left, 0);
	now = fake_get(place.path);
	assert_true(same_zone(now, course->before));
	zf_zone_free(now);
	write_result_free(&result);
	assert_true(run_apart(&place, course->source, fault));
	write_sync(&result, &place, course->source, &none);
	assert_int_equal(result.result, RUN_APPLIED);
	assert_is(&place, wanted);
	write_result_free(&result);
	write_place_close(&place);
}

/* Whether a fault can be told from another one for this kind of target and call. */
static bool is_fault_of(const struct target_kind *kind, enum fake_fault fault)
{
	return fault != FAKE_NONE &&
	       (fault != FAKE_LOST_HALF || (kind->batch > 1 && !kind->transaction));
}

static void fail_every_call(const struct target_kind *kind, const struct course *course)
{
	size_t writes = 0;
	struct zf_zone *wanted = run_well(kind, course, &writes);
	for (size_t at = 0; at < writes; at++)
		for (int fault = FAKE_NONE; fault < FAKE_FAULTS; fault++) {
			const struct fake_script script = {
				.fault = (enum fake_fault)fault, .at = at};
			bool kills = fault == FAKE_KILLED_BEFORE || fault == FAKE_KILLED_BEHIND;
			if (!is_fault_of(kind, script.fault))
				continue;
			if (kills)
				kill_call(kind, course, wanted, &script);
			else
				fail_call(kind, course, wanted, &script);
		}
	zf_zone_free(wanted);
}

static void every_call_fails(void **state)
{
	struct random r = {7};
	enum { OWNERS = 3 };
	(void)state;
	for (size_t round = 0; round < 1; round++)
		for (size_t i = 0; i < write_kind_count; i++) {
			struct course course = {valid_zone(&r, OWNERS), valid_zone(&r, OWNERS)};
			fail_every_call(&write_kinds[i], &course);
			folder_empty();
			zf_zone_free(course.before);
			zf_zone_free(course.source);
		}
}

static void random_zones_converge(void **state)
{
	struct random r = {11};
	size_t writes;
	(void)state;
	for (size_t round = 0; round < 50; round++) {
		struct course course = {valid_zone(&r, 6), valid_zone(&r, 6)};
		for (size_t i = 0; i < write_kind_count; i++)
			zf_zone_free(run_well(&write_kinds[i], &course, &writes));
		folder_empty();
		zf_zone_free(course.before);
		zf_zone_free(course.source);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_zones_converge),
		cmocka_unit_test(every_call_fails),
	};
	return cmocka_run_group_tests(tests, folder_make_in_memory, folder_drop);
}
