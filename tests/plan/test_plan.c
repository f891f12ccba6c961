#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plan_of.h"
#include "random_zone.h"

/*
 * Elements as they come now and then.
 */

/* Another element with the first one's value, an hour longer. */
static void double_first(struct elements *e)
{
	struct json *raw = json_new_object();
	struct element *made = elements_add(e, raw);
	const struct element *first = &e->items[0];
	json_free(raw);
	made->id = (struct str){"twin", 4};
	made->owner = first->owner;
	made->type = first->type;
	made->ttl = first->ttl + 3600;
	elements_add_value(e, &first->values[0]);
}

/* A value beside the first element's of which no record was made. */
static void add_disabled(struct elements *e)
{
	elements_add_value(e, &(struct element_value){.raw = e->items[0].raw});
}

/* Nothing in it is a record. */
static void disable_first(struct elements *e)
{
	e->items[0].owner = name_of("w.example.com.");
	e->items[0].values[0] = (struct element_value){.raw = e->items[0].raw};
}

/* The first element's value a second time. */
static void add_value(struct elements *e)
{
	elements_add_value(e, &e->items[0].values[0]);
}

/* Another element of the first one's owner and type with nothing that was understood. */
static void add_part(struct elements *e)
{
	double_first(e);
	e->items[e->count - 1].values[0].rdata = (struct str){NULL, 0};
}

static void lose_first(struct elements *e)
{
	e->items[0].type = 0;
}

static void protect_kept(struct elements *e)
{
	for (size_t i = 0; i < e->count; i++)
		if (e->items[i].type == 0)
			e->items[i].read_only = "it is the provider's";
}

#define SET .kind.grain = GRAIN_RRSET
#define UPDATE .rules.mode = SYNC_UPDATE
#define STAYS "the source lacks it (--update deletes nothing)\n"
#define KEPT .rules.with = SYNC_WITH_PROVIDER_RECORDS

