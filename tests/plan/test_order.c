#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "law.h"
#include "plan_of.h"
#include "random_zone.h"

static struct desc_holds mx_unique = {
	.mx_unique = true, .null_mx = true, .apex_ns = APEX_NS_WRITE, .soa = SOA_WRITE};

static const struct order_case {
	const char *name;
	struct plan_setup setup;
	const char *source, *target, *want;
} cases[] = {
	{"a CNAME in the way of addresses", {.no_updates = false}, "w 300 A 192.0.2.1",
		"w 300 CNAME x.example.com.",
		"0 delete w CNAME 300 x.example.com. >\n1 create w A > 300 192.0.2.1\n"},
	{"addresses in the way of a CNAME", {.no_updates = false}, "w 300 CNAME x.example.net.",
		"w 300 A 192.0.2.1\nw 300 TXT \"a\"",
		"0 delete w A 300 192.0.2.1 >\n0 delete w TXT 300 \"a\" >\n"
		"1 create w CNAME > 300 x.example.net.\n"},
	{"other types stand side by side", {.no_updates = false}, "w 300 AAAA 2001:db8::1",
		"w 300 A 192.0.2.1",
		"0 create w AAAA > 300 2001:db8::1\n1 delete w A 300 192.0.2.1 >\n"},
	{"without updates, create first", {.no_updates = true}, "w 300 A 192.0.2.2",
		"w 300 A 192.0.2.1",
		"0 create w A > 300 192.0.2.2\n1 delete w A 300 192.0.2.1 >\n"},
	{"without updates, the same record", {.no_updates = true}, "w 60 A 192.0.2.1",
		"w 300 A 192.0.2.1", "0 delete w A 300 192.0.2.1 >\n1 create w A > 60 192.0.2.1\n"},
	{"a target before its CNAME", {.no_updates = false},
		"w 300 CNAME z.example.com.\nz 300 A 192.0.2.1", "",
		"0 create z A > 300 192.0.2.1\n1 create w CNAME > 300 z.example.com.\n"},
	{"a CNAME before its target", {.no_updates = false}, "",
		"w 300 CNAME z.example.com.\nz 300 A 192.0.2.1",
		"0 delete w CNAME 300 z.example.com. >\n1 delete z A 300 192.0.2.1 >\n"},
	{"glue before a delegation, its DS last", {.no_updates = false},
		"sub 300 NS ns.sub.example.com.\nns.sub 300 A 192.0.2.1\nsub 300 DS 1 13 2 "
		"0000000000000000000000000000000000000000000000000000000000000000",
		"",
		"0 create ns.sub A > 300 192.0.2.1\n1 create sub NS > 300 ns.sub.example.com.\n"
		"2 create sub DS > 300 1 13 2 "
		"0000000000000000000000000000000000000000000000000000000000000000\n"},
	{"a DS goes first", {.no_updates = false}, "",
		"sub 300 NS ns.example.net.\nsub 300 DS 1 13 2 "
		"0000000000000000000000000000000000000000000000000000000000000000",
		"0 delete sub DS 300 1 13 2 "
		"0000000000000000000000000000000000000000000000000000000000000000 >\n"
		"1 delete sub NS 300 ns.example.net. >\n"},
	{"hosts swap their preferences", {.kind.holds = NULL},
		"w 300 MX 10 b.example.net.\nw 300 MX 20 a.example.net.",
		"w 300 MX 10 a.example.net.\nw 300 MX 20 b.example.net.",
		"0 update w MX 300 10 a.example.net. > 300 10 b.example.net.\n"
		"0 update w MX 300 20 b.example.net. > 300 20 a.example.net.\n"},
	{"equal preferences, without updates", {.no_updates = true, .kind.holds = &mx_unique},
		"w 300 MX 10 b.example.net.\nw 300 MX 20 a.example.net.",
		"w 300 MX 10 a.example.net.\nw 300 MX 20 b.example.net.",
		"0 delete w MX 300 10 a.example.net. >\n1 create w MX > 300 10 b.example.net.\n"
		"2 delete w MX 300 20 b.example.net. >\n3 create w MX > 300 20 a.example.net.\n"},
	{"a DNAME above what goes", {.no_updates = false}, "d 300 DNAME example.net.",
		"a.d 300 A 192.0.2.1",
		"0 delete a.d A 300 192.0.2.1 >\n1 create d DNAME > 300 example.net.\n"},
	/* What goes and what comes in its place are neighbours, whatever else there is to do. */
	{"swaps one by one", {.no_updates = false},
		"a 300 TXT \"a\"\nv 300 CNAME x.example.net.\nw 300 CNAME x.example.net.\n"
		"x 300 A 192.0.2.1",
		"v 300 A 192.0.2.1\nw 300 A 192.0.2.1\nw 300 TXT \"a\"\nx 300 CNAME y.",
		"0 delete v A 300 192.0.2.1 >\n1 create v CNAME > 300 x.example.net.\n"
		"2 delete w A 300 192.0.2.1 >\n2 delete w TXT 300 \"a\" >\n"
		"3 create w CNAME > 300 x.example.net.\n"
		"4 delete x CNAME 300 y. >\n5 create a TXT > 300 \"a\"\n"
		"5 create x A > 300 192.0.2.1\n"},
	{"swaps as many as a call takes", {.kind.batch = 2},
		"v 300 CNAME y.\nw 300 CNAME y.\nx 300 A 192.0.2.1",
		"v 300 A 192.0.2.1\nw 300 A 192.0.2.1\nx 300 CNAME y.",
		"0 delete v A 300 192.0.2.1 >\n0 delete w A 300 192.0.2.1 >\n"
		"1 create v CNAME > 300 y.\n1 create w CNAME > 300 y.\n"
		"2 delete x CNAME 300 y. >\n3 create x A > 300 192.0.2.1\n"},
	{"RRsets without updates", {.no_updates = true, .kind.grain = GRAIN_RRSET},
		"v 300 A 192.0.2.2\nw 300 A 192.0.2.2", "v 300 A 192.0.2.1\nw 300 A 192.0.2.1",
		"0 delete v A 300 192.0.2.1 >\n1 create v A > 300 192.0.2.2\n"
		"2 delete w A 300 192.0.2.1 >\n3 create w A > 300 192.0.2.2\n"},
	{"a name in a transaction",
		{.kind.batch = 100, .kind.transaction = true, .kind.grain = GRAIN_RRSET},
		"a 300 CNAME w.example.com.\nv 300 CNAME y.\nw 300 A 192.0.2.1",
		"v 300 A 192.0.2.1\nv 300 TXT \"a\"\nw 300 CNAME y.",
		"0 create a CNAME > 300 w.example.com.\n0 delete v A 300 192.0.2.1 >\n"
		"0 delete v TXT 300 \"a\" >\n0 create v CNAME > 300 y.\n"
		"0 delete w CNAME 300 y. >\n0 create w A > 300 192.0.2.1\n"},
	{"the SOA first",
		{.kind.batch = 100,
			.kind.transaction = true,
			.kind.grain = GRAIN_RRSET,
			.rules.with = SYNC_WITH_SOA | SYNC_WITH_APEX_NS},
		"@ 60 SOA a. b. 2 3 4 5 6\n@ 60 NS n.example.com.\nn 60 A 192.0.2.1",
		"@ 60 SOA a. b. 1 3 4 5 6\n@ 60 NS m.example.net.",
		"0 update @ SOA 60 a. b. 1 3 4 5 6 > 60 a. b. 2 3 4 5 6\n"
		"0 create n A > 60 192.0.2.1\n"
		"1 update @ NS 60 m.example.net. > 60 n.example.com.\n"},
	{"CNAMEs in a circle", {.no_updates = false},
		"a 300 CNAME b.example.com.\nb 300 CNAME a.example.com.", "",
		"0 create a CNAME > 300 b.example.com.\n1 create b CNAME > 300 a.example.com.\n"},
};

