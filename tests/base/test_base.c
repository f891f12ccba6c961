/* base: arena, buf, str, err, file. */
#include "test.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arena.h"
#include "err.h"
#include "file.h"
#include "folder.h"
#include "str.h"

static void arena_keeps_what_it_gave(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT, b = ARENA_INIT;
	char *kept[2000];
	for (int i = 0; i < 2000; i++)
		kept[i] = arena_printf(i % 2 ? &a : &b, "%d-%0*d", i, i % 400, i);
	arena_alloc(&a, 5 << 20);
	arena_join(&a, &b);
	for (int i = 0; i < 2000; i++) {
		char want[600];
		snprintf(want, sizeof(want), "%d-%0*d", i, i % 400, i);
		assert_string_equal(kept[i], want);
	}
	assert_null(b.chunks);
	arena_free(&a);
}

static void buf_stops_at_its_limit(void **state)
{
	(void)state;
	struct buf b;
	buf_init(&b, 1000);
	for (int i = 0; i < 250; i++)
		buf_printf(&b, "%04d", i);
	assert_false(b.over);
	assert_int_equal(b.len, 1000);
	buf_addc(&b, 'x');
	assert_true(b.over);
	assert_int_equal(strlen(b.data), 1000);
	buf_free(&b);
}

static void text_from_outside_is_harmless(void **state)
{
	(void)state;
	static const struct {
		const char *in, *want;
	} cases[] = {{"plain", "plain"}, {"\x1b[31mred", "\\027[31mred"},
		{"a\nb\r", "a\\010b\\013"}, {"gr\xc3\xbc\xc3\x9f", "gr\xc3\xbc\xc3\x9f"},
		{"\xe2\x80\xae"
		 "x",
			"\\u{202e}x"},
		{"\xff\xc0\x80", "\\255\\192\\128"}, {"\xed\xa0\x80", "\\237\\160\\128"}};
	struct buf b;
	buf_init(&b, 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_reset(&b);
		str_print(&b, cases[i].in, strlen(cases[i].in));
		assert_string_equal(b.data, cases[i].want);
	}
	buf_free(&b);
	char small[10];
	str_clean(small, sizeof(small), "0123456789abc", 13);
	assert_string_equal(small, "012345...");
	str_clean(small, sizeof(small), "012345678", 9);
	assert_string_equal(small, "012345678");
	str_clean(small, sizeof(small), "01234567\n", 9);
	assert_string_equal(small, "012345...");
}

static void numbers_are_whole_or_refused(void **state)
{
	(void)state;
	uint64_t v = 7;
	assert_true(str_to_u64("4294967295", 10, UINT32_MAX, &v) && v == UINT32_MAX);
	assert_false(str_to_u64("4294967296", 10, UINT32_MAX, &v));
	assert_false(str_to_u64("99999999999999999999999", 23, UINT64_MAX, &v));
	assert_false(str_to_u64("", 0, 10, &v));
	assert_false(str_to_u64("+1", 2, 10, &v));
	assert_false(str_to_u64("7", 1, 5, &v));
	assert_true(str_to_u64("18446744073709551615", 20, UINT64_MAX, &v) && v == UINT64_MAX);
}

static void texts_are_ordered_by_octets(void **state)
{
	(void)state;
	assert_int_equal(str_cmp(STR(""), (struct str){NULL, 0}), 0);
	assert_int_equal(str_cmp(STR("ab"), STR("ab")), 0);
	assert_true(str_cmp(STR("a"), STR("ab")) < 0);
	assert_true(str_cmp(STR("ab"), STR("a")) > 0);
	assert_true(str_cmp(STR("a\xff"), STR("ab")) > 0);
	assert_true(str_cmp(STR("B"), STR("ab")) < 0);
}

static void globs(void **state)
{
	(void)state;
	assert_true(str_glob("*.example.com", "WWW.example.com"));
	assert_false(str_glob("*.example.com", "example.com"));
	assert_true(str_glob("a*b*c", "aXbYbZc"));
	assert_true(str_glob("?", "x"));
	assert_false(str_glob("", "x"));
	assert_true(str_glob("**", ""));
}

static void first_error_wins(void **state)
{
	(void)state;
	struct zf_error err = ZF_ERROR_INIT;
	char text[2048];
	err_set(&err, ZF_ERR_SYNTAX, "bad %s", "\x1b");
	err_set(&err, ZF_ERR_IO, "later");
	err_id(&err, "bad-thing");
	err_place(&err, "a.zone", 3, 9);
	err_place(&err, "b.zone", 4, 1);
	assert_int_equal(err.code, ZF_ERR_SYNTAX);
	assert_string_equal(zf_error_print(&err, text, sizeof(text)),
		"a.zone:3:9: error: bad \\027 [bad-thing]");
}

