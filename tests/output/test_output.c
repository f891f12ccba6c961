/* The table of formats, what formats share, and that JSON is JSON and failures are told. */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <openssl/evp.h>

#include "err.h"
#include "group.h"
#include "html.h"
#include "json.h"
#include "json_schema.h"
#include "jsonw.h"
#include "output_of.h"
#include "random_zone.h"
#include "words.h"

static const char *const zone_formats[] = {
	"zone", "json", "generic", "absolute", "ldns", "csv", "tsv", NULL};
static const char *const diff_formats[] = {
	"text", "json", "unified", "markdown", "html", "nsupdate", NULL};
static const char *const comparison_formats[] = {"text", "json", "markdown", "html", "csv", NULL};

static void check_kind(enum output_kind kind, const char *const *names)
{
	static const char *const all[] = {"zone", "text", "json", "generic", "unified", "markdown",
		"html", "nsupdate", "csv", "absolute", "ldns", "tsv"};
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		bool wanted = false;
		for (size_t k = 0; names[k]; k++)
			wanted = wanted || strcmp(names[k], all[i]) == 0;
		assert_int_equal(output_find(kind, all[i]) != NULL, wanted);
	}
	assert_null(output_find(kind, "JSON"));
	assert_null(output_find(kind, ""));
}

static void test_table(void **state)
{
	struct zf_error err = ZF_ERROR_INIT;
	(void)state;
	check_kind(OUTPUT_ZONE, zone_formats);
	check_kind(OUTPUT_DIFF, diff_formats);
	check_kind(OUTPUT_COMPARISON, comparison_formats);
	assert_null(output_choose(OUTPUT_COMPARISON, "unified", &err));
	assert_int_equal(err.code, ZF_ERR_USAGE);
	assert_non_null(strstr(err.text, "text, json, markdown, html, csv"));
}

static void check_json(const struct buf *b, struct json **root)
{
	struct zf_error err = ZF_ERROR_INIT;
	for (size_t i = 0; i < b->len; i++)
		assert_true((b->data[i] >= 32 && b->data[i] < 127) || b->data[i] == '\n');
	if (json_parse(root, b->data, b->len, &err) != ZF_OK)
		fail_msg("%s in %s", err.text, b->data);
}

static int64_t number_at(const struct json *root, const char *pointer)
{
	int64_t value = -1;
	assert_true(json_integer(json_at(root, pointer), 0, INT64_MAX, false, &value));
	return value;
}

static void check_diff_json(const struct zf_zone *a, const struct zf_zone *b)
{
	const struct output_options options = {0};
	const struct diff_options all = {0};
	struct zf_error err = ZF_ERROR_INIT;
	struct json *root;
	struct buf text;
	struct diff d;
	assert_int_equal(diff_make(&d, a, b, &all, &err), ZF_OK);
	assert_int_equal(diff_output(&text, "json", &d, &options, &err), ZF_OK);
	check_json(&text, &root);
	assert_int_equal(number_at(root, "/version"), 1);
	assert_int_equal(json_count(json_at(root, "/changes")), d.count);
	assert_int_equal(json_is_true(json_at(root, "/equal")), d.count == 0);
	assert_int_equal(number_at(root, "/summary/added"), d.added);
	assert_int_equal(number_at(root, "/summary/meta"), d.meta);
	json_free(root);
	buf_free(&text);
	diff_free(&d);
}

static void test_json(void **state)
{
	const struct output_options options = {0};
	struct random r = {3};
	struct zf_error err = ZF_ERROR_INIT;
	struct json *root;
	struct buf text;
	(void)state;
	for (int i = 0; i < 200; i++) {
		struct zf_zone *a = random_zone(&r, 30), *b = random_change(&r, a);
		check_diff_json(a, b);
		assert_int_equal(zone_output(&text, "json", a, &options, &err), ZF_OK);
		check_json(&text, &root);
		assert_int_equal(json_count(json_at(root, "/records")), a->count);
		assert_int_equal(
			json_count(json_at(root, "/provider_records")), a->provider_record_count);
		assert_int_equal(json_count(json_at(root, "/diagnostics")), a->diags.count);
		json_free(root);
		buf_free(&text);
		zf_zone_free(a);
		zf_zone_free(b);
	}
}