static const struct plan_case {
	const char *name;
	struct plan_setup setup;
	const char *source, *target, *want, *left;
} cases[] = {
	{"nothing", {.no_notes = false}, "w 300 A 192.0.2.1", "w 300 A 192.0.2.1", "", ""},
	{"create", {.no_notes = false}, "w 300 A 192.0.2.1", "", "0 create w A > 300 192.0.2.1\n",
		""},
	{"delete", {.no_notes = false}, "", "w 300 A 192.0.2.1", "0 delete w A 300 192.0.2.1 >\n",
		""},
	{"update in place", {.no_notes = false}, "w 300 A 192.0.2.2", "w 300 A 192.0.2.1",
		"0 update w A 300 192.0.2.1 > 300 192.0.2.2\n", ""},
	/* --update: one value becomes another; of several the old ones stay. */
	{"update", {UPDATE}, "w 300 A 192.0.2.2", "w 300 A 192.0.2.1",
		"0 update w A 300 192.0.2.1 > 300 192.0.2.2\n", ""},
	{"update one RRset", {SET, UPDATE}, "w 300 TXT \"b\"", "w 300 TXT \"a\"",
		"0 update w TXT 300 \"a\" > 300 \"b\"\n", ""},
	{"update, without updates", {UPDATE, .no_updates = true}, "w 300 CNAME b.",
		"w 300 CNAME a.", "0 delete w CNAME 300 a. >\n1 create w CNAME > 300 b.\n", ""},
	{"update at a name server", {SET, UPDATE, .no_elements = true, .no_notes = true},
		"w 300 A 192.0.2.2", "w 300 A 192.0.2.1",
		"0 update w A 300 192.0.2.1 > 300 192.0.2.2\n", ""},
	{"update, of several", {UPDATE}, "w 300 A 192.0.2.3",
		"w 300 A 192.0.2.1\nw 300 A 192.0.2.2", "0 create w A > 300 192.0.2.3\n",
		"target w A: " STAYS "target w A: " STAYS},
	{"update one RRset, of several", {SET, UPDATE}, "w 300 A 192.0.2.2\nw 300 A 192.0.2.3",
		"w 300 A 192.0.2.1",
		"0 update w A 300 192.0.2.1 > 300 192.0.2.1, 300 192.0.2.2, 300 192.0.2.3\n",
		"target w A: " STAYS},
	{"the nearest is updated", {.no_notes = false},
		"w 300 TXT \"v=spf1 include:b -all\"\nw 300 TXT \"new\"",
		"w 300 TXT \"v=spf1 include:a -all\"",
		"0 update w TXT 300 \"v=spf1 include:a -all\" > 300 "
		"\"v=spf1 include:b -all\"\n0 create w TXT > 300 \"new\"\n",
		""},
	{"one RRset", {SET}, "w 300 A 192.0.2.2\nw 300 A 192.0.2.3", "w 300 A 192.0.2.1",
		"0 update w A 300 192.0.2.1 > 300 192.0.2.2, 300 192.0.2.3\n", ""},
	{"one RRset, without updates", {SET, .no_updates = true}, "w 300 A 192.0.2.2",
		"w 300 A 192.0.2.1", "0 delete w A 300 192.0.2.1 >\n1 create w A > 300 192.0.2.2\n",
		""},
	{"TTL", {.no_notes = false}, "w 60 A 192.0.2.1", "w 300 A 192.0.2.1",
		"0 update w A 300 192.0.2.1 > 60 192.0.2.1\n", ""},
	{"annotation", {.kind.provider = "x"}, "w 300 A 192.0.2.1 ;@x {\"k\":1}",
		"w 300 A 192.0.2.1", "0 update w A 300 192.0.2.1 > 300 192.0.2.1 ;@x {\"k\":1}\n",
		""},
	{"a comment is taken away", {.kind.provider = "x", .rules.meta = SYNC_META_MIRROR},
		"w 300 A 192.0.2.1", "w 300 A 192.0.2.1 ;@x {\"k\":1}",
		"0 update w A 300 192.0.2.1 ;@x {\"k\":1} > 300 192.0.2.1\n", ""},
	/* Several elements hold one record. */
	{"duplicates stay", {.spoil = double_first}, "w 300 A 192.0.2.1", "w 300 A 192.0.2.1", "",
		""},
	{"duplicates go together", {.spoil = double_first}, "", "w 300 A 192.0.2.1",
		"0 delete w A 300 192.0.2.1 >\n0 delete w A 300 192.0.2.1 >\n", ""},
	{"of duplicates one is updated", {.spoil = double_first}, "w 300 A 192.0.2.2",
		"w 300 A 192.0.2.1",
		"0 update w A 300 192.0.2.1 > 300 192.0.2.2\n0 delete w A 300 192.0.2.1 >\n", ""},
	{"duplicates all get the TTL", {.spoil = double_first}, "w 60 A 192.0.2.1",
		"w 300 A 192.0.2.1",
		"0 update w A 300 192.0.2.1 > 60 192.0.2.1\n"
		"0 update w A 300 192.0.2.1 > 60 192.0.2.1\n",
		""},
	{"a duplicate that has the TTL already", {.spoil = double_first}, "w 3900 A 192.0.2.1",
		"w 300 A 192.0.2.1", "0 update w A 300 192.0.2.1 > 3900 192.0.2.1\n", ""},
	/* What must not be touched. */
	{"read-only", {.read_only = "A"}, "w 60 A 192.0.2.1\nw 300 A 192.0.2.2",
		"w 300 A 192.0.2.1\nw 300 A 192.0.2.9", "0 create w A > 300 192.0.2.2\n",
		"target w A: it is the provider's\nsource w A: it is the provider's\n"
		"target w A: it is the provider's\n"},
	{"several values in one", {.spoil = add_value}, "w 300 A 192.0.2.2", "w 300 A 192.0.2.1",
		"0 create w A > 300 192.0.2.2\n",
		"target w A: the target keeps it together with other values\n"},
	{"a disabled value rides along", {SET, .spoil = add_disabled}, "w 300 A 192.0.2.2",
		"w 300 A 192.0.2.1", "0 update w A 300 192.0.2.1 > 300 192.0.2.2\n", ""},
	{"a disabled value stays", {SET, .spoil = add_disabled}, "", "w 300 A 192.0.2.1",
		"0 delete w A 300 192.0.2.1 >\n", ""},
	{"a disabled value is there", {SET, .spoil = disable_first},
		"v 300 A 192.0.2.1\nw 300 A 192.0.2.1", "v 300 A 192.0.2.1",
		"0 create w A > 300 192.0.2.1\n", ""},
	{"a disabled value, without updates", {SET, .no_updates = true, .spoil = add_disabled},
		"w 300 A 192.0.2.2", "w 300 A 192.0.2.1", "",
		"target w A: it stands beside what no record is made of, and the target changes "
		"nothing in place\n"
		"source w A: it stands beside what no record is made of, and the target changes "
		"nothing in place\n"},
	{"a disabled value beside a record", {.spoil = add_disabled}, "", "w 300 A 192.0.2.1", "",
		"target w A: the target keeps it together with other values\n"},
	{"an RRset in parts", {SET, .spoil = add_part}, "w 300 A 192.0.2.2", "w 300 A 192.0.2.1",
		"",
		"target w A: the target has it in several parts, by a policy of its own\n"
		"source w A: the target has it in several parts, by a policy of its own\n"},
	{"no element", {.spoil = lose_first}, "", "a 300 A 192.0.2.1\nb 300 A 192.0.2.1",
		"0 delete b A 300 192.0.2.1 >\n",
		"target a A: it is no element of its own at the target\n"},
	{"no elements at all", {.no_elements = true}, "", "a 300 A 192.0.2.1",
		"0 delete a A 300 192.0.2.1 >\n", ""},
	/* Provider records. */
	{"a redirect is changed", {KEPT}, ";@x {\"Name\":\"a\",\"Type\":5,\"Value\":\"y\"}",
		";@x {\"Name\":\"a\",\"Type\":5,\"Value\":\"x\"}",
		"0 update {\"Name\":\"a\",\"Type\":5,\"Value\":\"x\"} > "
		"{\"Name\":\"a\",\"Type\":5,\"Value\":\"y\"}\n",
		""},
	{"another type of thing takes no place", {KEPT},
		";@x {\"Name\":\"a\",\"Type\":6,\"Value\":\"x\"}",
		";@x {\"Name\":\"a\",\"Type\":5,\"Value\":\"x\"}",
		"0 delete {\"Name\":\"a\",\"Type\":5,\"Value\":\"x\"} > \n"
		"0 create  > {\"Name\":\"a\",\"Type\":6,\"Value\":\"x\"}\n",
		""},
	{"a protected provider record", {KEPT, .spoil = protect_kept}, "", ";@x {\"a\":1}", "",
		"target {\"a\":1}: it is the provider's\n"},
};

