/* jail: paths by their text. What is opened is tested with $INCLUDE (tests/zonefile). */
#include "test.h"

#include <string.h>

#include "jail.h"

static void paths_are_resolved(void **state)
{
	(void)state;
	static const struct {
		const char *base, *name, *want;
	} cases[] = {
		{"/a/b", "c", "/a/b/c"},
		{"/a/b/", "./c//d/", "/a/b/c/d"},
		{"/a/b", "../c", "/a/c"},
		{"/a", "../../../c", "/c"},
		{"/a", "/x/../y", "/y"},
		{"", "..", ""},
		{"/a", "..x/...", "/a/..x/..."},
	};
	char path[32];
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_true(jail_resolve(path, sizeof(path), cases[i].base, cases[i].name));
		assert_string_equal(path, cases[i].want);
	}
	assert_false(jail_resolve(path, sizeof(path), "/a", "a-name-that-has-no-room-in-there"));
}

static void what_is_below_is_told(void **state)
{
	(void)state;
	static const struct {
		const char *path, *root, *want;
	} cases[] = {
		{"/r/a/b", "/r", "a/b"}, {"/r/a", "/", "r/a"}, {"/rest/a", "/r", NULL},
		{"/r", "/r", NULL}, {"/r/.git/config", "/r", NULL}, {"/r/a/.git", "/r", NULL},
		{"/r/.gitignore", "/r", ".gitignore"}, {"/r/.gitted/.git/config", "/r", NULL},
		{"/x/.git/tree/a", "/x/.git/tree",
			"a"}, /* where a repository itself lies is no matter */
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *rest = jail_below(cases[i].path, cases[i].root);
		if (cases[i].want)
			assert_string_equal(rest ? rest : "nothing", cases[i].want);
		else
			assert_null(rest);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paths_are_resolved), cmocka_unit_test(what_is_below_is_told)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
