/* Replacing files: what a new file keeps of the one before it, and what stays behind a signal. */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <dirent.h>
#include <unistd.h>

#include "err.h"
#include "file.h"
#include "folder.h"
#include "temp.h"
#include "test.h"

#define ACL "system.posix_acl_access"

/* An ACL (linux/posix_acl_xattr.h): u::rw-, u:1234:rw-, g::---, mask rw-, o::---. The group is shut
 * out, though the mode, whose group bits are the mask's, says 0660. */
static const unsigned char acl[] = {2, 0, 0, 0, 1, 0, 6, 0, 255, 255, 255, 255, 2, 0, 6, 0, 210, 4,
	0, 0, 4, 0, 0, 0, 255, 255, 255, 255, 16, 0, 6, 0, 255, 255, 255, 255, 32, 0, 0, 0, 255,
	255, 255, 255};

static size_t files_there(void)
{
	size_t count = 0;
	DIR *folder = opendir(folder_name());
	assert_non_null(folder);
	while (readdir(folder))
		count++;
	closedir(folder);
	return count - 2;
}

static void attributes_are_kept(void **state)
{
	(void)state;
	struct zf_error err = ZF_ERROR_INIT;
	char path[FOLDER_PATH], value[100];
	folder_empty();
	folder_put("x", "one");
	folder_path(path, "x");
	if (setxattr(path, ACL, acl, sizeof(acl), 0) != 0 ||
		setxattr(path, "user.note", "by hand", 7, 0) != 0)
		skip(); /* the file system has none */
	assert_int_equal(file_replace(path, "two", 3, FILE_CAREFUL, &err), ZF_OK);
	assert_int_equal(getxattr(path, ACL, value, sizeof(value)), sizeof(acl));
	assert_memory_equal(value, acl, sizeof(acl));
	assert_int_equal(getxattr(path, "user.note", value, sizeof(value)), 7);
	assert_memory_equal(value, "by hand", 7);
	struct stat st;
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0660);
	assert_int_equal(st.st_size, 3);
}

/* A folder may give its new files an ACL: it isn't the old file's. */
static void a_default_acl_opens_nothing(void **state)
{
	(void)state;
	struct zf_error err = ZF_ERROR_INIT;
	char path[FOLDER_PATH];
	folder_empty();
	folder_put("x", "one");
	folder_path(path, "x");
	assert_int_equal(chmod(path, 0640), 0);
	if (setxattr(folder_name(), "system.posix_acl_default", acl, sizeof(acl), 0) != 0)
		skip();
	assert_int_equal(file_replace(path, "two", 3, FILE_CAREFUL, &err), ZF_OK);
	assert_int_equal(removexattr(folder_name(), "system.posix_acl_default"), 0);
	assert_int_equal(getxattr(path, ACL, NULL, 0), -1);
	struct stat st;
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
}

static void read_only_files_want_force(void **state)
{
	(void)state;
	struct zf_error err = ZF_ERROR_INIT;
	struct file_text text;
	struct stat st;
	char path[FOLDER_PATH];
	folder_empty();
	folder_put("x", "one");
	folder_path(path, "x");
	assert_int_equal(chmod(path, 0444), 0);
	assert_int_equal(file_replace(path, "two", 3, FILE_CAREFUL, &err), ZF_ERR_IO);
	assert_non_null(strstr(err.text, "read-only"));
	err_clear(&err);
	assert_int_equal(file_replace(path, "two", 3, FILE_FORCED, &err), ZF_OK);
	assert_int_equal(file_read(&text, path, 9, &err), ZF_OK);
	assert_string_equal(text.data, "two");
	file_text_free(&text);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0444);
	assert_int_equal(files_there(), 1);
}

/* In a child, who is somebody else: the owner and another's attributes can't be kept. */
static int replace_as(uid_t user, const char *path, enum file_care care)
{
	pid_t pid = fork();
	if (pid == 0) {
		struct zf_error err = ZF_ERROR_INIT;
		_exit(setgid(user) != 0 || setuid(user) != 0
				? 99
				: (int)file_replace(path, "new", 3, care, &err));
	}
	int how = 0;
	assert_int_equal(waitpid(pid, &how, 0), pid);
	return WEXITSTATUS(how);
}

static void owners_are_kept_or_the_file_is_refused(void **state)
{
	(void)state;
	char path[FOLDER_PATH];
	struct stat st;
	if (geteuid() != 0)
		skip();
	folder_empty();
	folder_put("x", "one");
	folder_path(path, "x");
	assert_int_equal(chmod(folder_name(), 0777), 0);
	assert_int_equal(chmod(path, 0666), 0);
	assert_int_equal(replace_as(4321, path, FILE_CAREFUL), ZF_ERR_IO);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_uid, 0);
	assert_int_equal(replace_as(4321, path, FILE_FORCED), ZF_OK);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_uid, 4321);
	assert_int_equal(st.st_mode & 0777, 0600); /* another group is let in to nothing */
	assert_int_equal(files_there(), 1);
}

/* What has a name goes with the process that a signal ends, and the process ends by the signal. */
static void signals_leave_nothing(void **state)
{
	(void)state;
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
	for (size_t i = 0; i < 3; i++) {
		folder_empty();
		pid_t pid = fork();
		if (pid == 0) {
			char path[FOLDER_PATH];
			folder_path(path, "temporary");
			int folder = open(folder_name(), O_RDONLY | O_DIRECTORY);
			int fd = open(path, O_WRONLY | O_CREAT, 0600);
			signal(signals[i], SIG_DFL); /* whoever runs the test may ignore it */
			temp_remove_on_signals();
			if (fd >= 0 && temp_hold(folder, "temporary") >= 0)
				raise(signals[i]);
			_exit(0);
		}
		int how = 0;
		assert_int_equal(waitpid(pid, &how, 0), pid);
		assert_true(WIFSIGNALED(how));
		assert_int_equal(WTERMSIG(how), signals[i]);
		assert_int_equal(files_there(), 0);
	}
}

static void an_unfinished_file_has_no_name(void **state)
{
	(void)state;
	struct zf_error err = ZF_ERROR_INIT;
	struct file_out out;
	char path[FOLDER_PATH];
	folder_empty();
	folder_path(path, "x");
	assert_int_equal(file_create(&out, path, FILE_CAREFUL, &err), ZF_OK);
	assert_int_equal(file_write(&out, "two", 3, &err), ZF_OK);
	if (out.temp)
		skip(); /* the file system has no files without one */
	assert_int_equal(files_there(), 0);
	assert_int_equal(file_commit(&out, &err), ZF_OK);
	assert_int_equal(files_there(), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(attributes_are_kept),
		cmocka_unit_test(a_default_acl_opens_nothing),
		cmocka_unit_test(read_only_files_want_force),
		cmocka_unit_test(owners_are_kept_or_the_file_is_refused),
		cmocka_unit_test(signals_leave_nothing),
		cmocka_unit_test(an_unfinished_file_has_no_name)};
	return cmocka_run_group_tests(tests, folder_make_in_memory, folder_drop);
}
