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

/* The text of a plan with one of everything. */
static void print_sample(struct buf *text, struct planned *p)
{
	const struct plan_setup setup = {.rules.with = SYNC_WITH_PROVIDER_RECORDS};
	plan_of(p,
		"w 300 A 192.0.2.2 ;@x {\"k\":[1,\"a\"]}\nv 60 TXT \"a\\\"\\200\"\n"
		"u 60 TYPE65280 \\# 2 abcd\n;@x {\"a\":1}",
		"w 300 A 192.0.2.1\nv 300 TXT \"a\\\"\\200\"\n;@x {\"b\":1}", &setup);
	print(text, p);
}

static enum zf_status read_and_want(
	const struct zf_zone *target, const char *p, size_t n, struct zf_error *err)
{
	struct plan_file file;
	struct zf_zone *wanted = NULL;
	enum zf_status status = plan_file_read(&file, "x.plan", (struct str){p, n}, err);
	if (status != ZF_OK)
		return status;
	status = plan_file_wanted(&file, target, &wanted, err);
	plan_file_free(&file);
	zf_zone_free(wanted);
	return status;
}

/* Every cut of a plan is refused, and whatever an octet becomes, nothing but an error comes of it,
 * or a plan. */
static void test_cuts_and_flips(void **state)
{
	struct random r = {3};
	struct planned p;
	struct buf text;
	(void)state;
	buf_init(&text, 0);
	print_sample(&text, &p);
	for (size_t n = 0; n + 1 < text.len; n++) { /* the last octet is a newline */
		struct zf_error err = ZF_ERROR_INIT;
		char *cut = malloc(n + 1);
		memcpy(cut, text.data, n);
		assert_int_not_equal(read_and_want(p.target, cut, n, &err), ZF_OK);
		assert_true(err.text[0] && strchr(err.text, '\n') == NULL);
		free(cut);
	}
	size_t refused = 0;
	for (size_t i = 0; i < text.len; i++) {
		struct zf_error err = ZF_ERROR_INIT;
		char was = text.data[i];
		text.data[i] = (char)(was ^ (1 << random_below(&r, 8)));
		refused += read_and_want(p.target, text.data, text.len, &err) != ZF_OK;
		text.data[i] = was;
	}
	assert_true(refused > text.len / 4);
	buf_free(&text);
	planned_free(&p);
}

/* What is written in place of something of the sample, and what is said. */
static const struct broken_case {
	const char *was, *is, *says;
} broken[] = {
	{"\"version\":1", "\"version\":2", "this is no plan: \"version\" must be 1"},
	{"\"zone\":\"example.com.\"", "\"zone\":\"example.com\"", "is no domain name"},
	{"\"zone\":\"example.com.\"", "\"zone\":1", "\"zone\" must be an absolute name"},
	{"\"zone\":\"example.com.\"", "\"zone\":\"example.net.\"",
		"the plan is for another zone than example.com."},
	{"\"source\":\"a.zone\"", "\"source\":1", "\"source\" and \"target\" must be locations"},
	{"target_digest\":\"sha256:", "target_digest\":\"sha257:", "a digest must be"},
	{"target_digest", "target_digits", "a digest must be"},
	{"\"operations\":[", "\"operators\":[", "\"operations\" must be a list"},
	{"\"op\":\"update\"", "\"op\":\"destroy\"",
		"operation 2 of the plan is broken: \"op\" must be create, update or delete"},
	{"\"name\":\"w.example.com.\"", "\"name\":\"w\"", "is no domain name"},
	{"\"name\":\"w.example.com.\"", "\"nome\":\"w\"", "\"name\" must be an absolute name"},
	{"\"type\":\"A\"", "\"type\":\"B\"", "\"type\" must be a type of records"},
	{"\"type\":\"A\"", "\"type\":\"AXFR\"", "\"type\" must be a type of records"},
	{"\"before\":[{\"ttl\":300,\"rdata\":\"192.0.2.1\"}]", "\"before\":3", "must be lists"},
	{"{\"ttl\":300,\"rdata\":\"192.0.2.1\"}", "3", "a record has no \"rdata\""},
	{"{\"ttl\":300,\"rdata\":\"192.0.2.1\"}", "{\"ttl\":300}", "a record has no \"rdata\""},
	{"{\"ttl\":300,\"rdata\":\"192.0.2.1\"}", "{\"ttl\":-1,\"rdata\":\"192.0.2.1\"}",
		"\"ttl\" must be seconds"},
	{"\"rdata\":\"192.0.2.1\"", "\"rdata\":\"192.0.2\"", "192.0.2"},
	{"\"rdata\":\"192.0.2.1\"", "\"rdata\":\"192.0.2.9\"",
		"the plan is not for this target: w.example.com. A that it changes isn't there"},
	{"\"before\":[{\"ttl\":300,\"rdata\":\"192.0.2.1\"}]",
		"\"before\":[{\"ttl\":301,\"rdata\":\"192.0.2.1\"}]",
		"w.example.com. A that it changes isn't there"},
	{"\"after\":[{\"ttl\":300,\"rdata\":\"192.0.2.2\"",
		"\"after\":[{\"ttl\":300,\"rdata\":\"192.0.2.1\"},{\"ttl\":300,\"rdata\":\"192.0.2.2\"",
		NULL},
	{"\"before\":[{\"ttl\":300,\"rdata\":\"192.0.2.1\"}],\"after\":[{\"ttl\":300,\"rdata\":"
	 "\"192.0.2.2\"",
		"\"before\":[],\"after\":[{\"ttl\":300,\"rdata\":\"192.0.2.1\"",
		"w.example.com. A that it brings is there already"},
	{"\"meta\":{\"x\":{\"k\":[1,\"a\"]}}", "\"meta\":{\"x\":[]}", "\"meta\" must hold objects"},
	{"\"meta\":{\"x\"", "\"meta\":{\"x;\"", "\"meta\" must hold objects"},
	{"\"provider\":\"x\"", "\"provider\":\"x \"", "\"provider\" must be a provider's name"},
	{"[{\"a\":1}]", "[1]", "a provider record must be an object"},
	{"[{\"b\":1}]", "[{\"c\":1}]",
		"the plan is not for this target: a provider record  that it changes isn't there"},
};

