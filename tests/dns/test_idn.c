#include "test.h"

#include <stdlib.h>

#include "idn.h"

#define X16 "xxxxxxxxxxxxxxxx"
#define U8 "\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc"

struct pair {
	const char *in, *want;
};

/* RFC 3492 section 7.1 (A, B) and names as registries have them; ASCII beside them; UTS 46. */
static void names_become_a_labels(void **state)
{
	static const struct pair names[] = {
		{"www.example.com", "www.example.com"},
		{"", ""},
		{"b\u00fccher.example", "xn--bcher-kva.example"},
		{"B\u00dcCHER.example.", "xn--bcher-kva.example."},
		{"\u0644\u064a\u0647\u0645\u0627\u0628\u062a\u0643\u0644\u0645\u0648\u0634\u0639\u0631\u0628\u064a\u061f",
			"xn--egbpdaj6bu4bxfgehfvwxn"},
		{"\u4ed6\u4eec\u4e3a\u4ec0\u4e48\u4e0d\u8bf4\u4e2d\u6587",
			"xn--ihqwcrb4cv8a8dqg056pqjye"},
		{"_dmarc.b\u00fccher.example", "_dmarc.xn--bcher-kva.example"},
		{"*.b\u00fccher", "*.xn--bcher-kva"},
		{"_b\u00fccher", "xn--_bcher-4ya"},
		{"WWW.B\u00dcCHER", "WWW.xn--bcher-kva"},
		{"a\\.B.\\252.\u00fc", "a\\.B.\\252.xn--tda"},
		{"@.\u00fc..", "@.xn--tda.."},
		{"XN--zzzzzzzz99999999.xn--.\u00fc", "XN--zzzzzzzz99999999.xn--.xn--tda"},
		{"stra\u00dfe", "xn--strae-oqa"},
		{"\u03b2\u03cc\u03bb\u03bf\u03c2", "xn--nxasmm1c"},
		{"bu\u0308cher", "xn--bcher-kva"},
		{"\uff21b", "ab"},
		{"b\u00fc\u3002de", "xn--b-eha.de"},
		{"b\u00fc\uff0ede\uff61", "xn--b-eha.de."},
		{"b\u00fc.de\u3002", "xn--b-eha.de."},
		{"a\u200bb", "ab"},
		{"b\u00fc\u00adcher", "xn--bcher-kva"},
		{"\u0646\u0627\u0645\u0647\u200c\u0627\u06cc", "xn--mgba3gch31f060k"},
		{"\U0001f600.example", "xn--e28h.example"},
		{"i\u2764\ufe0f", "xn--i-7iq"},
		{"\uff58\uff4e--bcher-kva", "xn--bcher-kva"},
		{X16 X16 X16 "xxxxxxxxxxxxxxxx.\u00fc", X16 X16 X16 "xxxxxxxxxxxxxxxx.xn--tda"},
	};
	struct buf b;
	(void)state;
	buf_init(&b, 0);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct zf_error err = ZF_ERROR_INIT;
		buf_reset(&b);
		if (idn_add_ascii(&b, str_of(names[i].in), &err) != ZF_OK)
			fail_msg("%s: %s", names[i].in, err.text);
		assert_string_equal(b.data, names[i].want);
	}
	buf_free(&b);
}

static void what_is_no_name_is_refused(void **state)
{
	static const char *const names[] = {"a\u202eb", /* bidi control */
		"\u200b", /* nothing is left */
		"\u00ad.example", /* nothing */
		"\u3002", "\u3002de", "a\u3002\u3002b", "de\u3002.example",
		"a\u200db", /* joiner without context */
		"\u0308a", /* begins with a combining mark */
		"1\u05d0", /* two directions */
		"\U0001f468\u200d\U0001f469", "\ue000", /* private use */
		"xn--\u00fc", "ab--\u00fc", "-\u00fc",
		"\uff58\uff4e--zzzzzzz9999", /* Punycode that does not decode */
		"*\u00fc", "$\u00fc", "\uff0a", /* becomes * */
		"\uff3c046", "\uff20", "\u2100", "a\u3000b", "a\\.\u00fc", "\\252\u00fc",
		"\u00fc\\", "\xff.example", "\xc3", "a.\xed\xa0\x80",
		X16 X16 X16 "xxxxxxxxxxxx\u00fc.example", U8 U8 U8 U8 U8 U8 U8 U8};
	struct buf b;
	(void)state;
	buf_init(&b, 0);
	buf_adds(&b, "kept");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct zf_error err = ZF_ERROR_INIT;
		if (idn_add_ascii(&b, str_of(names[i]), &err) != ZF_ERR_DATA)
			fail_msg("accepted: %s: %s", names[i], b.data);
		assert_string_equal(b.data, "kept");
	}
	struct zf_error err = ZF_ERROR_INIT;
	assert_int_equal(idn_add_ascii(&b, STR("\u00fc\0x"), &err), ZF_ERR_DATA);
	err = (struct zf_error)ZF_ERROR_INIT;
	assert_int_equal(idn_add_ascii(&b, STR("www.a\u202eb.example"), &err), ZF_ERR_DATA);
	assert_string_equal(err.text,
		"\"a\\u{202e}b\" can't be an A-label: string contains a disallowed character");
	buf_free(&b);
}

