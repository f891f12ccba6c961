/* secret: no spelling of a secret survives scrubbing. */
#include "test.h"

#include <stdlib.h>

#include "base64.h"
#include "encode.h"
#include "err.h"
#include "http.h"
#include "json.h"
#include "secret.h"

static void scrubs_to(const struct secrets *all, const char *text, const char *want)
{
	struct buf b;
	buf_init(&b, 0);
	buf_adds(&b, text);
	secrets_scrub(all, &b);
	assert_string_equal(b.data, want);
	assert_int_equal(b.len, strlen(want));
	buf_free(&b);
}

static void plain_texts(void **state)
{
	(void)state;
	struct secrets *all = secrets_new();
	scrubs_to(all, "nothing is secret", "nothing is secret");
	struct secret *s = secrets_add(all, "canary-1234", 11);
	assert_ptr_equal(secrets_add(all, "canary-1234", 11), s);
	assert_true(str_eq(secret_octets(s), "canary-1234"));
	secrets_add(all, "canary-1234-longer", 18);
	secrets_add(all, "abc", 3); /* too short to be told from other text */
	secrets_add(all, "", 0);
	scrubs_to(all, "a canary-1234b canary-123 abc", "a ***b canary-123 abc");
	scrubs_to(all, "canary-1234-longercanary-1234", "******");
	scrubs_to(all, "canary-1234-long", "***-long");
	scrubs_to(all, "canary-1canary-1234", "canary-1***");
	secrets_free(all);
	secrets_free(NULL);
}

static void every_spelling(void **state)
{
	(void)state;
	static const char *const secrets[] = {"p@ss w/rd+=&%?\"\\", "gr\xc3\xbcn-\xe2\x82\xac",
		"-----BEGIN X-----\nAAAA\nBBBB\n", "AKIDEXAMPLE", "four"};
	for (size_t i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++) {
		const char *plain = secrets[i];
		size_t n = strlen(plain);
		struct secrets *all = secrets_new();
		secrets_add(all, plain, n);
		struct buf b;
		buf_init(&b, 0);
		buf_adds(&b, "https://h/?a=");
		encode_percent(&b, plain, n);
		buf_adds(&b, " json ");
		encode_json_string(&b, plain, n);
		buf_adds(&b, " log ");
		str_print(&b, plain, n);
		buf_adds(&b, " base64 ");
		base64_add(&b, plain, n, BASE64_STANDARD);
		buf_adds(&b, " url ");
		base64_add(&b, plain, n, BASE64_URL);
		secrets_scrub(all, &b);
		assert_string_equal(
			b.data, "https://h/?a=*** json \"***\" log *** base64 *** url ***");
		buf_free(&b);
		secrets_free(all);
	}
}

static void inside_of_base64(void **state)
{
	(void)state;
	struct secrets *all = secrets_new();
	secrets_add(all, "canary-1234", 11);
	for (int before = 0; before < 7; before++) {
		for (int after = 0; after < 7; after++) {
			struct buf plain, b;
			buf_init(&plain, 0);
			buf_init(&b, 0);
			buf_fill(&plain, 'u', (size_t)before);
			buf_adds(&plain, "canary-1234");
			buf_fill(&plain, 'x', (size_t)after);
			base64_add(&b, plain.data, plain.len, BASE64_STANDARD);
			size_t whole = b.len;
			secrets_scrub(all, &b);
			/* All but the characters that it shares with its neighbours are gone. */
			assert_non_null(strstr(b.data, "***"));
			assert_true(b.len <= whole - 14 + 3);
			buf_free(&plain);
			buf_free(&b);
		}
	}
	secrets_free(all);
}

static void other_ways_of_escaping(void **state)
{
	(void)state;
	struct secrets *all = secrets_new();
	secrets_add(all, "a/b c\"d", 7);
	scrubs_to(all, "a%2fb%20c%22d a%2Fb+c%22d a\\/b c\\\"d a/b c\\\"d", "*** *** *** ***");
	secrets_free(all);
}