static void expect(const char *name, const struct buf *is, const char *want)
{
	if (strcmp(is->data, want) != 0)
		fail_msg("%s:\n%swanted:\n%s", name, is->data, want);
}

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
		expect(c->name, &text, c->want);
		buf_reset(&text);
		planned_print_left(&text, &p);
		expect(c->name, &text, c->left);
		struct zf_zone *after = zone_after(p.target, p.plan.operations, p.plan.count);
		assert_true(same_zone(after, p.plan.wanted));
		zf_zone_free(after);
		buf_free(&text);
		planned_free(&p);
	}
}

/* What comes where an element holds no record is put into that element. */
static void test_create_beside(void **state)
{
	const struct plan_setup setup = {SET, .spoil = disable_first};
	struct planned p;
	(void)state;
	plan_of(&p, "v 300 A 192.0.2.1\nw 300 A 192.0.2.1", "v 300 A 192.0.2.1", &setup);
	assert_int_equal(p.plan.count, 1);
	assert_int_equal(p.plan.operations[0].kind, OPERATION_CREATE);
	assert_ptr_equal(p.plan.operations[0].element, &p.elements.items[0]);
	planned_free(&p);
}

/* Calls and their time: by batches, and steps where a call is no transaction. */
static void test_calls(void **state)
{
	static const struct {
		size_t batch, calls;
		bool transaction, whole;
	} table[] = {{1, 5, false, false}, {2, 3, false, false}, {10, 2, false, false},
		{10, 1, true, true}, {3, 2, true, true},
		/* What belongs together is in one call, where it fits one. */
		{4, 2, true, true}, {1, 5, true, false}};
	static const char source[] = "a 300 A 192.0.2.1\nb 300 A 192.0.2.1\nc 300 A 192.0.2.1\n"
				     "d 300 A 192.0.2.1",
			  target[] = "d 300 CNAME x.";
	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct plan_setup setup = {.kind = {.batch = table[i].batch,
						   .transaction = table[i].transaction,
						   .call_ms = 100}};
		struct planned p;
		plan_of(&p, source, target, &setup);
		assert_int_equal(p.plan.count, 5);
		assert_int_equal(p.plan.calls, table[i].calls);
		assert_int_equal(p.plan.estimate_ms, 100 * (long)table[i].calls);
		/* In one call nothing is seen half done. */
		assert_int_equal(!p.plan.remark, table[i].whole);
		planned_free(&p);
	}
}

