#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plan_of.h"
#include "random_zone.h"

/* A provider with a few rules of each kind; cases change what they are about. */
static uint16_t few[] = {TYPE_A, TYPE_AAAA, TYPE_CNAME, TYPE_MX, TYPE_TXT, TYPE_NS};
static const char *own_types[] = {"ALIAS"};
static uint16_t only_mx[] = {TYPE_MX};
static struct desc_form forms[] = {
	{.owner = "^([a-z*]+\\.)+$", .why = "letters in names"},
	{.types = {only_mx, 1},
		.rdata = "^[0-9]+ [a-z.]+$",
		.why = "letters in names of mail servers"},
};
#define FEW .types = {few, sizeof(few) / sizeof(few[0])}
#define SOA "@ 3600 SOA ns1.example.com. host.example.com. 1 7200 3600 1209600 3600"
#define SIGNATURE "@ 3600 RRSIG A 13 2 3600 20300101000000 20200101000000 1 example.com. AAAA"

static const struct fit_case {
	const char *name;
	struct desc_holds holds;
	enum grain grain;
	const char *provider; /* NULL: everybody's */
	const char *source, *zone, *findings;
} cases[] = {
	{"all fits", {FEW}, GRAIN_RECORD, "x", "w 300 A 192.0.2.1", "w 300 A 192.0.2.1\n", ""},
	{"type", {FEW}, GRAIN_RECORD, "x", "w 300 HINFO \"a\" \"b\"\nw 300 A 192.0.2.1",
		"w 300 A 192.0.2.1\n", "not type w HINFO: the target has no HINFO\n"},
	{"SPF", {FEW}, GRAIN_RECORD, "x", "w 300 SPF \"v=spf1\"", "",
		"not type w SPF: the target has no SPF\n"},
	{"TTL too low", {FEW, .ttl_min = 60}, GRAIN_RECORD, "x", "w 59 A 192.0.2.1",
		"w 60 A 192.0.2.1\n", "changed ttl-min w A: TTL 59 becomes 60\n"},
	{"TTL too high", {FEW, .ttl_max = 86400}, GRAIN_RECORD, "x", "w 86401 A 192.0.2.1",
		"w 86400 A 192.0.2.1\n", "changed ttl-max w A: TTL 86401 becomes 86400\n"},
	{"TTL 0 is no limit", {FEW}, GRAIN_RECORD, "x", "w 0 A 192.0.2.1", "w 0 A 192.0.2.1\n", ""},
	{"the provider's own SOA and NS", {FEW, .soa = SOA_READ, .apex_ns = APEX_NS_READ},
		GRAIN_RECORD, "x", SOA "\n@ 300 NS ns.example.net.\nsub 300 NS ns.example.net.",
		"sub 300 NS ns.example.net.\n",
		"own soa @ SOA: the target makes its own SOA\n"
		"own apex-ns @ NS: the name servers of the zone are the target's own\n"},
	{"writable SOA and NS", {FEW, .soa = SOA_WRITE, .apex_ns = APEX_NS_ADD}, GRAIN_RECORD, "x",
		SOA "\n@ 300 NS ns.example.net.", SOA "\n@ 300 NS ns.example.net.\n", ""},
	{"signatures", {FEW}, GRAIN_RECORD, "x", SIGNATURE, "",
		"own dnssec @ RRSIG: a signer makes it\n"},
	{"CNAME at the apex", {FEW, .own_types = {own_types, 1}}, GRAIN_RECORD, "x",
		"@ 300 CNAME example.net.\nw 300 CNAME example.net.", "w 300 CNAME example.net.\n",
		"not apex-cname @ CNAME: the target takes no CNAME at the apex\n"},
	{"CNAME at the apex, flattened", {FEW, .apex_cname = true}, GRAIN_RECORD, "x",
		"@ 300 CNAME example.net.", "@ 300 CNAME example.net.\n", ""},
	{"a text that is too long", {FEW, .txt_max = 5}, GRAIN_RECORD, "x",
		"w 300 TXT \"abc\" \"def\"\nw 300 TXT \"ab\" \"cde\"", "w 300 TXT \"ab\" \"cde\"\n",
		"not txt-length w TXT: its text has 6 octets, the target takes 5 at most\n"},
	{"texts that are refused",
		{FEW, .txt_refuses = TXT_NO_EMPTY | TXT_NO_BACKSLASH | TXT_NO_TRAILING_SPACE |
				     TXT_NO_NON_ASCII},
		GRAIN_RECORD, "x",
		"a 300 TXT \"\"\nb 300 TXT \"\\\\\"\nc 300 TXT \"x \"\nd 300 TXT \"\\200\"\n"
		"e 300 TXT \"\\\"\"",
		"e 300 TXT \"\\\"\"\n",
		"not txt a TXT: the target takes no empty text\n"
		"not txt b TXT: it has characters that the target refuses in texts\n"
		"not txt c TXT: it has characters that the target refuses in texts\n"
		"not txt d TXT: it has characters that the target refuses in texts\n"},
	{"spellings", {FEW, .null_mx = true, .forms = {forms, 2}}, GRAIN_RECORD, "x",
		"w1 300 A 192.0.2.1\n*.w 300 A 192.0.2.1\na\\046b 300 A 192.0.2.1\nw 300 CNAME a1.\n"
		"m 300 MX 1 a1.\nm 300 MX 1 a.",
		"m 300 MX 1 a.\nw 300 CNAME a1.\n*.w 300 A 192.0.2.1\n",
		"not form a\\046b A: the target takes letters in names\n"
		"not form m MX: the target takes letters in names of mail servers\n"
		"not form w1 A: the target takes letters in names\n"},
	{"null MX", {FEW}, GRAIN_RECORD, "x", "w 300 MX 0 .", "",
		"not null-mx w MX: the target takes no null MX (RFC 7505)\n"},
	{"null MX, taken", {FEW, .null_mx = true}, GRAIN_RECORD, "x", "w 300 MX 0 .",
		"w 300 MX 0 .\n", ""},
	{"values", {FEW, .values = 2}, GRAIN_RECORD, "x",
		"w 300 A 192.0.2.1\nw 300 A 192.0.2.2\nw 300 A 192.0.2.3",
		"w 300 A 192.0.2.1\nw 300 A 192.0.2.2\n",
		"not values w A: the target takes 2 of one name and type\n"},
	{"records", {FEW, .records = 1}, GRAIN_RECORD, "x", "a 300 A 192.0.2.1\nb 300 A 192.0.2.1",
		"a 300 A 192.0.2.1\n", "not records b A: the target takes 1 records in a zone\n"},
	{"equal preferences keep their order", {FEW, .mx_unique = true}, GRAIN_RECORD, "x",
		"w 300 MX 10 a.\nw 300 MX 10 b.\nw 300 MX 11 c.\nw 300 MX 20 d.",
		"w 300 MX 10 a.\nw 300 MX 11 b.\nw 300 MX 12 c.\nw 300 MX 20 d.\n",
		"changed equal-mx w MX: preference 10 becomes 11, as another MX has it\n"
		"changed equal-mx w MX: preference 11 becomes 12, as another MX has it\n"},
	{"no preference is left", {FEW, .mx_unique = true}, GRAIN_RECORD, "x",
		"w 300 MX 65535 a.\nw 300 MX 65535 b.", "w 300 MX 65535 a.\n",
		"not equal-mx w MX: another MX has its preference\n"},
	{"mixed TTLs, by RRset", {FEW}, GRAIN_RRSET, "x", "w 300 A 192.0.2.1\nw 60 A 192.0.2.2",
		"w 60 A 192.0.2.1\nw 60 A 192.0.2.2\n",
		"changed mixed-ttl w A: TTL 300 becomes 60, as of the RRset's others\n"},
	{"mixed TTLs, by record", {FEW}, GRAIN_RECORD, "x", "w 300 A 192.0.2.1\nw 60 A 192.0.2.2",
		"w 300 A 192.0.2.1\nw 60 A 192.0.2.2\n", ""},
	{"synthesised records", {FEW, .soa = SOA_WRITE}, GRAIN_RECORD, "x",
		SOA " ;@zoneferry {\"synthesised\":true}", "", ""},
	{"annotations", {FEW}, GRAIN_RECORD, "x",
		"a 300 A 192.0.2.1 ;@x {\"k\":1}\nb 300 A 192.0.2.1 ;@y {\"k\":1}\n"
		"c 300 A 192.0.2.1 ;@x {\"k\":1} ;@y {\"k\":1}",
		"a 300 A 192.0.2.1 ;@x {\"k\":1}\nb 300 A 192.0.2.1\n"
		"c 300 A 192.0.2.1 ;@x {\"k\":1}\n",
		"changed annotation: what y says beside 2 records is not carried\n"},
	{"annotations in a file", {FEW}, GRAIN_RECORD, NULL, "b 300 A 192.0.2.1 ;@y {\"k\":1}",
		"b 300 A 192.0.2.1 ;@y {\"k\":1}\n", ""},
	{"disabled at another provider", {FEW}, GRAIN_RECORD, "x",
		"a 300 A 192.0.2.1 ;@y {\"Disabled\":true}\nb 300 A 192.0.2.1 ;@x "
		"{\"Disabled\":true}\nc 300 A 192.0.2.1 ;@y {\"Comment\":\"disabled\"}",
		"b 300 A 192.0.2.1 ;@x {\"Disabled\":true}\nc 300 A 192.0.2.1\n",
		"not disabled a A: it is disabled at y, and would be served here\n"
		"changed annotation: what y says beside 1 record is not carried\n"},
	{"provider records", {FEW}, GRAIN_RECORD, "x", ";@x {\"a\":1}\n;@y {\"a\":1}",
		";@x {\"a\":1}\n", "not provider-record: it has no counterpart outside y\n"},
	{"a name outside", {FEW}, GRAIN_RECORD, "x", "example.net. 300 A 192.0.2.1", "",
		"not outside example.net. A: its name is not in the zone\n"},
};

