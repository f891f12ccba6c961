#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "diff.h"
#include "random_zone.h"

#define SOA "@ 3600 SOA ns1.example.com. host.example.com. 1 7200 3600 1209600 3600\n"
#define SOA2 "@ 3600 SOA ns1.example.com. host.example.com. 2 7200 3600 1209600 3600\n"

/* "-A 192.0.2.1 +A …": each change as its sign, type and RDATA's first octets, and the counts. */
static const char *ops(const struct diff *d)
{
	static char text[2000];
	static const char signs[] = {
		[DIFF_ADD] = '+', [DIFF_REMOVE] = '-', [DIFF_TTL] = 't', [DIFF_META] = 'm'};
	char room[RRTYPE_MAX_TEXT];
	struct buf b;
	buf_init(&b, sizeof(text) - 1);
	for (size_t i = 0; i < d->count; i++) {
		const struct change *c = &d->changes[i];
		const struct rec *r = c->a ? c->a : c->b;
		if (r)
			buf_printf(&b, "%c%s:%u ", signs[c->op], rrtype_name(rec_type(r), room),
				rec_rdata(r)[r->rdata_len - 1]);
		else
			buf_printf(&b, "%c%s ", signs[c->op], (c->pa ? c->pa : c->pb)->json.p);
	}
	buf_printf(&b, "%zu/%zu/%zu/%zu i%zu", d->added, d->removed, d->ttl, d->meta, d->ignored);
	memcpy(text, b.data, b.len + 1);
	buf_free(&b);
	return text;
}

static const uint16_t only_mx[] = {TYPE_MX};

