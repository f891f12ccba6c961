/* What a run that was cut short may have left, and what only somebody else can have made. */
#include "test.h"

#include "between.h"
#include "zone_of.h"

static const struct row {
	const char *before, *wanted, *now;
	bool is_between;
} rows[] = {
	{"a 60 A 192.0.2.1\n", "a 60 A 192.0.2.2\n", "a 60 A 192.0.2.1\n", true},
	{"a 60 A 192.0.2.1\n", "a 60 A 192.0.2.2\n", "a 60 A 192.0.2.2\n", true},
	{"a 60 A 192.0.2.1\n", "a 60 A 192.0.2.2\n", "a 60 A 192.0.2.3\n", false},
	{"a 60 A 192.0.2.1\n", "a 60 A 192.0.2.2\n", "a 60 A 192.0.2.1\nb 60 A 192.0.2.1\n", false},
	/* What both have isn't missing. */
	{"a 60 A 192.0.2.1\na 60 A 192.0.2.2\n", "a 60 A 192.0.2.2\na 60 A 192.0.2.3\n",
		"a 60 A 192.0.2.1\na 60 A 192.0.2.3\n", false},
	/* Of the two calls that change value and TTL one was made, whichever. */
	{"a 60 A 192.0.2.1\n", "a 300 A 192.0.2.2\n", "a 60 A 192.0.2.2\n", true},
	{"a 60 A 192.0.2.1\n", "a 300 A 192.0.2.2\n", "a 300 A 192.0.2.1\n", true},
	{"a 60 A 192.0.2.1\n", "a 300 A 192.0.2.2\n", "a 120 A 192.0.2.2\n", false},
	/* The same for what stands beside the value. */
	{"a 60 A 192.0.2.1 ;@x {\"c\":1,\"l\":1}\n", "a 60 A 192.0.2.1 ;@x {\"c\":2,\"l\":2}\n",
		"a 60 A 192.0.2.1 ;@x {\"c\":2,\"l\":1}\n", true},
	{"a 60 A 192.0.2.1 ;@x {\"c\":1,\"l\":1}\n", "a 60 A 192.0.2.1 ;@x {\"c\":2,\"l\":2}\n",
		"a 60 A 192.0.2.1 ;@x {\"c\":3,\"l\":1}\n", false},
	{"a 60 A 192.0.2.1 ;@x {\"c\":1}\n", "a 60 A 192.0.2.1 ;@x {\"c\":2}\n",
		"a 60 A 192.0.2.1 ;@y {\"c\":2}\n", false},
};

static struct zf_zone *zone(const char *lines)
{
	struct buf text;
	buf_init(&text, 0);
	buf_printf(&text, "@ 60 SOA ns1 host 1 2 3 4 5\n@ 60 NS ns1.example.net.\n%s", lines);
	struct zf_zone *made = zone_of("example.com.", text.data);
	buf_free(&text);
	return made;
}

static void parts_of_both_ends(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct zf_zone *before = zone(rows[i].before), *wanted = zone(rows[i].wanted),
			       *now = zone(rows[i].now);
		struct buf why;
		buf_init(&why, 0);
		if (between(before, wanted, now, &why) != rows[i].is_between)
			fail_msg("row %zu: %s", i, why.data);
		buf_free(&why);
		zf_zone_free(before);
		zf_zone_free(wanted);
		zf_zone_free(now);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(parts_of_both_ends)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
