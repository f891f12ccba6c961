/* What plans and fits look like, to the octet: testdata/plan. ZF_GOLDEN=write writes the files
 * anew, for a look at `git diff`. */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "output_of.h"
#include "plan_of.h"

static uint16_t types[] = {TYPE_A, TYPE_AAAA, TYPE_CNAME, TYPE_MX, TYPE_TXT, TYPE_NS};
static struct desc_holds holds = {.types = {types, sizeof(types) / sizeof(types[0])},
	.ttl_min = 60,
	.ttl_max = 86400,
	.soa = SOA_READ,
	.null_mx = true,
	.txt_refuses = TXT_NO_QUOTE};

static const char source[] =
	"@ 3600 SOA ns1.example.com. host.example.com. 1 7200 3600 1209600 3600\n"
	"@ 3600 NS ns1.example.com.\n"
	"@ 300 MX 10 mail.example.com.\n"
	"mail 30 A 192.0.2.25\n"
	"mail 300 SSHFP 4 2 "
	"0000000000000000000000000000000000000000000000000000000000000000\n"
	"new 300 A 192.0.2.9 ;@lab {\"proxied\":true}\n"
	"txt 300 TXT \"a \\\" <b>`|\"\n"
	"www 300 A 192.0.2.2 ;@other {\"weight\":1}\n"
	"www 600 AAAA 2001:db8::1\n"
	";@other {\"Value\":\"https://example.com/<b>\"}\n"
	";@lab {\"Name\":\"new\"}";
static const char target[] =
	"@ 3600 SOA ns.lab.example. host.lab.example. 7 7200 3600 1209600 3600\n"
	"@ 3600 NS ns.lab.example.\n"
	"@ 300 MX 10 mail.example.com.\n"
	"mail 60 A 192.0.2.25\n"
	"old 300 CNAME www.example.com.\n"
	"typ 300 TXT \"x\"\n"
	"www 300 A 192.0.2.1 ;@lab {\"proxied\":true}\n"
	"www 300 A 192.0.2.3\n"
	"www 300 AAAA 2001:db8::1\n"
	"k8s.www 300 A 192.0.2.77\n"
	";@lab {\"Name\":\"old\"}";

static const char *const ignored[] = {"k8s.*"};
static const struct plan_setup setup = {
	.kind = {.holds = &holds, .provider = "lab", .batch = 1, .call_ms = 400},
	.rules = {.ignore_names = ignored,
		.ignore_name_count = 1,
		.with = SYNC_WITH_PROVIDER_RECORDS}};

static void check(const char *name, const struct buf *text)
{
	char path[100], *want = NULL;
	size_t size = 0;
	const char *golden = getenv("ZF_GOLDEN");
	bool write = golden && strcmp(golden, "write") == 0;
	snprintf(path, sizeof(path), "testdata/plan/%s", name);
	FILE *f = fopen(path, write ? "w" : "r");
	assert_non_null(f);
	if (write) {
		assert_int_equal(fwrite(text->data, 1, text->len, f), text->len);
	} else {
		ssize_t n = getdelim(&want, &size, -1, f);
		assert_true(n >= 0);
		if ((size_t)n != text->len || memcmp(want, text->data, text->len) != 0)
			fail_msg("%s:\n%s", path, text->data);
	}
	fclose(f);
	free(want);
}

static const struct format_case {
	const char *file, *format;
	struct output_options options;
} plans[] =
	{
		{"plan.txt", "text", {.color = OUTPUT_PLAIN}},
		{"plan.color", "text", {.color = OUTPUT_COLOR}},
		{"plan.json", "json", {.color = OUTPUT_PLAIN}},
		{"plan.md", "markdown", {.color = OUTPUT_PLAIN}},
		{"cut.md", "markdown", {.max_bytes = 900}},
		{"plan.html", "html", {.color = OUTPUT_PLAIN}},
},
  fits[] = {
	  {"fit.txt", "text", {.color = OUTPUT_PLAIN}},
	  {"fit.json", "json", {.color = OUTPUT_PLAIN}},
	  {"fit.md", "markdown", {.color = OUTPUT_PLAIN}},
	  {"fit.html", "html", {.color = OUTPUT_PLAIN}},
};

static void test_plan(void **state)
{
	struct planned p;
	(void)state;
	plan_of(&p, source, target, &setup);
	assert_int_equal(p.err.code, ZF_OK);
	struct plan_about about = {.source = "a<b>.zone",
		.target = "lab:example.com",
		.source_zone = p.source,
		.fit = &p.fit};
	struct plan_view view = {.plan = &p.plan,
		.about = &about,
		.refusals = "5 of 10 <records> would go; --max-delete 5 lets it\n",
		.command = "zoneferry sync 'a<b>.zone' lab:example.com --apply"};
	for (size_t i = 0; i < sizeof(plans) / sizeof(plans[0]); i++) {
		struct buf text;
		assert_int_equal(
			plan_output(&text, plans[i].format, &view, &plans[i].options, &p.err),
			ZF_OK);
		check(plans[i].file, &text);
		buf_free(&text);
	}
	planned_free(&p);
}

static void test_fit(void **state)
{
	struct planned p;
	(void)state;
	plan_of(&p, source, target, &setup);
	struct fit_view view = {.from = "a<b>.zone",
		.to = "lab:example.com",
		.source = p.source,
		.fit = &p.fit,
		.plan = &p.plan};
	for (size_t i = 0; i < sizeof(fits) / sizeof(fits[0]); i++) {
		struct buf text;
		assert_int_equal(
			fit_output(&text, fits[i].format, &view, &fits[i].options, &p.err), ZF_OK);
		check(fits[i].file, &text);
		buf_free(&text);
	}
	planned_free(&p);
}

/* Nothing to do: no command, no lists. */
static void test_empty(void **state)
{
	const struct output_options plain = {.color = OUTPUT_PLAIN};
	struct planned p;
	struct buf text;
	(void)state;
	plan_of(&p, "w 300 A 192.0.2.1", "w 300 A 192.0.2.1", &setup);
	struct plan_about about = {.source = "a", .target = "b"};
	struct plan_view view = {.plan = &p.plan, .about = &about, .command = "x"};
	assert_int_equal(plan_output(&text, "text", &view, &plain, &p.err), ZF_OK);
	assert_string_equal(text.data, "a -> b\n\nexample.com.: nothing to do\n");
	buf_free(&text);
	planned_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_plan), cmocka_unit_test(test_fit),
		cmocka_unit_test(test_empty)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
