/* U-labels beside A-labels, whatever the pieces are in which a format writes. */
#include "test.h"

#include <string.h>

#include "idn_show.h"

static enum zf_status add(void *user, const char *p, size_t n, struct zf_error *err)
{
	(void)err;
	buf_add(user, p, n);
	return ZF_OK;
}

#define A "xn--bcher-kva.example."
#define U " (b\xc3\xbc"
#define BOTH A U "cher.example.)"

static const struct {
	enum idn_markup markup;
	const char *text, *want;
} cases[] = {
	{IDN_MARKUP_TEXT, A, BOTH},
	{IDN_MARKUP_TEXT, "- 60 1 " A "\n", "- 60 1 " BOTH "\n"},
	{IDN_MARKUP_TEXT, "bunny:" A " (a)", "bunny:" BOTH " (a)"},
	{IDN_MARKUP_TEXT, "\033[31m" A "\033[0m A", "\033[31m" BOTH "\033[0m A"},
	{IDN_MARKUP_TEXT, "\"" A "\" " A, "\"" A "\" " BOTH},
	{IDN_MARKUP_TEXT, "\"" A "\n" A, "\"" A "\n" BOTH},
	{IDN_MARKUP_TEXT, "XN--BCHER-KVA.example", "XN--BCHER-KVA.example" U "cher.example)"},
	{IDN_MARKUP_TEXT, "_sip.w\\046x.xn--bcher-kva",
		"_sip.w\\046x.xn--bcher-kva (_sip.w\\046x.b\xc3\xbc"
		"cher)"},
	{IDN_MARKUP_TEXT, "axn--bcher-kva xn--a-xn--zzz xn--a",
		"axn--bcher-kva xn--a-xn--zzz xn--a"},
	{IDN_MARKUP_MARKDOWN, "<!-- zoneferry diff " A " -->\n@@ " A "\n",
		"<!-- zoneferry diff " A " -->\n@@ " BOTH "\n"},
	{IDN_MARKUP_MARKDOWN, "+ 60 <x " A "\n" A, "+ 60 <x " A "\n" BOTH},
	{IDN_MARKUP_HTML, "<a id=\"" A "\" title='" A "'>" A "</a>",
		"<a id=\"" A "\" title='" A "'>" BOTH "</a>"},
	{IDN_MARKUP_HTML, "<title>" A "</title><b>" A "</b>",
		"<title>" A "</title><b>" BOTH "</b>"},
	{IDN_MARKUP_HTML, "<script x=1>a<b; '" A "'</script>" A,
		"<script x=1>a<b; '" A "'</script>" BOTH},
	{IDN_MARKUP_HTML, "<STYLE>" A "</STYLE>" A "&quot;", "<STYLE>" A "</STYLE>" BOTH "&quot;"},
};

static void test_pieces(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t n = strlen(cases[i].text);
		for (size_t piece = 1; piece <= n; piece++) {
			struct zf_error err = ZF_ERROR_INIT;
			struct idn_show s;
			struct buf made;
			buf_init(&made, 0);
			const struct out_sink to = {add, &made};
			idn_show_init(&s, &to, cases[i].markup);
			for (size_t at = 0; at < n; at += piece)
				assert_int_equal(s.sink.write(s.sink.user, cases[i].text + at,
							 n - at < piece ? n - at : piece, &err),
					ZF_OK);
			assert_int_equal(idn_show_end(&s, ZF_OK, &err), ZF_OK);
			assert_string_equal(made.data, cases[i].want);
			buf_free(&made);
		}
	}
}

/* Text that is in memory; and a sink that fails is told of. */
static enum zf_status fail_to(void *user, const char *p, size_t n, struct zf_error *err)
{
	(void)user;
	(void)p;
	(void)n;
	err->code = ZF_ERR_IO;
	return ZF_ERR_IO;
}

static void test_whole(void **state)
{
	struct zf_error err = ZF_ERROR_INIT;
	const struct out_sink to = {fail_to, NULL};
	struct idn_show s;
	struct buf text;
	(void)state;
	buf_init(&text, 0);
	buf_adds(&text, A "\n");
	idn_show_text(&text);
	assert_string_equal(text.data, BOTH "\n");
	buf_free(&text);
	idn_show_init(&s, &to, IDN_MARKUP_TEXT);
	assert_int_equal(s.sink.write(s.sink.user, A, strlen(A), &err), ZF_OK);
	assert_int_equal(idn_show_end(&s, ZF_OK, &err), ZF_ERR_IO);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pieces),
		cmocka_unit_test(test_whole),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