static void test_json_strings(void **state)
{
	static const struct {
		const char *text, *want;
		size_t n;
	} cases[] = {
		{"", "\"\"", 0},
		{"a/\"\\\n", "\"a/\\\"\\\\\\n\"", 5},
		{"\0\x1b\x7f", "\"\\u0000\\u001b\\u007f\"", 3},
		{"\xc3\xa4\xe2\x80\xae", "\"\\u00e4\\u202e\"", 5},
		{"\xf0\x9f\x98\x80", "\"\\ud83d\\ude00\"", 4},
		{"\xff\xc3", "\"\\ufffd\\ufffd\"", 2},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf b;
		buf_init(&b, 0);
		jsonw_string(&b, cases[i].text, cases[i].n);
		assert_string_equal(b.data, cases[i].want);
		buf_free(&b);
	}
}

static void test_schema(void **state)
{
	static const char *const documents[] = {"export", "diff", "compare", "check", "verify"};
	struct json *root;
	struct buf b;
	(void)state;
	buf_init(&b, 0);
	json_schema_print(&b);
	check_json(&b, &root);
	for (size_t i = 0; i < sizeof(documents) / sizeof(documents[0]); i++) {
		char pointer[60];
		snprintf(pointer, sizeof(pointer), "/$defs/%s/required/0", documents[i]);
		assert_true(str_eq(json_text(json_at(root, pointer)), "version"));
	}
	json_free(root);
	buf_free(&b);
}

/* A sink that takes so many octets and then fails. */
static enum zf_status limited(void *user, const char *p, size_t n, struct zf_error *err)
{
	size_t *left = user;
	(void)p;
	if (n > *left)
		return err_set(err, ZF_ERR_IO, "disk full");
	*left -= n;
	return ZF_OK;
}

static void test_failing_sink(void **state)
{
	const struct output_options options = {0};
	const struct diff_options all = {0};
	struct random r = {11};
	struct zf_error ok = ZF_ERROR_INIT;
	struct diff d;
	(void)state;
	struct zf_zone *a = random_zone(&r, 30), *b = random_zone(&r, 30);
	assert_int_equal(diff_make(&d, a, b, &all, &ok), ZF_OK);
	for (size_t i = 0; diff_formats[i]; i++) {
		size_t left = 10;
		struct out_sink sink = {limited, &left};
		struct zf_error err = ZF_ERROR_INIT;
		assert_int_equal(output_diff(output_find(OUTPUT_DIFF, diff_formats[i]), &d,
					 &options, &sink, &err),
			ZF_ERR_IO);
		assert_string_equal(err.text, "disk full");
	}
	diff_free(&d);
	zf_zone_free(a);
	zf_zone_free(b);
}

static void test_html_escapes(void **state)
{
	struct buf b;
	(void)state;
	buf_init(&b, 0);
	html_adds(&b, "a&b<c>d\"e'f\xe2\x86\x92");
	assert_string_equal(b.data, "a&amp;b&lt;c&gt;d&quot;e&#39;f\xe2\x86\x92");
	buf_free(&b);
}

/* The page's policy lets exactly its own script run. */
static void test_script_hash(void **state)
{
	unsigned char digest[32], text[64];
	char want[80];
	(void)state;
	assert_true(EVP_Digest(html_script, strlen(html_script), digest, NULL, EVP_sha256(), NULL));
	EVP_EncodeBlock(text, digest, sizeof(digest));
	snprintf(want, sizeof(want), "sha256-%s", (const char *)text);
	assert_string_equal(html_script_hash, want);
}

/* Changed words in brackets. */
static void mark(char *out, size_t size, const struct words *w)
{
	struct text_word run;
	struct buf b;
	buf_init(&b, size - 1);
	for (size_t at = 0; words_run(w, &at, &run);)
		buf_printf(&b, run.changed ? "[%.*s]" : "%.*s", (int)run.text.n, run.text.p);
	memcpy(out, b.data, b.len + 1);
	buf_free(&b);
}