static const struct diff_case {
	const char *a, *b;
	struct diff_options options;
	const char *want;
} cases[] = {
	{"", "", {0}, "0/0/0/0 i0"},
	{SOA, SOA, {0}, "0/0/0/0 i0"},
	{"w 1 A 192.0.2.1", "w 1 A 192.0.2.2", {0}, "-A:1 +A:2 1/1/0/0 i0"},
	{"w 1 A 192.0.2.1", "W 1 A 192.0.2.1", {0}, "0/0/0/0 i0"},
	{"w 1 A 192.0.2.1", "w 2 A 192.0.2.1", {0}, "tA:1 0/0/1/0 i0"},
	{"w 1 A 192.0.2.1", "w 2 A 192.0.2.1", {.ignore = DIFF_IGNORE_TTL}, "0/0/0/0 i1"},
	{"w 1 A 192.0.2.1\nw 1 A 192.0.2.3\nw 1 A 192.0.2.5",
		"w 1 A 192.0.2.1\nw 2 A 192.0.2.3\nw 1 A 192.0.2.4\nv 1 MX 1 w.", {0},
		"+MX:0 -A:5 tA:3 +A:4 2/1/1/0 i0"},
	/* Annotations. */
	{"w 1 A 192.0.2.1 ;@x {\"a\":1}", "w 1 A 192.0.2.1", {0}, "mA:1 0/0/0/1 i0"},
	{"w 1 A 192.0.2.1 ;@x {\"a\":1}", "w 1 A 192.0.2.1 ;@x {\"a\":1}", {0}, "0/0/0/0 i0"},
	{"w 1 A 192.0.2.1 ;@x {\"a\":1,\"b\":2}", "w 1 A 192.0.2.1 ;@x {\"b\":2,\"a\":1}", {0},
		"0/0/0/0 i0"},
	{"w 1 A 192.0.2.1 ;@x {\"a\":1}", "w 1 A 192.0.2.1 ;@y {\"a\":1}", {0}, "mA:1 0/0/0/1 i0"},
	{"w 1 A 192.0.2.1 ;@x {\"a\":1}", "w 2 A 192.0.2.1", {0}, "tA:1 0/0/1/0 i0"},
	{"w 1 A 192.0.2.1 ;@x {\"a\":1}", "w 2 A 192.0.2.1", {.ignore = DIFF_IGNORE_TTL},
		"mA:1 0/0/0/1 i0"},
	{"w 1 A 192.0.2.1 ;@x {\"a\":1}", "w 1 A 192.0.2.1", {.ignore = DIFF_IGNORE_META},
		"0/0/0/0 i1"},
	{"w 1 A 192.0.2.1 ; a comment", "w 1 A 192.0.2.1 ; another", {0}, "0/0/0/0 i0"},
	{";@p {\"a\":1}", ";@p {\"a\":2}", {0}, "-{\"a\":1} +{\"a\":2} 1/1/0/0 i0"},
	{";@p {\"a\":1}", ";@p {\"a\":2}", {.ignore = DIFF_IGNORE_META}, "0/0/0/0 i2"},
	{";@p {\"a\":1}\n;@p {\"b\":1}", ";@p {\"b\":1}", {0}, "-{\"a\":1} 0/1/0/0 i0"},
	/* TXT: the cuts don't count, but each record has one partner. */
	{"w 1 TXT \"ab\" \"c\"", "w 1 TXT \"a\" \"bc\"", {0}, "0/0/0/0 i0"},
	{"w 1 TXT \"abc\"", "w 1 TXT \"\" \"abc\" \"\"", {0}, "0/0/0/0 i0"},
	{"w 1 TXT \"ab\" \"c\"", "w 1 TXT \"a\" \"bc\"", {.txt = DIFF_TXT_EXACT},
		"-TXT:99 +TXT:99 1/1/0/0 i0"},
	{"w 1 SPF \"ab\" \"c\"", "w 1 SPF \"abc\"", {0}, "0/0/0/0 i0"},
	{"w 1 HINFO \"ab\" \"c\"", "w 1 HINFO \"a\" \"bc\"", {0}, "-HINFO:99 +HINFO:99 1/1/0/0 i0"},
	{"w 1 TXT \"ab\" \"c\"", "w 2 TXT \"a\" \"bc\"", {0}, "tTXT:99 0/0/1/0 i0"},
	{"w 1 TXT \"ab\"", "w 1 TXT \"ab\"\nw 1 TXT \"a\" \"b\"", {0}, "+TXT:98 1/0/0/0 i0"},
	{"w 1 TXT \"ab\"", "w 1 TXT \"abc\"", {0}, "-TXT:98 +TXT:99 1/1/0/0 i0"},
	{"w 1 TXT \"c\" \"d\"\nw 1 TXT \"a\" \"b\"", "w 1 TXT \"ab\"\nw 1 TXT \"cx\"", {0},
		"-TXT:100 +TXT:120 1/1/0/0 i0"},
	/* SOA. */
	{SOA, SOA2, {0}, "-SOA:16 +SOA:16 1/1/0/0 i0"},
	{SOA, SOA2, {.ignore = DIFF_IGNORE_SERIAL}, "0/0/0/0 i1"},
	{SOA, SOA2, {.ignore = DIFF_IGNORE_SOA}, "0/0/0/0 i2"},
	{SOA, "@ 3600 SOA ns1.example.com. host.example.com. 2 7200 3600 1209600 3601",
		{.ignore = DIFF_IGNORE_SERIAL}, "-SOA:16 +SOA:17 1/1/0/0 i0"},
	{SOA, "@ 3600 SOA ns2.example.com. host.example.com. 2 7200 3600 1209600 3600",
		{.ignore = DIFF_IGNORE_SERIAL}, "-SOA:16 +SOA:16 1/1/0/0 i0"},
	{SOA, "@ 60 SOA ns1.example.com. host.example.com. 2 7200 3600 1209600 3600",
		{.ignore = DIFF_IGNORE_SERIAL}, "tSOA:16 0/0/1/0 i0"},
	/* NS of the apex only; types of signers; types and names that were asked for. */
	{"@ 1 NS a.", "w 1 NS b.", {.ignore = DIFF_IGNORE_NS}, "+NS:0 1/0/0/0 i1"},
	{"w 1 NSEC3PARAM 1 0 0 -", "w 1 A 192.0.2.1", {.ignore = DIFF_IGNORE_DNSSEC},
		"+A:1 1/0/0/0 i1"},
	{"w 1 A 192.0.2.1\nw 1 MX 1 w.", ";@p {}", {.only = only_mx, .only_count = 1},
		"-MX:0 0/1/0/0 i0"},
	{"w 1 A 192.0.2.1\nx.w 1 A 192.0.2.2\n@ 1 A 192.0.2.3", "", {.name_glob = "*.W"},
		"-A:2 0/1/0/0 i0"},
	{"w 1 A 192.0.2.1\n@ 1 A 192.0.2.3", "", {.name_glob = "@"}, "-A:3 0/1/0/0 i0"},
	/* What was made up is equal to anything of its RRset, and never shown. */
	{"@ 1 NS a. ;@zoneferry {\"synthesised\":true}", "@ 9 NS b.\n@ 9 NS c.", {0}, "0/0/0/0 i3"},
	{"@ 9 NS b.\n@ 9 NS c.", "@ 1 NS a. ;@zoneferry {\"synthesised\":true}", {0}, "0/0/0/0 i3"},
	{"@ 1 NS a. ;@zoneferry {\"synthesised\":true}", "", {0}, "0/0/0/0 i1"},
	{"@ 1 NS a. ;@zoneferry {\"synthesised\":true}", "@ 2 NS a.", {0}, "0/0/0/0 i1"},
	{"@ 1 NS a. ;@zoneferry {\"synthesised\":true}",
		"@ 1 NS a. ;@zoneferry {\"synthesised\":true}", {0}, "0/0/0/0 i0"},
	{"@ 1 NS a. ;@zoneferry {\"synthesised\":true}\n@ 1 NS b.", "w 1 A 192.0.2.1", {0},
		"-NS:0 +A:1 1/1/0/0 i1"},
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct diff_case *c = &cases[i];
		struct zf_zone *a = zone_of("example.com.", c->a),
			       *b = zone_of("example.com.", c->b);
		struct zf_error err = ZF_ERROR_INIT;
		struct diff d;
		assert_int_equal(diff_make(&d, a, b, &c->options, &err), ZF_OK);
		if (strcmp(ops(&d), c->want) != 0)
			fail_msg("case %zu: %s\nagainst %s\ngave %s\nnot  %s", i, c->a, c->b,
				ops(&d), c->want);
		diff_free(&d);
		zf_zone_free(a);
		zf_zone_free(b);
	}
}