static uint16_t mx_types[] = {TYPE_A, TYPE_AAAA, TYPE_CNAME, TYPE_MX, TYPE_TXT, TYPE_SRV, TYPE_NS};

static void test_cases(void **state)
{
	(void)state;
	mx_unique.types.items = mx_types;
	mx_unique.types.count = sizeof(mx_types) / sizeof(mx_types[0]);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct order_case *c = &cases[i];
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

static void fail_with(const struct planned *p, const struct law *law, int round)
{
	struct buf text;
	buf_init(&text, 0);
	planned_print(&text, p);
	planned_print_left(&text, p);
	fail_msg("round %d: %s\n%s%s\n%s", round, p->err.text, text.data, law->broken.data,
		p->plan.remark ? p->plan.remark : "");
}

/* Runs a plan against the law; returns how many states had gaps that were announced. */
static size_t run(struct planned *p, const struct plan_setup *setup, struct random *r, int round)
{
	struct law law;
	const struct elements *elements = setup->no_elements ? NULL : &p->elements;
	assert_int_equal(p->err.code, ZF_OK);
	law_begin(&law, &p->plan, elements, &p->kind);
	law_run(&law, r);
	if (law.broken.len > 0 || !law_is(&law, p->plan.wanted))
		fail_with(p, &law, round);
	size_t gaps = law.gaps;
	law_free(&law);
	struct zf_zone *after = zone_after(p->target, p->plan.operations, p->plan.count);
	assert_true(same_zone(after, p->plan.wanted));
	zf_zone_free(after);
	return gaps;
}

/* A second plan is empty. */
static void run_again(struct planned *p, const struct plan_setup *setup)
{
	struct plan_setup again = *setup;
	struct planned second;
	struct zf_zone *after = zone_after(p->target, p->plan.operations, p->plan.count);
	struct zf_zone *source = zone_after(p->source, NULL, 0);
	plan_of_zones(&second, source, after, &again);
	assert_int_equal(second.err.code, ZF_OK);
	assert_int_equal(second.plan.count, 0);
	planned_free(&second);
}

struct kinds {
	struct desc_holds holds;
	struct plan_setup setup;
};

static void random_setup(struct kinds *k, struct random *r)
{
	*k = (struct kinds){.holds = mx_unique};
	k->holds.mx_unique = random_below(r, 2);
	k->holds.values = random_below(r, 3) ? 0 : 3;
	k->holds.records = random_below(r, 3) ? 0 : 10;
	k->setup.rules.with = SYNC_WITH_APEX_NS | SYNC_WITH_PROVIDER_RECORDS;
	k->setup.kind =
		(struct target_kind){.grain = random_below(r, 2) ? GRAIN_RRSET : GRAIN_RECORD,
			.holds = random_below(r, 3) ? &k->holds : NULL,
			.batch = random_below(r, 2) ? 1 : 1 + random_below(r, 20),
			.transaction = random_below(r, 2)};
	k->setup.no_updates = random_below(r, 2);
	k->setup.no_elements = random_below(r, 3) == 0;
}

/* The zone as a target with these rules could have it. */
static struct zf_zone *fitted(struct zf_zone *zone, const struct target_kind *kind)
{
	struct target_kind keeps = *kind;
	struct fit fit;
	keeps.keeps_notes = true;
	fit_make(&fit, zone, &keeps);
	struct zf_zone *copy = zone_after(fit.zone, NULL, 0);
	fit_free(&fit);
	zf_zone_free(zone);
	return copy;
}

static void test_law(void **state)
{
	struct random r = {11};
	size_t gaps = 0, rounds = 0;
	(void)state;
	for (int i = 0; i < 1500; i++) {
		struct kinds k;
		struct planned p;
		random_setup(&k, &r);
		struct zf_zone *target = fitted(law_random_zone(&r), &k.setup.kind);
		struct zf_zone *source = law_random_zone(&r);
		plan_of_zones(&p, source, target, &k.setup);
		gaps += run(&p, &k.setup, &r, i) > 0;
		run_again(&p, &k.setup);
		rounds++;
		planned_free(&p);
	}
	assert_true(gaps > 0 && gaps < rounds);
}

static void test_law_many_types(void **state)
{
	struct random r = {12};
	(void)state;
	for (int i = 0; i < 300; i++) {
		struct kinds k;
		struct planned p;
		random_setup(&k, &r);
		k.setup.kind.holds = NULL;
		struct zf_zone *target = fitted(lawful_zone(random_zone(&r, 60)), &k.setup.kind);
		struct zf_zone *source = lawful_zone(random_change(&r, target));
		plan_of_zones(&p, source, target, &k.setup);
		run(&p, &k.setup, &r, i);
		run_again(&p, &k.setup);
		planned_free(&p);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases), cmocka_unit_test(test_law),
		cmocka_unit_test(test_law_many_types)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
