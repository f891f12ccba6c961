/* base64: both alphabets, and what isn't base64. */
#include "test.h"

#include "base64.h"

static void vectors_of_rfc_4648(void **state)
{
	(void)state;
	static const struct {
		const char *plain, *standard, *url;
	} cases[] = {{"", "", ""}, {"f", "Zg==", "Zg"}, {"fo", "Zm8=", "Zm8"},
		{"foo", "Zm9v", "Zm9v"}, {"foob", "Zm9vYg==", "Zm9vYg"},
		{"fooba", "Zm9vYmE=", "Zm9vYmE"}, {"foobar", "Zm9vYmFy", "Zm9vYmFy"},
		{"\xfb\xff\xfe", "+//+", "-__-"}};
	struct buf b;
	buf_init(&b, 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *spelled[] = {cases[i].standard, cases[i].url};
		for (int k = 0; k < 2; k++) {
			buf_reset(&b);
			base64_add(&b, cases[i].plain, strlen(cases[i].plain),
				(enum base64_alphabet)k);
			assert_string_equal(b.data, spelled[k]);
			buf_reset(&b);
			assert_true(base64_decode(
				&b, spelled[k], strlen(spelled[k]), (enum base64_alphabet)k));
			assert_string_equal(b.data, cases[i].plain);
		}
	}
	buf_free(&b);
}

static void what_is_no_base64_adds_nothing(void **state)
{
	(void)state;
	static const char *const bad[] = {"Z", "Zg",
		"Zg=", "Zg===", "Zh==", "Zm9=", "Zg==Zg==", "Zm9v=", "Z-9v", "Zm9v!", "Zm9v-",
		"Zm9v-Zg==", "=", "===="};
	struct buf b;
	buf_init(&b, 0);
	buf_adds(&b, "x");
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_false(base64_decode(&b, bad[i], strlen(bad[i]), BASE64_STANDARD));
		assert_int_equal(b.len, 1);
	}
	assert_false(base64_decode(&b, "Zg==", 4, BASE64_URL));
	assert_true(base64_decode(&b, " Zm\r\n9v\tYg = =", 14, BASE64_STANDARD));
	assert_string_equal(b.data, "xfoob");
	buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(vectors_of_rfc_4648),
		cmocka_unit_test(what_is_no_base64_adds_nothing)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