/* Texts come back escaped by others, and by several of them. */
static void escaped_by_others(void **state)
{
	static const char *const texts[] = {"k\\u0065y-%2F&amp;<\\u00e9>",
		"%6b%65%79%2D%2f%26%3c%C3%a9%3E",
		"%256b%2565%2579%252d%252F%2526%253C%25C3%25A9%253E", "key-/&amp;&lt;\xc3\xa9&gt;",
		"key-/&#38;&#x3C;&#233;&#62;",
		"\\u006b\\u0065\\u0079\\u002d\\u002f\\u0026\\u003c\\u00E9\\u003e",
		"6b65792d2f263cc3a93e", "6B65792D2F263CC3A93E", "6B65792d2f263cc3A93e",
		"key-\\/&<\\195\\169>", "key-\\/&<\\xc3\\xa9>"};
	struct secrets *all = secrets_new();
	(void)state;
	secrets_add(all, "key-/&<\xc3\xa9>", 10);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct buf b;
		buf_init(&b, 0);
		buf_printf(&b, "its %s is", texts[i]);
		scrubs_to(all, b.data, "its *** is");
		buf_free(&b);
	}
	static const char others[] = "key-/&<e> key-/ 6b65792d2f263c %25 &amp; \\u00e9";
	scrubs_to(all, others, others);
	secrets_add(all, "\xf0\x9f\x94\x91%41+", 8);
	scrubs_to(all, "\\ud83d\\udd11%2541+ \xf0\x9f\x94\x91%41%2b", "*** ***");
	secrets_free(all);
}

/* A text that was cut within an escaped secret. */
static void escaped_and_cut(void **state)
{
	static const char text[] = "said: k%26y&#45;of&#x2d;\\u006dany-octets";
	struct secrets *all = secrets_new();
	(void)state;
	secrets_add(all, "k&y-of-many-octets", 18);
	for (int n = 20; n <= (int)strlen(text); n++) {
		struct zf_error err = ZF_ERROR_INIT;
		err_set(&err, ZF_ERR_ANSWER, "%.*s...", n, text);
		secrets_scrub_error(all, &err);
		assert_null(strstr(err.text, "k%26y"));
		assert_null(strstr(err.text, "octe"));
	}
	secrets_free(all);
}

static void errors_that_were_cut(void **state)
{
	(void)state;
	struct secrets *all = secrets_new();
	char token[401];
	memset(token, 'q', 400);
	memcpy(token, "canary", 6);
	token[400] = '\0';
	secrets_add(all, token, 400);
	for (int fill = 500; fill < 1100; fill++) {
		struct zf_error err = ZF_ERROR_INIT;
		err_set(&err, ZF_ERR_ANSWER, "%*s%s behind", fill, "", token);
		err_place(&err, token, 0, 0);
		secrets_scrub_error(all, &err);
		assert_null(strstr(err.text, "cana"));
		assert_null(strstr(err.text, "qqqq"));
		assert_null(strstr(err.file, "cana"));
	}
	struct zf_error err = ZF_ERROR_INIT;
	secrets_scrub_error(all, &err);
	secrets_scrub_error(all, NULL);
	assert_int_equal(err.code, ZF_OK);
	secrets_free(all);
}

static void octets_that_are_no_text(void **state)
{
	(void)state;
	struct secrets *all = secrets_new();
	secrets_add(all, "\0\1\2\3\xff", 5);
	struct buf b;
	buf_init(&b, 0);
	buf_add(&b, "x\0\1\2\3\xffy", 7);
	secrets_scrub(all, &b);
	assert_int_equal(b.len, 5);
	assert_string_equal(b.data, "x***y");
	buf_free(&b);
	secrets_free(all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(plain_texts),
		cmocka_unit_test(every_spelling), cmocka_unit_test(inside_of_base64),
		cmocka_unit_test(other_ways_of_escaping), cmocka_unit_test(errors_that_were_cut),
		cmocka_unit_test(escaped_by_others), cmocka_unit_test(escaped_and_cut),
		cmocka_unit_test(octets_that_are_no_text)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