/* Each label is looked at once, and none for long. */
static void names_without_end_are_refused(void **state)
{
	enum { OCTETS = 1 << 22 };
	static const char fill[] = {'.', 'a', '\xbc'};
	struct buf in, out;
	(void)state;
	buf_init(&in, 0);
	buf_init(&out, 0);
	for (size_t i = 0; i < sizeof(fill); i++) {
		struct zf_error err = ZF_ERROR_INIT;
		buf_reset(&in);
		buf_fill(&in, fill[i], OCTETS);
		buf_adds(&in, "\xff");
		assert_int_equal(
			idn_add_ascii(&out, (struct str){in.data, in.len}, &err), ZF_ERR_DATA);
	}
	buf_free(&in);
	buf_free(&out);
}

/* A label is shown in Unicode only when IDNA2008 gives the same A-label for it: with what is told
 * behind it, it doesn't. */
static void a_labels_are_shown(void **state)
{
	static const struct pair names[] = {
		{"www.example.com.", "www.example.com."},
		{"", ""},
		{"xn--bcher-kva.example", "b\u00fccher.example"},
		{"_dmarc.XN--BCHER-KVA.example.", "_dmarc.b\u00fccher.example."},
		{"*.xn--strae-oqa", "*.stra\u00dfe"},
		{"xn--fiqs8s", "\u4e2d\u56fd"},
		{"xn--mgba3gch31f060k", "\u0646\u0627\u0645\u0647\u200c\u0627\u06cc"},
		{"xn--", "xn--"},
		{"xn--a", "xn--a"},
		{"xn--0", "xn--0"},
		{"xn--abc-", "xn--abc-"},
		{"XN--zzzzzzzz99999999.a", "XN--zzzzzzzz99999999.a"},
		{"xn--ab-g4t", "xn--ab-g4t"}, /* U+202E */
		{"xn--ab-g1t", "xn--ab-g1t"}, /* U+200B */
		{"xn--ab-r13a", "xn--ab-r13a"}, /* U+3002 */
		{"xn--ab-m1t", "xn--ab-m1t"}, /* U+200D */
		{"xn--BCHER-2pa", "xn--BCHER-2pa"}, /* capitals */
		{"xn--/-dha", "xn--/-dha"}, /* a slash */
		{"xn--bu-vub", "xn--bu-vub"}, /* not composed */
		{"xn--e28h", "xn--e28h"}, /* a symbol */
		{"xn--ab-c6t", "xn--ab-c6t"}, /* U+2044, another slash */
		{"xn--4db945k", "xn--4db945k"}, /* U+200E */
		{X16 X16 X16 X16 X16, X16 X16 X16 X16 X16},
		{"xn--" X16 X16 X16 X16, "xn--" X16 X16 X16 X16},
		{"xn--a\\.bcher-kva", "xn--a\\.bcher-kva"},
		{"xn--bcher-kva\\", "xn--bcher-kva\\"},
	};
	struct buf b;
	(void)state;
	buf_init(&b, 0);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		buf_reset(&b);
		idn_add_unicode(&b, str_of(names[i].in));
		assert_string_equal(b.data, names[i].want);
	}
	buf_reset(&b);
	idn_add_unicode(&b, STR("xn--bcher-kva\0x"));
	assert_memory_equal(b.data, "xn--bcher-kva\0x", 15);
	buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_become_a_labels),
		cmocka_unit_test(what_is_no_name_is_refused),
		cmocka_unit_test(names_without_end_are_refused),
		cmocka_unit_test(a_labels_are_shown),
	};
	return cmocka_run_group_tests_name("idn", tests, NULL, NULL);
}
