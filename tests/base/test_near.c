/* near: which word was meant. */
#include "test.h"

#include "near.h"

static const struct {
	const char *given, *want; /* NULL: none */
} cases[] = {
	{"dif", "diff"},
	{"fidf", NULL},
	{"dfif", "diff"},
	{"DIFF", "diff"},
	{"exprot", "export"},
	{"exports", "export"},
	{"compar", "compare"},
	{"x", NULL},
	{"", NULL},
	{"something-that-is-longer-than-any-word-here", NULL},
	{"port", NULL},
};

static void words_are_found(void **state)
{
	static const char *const words[] = {"export", "diff", "compare", "check", "fmt"};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct near near = {.word = NULL};
		for (size_t w = 0; w < sizeof(words) / sizeof(words[0]); w++)
			near_look(&near, cases[i].given, words[w]);
		if (cases[i].want)
			assert_string_equal(near.word, cases[i].want);
		else
			assert_null(near.word);
	}
	struct near near = {.word = NULL};
	assert_string_equal(near_hint(&near), "");
	near_look(&near, "dif", "diff");
	assert_string_equal(near_hint(&near), "; did you mean \"diff\"?");
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(words_are_found)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
