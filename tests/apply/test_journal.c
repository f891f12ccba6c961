/* A journal that ends anywhere is read up to its last whole line, and can be gone on with. */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "err.h"
#include "file.h"
#include "folder.h"
#include "journal.h"

static const struct run_about about = {
	.command = "sync",
	.source = "a\n\"b\".zone",
	.target = "bunny:example.com",
	.location = "bunny@bunny:example.com",
	.zone = "example.com.",
};

static char *write_whole(const char *path, size_t *size)
{
	struct zf_error err = ZF_ERROR_INIT, why = ZF_ERROR_INIT;
	const enum op_state states[] = {OP_DONE, OP_UNKNOWN};
	struct journal j;
	struct file_text text;
	err_set(&why, ZF_ERR_NETWORK, "no answer");
	const struct journal_call call = {
		.first = 0, .count = 2, .outcome = OUTCOME_UNKNOWN, .states = states, .why = &why};
	assert_int_equal(journal_open(&j, path, &err), ZF_OK);
	journal_start(&j, &about, 3, &err);
	journal_add_call(&j, &call, &err);
	journal_add_outcome(&j, &call, &err);
	journal_finish(&j, &err);
	journal_finished(&j, OUTCOME_DONE, NULL, &err);
	assert_int_equal(journal_end(&j, RUN_PARTLY, &err), ZF_OK);
	journal_close(&j);
	assert_int_equal(file_read(&text, path, 1 << 20, &err), ZF_OK);
	*size = text.size;
	return text.data;
}

static void assert_summary(const struct journal_summary *s, size_t lines)
{
	assert_string_equal(s->about.command, "sync");
	assert_string_equal(s->about.source, about.source);
	assert_string_equal(s->about.location, about.location);
	assert_int_equal(s->operations, 3);
	assert_int_equal(s->calls, lines >= 2);
	assert_int_equal(s->open_call, lines == 2);
	assert_int_equal(s->open_finish, lines >= 2 && lines < 5);
	assert_int_equal(s->result, lines == 6 ? RUN_PARTLY : RUN_OPEN);
}

static size_t count_lines(const char *p, size_t n)
{
	size_t lines = 0;
	for (size_t i = 0; i < n; i++)
		lines += p[i] == '\n';
	return lines;
}

static void ends_anywhere(void **state)
{
	char path[FOLDER_PATH];
	size_t size;
	char *whole = write_whole(folder_path(path, "journal"), &size);
	(void)state;
	for (size_t n = 0; n <= size; n++) {
		struct zf_error err = ZF_ERROR_INIT;
		struct journal_summary s;
		size_t lines = count_lines(whole, n);
		assert_int_equal(file_replace(path, whole, n, FILE_CAREFUL, &err), ZF_OK);
		enum zf_status status = journal_read(&s, path, &err);
		assert_int_equal(status, lines ? ZF_OK : ZF_ERR_NOT_FOUND);
		if (status == ZF_OK) {
			assert_summary(&s, lines);
			journal_summary_free(&s);
		}
	}
	free(whole);
}

static void goes_on(void **state)
{
	char path[FOLDER_PATH];
	size_t size;
	char *whole = write_whole(folder_path(path, "goes-on"), &size);
	(void)state;
	for (size_t n = size; n > size - 40; n--) {
		struct zf_error err = ZF_ERROR_INIT;
		struct journal_summary s;
		struct journal j;
		assert_int_equal(file_replace(path, whole, n, FILE_CAREFUL, &err), ZF_OK);
		assert_int_equal(journal_open(&j, path, &err), ZF_OK);
		assert_int_equal(journal_resume(&j, 1, &err), ZF_OK);
		journal_close(&j);
		assert_int_equal(journal_read(&s, path, &err), ZF_OK);
		assert_int_equal(s.result, RUN_OPEN);
		journal_summary_free(&s);
	}
	free(whole);
}

static void other_lines_are_errors(void **state)
{
	static const char *const bad[] = {"\n", "x\n", "{}\n", "{\"event\":\"call\"}\n",
		"{\"event\":\"start\"}\n", "{\"event\":\"start\",\"event\":\"start\"}\n"};
	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct zf_error err = ZF_ERROR_INIT;
		struct journal_summary s;
		const char *path = folder_put("bad", bad[i]);
		assert_int_equal(journal_read(&s, path, &err), ZF_ERR_SYNTAX);
		assert_int_equal(err.line, 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ends_anywhere),
		cmocka_unit_test(goes_on),
		cmocka_unit_test(other_lines_are_errors),
	};
	return cmocka_run_group_tests(tests, folder_make_in_memory, folder_drop);
}