static void test_counts(void **state)
{
	struct plan_setup setup = {.kind.grain = GRAIN_RRSET};
	struct planned p;
	(void)state;
	plan_of(&p, "w 60 A 192.0.2.1\nw 60 A 192.0.2.2\nv 60 TXT \"a\"\nu 60 A 192.0.2.1",
		"w 300 A 192.0.2.1\nw 300 A 192.0.2.3\nw 300 A 192.0.2.4\nu 60 A 192.0.2.1",
		&setup);
	assert_int_equal(p.plan.creates, 1);
	assert_int_equal(p.plan.updates, 2);
	assert_int_equal(p.plan.deletes, 1);
	planned_free(&p);
}

/* What is left alone counts too. */
static void test_limit(void **state)
{
	static uint16_t types[] = {TYPE_A};
	static const char *const ignored[] = {"v"};
	static const struct desc_holds holds = {.types = {types, 1}, .records = 1};
	const struct plan_setup setup = {
		.kind.holds = &holds, .rules = {.ignore_names = ignored, .ignore_name_count = 1}};
	struct planned p;
	(void)state;
	plan_of(&p, "w 300 A 192.0.2.1", "v 300 A 192.0.2.1", &setup);
	assert_int_equal(p.plan.count, 1);
	assert_string_equal(
		p.plan.remark, "the target would hold 2 records, and takes 1 by its description");
	planned_free(&p);
}

/* What the target's API can't make is left alone, whoever asks for it. */
static void test_uncreatable(void **state)
{
	struct zf_zone *target = zone_of("example.com.", "");
	const struct target_kind kind = {.batch = 1, .keeps_notes = true};
	struct zf_error err = ZF_ERROR_INIT;
	struct plan plan;
	(void)state;
	assert_int_equal(plan_toward(&plan, target, NULL, &kind,
				 zone_of("example.com.", ";@x {\"a\":1}"), &err),
		ZF_OK);
	assert_int_equal(plan.count, 0);
	assert_int_equal(plan.left_count, 1);
	assert_true(plan.left[0].in_source);
	assert_int_equal(plan.wanted->provider_record_count, 0);
	plan_free(&plan);
	zf_zone_free(target);
}

/* An RRset that was synthesised in part is not asked for, whoever wants it. */
static void test_synthesised(void **state)
{
	struct zf_zone *target = zone_of("example.com.", "v 300 A 192.0.2.1");
	const struct target_kind kind = {.batch = 1, .keeps_notes = true};
	struct zf_error err = ZF_ERROR_INIT;
	struct plan plan;
	(void)state;
	assert_int_equal(
		plan_toward(&plan, target, NULL, &kind,
			zone_of("example.com.", "v 300 A 192.0.2.1\n@ 300 NS a.\n"
						"@ 300 NS b. ;@zoneferry {\"synthesised\":true}"),
			&err),
		ZF_OK);
	assert_int_equal(plan.count, 0);
	assert_true(same_zone(plan.wanted, target));
	plan_free(&plan);
	zf_zone_free(target);
}

static void test_other_zone(void **state)
{
	struct zf_zone *a = zone_of("example.com.", ""), *b = zone_of("example.net.", "");
	const struct target_kind kind = {.batch = 1};
	const struct sync_rules rules = {.mode = SYNC_MIRROR};
	struct zf_error err = ZF_ERROR_INIT;
	struct plan plan;
	(void)state;
	assert_int_equal(plan_make(&plan, a, b, NULL, &kind, &rules, &err), ZF_ERR_DATA);
	plan_free(&plan);
	err = (struct zf_error)ZF_ERROR_INIT;
	assert_int_equal(plan_toward(&plan, b, NULL, &kind, a, &err), ZF_ERR_DATA);
	plan_free(&plan);
	zf_zone_free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases),
		cmocka_unit_test(test_create_beside), cmocka_unit_test(test_calls),
		cmocka_unit_test(test_counts), cmocka_unit_test(test_limit),
		cmocka_unit_test(test_synthesised), cmocka_unit_test(test_uncreatable),
		cmocka_unit_test(test_other_zone)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