static void test_apexes(void **state)
{
	struct zf_zone *a = zone_of("example.com.", ""), *b = zone_of("example.net.", "");
	const struct diff_options options = {0};
	struct zf_error err = ZF_ERROR_INIT;
	struct diff d;
	(void)state;
	assert_int_equal(diff_make(&d, a, b, &options, &err), ZF_ERR_DATA);
	assert_non_null(strstr(err.text, "example.com."));
	assert_non_null(strstr(err.text, "example.net."));
	diff_free(&d);
	zf_zone_free(a);
	zf_zone_free(b);
}

/* The change that takes a record of a away or changes it, or NULL. */
static const struct change *change_of(const struct diff *d, const struct rec *r)
{
	for (size_t i = 0; i < d->count; i++)
		if (d->changes[i].a == r)
			return &d->changes[i];
	return NULL;
}

static bool is_removed(const struct diff *d, const struct provider_record *p)
{
	for (size_t i = 0; i < d->count; i++)
		if (d->changes[i].pa == p)
			return true;
	return false;
}

/* Zone a with the changes carried out. */
static struct zf_zone *apply(const struct diff *d)
{
	struct zone_builder *builder = zone_builder_new(&d->a->apex, "applied");
	for (size_t i = 0; i < d->a->count; i++) {
		const struct rec *r = d->a->recs[i];
		const struct change *c = change_of(d, r);
		if (!c)
			copy_record(builder, d->a, r, r->ttl, rec_notes(r));
		else if (c->op == DIFF_TTL)
			copy_record(builder, d->a, r, c->b->ttl, rec_notes(c->b));
		else if (c->op == DIFF_META)
			copy_record(builder, d->a, r, r->ttl, rec_notes(c->b));
	}
	for (size_t i = 0; i < d->a->provider_record_count; i++)
		if (!is_removed(d, &d->a->provider_records[i]))
			zone_builder_add_provider_record(builder,
				d->a->provider_records[i].provider, d->a->provider_records[i].json);
	for (size_t i = 0; i < d->count; i++) {
		const struct change *c = &d->changes[i];
		if (c->op == DIFF_ADD && c->b)
			copy_record(builder, d->b, c->b, c->b->ttl, rec_notes(c->b));
		if (c->pb)
			zone_builder_add_provider_record(builder, c->pb->provider, c->pb->json);
	}
	return zone_builder_seal(builder);
}

static void check_sorted(const struct diff *d)
{
	static const int place[] = {
		[DIFF_REMOVE] = 0, [DIFF_TTL] = 1, [DIFF_META] = 1, [DIFF_ADD] = 2};
	for (size_t i = 1; i < d->count; i++) {
		const struct change *x = &d->changes[i - 1], *y = &d->changes[i];
		const struct rec *rx = x->a ? x->a : x->b, *ry = y->a ? y->a : y->b;
		if (!rx || !ry) {
			assert_null(ry);
			continue;
		}
		int c = rec_cmp_rrset(rx, ry);
		assert_true(c < 0 || (c == 0 && place[x->op] < place[y->op]) ||
			    (c == 0 && place[x->op] == place[y->op] && rec_cmp(rx, ry) < 0));
	}
}

/* A change of d is there in the diff of the other direction, turned round. */
static void check_mirrored(const struct diff *d, const struct diff *mirror)
{
	assert_int_equal(d->count, mirror->count);
	assert_int_equal(d->added, mirror->removed);
	assert_int_equal(d->ttl, mirror->ttl);
	assert_int_equal(d->meta, mirror->meta);
	for (size_t i = 0; i < d->count; i++) {
		const struct change *c = &d->changes[i];
		bool found = false;
		for (size_t k = 0; k < mirror->count && !found; k++) {
			const struct change *m = &mirror->changes[k];
			found = m->a == c->b && m->b == c->a && m->pa == c->pb && m->pb == c->pa;
		}
		assert_true(found);
	}
}

