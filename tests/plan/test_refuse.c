/* What isn't done without being asked for, to the word. */
#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "plan_of.h"

#define TEN(owner)                                                                             \
	owner "0 60 A 192.0.2.1\n" owner "1 60 A 192.0.2.1\n" owner "2 60 A 192.0.2.1\n" owner \
	      "3 60 A 192.0.2.1\n" owner "4 60 A 192.0.2.1\n" owner "5 60 A 192.0.2.1\n" owner \
	      "6 60 A 192.0.2.1\n" owner "7 60 A 192.0.2.1\n" owner "8 60 A 192.0.2.1\n" owner \
	      "9 60 A 192.0.2.1\n"
#define THIRTY TEN("a") TEN("b") TEN("c")
#define PERCENT(n) .max_delete = SIZE_MAX, .max_delete_percent = (n)
#define NS "@ 60 NS a.example.net.\n"

static const struct refuse_case {
	const char *name;
	struct refuse_rules rules;
	const char *source, *target, *want;
} cases[] = {
	{"small changes", {PERCENT(10)}, THIRTY, THIRTY "w 60 A 192.0.2.1", ""},
	{"two of a small zone", {PERCENT(10)}, "a 60 A 192.0.2.1",
		"a 60 A 192.0.2.1\nb 60 A 192.0.2.1\nc 60 A 192.0.2.1", ""},
	{"three of a small zone", {PERCENT(10)}, "a 60 A 192.0.2.1",
		"a 60 A 192.0.2.1\nb 60 A 192.0.2.1\nc 60 A 192.0.2.1\nd 60 A 192.0.2.1",
		"3 of the target's 4 records would be deleted, and 2 may be; --max-delete 3 lets "
		"it\n"},
	{"more than a share", {PERCENT(10)}, TEN("a") TEN("b"), THIRTY,
		"10 of the target's 30 records would be deleted, and 3 may be; --max-delete 10 lets "
		"it\n"},
	{"a greater share", {PERCENT(34)}, TEN("a") TEN("b"), THIRTY, ""},
	{"so many", {.max_delete = 10}, TEN("a") TEN("b"), THIRTY, ""},
	{"none", {.max_delete = 0}, "a 60 A 192.0.2.1", "a 60 A 192.0.2.1\nb 60 A 192.0.2.1",
		"1 of the target's 2 records would be deleted, and 0 may be; --max-delete 1 lets "
		"it\n"},
	{"an empty source", {PERCENT(100)}, NS, NS "a 60 A 192.0.2.1",
		"the source holds no records but SOA and NS, and 1 would be deleted; --allow "
		"empty-source lets it\n"},
	{"an empty source, allowed", {PERCENT(100), .allow = ALLOW_EMPTY_SOURCE}, NS,
		NS "a 60 A 192.0.2.1", ""},
	{"both empty", {PERCENT(10)}, NS, NS, ""},
	{"the last address", {PERCENT(100)}, "a 60 A 192.0.2.1", "@ 60 A 192.0.2.1\n@ 60 AAAA ::1",
		"the zone's own name would lose its last address (example.com. A, example.com. "
		"AAAA); --allow last-apex-address lets it\n"},
	{"another address", {PERCENT(100)}, "@ 60 AAAA ::1", "@ 60 A 192.0.2.1", ""},
	{"the last address, allowed", {PERCENT(100), .allow = ALLOW_LAST_APEX_ADDRESS},
		"a 60 A 192.0.2.1", "@ 60 A 192.0.2.1", ""},
	{"the last MX", {PERCENT(100)}, "a 60 MX 1 m.", "@ 60 MX 1 m.\na 60 MX 1 m.",
		"the zone's own name would lose its last MX (example.com. MX); --allow last-mx lets "
		"it\n"},
	{"the last MX of all", {PERCENT(100)}, "a 60 A 192.0.2.1", "a 60 MX 1 m.",
		"the zone would lose its last MX (a.example.com. MX); --allow last-mx lets it\n"},
	{"the last MX, allowed", {PERCENT(100), .allow = ALLOW_LAST_MX}, "a 60 A 192.0.2.1",
		"@ 60 MX 1 m.", ""},
	{"all name servers", {PERCENT(100)}, "a 60 A 192.0.2.1", NS "a 60 A 192.0.2.1",
		"the zone would lose all its name servers (example.com. NS); --allow no-apex-ns "
		"lets it\n"},
	{"all name servers, allowed", {PERCENT(100), .allow = ALLOW_NO_APEX_NS}, "a 60 A 192.0.2.1",
		NS "a 60 A 192.0.2.1", ""},
	{"other name servers", {PERCENT(100)}, "@ 60 NS b.example.net.", NS, ""},
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct refuse_case *c = &cases[i];
		const struct plan_setup setup = {.rules.with = SYNC_WITH_APEX_NS};
		struct planned p;
		struct buf lines;
		size_t expected = 0;
		buf_init(&lines, 0);
		plan_of(&p, c->source, c->target, &setup);
		size_t n = plan_refusals(&p.plan, p.source, &c->rules, &lines);
		if (strcmp(lines.data, c->want) != 0)
			fail_msg("%s:\n%swanted:\n%s", c->name, lines.data, c->want);
		for (const char *at = c->want; (at = strchr(at, '\n')); at++)
			expected++;
		assert_int_equal(n, expected);
		buf_free(&lines);
		planned_free(&p);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