static void print_findings(struct buf *b, const struct fit *fit, const struct zf_zone *zone)
{
	static const char *const verdicts[] = {
		[FIT_CHANGED] = "changed", [FIT_NOT] = "not", [FIT_OWN] = "own"};
	for (size_t i = 0; i < fit->count; i++) {
		const struct fit_finding *f = &fit->findings[i];
		char type[RRTYPE_MAX_TEXT];
		buf_printf(b, "%s %s", verdicts[f->verdict], f->rule);
		if (f->rec) {
			buf_addc(b, ' ');
			rec_print_owner(b, zone, f->rec);
			buf_printf(b, " %s", rrtype_name(rec_type(f->rec), type));
		}
		buf_printf(b, ": %s\n", f->text);
	}
}

static void expect(const char *name, const struct buf *is, const char *want)
{
	if (strcmp(is->data, want) != 0)
		fail_msg("%s:\n%swanted:\n%s", name, is->data, want);
}

static void run_case(const struct fit_case *c)
{
	struct zf_zone *source = zone_of("example.com.", c->source);
	struct target_kind kind = {.grain = c->grain,
		.holds = &c->holds,
		.provider = c->provider,
		.keeps_notes = true};
	struct fit fit;
	struct buf text;
	buf_init(&text, 0);
	fit_make(&fit, source, &kind);
	zone_print_lines(&text, fit.zone);
	expect(c->name, &text, c->zone);
	buf_reset(&text);
	print_findings(&text, &fit, source);
	expect(c->name, &text, c->findings);
	buf_free(&text);
	fit_free(&fit);
	zf_zone_free(source);
}

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		run_case(&cases[i]);
}

