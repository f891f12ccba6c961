/* Where symbolic links lead, and which are not followed. */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "file_link.h"
#include "folder.h"

/* What "%s" in a text is: the folder's absolute path without links. */
static const char *in_folder(char *out, size_t size, const char *text)
{
	char *real = realpath(folder_name(), NULL);
	assert_non_null(real);
	snprintf(out, size, "%s/%s", real, text);
	free(real);
	return out;
}

static void make_link(const char *to, const char *name)
{
	char path[FOLDER_PATH];
	assert_int_equal(symlink(to, folder_path(path, name)), 0);
}

static void make_folder(const char *name, mode_t mode)
{
	char path[FOLDER_PATH];
	assert_int_equal(mkdir(folder_path(path, name), 0700), 0);
	assert_int_equal(chmod(path, mode), 0);
}

static void make_all(void)
{
	char real[300];
	folder_empty();
	make_folder("sub", 0755);
	make_folder("open", 0777);
	make_folder("group", 0775);
	make_folder("sticky", 01777);
	make_folder("sticky/own", 0700);
	folder_put("x", "old\n");
	make_link("x", "plain");
	make_link("plain", "again");
	make_link("sub/../x", "back");
	make_link("../x", "sub/up");
	make_link("sub", "way");
	make_link("way/up", "over");
	make_link(in_folder(real, sizeof(real), "x"), "absolute");
	make_link("./x", "dot");
	make_link("nothing", "dangling");
	make_link("loop2", "loop1");
	make_link("loop1", "loop2");
	make_link("../x", "open/from");
	make_link("open/x", "into");
	make_link("group/x", "into-group");
	make_link("open", "way-open");
	make_link("../x", "sticky/from");
	make_link("../../x", "sticky/own/from");
	make_link("x/y", "through-file");
}

static const struct {
	const char *link, *target, *why; /* one of both */
} cases[] = {
	{"plain", "x", NULL},
	{"again", "x", NULL},
	{"back", "x", NULL},
	{"sub/up", "x", NULL},
	{"over", "x", NULL},
	{"absolute", "x", NULL},
	{"dot", "x", NULL},
	{"dangling", "nothing", NULL},
	{"sticky/own/from", "x", NULL},
	{"loop1", NULL, "leads on for ever"},
	{"open/from", NULL, "open can be written to by others"},
	{"into", NULL, "open can be written to by others"},
	{"into-group", NULL, "group can be written to by others"},
	{"sticky/from", NULL, "sticky can be written to by others"},
};

static void test_links(void **state)
{
	(void)state;
	make_all();
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct zf_error err = ZF_ERROR_INIT;
		char path[FOLDER_PATH], want[300];
		char *target;
		assert_true(file_is_link(folder_path(path, cases[i].link)));
		enum zf_status status = file_follow(&target, path, &err);
		if (cases[i].target) {
			if (status != ZF_OK)
				fail_msg("%s: %s", cases[i].link, err.text);
			assert_string_equal(target, in_folder(want, sizeof(want), cases[i].target));
			free(target);
		} else {
			assert_int_equal(status, ZF_ERR_IO);
			if (!strstr(err.text, cases[i].why))
				fail_msg("%s: %s", cases[i].link, err.text);
			assert_int_equal(
				file_replace(path, "new\n", 4, FILE_FORCED, &err), ZF_ERR_IO);
		}
	}
	char path[FOLDER_PATH];
	assert_false(file_is_link(folder_path(path, "x")));
	assert_false(file_is_link(folder_path(path, "not-there")));
}

/* What is written through a link; a folder behind it is none of what is replaced. */
static void test_replace(void **state)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct file_text text;
	char path[FOLDER_PATH];
	(void)state;
	make_all();
	assert_int_equal(
		file_replace(folder_path(path, "over"), "new\n", 4, FILE_CAREFUL, &err), ZF_OK);
	assert_true(file_is_link(path));
	assert_int_equal(file_read(&text, folder_path(path, "x"), 100, &err), ZF_OK);
	assert_string_equal(text.data, "new\n");
	file_text_free(&text);
	assert_int_equal(
		file_replace(folder_path(path, "way"), "new\n", 4, FILE_CAREFUL, &err), ZF_ERR_IO);
	assert_non_null(strstr(err.text, "no regular file"));
	err = (struct zf_error)ZF_ERROR_INIT;
	assert_int_equal(
		file_replace(folder_path(path, "through-file"), "new\n", 4, FILE_CAREFUL, &err),
		ZF_ERR_IO);
}

/* Links and folders of somebody else. */
static void test_others(void **state)
{
	enum { SOMEBODY = 4321 };
	char path[FOLDER_PATH];
	char *target;
	struct zf_error err = ZF_ERROR_INIT;
	(void)state;
	if (geteuid() != 0)
		skip(); /* only root can make them */
	make_all();
	assert_int_equal(lchown(folder_path(path, "plain"), SOMEBODY, SOMEBODY), 0);
	assert_int_equal(file_follow(&target, path, &err), ZF_ERR_IO);
	assert_non_null(strstr(err.text, "plain belongs to somebody else"));
	err = (struct zf_error)ZF_ERROR_INIT;
	assert_int_equal(chown(folder_path(path, "sub"), SOMEBODY, SOMEBODY), 0);
	assert_int_equal(file_follow(&target, folder_path(path, "sub/up"), &err), ZF_ERR_IO);
	assert_non_null(strstr(err.text, "sub belongs to somebody else"));
}

/* New files are as the umask says, but those that may hold secrets. */
static void test_modes(void **state)
{
	static const struct {
		enum file_care care;
		mode_t umask, want;
	} modes[] = {{FILE_CAREFUL, 022, 0644}, {FILE_CAREFUL, 077, 0600}, {FILE_FORCED, 002, 0664},
		{FILE_PRIVATE, 022, 0600}, {FILE_PRIVATE, 0, 0600}};
	(void)state;
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		struct zf_error err = ZF_ERROR_INIT;
		char path[FOLDER_PATH];
		struct stat st;
		folder_empty();
		mode_t old = umask(modes[i].umask);
		assert_int_equal(
			file_replace(folder_path(path, "new"), "x", 1, modes[i].care, &err), ZF_OK);
		umask(old);
		assert_int_equal(stat(path, &st), 0);
		assert_int_equal(st.st_mode & 0777, modes[i].want);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_links),
		cmocka_unit_test(test_replace),
		cmocka_unit_test(test_others),
		cmocka_unit_test(test_modes),
	};
	return cmocka_run_group_tests(tests, folder_make, folder_drop);
}