static void test_words(void **state)
{
	static const struct {
		const char *a, *b, *marked_a, *marked_b;
	} cases[] = {
		{"", "", "", ""},
		{"same", "same", "same", "same"},
		{"10 mail.example.", "20 mail.example.", "[10] mail.example.",
			"[20] mail.example."},
		{"a b c", "a c", "a [b ]c", "a c"},
		{"a c", "a b c", "a c", "a [b ]c"},
		{"x include:a y", "x include:a include:b y", "x include:a y",
			"x include:a [include:b ]y"},
		{"1 a 2 b 3", "9 a 8 b 7", "[1] a [2] b [3]", "[9] a [8] b [7]"},
		{"abc", "", "[abc]", ""},
		{"p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMII", "p=MIIBIjANBgkqhkiG9w0BAQeFAAOCAQ8AMIi",
			"p=MIIBIjANBgkqhkiG9w0BAQ[E]FAAOCAQ8AMI[I]",
			"p=MIIBIjANBgkqhkiG9w0BAQ[e]FAAOCAQ8AMI[i]"},
		{"k MIIBIjANBgkqhk+iG9w0BAQEFAAO r", "k MIIBIjANBgkqhkAiG9w0BAQEFAAO r x",
			"k MIIBIjANBgkqhk[+]iG9w0BAQEFAAO r",
			"k MIIBIjANBgkqhk[A]iG9w0BAQEFAAO r[ x]"},
		{"abcdefghijklmnopqrstuvwxyz", "abcdefghijklmqrstuvwxyz",
			"abcdefghijklm[nop]qrstuvwxyz", "abcdefghijklmqrstuvwxyz"},
		{"abcdefghijklmnopqrstuvwxyz", "abcdefghijklmNOPQRSTUVwxyz",
			"[abcdefghijklmnopqrstuvwxyz]", "[abcdefghijklmNOPQRSTUVwxyz]"},
	};
	struct words a = WORDS_INIT, b = WORDS_INIT;
	char text[200];
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		words_split(&a, str_of(cases[i].a));
		words_split(&b, str_of(cases[i].b));
		words_compare(&a, &b);
		mark(text, sizeof(text), &a);
		assert_string_equal(text, cases[i].marked_a);
		mark(text, sizeof(text), &b);
		assert_string_equal(text, cases[i].marked_b);
	}
	words_free(&a);
	words_free(&b);
}

/* Texts of many words are compared in bounded time and space. */
static void test_many_words(void **state)
{
	enum { N = 60000 };
	struct words a = WORDS_INIT, b = WORDS_INIT;
	char *x = malloc(N + 1), *y = malloc(N + 1);
	(void)state;
	for (size_t i = 0; i < N; i++) {
		x[i] = i % 2 ? ' ' : 'x';
		y[i] = i % 2 ? '.' : 'x';
	}
	words_split(&a, (struct str){x, N});
	words_split(&b, (struct str){y, N});
	assert_int_equal(words_compare(&a, &b), 1);
	assert_false(a.items[0].changed);
	assert_true(a.items[1].changed);
	words_free(&a);
	words_free(&b);
	free(x);
	free(y);
}

/* What took a removed record's place is the addition that is most like it. */
static void test_partners(void **state)
{
	const struct diff_options all = {0};
	struct zf_error err = ZF_ERROR_INIT;
	struct partners partners;
	struct group g;
	struct diff d;
	size_t at = 0;
	(void)state;
	struct zf_zone *a = zone_of("example.com.",
		"@ 1 TXT \"aaa nothing alike\"\n@ 1 TXT \"v=spf1 include:one.example -all\"");
	struct zf_zone *b = zone_of("example.com.",
		"@ 1 TXT \"google=q\"\n@ 1 TXT \"v=spf1 include:two.example -all\"\n@ 1 TXT \"zzz\"");
	assert_int_equal(diff_make(&d, a, b, &all, &err), ZF_OK);
	assert_true(group_next(&g, &d, &at));
	assert_int_equal(g.removed, 2);
	group_pair(&partners, &g);
	assert_int_equal(partners.of[0], GROUP_NO_PARTNER);
	assert_int_equal(partners.of[1], 2); /* additions are sorted by their octets */
	assert_null(group_fate(&g, &d));
	assert_false(group_next(&g, &d, &at));
	diff_free(&d);
	zf_zone_free(a);
	zf_zone_free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_json_strings),
		cmocka_unit_test(test_schema),
		cmocka_unit_test(test_failing_sink),
		cmocka_unit_test(test_html_escapes),
		cmocka_unit_test(test_script_hash),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_many_words),
		cmocka_unit_test(test_partners),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
