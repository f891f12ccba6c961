/* The unified diff of canonical texts, carried out by `patch`. */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "folder.h"
#include "output_of.h"
#include "random_zone.h"
#include "text_of.h"

static int setup(void **state)
{
	return folder_make(state) == 0 && chdir(folder_name()) == 0 ? 0 : -1;
}

static void write_file(const char *path, const struct buf *text)
{
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(text->data, 1, text->len, f), text->len);
	assert_int_equal(fclose(f), 0);
}

/* Runs patch on the text of zone a; what it makes of it must be `want`. */
static void check_patch(const struct buf *text, const struct buf *patch, const struct buf *want)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct file_text got;
	write_file("zone", text);
	write_file("diff", patch);
	if (system("patch --fuzz=0 --silent zone diff >/dev/null 2>&1") != 0)
		fail_msg("patch refuses\n%s\non\n%s", patch->data, text->data);
	assert_int_equal(file_read(&got, "zone", 1 << 30, &err), ZF_OK);
	if (got.size != want->len || memcmp(got.data, want->data, got.size) != 0)
		fail_msg("%s\npatched by\n%s\ngives\n%s", text->data, patch->data, got.data);
	file_text_free(&got);
}

static void check_pair(const struct zf_zone *a, const struct zf_zone *b)
{
	const struct diff_options exact = {.txt = DIFF_TXT_EXACT};
	const struct output_options options = {0};
	struct buf text_a, text_b, patch;
	struct zf_error err = ZF_ERROR_INIT;
	struct diff d;
	zone_text_of(&text_a, a);
	zone_text_of(&text_b, b);
	assert_int_equal(diff_make(&d, a, b, &exact, &err), ZF_OK);
	assert_int_equal(diff_output(&patch, "unified", &d, &options, &err), ZF_OK);
	if (d.count == 0)
		assert_int_equal(patch.len, 0);
	else
		check_patch(&text_a, &patch, &text_b);
	buf_free(&patch);
	buf_free(&text_a);
	buf_free(&text_b);
	diff_free(&d);
}

static void test_patch(void **state)
{
	struct random r = {42};
	(void)state;
	for (int i = 0; i < 500; i++) {
		struct zf_zone *a = random_zone(&r, i % 10 == 0 ? 300 : 40);
		struct zf_zone *b = i % 5 ? random_change(&r, a) : random_zone(&r, 40);
		check_pair(a, b);
		zf_zone_free(a);
		zf_zone_free(b);
	}
}

#define LINE(n) "w" #n " 1 A 192.0.2.1\n"
#define TEN LINE(0) LINE(1) LINE(2) LINE(3) LINE(4) LINE(5) LINE(6) LINE(7) LINE(8) LINE(9)

static const struct hunk_case {
	const char *a, *b, *want;
} hunks[] = {
	{"", "w 1 A 192.0.2.1",
		"@@ -1,1 +1,2 @@\n $ORIGIN example.com.\n"
		"+w                           1 IN A      192.0.2.1\n"},
	{"w 1 A 192.0.2.1", "",
		"@@ -1,2 +1,1 @@\n $ORIGIN example.com.\n"
		"-w                           1 IN A      192.0.2.1\n"},
	{";@p {\"a\":1}", ";@p {\"a\":2}\n;@q {}",
		"@@ -1,2 +1,3 @@\n $ORIGIN example.com.\n-;@p {\"a\":1}\n+;@p {\"a\":2}\n+;@q {}\n"},
	/* Six lines of context between two changes join them, seven don't. */
	{TEN, "w0 2 A 192.0.2.1\n" LINE(1) LINE(2) LINE(3) LINE(4) LINE(5) LINE(6) LINE(8) LINE(9),
		"@@ -1,11 +1,10 @@\n $ORIGIN example.com.\n"
		"-w0                          1 IN A      192.0.2.1\n"
		"+w0                          2 IN A      192.0.2.1\n"
		" w1                          1 IN A      192.0.2.1\n"
		" w2                          1 IN A      192.0.2.1\n"
		" w3                          1 IN A      192.0.2.1\n"
		" w4                          1 IN A      192.0.2.1\n"
		" w5                          1 IN A      192.0.2.1\n"
		" w6                          1 IN A      192.0.2.1\n"
		"-w7                          1 IN A      192.0.2.1\n"
		" w8                          1 IN A      192.0.2.1\n"
		" w9                          1 IN A      192.0.2.1\n"},
	{TEN, LINE(1) LINE(2) LINE(3) LINE(4) LINE(5) LINE(6) LINE(7) LINE(9),
		"@@ -1,5 +1,4 @@\n $ORIGIN example.com.\n"
		"-w0                          1 IN A      192.0.2.1\n"
		" w1                          1 IN A      192.0.2.1\n"
		" w2                          1 IN A      192.0.2.1\n"
		" w3                          1 IN A      192.0.2.1\n"
		"@@ -7,5 +6,4 @@\n"
		" w5                          1 IN A      192.0.2.1\n"
		" w6                          1 IN A      192.0.2.1\n"
		" w7                          1 IN A      192.0.2.1\n"
		"-w8                          1 IN A      192.0.2.1\n"
		" w9                          1 IN A      192.0.2.1\n"},
};

static void test_hunks(void **state)
{
	const struct diff_options exact = {.txt = DIFF_TXT_EXACT};
	const char *const names[] = {"old", "new"};
	const struct output_options options = {.names = names};
	(void)state;
	for (size_t i = 0; i < sizeof(hunks) / sizeof(hunks[0]); i++) {
		struct zf_zone *a = zone_of("example.com.", hunks[i].a);
		struct zf_zone *b = zone_of("example.com.", hunks[i].b);
		struct zf_error err = ZF_ERROR_INIT;
		struct buf got, want;
		struct diff d;
		assert_int_equal(diff_make(&d, a, b, &exact, &err), ZF_OK);
		assert_int_equal(diff_output(&got, "unified", &d, &options, &err), ZF_OK);
		buf_init(&want, 0);
		buf_printf(&want, "--- old\t\n+++ new\t\n%s", hunks[i].want);
		assert_string_equal(got.data, want.data);
		buf_free(&want);
		buf_free(&got);
		diff_free(&d);
		zf_zone_free(a);
		zf_zone_free(b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hunks),
		cmocka_unit_test(test_patch),
	};
	return cmocka_run_group_tests(tests, setup, folder_drop);
}
