#include "test.h"

#include <string.h>

#include "diag_group.h"

static void show(struct buf *out, const struct diags *d)
{
	buf_reset(out);
	for (size_t i = 0; i < d->count; i++)
		diag_print(out, &d->items[i], DIAG_PLAIN);
}

static void findings_are_printed_with_their_place(void **state)
{
	struct diags d;
	struct buf out;
	(void)state;
	diags_init(&d);
	buf_init(&out, 0);
	diags_add(&d, DIAG_ERROR, "bad-ttl", "a.zone", 3, 7, "%s is no TTL", "1x");
	diags_add(&d, DIAG_WARNING, "mixed-ttl", "a.zone", 4, 0, "w");
	diags_add(&d, DIAG_NOTE, "n", "b\033.zone", 0, 9, "line\nbreak \033[1m");
	diags_add(&d, DIAG_WARNING, "duplicate", NULL, 5, 5, "x");
	show(&out, &d);
	assert_string_equal(out.data, "a.zone:3:7: error: 1x is no TTL [bad-ttl]\n"
				      "a.zone:4: warning: w [mixed-ttl]\n"
				      "b\\027.zone: note: line\\010break \\027[1m [n]\n"
				      "warning: x [duplicate]\n");
	assert_int_equal(d.errors, 1);
	assert_int_equal(d.warnings, 2);
	diags_free(&d);
	buf_free(&out);
}

static void texts_are_the_lists_own(void **state)
{
	struct diags d;
	char file[] = "a.zone", text[] = "first";
	(void)state;
	diags_init(&d);
	diags_add(&d, DIAG_ERROR, "x", file, 1, 1, "%s", text);
	memset(file, 'z', sizeof(file) - 1);
	memset(text, 'z', sizeof(text) - 1);
	assert_string_equal(d.items[0].file, "a.zone");
	assert_string_equal(d.items[0].text, "first");
	diags_free(&d);
}

