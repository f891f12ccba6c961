#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plan_of.h"
#include "random_zone.h"

static void print(struct buf *text, const struct planned *p)
{
	const struct plan_about about = {.source = "a.zone",
		.target = "x:example.com",
		.source_zone = p->source,
		.fit = &p->fit};
	plan_print_json(text, &p->plan, &about);
}

/* plan -> JSON -> read -> wanted -> plan again: the same operations. */
static void test_round_trip(void **state)
{
	struct random r = {7};
	(void)state;
	for (int i = 0; i < 200; i++) {
		struct plan_setup setup = {.kind.grain = i % 2 ? GRAIN_RRSET : GRAIN_RECORD,
			.no_updates = i % 3 == 0,
			.rules.with = SYNC_WITH_PROVIDER_RECORDS | SYNC_WITH_APEX_NS};
		struct zf_zone *target = lawful_zone(random_zone(&r, 60));
		struct zf_error err = ZF_ERROR_INIT;
		struct planned p;
		struct plan_file file;
		struct plan again;
		struct zf_zone *wanted = NULL;
		struct buf text;
		buf_init(&text, 0);
		plan_of_zones(&p, lawful_zone(random_change(&r, target)), target, &setup);
		assert_int_equal(p.err.code, ZF_OK);
		print(&text, &p);
		assert_int_equal(
			plan_file_read(&file, "x.plan", (struct str){text.data, text.len}, &err),
			ZF_OK);
		assert_int_equal(plan_file_wanted(&file, target, &wanted, &err), ZF_OK);
		assert_true(same_zone(wanted, p.plan.wanted));
		assert_int_equal(
			plan_toward(&again, target, &p.elements, &p.kind, wanted, &err), ZF_OK);
		assert_true(plan_file_same(&file, &again));
		plan_free(&again);
		plan_file_free(&file);
		buf_free(&text);
		planned_free(&p);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_round_trip)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