/* The nearest of a list of TTLs; the lower one of two. */
static void test_ttl_list(void **state)
{
	static const struct {
		uint32_t ttl, want;
	} table[] = {{0, 60}, {60, 60}, {179, 60}, {180, 60}, {181, 300}, {300, 300}, {86401, 3600},
		{4294967295, 3600}};
	struct json *list[] = {
		json_new_number("300", 3), json_new_number("60", 2), json_new_number("3600", 4)};
	const struct json *ttls[] = {list[0], list[1], list[2]};
	struct desc_holds holds = {FEW, .ttls = {ttls, 3}};
	struct target_kind kind = {.holds = &holds};
	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		char line[60];
		struct fit fit;
		snprintf(line, sizeof(line), "w %u A 192.0.2.1", table[i].ttl);
		struct zf_zone *source = zone_of("example.com.", line);
		fit_make(&fit, source, &kind);
		assert_int_equal(fit.zone->recs[0]->ttl, table[i].want);
		assert_int_equal(fit.changed, table[i].ttl != table[i].want);
		fit_free(&fit);
		zf_zone_free(source);
	}
	for (size_t i = 0; i < 3; i++)
		json_free(list[i]);
}

/* A target without notes: a name server. */
static void test_no_notes(void **state)
{
	struct target_kind kind = {.keeps_notes = false};
	struct zf_zone *source = zone_of("example.com.",
		"w 300 A 192.0.2.1 ;@x {\"k\":1}\nv 300 HINFO \"a\" \"b\"\n;@x {\"a\":1}");
	struct fit fit;
	struct buf text;
	(void)state;
	buf_init(&text, 0);
	fit_make(&fit, source, &kind);
	zone_print_lines(&text, fit.zone);
	assert_string_equal(text.data, "v 300 HINFO \"a\" \"b\"\nw 300 A 192.0.2.1\n");
	assert_int_equal(fit.fits, 1);
	assert_int_equal(fit.changed, 1);
	assert_int_equal(fit.misfits, 1);
	buf_free(&text);
	fit_free(&fit);
	zf_zone_free(source);
}

/* What fits once fits as it is: a second fit finds nothing but what can't be told twice. */
static void test_fixed_point(void **state)
{
	struct random r = {5};
	struct desc_holds holds = {FEW, .ttl_min = 60, .ttl_max = 3000, .values = 2, .records = 20,
		.mx_unique = true, .txt_refuses = TXT_NO_QUOTE};
	(void)state;
	for (int i = 0; i < 200; i++) {
		struct target_kind kind = {.holds = &holds,
			.grain = i % 2 ? GRAIN_RRSET : GRAIN_RECORD,
			.provider = "bunny",
			.keeps_notes = true};
		struct zf_zone *source = random_zone(&r, 50);
		struct fit fit, again;
		fit_make(&fit, source, &kind);
		assert_int_equal(
			fit.fits + fit.changed, fit.zone->count + fit.zone->provider_record_count);
		assert_int_equal(fit.fits + fit.changed + fit.misfits + fit.own,
			source->count + source->provider_record_count);
		fit_make(&again, fit.zone, &kind);
		assert_int_equal(again.count, 0);
		assert_true(same_zone(again.zone, fit.zone));
		fit_free(&again);
		fit_free(&fit);
		zf_zone_free(source);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases),
		cmocka_unit_test(test_ttl_list), cmocka_unit_test(test_no_notes),
		cmocka_unit_test(test_fixed_point)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
