#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plan_of.h"
#include "random_zone.h"

static const struct plan_case {
	const char *name;
	struct plan_setup setup;
	const char *source, *target, *want;
} cases[] = {
	{"nothing", {.no_notes = false}, "w 300 A 192.0.2.1", "w 300 A 192.0.2.1", ""},
	{"create", {.no_notes = false}, "w 300 A 192.0.2.1", "", "0 create w A > 300 192.0.2.1\n"},
	{"delete", {.no_notes = false}, "", "w 300 A 192.0.2.1", "0 delete w A 300 192.0.2.1 >\n"},
	{"update in place", {.no_notes = false}, "w 300 A 192.0.2.2", "w 300 A 192.0.2.1",
		"0 update w A 300 192.0.2.1 > 300 192.0.2.2\n"},
	{"one RRset", {.kind.grain = GRAIN_RRSET}, "w 300 A 192.0.2.2\nw 300 A 192.0.2.3",
		"w 300 A 192.0.2.1", "0 update w A 300 192.0.2.1 > 300 192.0.2.2, 300 192.0.2.3\n"},
	{"TTL", {.no_notes = false}, "w 60 A 192.0.2.1", "w 300 A 192.0.2.1",
		"0 update w A 300 192.0.2.1 > 60 192.0.2.1\n"},
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct plan_case *c = &cases[i];
		struct planned p;
		struct buf text;
		buf_init(&text, 0);
		plan_of(&p, c->source, c->target, &c->setup);
		planned_print(&text, &p);
		if (strcmp(text.data, c->want) != 0)
			fail_msg("%s:\n%swanted:\n%s", c->name, text.data, c->want);
		buf_free(&text);
		planned_free(&p);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