static void a_line_gets_its_file_later(void **state)
{
	(void)state;
	struct zf_error err = ZF_ERROR_INIT;
	char text[2048];
	err_set(&err, ZF_ERR_SYNTAX, "bad");
	err_place(&err, NULL, 3, 9);
	err_place(&err, "a.json", 0, 0);
	err_place(&err, "b.json", 1, 1);
	assert_string_equal(zf_error_print(&err, text, sizeof(text)), "a.json:3:9: error: bad");
}

static void files_are_replaced_whole_or_not_at_all(void **state)
{
	(void)state;
	char path[100], link_path[100];
	struct zf_error err = ZF_ERROR_INIT;
	struct file_text text;
	folder_path(path, "x");
	folder_path(link_path, "link");
	assert_int_equal(file_replace(path, "one", 3, FILE_CAREFUL, &err), ZF_OK);
	assert_int_equal(chmod(path, 0640), 0);

	struct file_out out;
	assert_int_equal(file_create(&out, path, FILE_CAREFUL, &err), ZF_OK);
	assert_int_equal(file_write(&out, "two", 3, &err), ZF_OK);
	file_abort(&out);
	assert_int_equal(file_read(&text, path, 100, &err), ZF_OK);
	assert_string_equal(text.data, "one");
	file_text_free(&text);

	assert_int_equal(file_replace(path, "three", 5, FILE_CAREFUL, &err), ZF_OK);
	assert_int_equal(file_read(&text, path, 100, &err), ZF_OK);
	assert_string_equal(text.data, "three");
	file_text_free(&text);
	struct stat st;
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);

	assert_int_equal(symlink("x", link_path), 0);
	assert_int_equal(file_replace(link_path, "seven", 5, FILE_CAREFUL, &err), ZF_OK);
	assert_int_equal(file_read(&text, path, 100, &err), ZF_OK);
	assert_string_equal(text.data, "seven");
	file_text_free(&text);
	assert_int_equal(lstat(link_path, &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_int_equal(file_read(&text, path, 4, &err), ZF_ERR_LIMIT);
	err_clear(&err);
	assert_int_equal(file_read(&text, "/dev/zero", 4, &err), ZF_ERR_IO);
	err_clear(&err);
	assert_int_equal(file_read(&text, folder_name(), 4, &err), ZF_ERR_IO);
	err_clear(&err);
	assert_int_equal(file_read(&text, "/nowhere/x", 4, &err), ZF_ERR_NOT_FOUND);
}

/* Large enough for several threads; read whole, from a place inside, and with a limit. */
static void large_files_are_read_whole(void **state)
{
	(void)state;
	enum { SIZE = (9 << 20) + 5, INSIDE = 3 };
	char path[100], *want = malloc(SIZE);
	struct zf_error err = ZF_ERROR_INIT;
	struct file_text text;
	folder_path(path, "large");
	for (size_t i = 0; i < SIZE; i++)
		want[i] = (char)(i * 2654435761u >> 24);
	assert_int_equal(file_replace(path, want, SIZE, FILE_CAREFUL, &err), ZF_OK);
	assert_int_equal(file_read(&text, path, SIZE, &err), ZF_OK);
	assert_int_equal(text.size, SIZE);
	assert_memory_equal(text.data, want, SIZE);
	assert_int_equal(text.data[SIZE], 0);
	file_text_drop(text.data + 70000, text.data + 70001);
	file_text_drop(text.data + 70000, text.data + 200000); /* nothing outside it is lost */
	assert_memory_equal(text.data, want, 70000);
	assert_memory_equal(text.data + 200000, want + 200000, SIZE - 200000);
	file_text_free(&text);
	int fd = open(path, O_RDONLY);
	assert_int_equal(lseek(fd, INSIDE, SEEK_SET), INSIDE);
	assert_int_equal(file_read_fd(&text, fd, path, SIZE, &err), ZF_OK);
	assert_int_equal(text.size, SIZE - INSIDE);
	assert_memory_equal(text.data, want + INSIDE, SIZE - INSIDE);
	file_text_free(&text);
	close(fd);
	assert_int_equal(file_read(&text, path, SIZE - 1, &err), ZF_ERR_LIMIT);
	assert_null(text.data);
	assert_int_equal(unlink(path), 0);
	free(want);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(texts_are_ordered_by_octets),
		cmocka_unit_test(arena_keeps_what_it_gave),
		cmocka_unit_test(buf_stops_at_its_limit),
		cmocka_unit_test(text_from_outside_is_harmless),
		cmocka_unit_test(numbers_are_whole_or_refused), cmocka_unit_test(globs),
		cmocka_unit_test(first_error_wins), cmocka_unit_test(a_line_gets_its_file_later),
		cmocka_unit_test(files_are_replaced_whole_or_not_at_all),
		cmocka_unit_test(large_files_are_read_whole)};
	return cmocka_run_group_tests(tests, folder_make, folder_drop);
}
