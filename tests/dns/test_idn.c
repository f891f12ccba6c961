#include "test.h"

#include "idn.h"

#define X16 "xxxxxxxxxxxxxxxx"

/* RFC 3492 section 7.1 (A, B, I) and names as registries have them. */
static void punycode(void **state)
{
	static const struct {
		const char *name, *want;
	} names[] = {
		{"www.example.com", "www.example.com"},
		{"", ""},
		{"b\xc3\xbc"
		 "cher.example",
			"xn--bcher-kva.example"},
		{"B\xc3\x9c"
		 "CHER.example.",
			"xn--bcher-kva.example."},
		{"\xd9\x84\xd9\x8a\xd9\x87\xd9\x85\xd8\xa7\xd8\xa8\xd8\xaa\xd9\x83\xd9\x84\xd9\x85\xd9\x88"
		 "\xd8\xb4\xd8\xb9\xd8\xb1\xd8\xa8\xd9\x8a\xd8\x9f",
			"xn--egbpdaj6bu4bxfgehfvwxn"},
		{"\xe4\xbb\x96\xe4\xbb\xac\xe4\xb8\xba\xe4\xbb\x80\xe4\xb9\x88\xe4\xb8\x8d\xe8\xaf\xb4"
		 "\xe4\xb8\xad\xe6\x96\x87",
			"xn--ihqwcrb4cv8a8dqg056pqjye"},
	};
	struct buf b;
	(void)state;
	buf_init(&b, 0);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		buf_reset(&b);
		assert_true(idn_add_ascii(&b, str_of(names[i].name)));
		assert_string_equal(b.data, names[i].want);
	}
	assert_false(idn_add_ascii(&b, str_of("\xff.example")));
	assert_false(idn_add_ascii(&b, str_of(X16 X16 X16 "xxxxxxxxxxxx\xc3\xbc.example")));
	buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(punycode)};
	return cmocka_run_group_tests_name("idn", tests, NULL, NULL);
}