static void check_pair(const struct zf_zone *a, const struct zf_zone *b)
{
	const struct diff_options exact = {.txt = DIFF_TXT_EXACT}, joined = {0};
	struct zf_error err = ZF_ERROR_INIT;
	struct diff d, mirror, rest;
	assert_int_equal(diff_make(&d, a, b, &exact, &err), ZF_OK);
	check_sorted(&d);
	struct zf_zone *applied = apply(&d);
	assert_true(same_zone(applied, b));
	assert_int_equal(diff_make(&mirror, b, a, &exact, &err), ZF_OK);
	check_mirrored(&d, &mirror);
	diff_free(&mirror);
	diff_free(&d);
	zf_zone_free(applied);

	assert_int_equal(diff_make(&d, a, b, &joined, &err), ZF_OK);
	check_sorted(&d);
	applied = apply(&d);
	assert_int_equal(diff_make(&rest, applied, b, &joined, &err), ZF_OK);
	assert_int_equal(rest.count, 0);
	diff_free(&rest);
	diff_free(&d);
	zf_zone_free(applied);

	assert_int_equal(diff_make(&d, a, a, &exact, &err), ZF_OK);
	assert_int_equal(d.count + d.ignored, 0);
	diff_free(&d);
}

static void test_random_pairs(void **state)
{
	struct random r = {20260101};
	(void)state;
	for (int i = 0; i < 10000; i++) {
		struct zf_zone *a = random_zone(&r, i % 100 == 0 ? 200 : 40);
		struct zf_zone *b = i % 4 ? random_change(&r, a) : random_zone(&r, 40);
		check_pair(a, b);
		zf_zone_free(a);
		zf_zone_free(b);
	}
}

struct visited {
	size_t rules[DIFF_SAME_META_IGNORED + 1];
};

static void visit(void *user, const struct diff_verdict *v)
{
	((struct visited *)user)->rules[v->rule]++;
}

/* diff_rrset shows each record once, and what diff_make counts is what it says. */
static void test_verdicts(void **state)
{
	const struct diff_options options = {0};
	struct zf_zone *a = zone_of("example.com.",
		"w 1 TXT \"a\" \"b\"\nw 1 TXT \"c\"\nw 1 TXT \"d\"\nw 1 TXT \"e\"\nw 1 TXT \"f\" ;@x {}");
	struct zf_zone *b = zone_of(
		"example.com.", "w 1 TXT \"ab\"\nw 1 TXT \"c\"\nw 2 TXT \"d\"\nw 1 TXT \"f\"");
	struct diff_set sa = {a->recs, a->count}, sb = {b->recs, b->count};
	struct visited v = {{0}};
	(void)state;
	diff_rrset(&sa, &sb, &options, visit, &v);
	assert_int_equal(v.rules[DIFF_SAME], 2);
	assert_int_equal(v.rules[DIFF_DIFFERENT_TTL], 1);
	assert_int_equal(v.rules[DIFF_DIFFERENT_META], 1);
	assert_int_equal(v.rules[DIFF_ONLY_A], 1);
	assert_int_equal(v.rules[DIFF_ONLY_B], 0);
	assert_false(diff_same_set(&sa, &sb, &options));
	assert_true(diff_same_set(&sa, &sa, &options));
	zf_zone_free(a);
	zf_zone_free(b);
}

/* A zone of a text that can't tell what its provider keeps beside the records. */
static void test_bare(void **state)
{
	struct zf_zone *zones[] = {
		zone_of("example.com.",
			"w 300 A 192.0.2.1 ;@x {\"proxied\":true,\"ttl\":1}\n"
			"v 300 A 192.0.2.1 ;@x {\"comment\":\"\\\"ttl\\\":\"}\n;@x {\"alias\":\"a\"}"),
		zone_of("example.com.", "w 60 A 192.0.2.1\nv 60 A 192.0.2.1")};
	struct diff_options options = {0};
	struct zf_error err = ZF_ERROR_INIT;
	struct diff d;
	(void)state;
	assert_int_equal(diff_untold(zones, 2), 0);
	zones[1]->bare = true;
	options.ignore = diff_untold(zones, 2);
	assert_int_equal(diff_make(&d, zones[0], zones[1], &options, &err), ZF_OK);
	assert_string_equal(ops(&d), "tA:1 0/0/1/0 i2"); /* of v: its TTL is told */
	diff_free(&d);
	zf_zone_free(zones[0]);
	zf_zone_free(zones[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_apexes),
		cmocka_unit_test(test_random_pairs),
		cmocka_unit_test(test_verdicts),
		cmocka_unit_test(test_bare),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
