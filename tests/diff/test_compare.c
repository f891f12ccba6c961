#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compare.h"
#include "random_zone.h"

enum { MOST = 5 };

/* For each RRset its type, a letter for each location (the group in capitals, '-' in small
 * letters: lacks; '/' can't hold, 's' made up) and the odd ones: "A:AAB odd 2 ". */
static const char *text_of(const struct comparison *c)
{
	static char text[1000];
	struct buf b;
	char room[RRTYPE_MAX_TEXT];
	buf_init(&b, sizeof(text) - 1);
	for (size_t i = 0; i < c->count; i++) {
		const struct compare_rrset *rrset = &c->rrsets[i];
		buf_printf(&b, "%s:", rrtype_name(rec_type(rrset->any), room));
		for (size_t k = 0; k < c->location_count; k++) {
			const struct compare_cell *cell = &rrset->cells[k];
			const char marks[] = {[COMPARE_HAS] = (char)('A' + cell->group),
				[COMPARE_HAS_NOT] = (char)('a' + cell->group),
				[COMPARE_CANNOT_HOLD] = '/',
				[COMPARE_SYNTHESISED] = 's'};
			buf_addc(&b, marks[cell->state]);
		}
		buf_addc(&b, ' ');
		for (unsigned k = 0; k < COMPARE_MAX; k++)
			if (rrset->odd >> k & 1)
				buf_printf(&b, "odd%u ", k);
		if (rrset->odd && rrset->majority == rrset->groups)
			buf_adds(&b, "none ");
	}
	buf_printf(&b, "d%zu", c->different);
	memcpy(text, b.data, b.len + 1);
	buf_free(&b);
	return text;
}

/* Holds addresses, and NS below the apex. */
static bool basic(const void *user, uint16_t type, enum compare_owner owner)
{
	assert_string_equal(user, "user");
	return type == TYPE_A || (type == TYPE_NS && owner == COMPARE_BELOW);
}

#define MADE_UP " ;@zoneferry {\"synthesised\":true}"

static const struct compare_case {
	const char *zones[MOST];
	struct diff_options options;
	const char *want;
	size_t limited; /* this location (1-based) can hold `basic` only; 0: none does */
} cases[] = {
	{{"", ""}, {0}, "d0", 0},
	{{"w 1 A 192.0.2.1", "w 1 A 192.0.2.1", "w 1 A 192.0.2.1"}, {0}, "A:AAA d0", 0},
	{{"w 1 A 192.0.2.1", "w 1 A 192.0.2.2", "w 1 A 192.0.2.1"}, {0}, "A:ABA odd1 d1", 0},
	{{"w 1 A 192.0.2.2", "w 1 A 192.0.2.1", "w 1 A 192.0.2.1"}, {0}, "A:ABB odd0 d1", 0},
	{{"w 1 A 192.0.2.1", "", "w 1 A 192.0.2.1"}, {0}, "A:AbA odd1 d1", 0},
	{{"", "w 1 A 192.0.2.1", "", ""}, {0}, "A:aBaa odd1 d1", 0},
	/* No majority: every location is odd. */
	{{"w 1 A 192.0.2.1", "w 1 A 192.0.2.2"}, {0}, "A:AB odd0 odd1 none d1", 0},
	{{"w 1 A 192.0.2.1", ""}, {0}, "A:Ab odd0 odd1 none d1", 0},
	{{"w 1 A 192.0.2.1", "w 1 A 192.0.2.1", "", ""}, {0}, "A:AAbb odd0 odd1 odd2 odd3 none d1",
		0},
	{{"w 1 A 192.0.2.1", "w 1 A 192.0.2.2", "w 1 A 192.0.2.3", "w 1 A 192.0.2.3", ""}, {0},
		"A:ABCCd odd0 odd1 odd4 d1", 0},
	/* The TTL counts, unless it is ignored; annotations and provider records don't. */
	{{"w 1 A 192.0.2.1", "w 2 A 192.0.2.1", "w 1 A 192.0.2.1"}, {0}, "A:ABA odd1 d1", 0},
	{{"w 1 A 192.0.2.1", "w 2 A 192.0.2.1"}, {.ignore = DIFF_IGNORE_TTL}, "A:AA d0", 0},
	{{"w 1 A 192.0.2.1 ;@x {\"a\":1}", "w 1 A 192.0.2.1", ";@x {}\nw 1 A 192.0.2.1"}, {0},
		"A:AAA d0", 0},
	/* Whole sets are compared. */
	{{"w 1 A 192.0.2.1\nw 1 A 192.0.2.2", "w 1 A 192.0.2.2\nw 1 A 192.0.2.1",
		 "w 1 A 192.0.2.2"},
		{0}, "A:AAB odd2 d1", 0},
	{{"w 1 TXT \"a\" \"b\"", "w 1 TXT \"ab\"", "w 1 TXT \"\" \"ab\""}, {0}, "TXT:AAA d0", 0},
	{{"w 1 TXT \"a\" \"b\"", "w 1 TXT \"ab\"", "w 1 TXT \"ab\""}, {.txt = DIFF_TXT_EXACT},
		"TXT:ABB odd0 d1", 0},
	{{"w 1 TXT \"ab\"\nw 1 TXT \"a\" \"b\"", "w 1 TXT \"ab\"", "w 1 TXT \"ab\""}, {0},
		"TXT:ABB odd0 d1", 0},
	/* The order is that of zones. */
	{{"w 1 A 192.0.2.1", "v 1 MX 1 w.", "@ 1 NS w."}, {0},
		"NS:aaB odd2 MX:aBa odd1 A:Abb odd0 d3", 0},
	/* What can't be held isn't lacking. */
	{{"w 1 MX 1 w.", "", "w 1 MX 1 w."}, {0}, "MX:A/A d0", 2},
	{{"w 1 MX 1 w.", "", "w 1 MX 2 w."}, {0}, "MX:A/B odd0 odd2 none d1", 2},
	{{"w 1 MX 1 w.", "w 1 MX 1 v.", "w 1 MX 1 w."}, {0}, "MX:ABA odd1 d1", 2},
	{{"w 1 A 192.0.2.1", "", "w 1 A 192.0.2.1"}, {0}, "A:AbA odd1 d1", 2},
	{{"@ 1 NS a.\nw 1 NS a.", "", "@ 1 NS a.\nw 1 NS a."}, {0}, "NS:A/A NS:AbA odd1 d1", 2},
	/* What was made up has no part. */
	{{"@ 1 NS a." MADE_UP, "@ 2 NS b.", "@ 2 NS b."}, {0}, "NS:sAA d0", 0},
	{{"@ 1 NS a." MADE_UP, "@ 2 NS b.", "@ 2 NS c.", "@ 2 NS c."}, {0}, "NS:sABB odd1 d1", 0},
	{{"@ 1 NS a." MADE_UP, "", ""}, {0}, "NS:saa d0", 0},
	/* Options leave RRsets out. */
	{{"@ 1 NS a.\nw 1 A 192.0.2.1", "w 1 A 192.0.2.1"}, {.ignore = DIFF_IGNORE_NS}, "A:AA d0",
		0},
	{{"x 1 A 192.0.2.1\nw 1 A 192.0.2.1", "w 1 A 192.0.2.1"}, {.name_glob = "w*"}, "A:AA d0",
		0},
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct compare_case *t = &cases[i];
		struct compare_location locations[MOST] = {{.zone = NULL}};
		struct zf_zone *zones[MOST];
		struct zf_error err = ZF_ERROR_INIT;
		struct comparison c;
		size_t n = 0;
		for (; n < MOST && t->zones[n]; n++)
			locations[n].zone = zones[n] = zone_of("example.com.", t->zones[n]);
		if (t->limited) {
			locations[t->limited - 1].can_hold = basic;
			locations[t->limited - 1].user = "user";
		}
		assert_int_equal(compare_make(&c, locations, n, &t->options, &err), ZF_OK);
		if (strcmp(text_of(&c), t->want) != 0)
			fail_msg("case %zu: gave %s, not %s", i, text_of(&c), t->want);
		compare_free(&c);
		while (n > 0)
			zf_zone_free(zones[--n]);
	}
}

