/* Comments on pull requests: cut honestly at any size, and not to be broken out of. */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "md.h"
#include "output_of.h"
#include "random_zone.h"

static void code(
	char *out, size_t size, void (*add)(struct buf *, const char *, size_t), const char *text)
{
	struct buf b;
	buf_init(&b, size - 1);
	add(&b, text, strlen(text));
	memcpy(out, b.data, b.len + 1);
	buf_free(&b);
}

static void test_code(void **state)
{
	static const struct {
		const char *text, *span, *cell;
	} cases[] = {
		{"a.zone", "`a.zone`", "`a.zone`"},
		{"a`b", "`` a`b ``", "`` a`b ``"},
		{"```", "```` ``` ````", "```` ``` ````"},
		{"a|b", "`a|b`", "`a\\124b`"},
		{"a\\|b", "`a\\|b`", "`a\\124b`"},
		{"a\\\\|b", "`a\\\\|b`", "`a\\\\\\124b`"},
		{" a ", "`  a  `", "`  a  `"},
		{"", "`  `", "`  `"},
	};
	char got[100];
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		code(got, sizeof(got), md_add_code, cases[i].text);
		assert_string_equal(got, cases[i].span);
		code(got, sizeof(got), md_add_cell, cases[i].text);
		assert_string_equal(got, cases[i].cell);
	}
}

/* The number behind a text, or -1. */
static long number_after(const char *text, const char *before)
{
	const char *at = strstr(text, before);
	return at ? strtol(at + strlen(before), NULL, 10) : -1;
}

static size_t count_lines(const char *text, const char *start)
{
	size_t n = 0;
	for (const char *at = text; at && *at; at = strchr(at, '\n')) {
		at += *at == '\n';
		n += strncmp(at, start, strlen(start)) == 0;
	}
	return n;
}

/* What a comment of at most `max` octets must be like. */
static void check_cut(const char *text, size_t len, size_t max, const char *whole)
{
	assert_in_range(len, 1, max);
	assert_true(strncmp(text, "<!-- zoneferry diff example.com. -->\n**", 39) == 0);
	if (strcmp(text, whole) == 0)
		return;
	assert_int_equal(count_lines(text, "```"), 2);
	long shown = number_after(text, "**Cut: ");
	assert_true(shown >= 0);
	for (const char *at = strstr(text, "\n@@ "); at; at = strstr(at + 1, "\n@@ "))
		assert_non_null(strchr("+-!", strchr(at + 1, '\n')[1])); /* no title stands alone */
	size_t titles = count_lines(text, "@@ ");
	assert_in_range(titles, (size_t)shown, (size_t)shown + 1);
	assert_int_equal(number_after(text, " of "), (long)count_lines(whole, "@@ "));
	assert_int_equal(text[len - 1], '\n');
}

static void test_every_size(void **state)
{
	const struct diff_options exact = {.txt = DIFF_TXT_EXACT};
	const char *const names[] = {"a.zone", "b.zone"};
	struct output_options options = {.names = names};
	struct random r = {7};
	struct zf_error err = ZF_ERROR_INIT;
	struct buf whole, part;
	struct diff d;
	size_t refused = 0, cut = 0;
	(void)state;
	struct zf_zone *a = random_zone(&r, 60), *b = random_zone(&r, 60);
	assert_int_equal(diff_make(&d, a, b, &exact, &err), ZF_OK);
	assert_int_equal(diff_output(&whole, "markdown", &d, &options, &err), ZF_OK);
	for (options.max_bytes = 1; options.max_bytes <= whole.len + 1; options.max_bytes++) {
		struct zf_error cut_err = ZF_ERROR_INIT;
		if (diff_output(&part, "markdown", &d, &options, &cut_err) == ZF_OK) {
			check_cut(part.data, part.len, options.max_bytes, whole.data);
			cut += part.len < whole.len;
		} else {
			assert_int_equal(cut_err.code, ZF_ERR_USAGE);
			assert_int_equal(cut, 0);
			refused++;
		}
		buf_free(&part);
	}
	assert_in_range(refused, 100, 600);
	assert_true(cut > 100);
	options.max_bytes = whole.len;
	assert_int_equal(diff_output(&part, "markdown", &d, &options, &err), ZF_OK);
	assert_string_equal(part.data, whole.data);
	buf_free(&part);
	buf_free(&whole);
	diff_free(&d);
	zf_zone_free(a);
	zf_zone_free(b);
}

/* The fence is longer than any run of backticks inside. */
static void test_fence(void **state)
{
	const struct diff_options exact = {0};
	const struct output_options options = {0};
	struct zf_zone *a = zone_of("example.com.", "");
	struct zf_zone *b = zone_of("example.com.", "w 1 TXT \"`````\" \"~~~\"");
	struct zf_error err = ZF_ERROR_INIT;
	struct buf text;
	struct diff d;
	(void)state;
	assert_int_equal(diff_make(&d, a, b, &exact, &err), ZF_OK);
	assert_int_equal(diff_output(&text, "markdown", &d, &options, &err), ZF_OK);
	assert_non_null(strstr(text.data, "\n``````diff\n"));
	assert_non_null(strstr(text.data, "\n``````\n"));
	buf_free(&text);
	diff_free(&d);
	assert_int_equal(diff_make(&d, a, a, &exact, &err), ZF_OK);
	assert_int_equal(diff_output(&text, "markdown", &d, &options, &err), ZF_OK);
	assert_non_null(strstr(text.data, "no differences"));
	assert_null(strstr(text.data, "```"));
	buf_free(&text);
	diff_free(&d);
	zf_zone_free(a);
	zf_zone_free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_code),
		cmocka_unit_test(test_every_size),
		cmocka_unit_test(test_fence),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
