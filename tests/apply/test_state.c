/* Where runs are kept, and that two on one target exclude each other. */
#include "test.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "folder.h"
#include "identity.h"
#include "state.h"

static void open_store(struct state *store, const char *name)
{
	struct zf_error err = ZF_ERROR_INIT;
	char path[FOLDER_PATH];
	if (state_open(store, folder_path(path, name), &err) != ZF_OK)
		fail_msg("%s", err.text);
}

static unsigned mode_of(const char *path)
{
	struct stat st;
	assert_int_equal(stat(path, &st), 0);
	return st.st_mode & 07777;
}

static void runs_have_numbers(void **state)
{
	struct zf_error err = ZF_ERROR_INIT;
	const struct buf text = {.data = (char[]){"x"}, .len = 1};
	struct state store;
	struct run run;
	struct run_list list;
	struct buf path;
	(void)state;
	open_store(&store, "numbers");
	for (unsigned long i = 1; i <= 3; i++) {
		assert_int_equal(run_create(&run, &store, "fake:B/../x", &err), ZF_OK);
		assert_int_equal(run.number, i);
		assert_int_equal(mode_of(run.folder), 0700);
		assert_int_equal(run_put(&run, "plan.json", &text, &err), ZF_OK);
		buf_init(&path, 0);
		run_path(&path, &run, "plan.json");
		assert_int_equal(mode_of(path.data), 0600);
		buf_free(&path);
		run_free(&run);
	}
	assert_int_equal(run_list(&list, &store, &err), ZF_OK);
	assert_int_equal(list.count, 3);
	assert_int_equal(list.items[2].number, 3);
	assert_non_null(strstr(list.items[0].folder, "/00000001-fake=3a=42=2f..=2fx"));
	run_list_free(&list);
	state_close(&store);
}

static void others_may_not_write_there(void **state)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct state store;
	char path[FOLDER_PATH];
	(void)state;
	open_store(&store, "open");
	state_close(&store);
	assert_int_equal(chmod(folder_path(path, "open"), 0777), 0);
	assert_int_equal(state_open(&store, path, &err), ZF_ERR_CONFIG);
	assert_non_null(strstr(err.text, "chmod 700"));
}

static void one_writes_at_a_time(void **state)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct state store;
	char pid[32];
	int first, second, third;
	(void)state;
	open_store(&store, "locks");
	assert_int_equal(state_lock(&first, &store, "bunny@bunny:example.com", &err), ZF_OK);
	assert_int_equal(
		state_lock(&second, &store, "bunny@bunny:example.com", &err), ZF_ERR_UNSUPPORTED);
	snprintf(pid, sizeof(pid), "process %ld)", (long)getpid());
	assert_non_null(strstr(err.text, pid));
	err = (struct zf_error)ZF_ERROR_INIT;
	assert_int_equal(state_lock(&third, &store, "bunny@work:example.com", &err), ZF_OK);
	state_unlock(third);
	state_unlock(first);
	assert_int_equal(state_lock(&second, &store, "bunny@bunny:example.com", &err), ZF_OK);
	state_unlock(second);
	state_close(&store);
}

/* A process that was killed holds nothing. */
static void the_dead_hold_nothing(void **state)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct state store;
	int lock, status = 0;
	(void)state;
	open_store(&store, "dead");
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		state_lock(&lock, &store, "x", &err);
		raise(SIGKILL);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(state_lock(&lock, &store, "x", &err), ZF_OK);
	state_unlock(lock);
	state_close(&store);
}

/* Names of any length and with any octets have locks of their own. */
static void every_target_has_its_lock(void **state)
{
	static const char *const same_start[] = {
		"A", "a", "=61", "a/", "a:", "a.lock", ".", "..", ""};
	enum { COUNT = sizeof(same_start) / sizeof(same_start[0]), LONG = 700 };
	struct zf_error err = ZF_ERROR_INIT;
	struct state store;
	int locks[COUNT + 2];
	char name[LONG + 2];
	(void)state;
	open_store(&store, "names");
	for (size_t i = 0; i < COUNT; i++)
		assert_int_equal(state_lock(&locks[i], &store, same_start[i], &err), ZF_OK);
	memset(name, 'a', LONG);
	strcpy(name + LONG, "b");
	assert_int_equal(state_lock(&locks[COUNT], &store, name, &err), ZF_OK);
	name[LONG] = 'c';
	assert_int_equal(state_lock(&locks[COUNT + 1], &store, name, &err), ZF_OK);
	for (size_t i = 0; i < COUNT + 2; i++)
		state_unlock(locks[i]);
	state_close(&store);
}

static void assert_identity(const char *location, const char *want)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct location loc;
	struct buf b;
	buf_init(&b, 0);
	assert_int_equal(location_parse(&loc, location, &err), ZF_OK);
	identity_print(&b, &loc);
	assert_string_equal(b.data, want);
	location_free(&loc);
	buf_free(&b);
}

static void one_target_has_one_name(void **state)
{
	(void)state;
	assert_identity("bunny:Example.COM.", "bunny@bunny:example.com");
	assert_identity("bunny@bunny:example.com", "bunny@bunny:example.com");
	assert_identity("bunny@work:example.com", "bunny@work:example.com");
	assert_identity("axfr://NS1.example.net./Example.com?key=k",
		"axfr://ns1.example.net:53/example.com?key=k");
	assert_identity("axfr://[2001:DB8::1]:5353/x", "axfr://[2001:db8::1]:5353/x");
	assert_identity("/tmp/../tmp/./no-such-file.zone", "file:/tmp/no-such-file.zone");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(runs_have_numbers),
		cmocka_unit_test(others_may_not_write_there),
		cmocka_unit_test(one_writes_at_a_time),
		cmocka_unit_test(the_dead_hold_nothing),
		cmocka_unit_test(every_target_has_its_lock),
		cmocka_unit_test(one_target_has_one_name),
	};
	return cmocka_run_group_tests(tests, folder_make_in_memory, folder_drop);
}