static void long_texts_are_cut(void **state)
{
	struct diags d;
	char text[9000];
	(void)state;
	memset(text, 'a', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	diags_init(&d);
	diags_add(&d, DIAG_ERROR, "x", NULL, 0, 0, "%s", text);
	assert_int_equal(strlen(d.items[0].text), 1023);
	assert_string_equal(d.items[0].text + 1020, "...");
	diags_free(&d);
}

static void sorting_is_by_file_as_seen_and_stable(void **state)
{
	struct diags d;
	struct buf out;
	(void)state;
	diags_init(&d);
	buf_init(&out, 0);
	diags_add(&d, DIAG_NOTE, "1", "z", 9, 1, "a");
	diags_add(&d, DIAG_NOTE, "2", "b", 1, 1, "a");
	diags_add(&d, DIAG_NOTE, "3", "z", 2, 5, "a");
	diags_add(&d, DIAG_NOTE, "4", "z", 2, 3, "a");
	diags_add(&d, DIAG_NOTE, "5", "z", 2, 3, "b");
	diags_add(&d, DIAG_NOTE, "6", NULL, 0, 0, "b");
	diags_add(&d, DIAG_NOTE, "7", "b", 1, 0, "b");
	diags_sort(&d);
	for (size_t i = 0; i < d.count; i++)
		buf_adds(&out, d.items[i].code);
	assert_string_equal(out.data, "4531726");
	diags_free(&d);
	buf_free(&out);
}

static void joining_moves_all(void **state)
{
	struct diags a, b;
	struct buf out;
	(void)state;
	diags_init(&a);
	diags_init(&b);
	buf_init(&out, 0);
	a.max_errors = 2;
	diags_add(&a, DIAG_ERROR, "1", "f", 1, 1, "t");
	diags_add(&b, DIAG_ERROR, "2", "f", 2, 1, "t");
	diags_add(&b, DIAG_ERROR, "3", "f", 3, 1, "t");
	diags_add(&b, DIAG_WARNING, "4", "f", 4, 1, "t");
	diags_join(&a, &b);
	assert_int_equal(b.count, 0);
	assert_int_equal(a.errors, 3);
	assert_int_equal(a.warnings, 1);
	show(&out, &a);
	assert_string_equal(
		out.data, "f:1:1: error: t [1]\nf:2:1: error: t [2]\nf:4:1: warning: t [4]\n");
	diags_free(&a);
	diags_free(&b);
	buf_free(&out);
}

static void what_is_kept_is_limited(void **state)
{
	struct diags d;
	(void)state;
	diags_init(&d);
	d.max_errors = 3;
	for (int i = 0; i < 10; i++)
		diags_add(&d, DIAG_ERROR, "e", "f", 1, 1, "t");
	assert_int_equal(d.count, 3);
	assert_int_equal(d.errors, 10);
	for (int i = 0; i < DIAGS_MAX_KEPT + 10; i++)
		diags_add(&d, DIAG_WARNING, "w", "f", 1, 1, "t");
	assert_int_equal(d.count, DIAGS_MAX_KEPT);
	assert_int_equal(d.warnings, DIAGS_MAX_KEPT + 10);
	diags_free(&d);
}

static void findings_of_one_cause_are_one(void **state)
{
	struct diags d;
	struct buf out;
	const struct diag *found[12];
	(void)state;
	diags_init(&d);
	buf_init(&out, 0);
	for (unsigned i = 0; i < 6; i++) {
		diags_add(&d, DIAG_WARNING, "ttl-zero", "a.zone", 3 + i, 0, "h%u. A: TTL 0", i);
		diags_add(&d, DIAG_WARNING, "provider", NULL, 0, 0, "h%u A: it is disabled", i % 2);
	}
	for (size_t i = 0; i < d.count; i++)
		found[i] = &d.items[i];
	struct diag_groups groups = diag_groups_make(found, d.count);
	assert_int_equal(groups.count, 2);
	for (size_t i = 0; i < groups.count; i++)
		diag_group_print(&out, &groups.items[i], "x:y", DIAG_PLAIN);
	assert_string_equal(out.data,
		"a.zone:3: warning: h0. A: TTL 0 (and 5 more: lines 4, 5, 6, 7 …) [ttl-zero]\n"
		"x:y: warning: h0 A: it is disabled (and 5 more: h1 A, h0 A, h1 A, h0 A …) "
		"[provider]\n");
	diag_groups_free(&groups);
	/* Another file, severity or code is another cause; alone they are as diag_print has them.
	 */
	buf_reset(&out);
	found[1] = &(const struct diag){.severity = DIAG_ERROR,
		.code = "ttl-zero",
		.file = "a.zone",
		.line = 9,
		.col = 0,
		.text = "h. A: TTL 0"};
	found[2] = &(const struct diag){.severity = DIAG_WARNING,
		.code = "ttl-zero",
		.file = "b.zone",
		.line = 9,
		.col = 0,
		.text = "h. A: TTL 0"};
	found[3] = &(const struct diag){.severity = DIAG_WARNING,
		.code = "ttl-zero",
		.file = "a.zone",
		.line = 9,
		.col = 0,
		.text = "h. A: TTL 1"};
	groups = diag_groups_make(found, 4);
	assert_int_equal(groups.count, 4);
	diag_group_print(&out, &groups.items[1], NULL, DIAG_PLAIN);
	diag_print(&out, found[1], DIAG_COLORED);
	assert_string_equal(out.data, "a.zone:9: error: h. A: TTL 0 [ttl-zero]\n"
				      "a.zone:9: \033[31merror\033[0m: h. A: TTL 0 [ttl-zero]\n");
	diag_groups_free(&groups);
	groups = diag_groups_make(NULL, 0);
	assert_int_equal(groups.count, 0);
	diags_free(&d);
	buf_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(findings_are_printed_with_their_place),
		cmocka_unit_test(findings_of_one_cause_are_one),
		cmocka_unit_test(texts_are_the_lists_own),
		cmocka_unit_test(long_texts_are_cut),
		cmocka_unit_test(sorting_is_by_file_as_seen_and_stable),
		cmocka_unit_test(joining_moves_all),
		cmocka_unit_test(what_is_kept_is_limited),
	};
	return cmocka_run_group_tests_name("diag", tests, NULL, NULL);
}