static void test_errors(void **state)
{
	struct zf_zone *a = zone_of("example.com.", ""), *b = zone_of("example.net.", "");
	struct compare_location locations[COMPARE_MAX + 1] = {{.zone = a}, {.zone = b}};
	const struct diff_options options = {0};
	struct comparison c;
	struct zf_error err = ZF_ERROR_INIT;
	(void)state;
	assert_int_equal(compare_make(&c, locations, 2, &options, &err), ZF_ERR_DATA);
	compare_free(&c);
	err.code = ZF_OK;
	assert_int_equal(compare_make(&c, locations, 1, &options, &err), ZF_ERR_USAGE);
	compare_free(&c);
	err.code = ZF_OK;
	assert_int_equal(
		compare_make(&c, locations, COMPARE_MAX + 1, &options, &err), ZF_ERR_USAGE);
	compare_free(&c);
	zf_zone_free(a);
	zf_zone_free(b);
}

/* Whether two zones differ in an RRset, by diff alone. */
static bool differ(const struct zf_zone *a, const struct zf_zone *b, const struct rec *any,
	const struct diff_options *options)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct diff d;
	bool found = false;
	assert_int_equal(diff_make(&d, a, b, options, &err), ZF_OK);
	for (size_t i = 0; i < d.count; i++) {
		const struct rec *r = d.changes[i].a ? d.changes[i].a : d.changes[i].b;
		found = found || (r && rec_same_rrset(r, any));
	}
	diff_free(&d);
	return found;
}

/* On random zones: two locations are in one group exactly if diff finds nothing between them. */
static void test_agrees_with_diff(void **state)
{
	const struct diff_options options = {.ignore = DIFF_IGNORE_META};
	struct random r = {5};
	(void)state;
	for (int round = 0; round < 200; round++) {
		struct zf_zone *zones[3];
		struct compare_location locations[3] = {{.zone = NULL}};
		struct zf_error err = ZF_ERROR_INIT;
		struct comparison c;
		zones[0] = random_zone(&r, 20);
		zones[1] = random_change(&r, zones[0]);
		zones[2] = random_change(&r, zones[0]);
		for (size_t i = 0; i < 3; i++)
			locations[i].zone = zones[i];
		assert_int_equal(compare_make(&c, locations, 3, &options, &err), ZF_OK);
		for (size_t i = 0; i < c.count; i++) {
			const struct compare_rrset *s = &c.rrsets[i];
			for (size_t x = 0; x < 3; x++)
				for (size_t y = 0; y < x; y++)
					assert_int_equal(s->cells[x].group != s->cells[y].group,
						differ(zones[x], zones[y], s->any, &options));
		}
		compare_free(&c);
		for (size_t i = 0; i < 3; i++)
			zf_zone_free(zones[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_errors),
		cmocka_unit_test(test_agrees_with_diff),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
