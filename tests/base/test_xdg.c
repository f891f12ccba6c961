/* Where the program's own files are, by the environment. */
#include "test.h"

#include <stdlib.h>

#include "xdg.h"

static void set(const char *name, const char *value)
{
	if (value)
		setenv(name, value, 1);
	else
		unsetenv(name);
}

static void folders_by_the_environment(void **state)
{
	static const struct {
		enum xdg_folder folder;
		const char *config, *state, *home, *want; /* NULL: not set; nowhere */
	} cases[] = {
		{XDG_CONFIG, "/c", "/s", "/home/u", "/c/zoneferry/x"},
		{XDG_STATE, "/c", "/s", "/home/u", "/s/zoneferry/x"},
		{XDG_CONFIG, NULL, "/s", "/home/u", "/home/u/.config/zoneferry/x"},
		{XDG_STATE, "/c", NULL, "/home/u", "/home/u/.local/state/zoneferry/x"},
		{XDG_CONFIG, "", NULL, "/home/u", "/home/u/.config/zoneferry/x"},
		{XDG_STATE, NULL, "relative", "/home/u", "/home/u/.local/state/zoneferry/x"},
		{XDG_CONFIG, "/c", NULL, NULL, "/c/zoneferry/x"},
		{XDG_STATE, "/c", NULL, NULL, NULL},
		{XDG_CONFIG, NULL, "/s", "", NULL},
		{XDG_CONFIG, "relative", NULL, "relative", NULL},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf path;
		set("XDG_CONFIG_HOME", cases[i].config);
		set("XDG_STATE_HOME", cases[i].state);
		set("HOME", cases[i].home);
		buf_init(&path, 0);
		assert_int_equal(xdg_path(&path, cases[i].folder, "x"), cases[i].want != NULL);
		assert_string_equal(path.data, cases[i].want ? cases[i].want : "");
		buf_free(&path);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(folders_by_the_environment)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
