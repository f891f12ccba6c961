#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "lexer.h"
#include "ttl.h"

/*
 * What the lexer makes of a text, an entry a line: its line number, '>' when it is indented, its
 * tokens in <> with flags (q quoted, e escapes, g glued), its comments in {} (! on a line of its
 * own), and its fault with its place.
 */
static const struct {
	const char *text, *want;
} cases[] = {
	{"", ""},
	{"\n", "1\n"},
	{"a b", "1 <a> <b>\n"},
	{"a\tb \n  c\n", "1 <a> <b>\n2> <c>\n"},
	{"a \"b c\"\"d\" e\"f\"\n", "1 <a> <b c>q <d>qg <e> <f>qg\n"},
	{"\"a\"b", "1 <a>q <b>g\n"},
	{"a\"\"", "1 <a> <>qg\n"},
	{"a(b)c\n", "1 <a> <b> <c>\n"},
	{"a\\ b\\;c \"\\\"\" \\#\n", "1 <a\\ b\\;c>e <\\\">qe <\\#>e\n"},
	{"; c \n ;d\na ;e\n", "1 {; c}!\n2> {;d}!\n3 <a> {;e}\n"},
	{"a ( ; c\n ; d\n b ) ; e\nf", "1 <a> <b> {; c} {; d}! {; e}\n4 <f>\n"},
	{"a\r\n(\r\nb)\r\n", "1 <a>\n2 <b>\n"},
	{"a\001\177\200b", "1 <a\001\177\200b>\n"},
	{"0123456789abcdef0123456789abcdef0123;\n",
		"1 <0123456789abcdef0123456789abcdef0123> {;}\n"},
	{"\"0123456789abcdef0123456789abcdef \\\\\"",
		"1 <0123456789abcdef0123456789abcdef \\\\>qe\n"},
	/* Faults: the next line is read again. */
	{"a \"b\nc", "1 <a> fault 3 at 1:3\n2 <c>\n"},
	{"a \"b", "1 <a> fault 3 at 1:3\n"},
	{"a \"b\r\nc", "1 <a> fault 3 at 1:3\n2 <c>\n"},
	{"a (\n(b\nc", "1 <a> <b> <c> fault 4 at 1:3\n"},
	{"a )\nb", "1 <a> fault 5 at 1:3\n2 <b>\n"},
	{"a\rb\nc", "1 <a> <b> fault 2 at 1:2\n2 <c>\n"},
	{"a (\nb\rc\n)\nd", "1 <a> <b> <c> fault 2 at 2:2\n4 <d>\n"},
	{"a\\\nb", "1 <a\\>e fault 6 at 1:2\n2 <b>\n"},
	{"a\\", "1 <a\\>e fault 6 at 1:2\n"},
	{";a\rb\n", "1 {;a\rb}! fault 2 at 1:3\n"},
	{"\"a\rb\"\n", "1 <a\rb>q fault 2 at 1:3\n"},
};

static void add_entry(struct buf *b, const struct lexer *l)
{
	unsigned long line, col;
	buf_printf(b, "%lu%s", l->start_line, l->indented ? ">" : "");
	for (size_t i = 0; i < l->count; i++) {
		const struct rrtoken *t = &l->tokens[i];
		buf_printf(b, " <%.*s>%s%s%s", (int)t->n, t->p, t->flags & TOKEN_QUOTED ? "q" : "",
			t->flags & TOKEN_ESCAPES ? "e" : "", t->flags & TOKEN_GLUED ? "g" : "");
	}
	for (size_t i = 0; i < l->comment_count; i++)
		buf_printf(b, " {%.*s}%s", (int)l->comments[i].n, l->comments[i].p,
			l->comments[i].own_line ? "!" : "");
	if (l->fault) {
		lexer_place(l, l->fault_at, &line, &col);
		buf_printf(b, " fault %d at %lu:%lu", (int)l->fault, line, col);
	}
	buf_addc(b, '\n');
}

static void test_entries(void **state)
{
	struct buf got;
	(void)state;
	buf_init(&got, 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct lexer l;
		/* An exact copy, so that a read behind the end is seen. */
		size_t n = strlen(cases[i].text);
		char *text = memcpy(malloc(n ? n : 1), cases[i].text, n);
		buf_reset(&got);
		lexer_init(&l, text, n, 1);
		while (lexer_next(&l) != LEX_END)
			add_entry(&got, &l);
		assert_string_equal(got.data, cases[i].want);
		lexer_free(&l);
		free(text);
	}
	buf_free(&got);
}

static void test_nul(void **state)
{
	static const char text[] = "a\0b\n\"\0\"\n;\0\nc";
	static const unsigned long columns[] = {2, 2, 2};
	struct lexer l;
	unsigned long line, col;
	(void)state;
	lexer_init(&l, text, sizeof(text) - 1, 7);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(lexer_next(&l), LEX_ENTRY);
		assert_int_equal(l.fault, LEX_NUL);
		lexer_place(&l, l.fault_at, &line, &col);
		assert_int_equal(line, 7 + i);
		assert_int_equal(col, columns[i]);
	}
	assert_int_equal(lexer_next(&l), LEX_ENTRY);
	assert_int_equal(l.fault, LEX_FINE);
	assert_int_equal(lexer_next(&l), LEX_END);
	lexer_free(&l);
}

/* The fast and the plain way over octets agree on every octet at every offset. */
static void test_skip_plain(void **state)
{
	char text[40];
	(void)state;
	for (int octet = 0; octet < 256; octet++)
		for (size_t at = 0; at < sizeof(text); at++) {
			memset(text, 'x', sizeof(text));
			text[at] = (char)octet;
			bool special = octet <= ' ' || strchr("\"();\\", octet);
			const char *stop = lexer_skip_plain(text, text + sizeof(text));
			assert_ptr_equal(stop, text + (special ? at : sizeof(text)));
		}
}

static void test_ttl(void **state)
{
	static const struct {
		const char *text;
		long long want; /* -1: refused */
	} ttls[] = {{"0", 0}, {"3600", 3600}, {"2147483647", 2147483647}, {"2147483648", -1},
		{"4294967297", -1}, {"1h30m", 5400}, {"1W2D3H4M5S", 788645}, {"30m1h", 5400},
		{"90s", 90}, {"0w", 0}, {"000", 0}, {"3550w", 2147040000}, {"3551w", -1},
		{"1h30", -1}, {"1h30x", -1}, {"h", -1}, {"1hh", -1}, {"", -1}, {"-1", -1},
		{"+1", -1}, {" 1", -1}, {"1 ", -1}, {"1.5", -1}, {"9999999w", -1},
		{"99999999999999999999999999999999w", -1}, {"abc", -1}};
	(void)state;
	for (size_t i = 0; i < sizeof(ttls) / sizeof(ttls[0]); i++) {
		uint32_t ttl = 0;
		bool ok = ttl_parse(&ttl, ttls[i].text, strlen(ttls[i].text), TTL_MAX);
		assert_int_equal(ok ? (long long)ttl : -1, ttls[i].want);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_entries),
		cmocka_unit_test(test_nul),
		cmocka_unit_test(test_skip_plain),
		cmocka_unit_test(test_ttl),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