static void test_broken(void **state)
{
	struct planned p;
	struct buf text;
	(void)state;
	buf_init(&text, 0);
	print_sample(&text, &p);
	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		struct zf_error err = ZF_ERROR_INIT;
		struct buf other;
		char *at = strstr(text.data, broken[i].was);
		if (!at)
			fail_msg("%s is not in\n%s", broken[i].was, text.data);
		buf_init(&other, 0);
		buf_add(&other, text.data, (size_t)(at - text.data));
		buf_adds(&other, broken[i].is);
		buf_adds(&other, at + strlen(broken[i].was));
		enum zf_status status = read_and_want(p.target, other.data, other.len, &err);
		assert_true((status == ZF_OK) == !broken[i].says);
		if (broken[i].says && !strstr(err.text, broken[i].says))
			fail_msg("%s, not %s", err.text, broken[i].says);
		buf_free(&other);
	}
	buf_free(&text);
	planned_free(&p);
}

/* A plan of other operations is another plan, and so is one of fewer. */
static void test_same(void **state)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct planned p, other;
	struct plan_file file;
	struct buf text;
	const struct plan_setup setup = {.rules.mode = SYNC_MIRROR};
	(void)state;
	buf_init(&text, 0);
	print_sample(&text, &p);
	assert_int_equal(
		plan_file_read(&file, "x.plan", (struct str){text.data, text.len}, &err), ZF_OK);
	assert_string_equal(file.source, "a.zone");
	assert_string_equal(file.target, "x:example.com");
	assert_true(file.has_source_digest);
	assert_true(plan_file_same(&file, &p.plan));
	plan_of(&other, "w 300 A 192.0.2.2", "w 300 A 192.0.2.1", &setup);
	assert_false(plan_file_same(&file, &other.plan));
	p.plan.count--;
	assert_false(plan_file_same(&file, &p.plan));
	planned_free(&other);
	plan_file_free(&file);
	buf_free(&text);
	planned_free(&p);
}

/* What is written can be read, or is said not to be: many operations, and one of too much. */
static void test_large(void **state)
{
	enum { MANY = 50000 };
	const struct plan_setup setup = {.no_elements = true};
	struct zf_error err = ZF_ERROR_INIT;
	struct planned p;
	struct plan_file file;
	struct buf lines, text;
	(void)state;
	buf_init(&lines, 0);
	buf_init(&text, 0);
	for (int i = 0; i < MANY; i++)
		buf_printf(&lines, "h%d 60 A 192.0.2.1\n", i);
	plan_of(&p, lines.data, "", &setup);
	print(&text, &p);
	assert_int_equal(plan_file_check(&text, &err), ZF_OK);
	assert_int_equal(
		plan_file_read(&file, "x.plan", (struct str){text.data, text.len}, &err), ZF_OK);
	assert_true(plan_file_same(&file, &p.plan));
	plan_file_free(&file);
	planned_free(&p);
	buf_reset(&text);
	buf_adds(&text, "{\"operations\":[[0");
	for (int i = 0; i < JSON_MAX_VALUES; i++)
		buf_adds(&text, ",0");
	buf_adds(&text, "]]}");
	assert_int_equal(plan_file_check(&text, &err), ZF_ERR_LIMIT);
	buf_free(&lines);
	buf_free(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_cuts_and_flips), cmocka_unit_test(test_broken),
		cmocka_unit_test(test_same), cmocka_unit_test(test_large)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
