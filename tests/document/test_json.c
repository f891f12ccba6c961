/* json: what is taken, what is refused, and that nothing changes on the way. */
#include "test.h"

#include <stdlib.h>

#include "json.h"

static struct json *parse(const char *text)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct json *root;
	if (json_parse(&root, text, strlen(text), &err) != ZF_OK)
		fail_msg("%s: %lu:%lu: %s", text, err.line, err.col, err.text);
	return root;
}

static void documents_print_as_they_were(void **state)
{
	(void)state;
	static const char *const texts[] = {"null", "true", "[]", "{}", "\"\"", "0", "-0", "1e2",
		"9007199254740993", "1234567890123456789", "-12.50", "1E+2", "[1,2,[3,[]]]",
		"{\"a\":{\"b\":[null,false]},\"A\":1,\"\":2}", "\"\\u007f\"", "\"\\u007f1\"",
		"\"\\u007f\\u007f\"", "{\"\\u007f\":\"x\\u007f\"}", "\"\\n\\t\\\"\\\\/\"",
		"\"\\u00fc\\ud83d\\ude00\"", "[\"1\",1]"};
	struct buf b;
	buf_init(&b, 0);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct json *root = parse(texts[i]);
		buf_reset(&b);
		json_print(&b, root, JSON_AS_IS);
		assert_string_equal(b.data, texts[i]);
		struct json *copy = json_copy(root);
		assert_true(json_equal(root, copy));
		json_free(copy);
		json_free(root);
	}
	buf_free(&b);
}

static void white_space_escapes_and_a_mark_of_order_are_read(void **state)
{
	(void)state;
	struct json *root = parse("\xef\xbb\xbf \r\n\t{ \"gr\\u00fcn\" : [ \"\x7f\", \"\\/\" , "
				  "\"\xf0\x9f\x98\x80\" ] }\n\n");
	assert_true(str_eq(json_text(json_at(root, "/gr\xc3\xbcn/0")), "\x7f"));
	assert_true(str_eq(json_text(json_at(root, "/gr\xc3\xbcn/1")), "/"));
	struct buf b;
	buf_init(&b, 0);
	json_print(&b, root, JSON_SORTED);
	assert_string_equal(b.data, "{\"gr\\u00fcn\":[\"\\u007f\",\"/\",\"\\ud83d\\ude00\"]}");
	buf_free(&b);
	json_free(root);
}

static void malformed_text_is_refused_with_its_place(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		unsigned long line, col;
	} cases[] = {{"", 1, 1}, {" \n ", 2, 2}, {"<html>", 1, 1}, {"{", 1, 2}, {"[1,2", 1, 5},
		{"{\"a\":1", 1, 7}, {"{\"a\"", 1, 5}, {"{\"a\":", 1, 6}, {"{\"a\":1,}", 1, 8},
		{"[1,]", 1, 4}, {"[,1]", 1, 2}, {"[1 2]", 1, 4}, {"{a:1}", 1, 2},
		{"{\"a\" 1}", 1, 6}, {"[1}", 1, 3}, {"{\"a\":1]", 1, 7}, {"{} {}", 1, 4},
		{"{}garbage", 1, 3}, {"truex", 1, 5}, {"tru", 1, 1}, {"nul", 1, 1}, {"True", 1, 1},
		{"NaN", 1, 1}, {"-", 1, 1}, {"+1", 1, 1}, {"01", 1, 2}, {"5.", 1, 1}, {".5", 1, 1},
		{"0x10", 1, 2}, {"1.5.5", 1, 4}, {"1e", 1, 1}, {"1e+", 1, 1}, {"1e400", 1, 1},
		{"[1,\n 1e99999999999999999999]", 2, 2}, {"\"a", 1, 3}, {"\"a\nb\"", 1, 3},
		{"\"\\", 1, 3}, {"\"\\x\"", 1, 2}, {"\"\\u12g4\"", 1, 2}, {"\"\\u00", 1, 2},
		{"[\"\\u0000\"]", 1, 3}, {"\"\\ud800\"", 1, 2}, {"\"\\udc00\"", 1, 2},
		{"\"\\ud800\\u0041\"", 1, 2}, {"\"\xff\"", 1, 2}, {"\"\xc0\x80\"", 1, 2},
		{"\"\xed\xa0\x80\"", 1, 2}, {"\"\xe2\x82\"", 1, 2}, {"\x0b[]", 1, 1},
		{"[]\x0c", 1, 3}, {"\xef\xbb\xbf\xef\xbb\xbf[]", 1, 4},
		{"{\"a\":1,\n\"b\":2,\n \"a\":3}", 3, 2}, {"{\"a\":1,\"\\u0061\":2}", 1, 8},
		{"[{\"x\":{\"y\":1,\"y\":1}}]", 1, 14}, {"{\"\":1,\"\":1}", 1, 7}};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct zf_error err = ZF_ERROR_INIT;
		struct json *root;
		enum zf_status status =
			json_parse(&root, cases[i].text, strlen(cases[i].text), &err);
		if (status != ZF_ERR_SYNTAX || err.line != cases[i].line || err.col != cases[i].col)
			fail_msg("%s: %d, %lu:%lu", cases[i].text, (int)status, err.line, err.col);
		assert_null(root);
	}
	struct zf_error err = ZF_ERROR_INIT;
	struct json *root;
	assert_int_equal(json_parse(&root, "[\"a\0b\"]", 7, &err), ZF_ERR_SYNTAX);
	err = (struct zf_error)ZF_ERROR_INIT;
	assert_int_equal(json_parse(&root, "[]\0", 3, &err), ZF_ERR_SYNTAX);
}

static void sixteen_keys_are_compared_too(void **state)
{
	(void)state;
	struct zf_error err = ZF_ERROR_INIT;
	struct json *root;
	struct buf b;
	buf_init(&b, 0);
	buf_addc(&b, '{');
	for (int i = 0; i < 16; i++)
		buf_printf(&b, "\"k%d\":%d,", i, i);
	size_t second = b.len + 1;
	buf_adds(&b, "\"k\\u0039\":1}");
	assert_int_equal(json_parse(&root, b.data, b.len, &err), ZF_ERR_SYNTAX);
	assert_int_equal(err.col, second);
	buf_free(&b);
}

static enum zf_status parse_repeated(
	const char *open, const char *each, size_t n, const char *close)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct json *root;
	struct buf b;
	buf_init(&b, 0);
	buf_adds(&b, open);
	for (size_t i = 0; i < n; i++)
		buf_adds(&b, each);
	buf_adds(&b, close);
	enum zf_status status = json_parse(&root, b.data, b.len, &err);
	buf_free(&b);
	json_free(root);
	return status;
}

static void limits_are_errors(void **state)
{
	(void)state;
	assert_int_equal(parse_repeated("", "[", 100000, ""), ZF_ERR_LIMIT);
	assert_int_equal(parse_repeated("", "{\"a\":", 100000, ""), ZF_ERR_LIMIT);
	assert_int_equal(parse_repeated("[", "0,", 8000000, "0]"), ZF_ERR_LIMIT);
	assert_int_equal(parse_repeated("", "0", 8000000, ""), ZF_ERR_SYNTAX);
	assert_int_equal(parse_repeated("\"", "x", JSON_MAX_SIZE, "\""), ZF_ERR_LIMIT);
	assert_int_equal(parse_repeated("\"", "x", JSON_MAX_SIZE - 2, "\""), ZF_OK);
	char open[JSON_MAX_DEPTH + 1], close[JSON_MAX_DEPTH + 1];
	memset(open, '[', JSON_MAX_DEPTH);
	memset(close, ']', JSON_MAX_DEPTH);
	open[JSON_MAX_DEPTH] = close[JSON_MAX_DEPTH] = '\0';
	assert_int_equal(parse_repeated(open, "", 0, close), ZF_OK);
	assert_int_equal(parse_repeated(open, "[]", 1, close), ZF_ERR_LIMIT);
	assert_int_equal(parse_repeated("[", "0,", JSON_MAX_VALUES - 2, "0]"), ZF_OK);
	assert_int_equal(parse_repeated("[", "0,", JSON_MAX_VALUES - 1, "0]"), ZF_ERR_LIMIT);
}

static void whole_numbers_are_exact_or_refused(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int64_t want;
		int is_whole; /* 1: as a number; 2: as a string, too */
	} cases[] = {{"0", 0, 1}, {"-0", 0, 1}, {"3600", 3600, 1}, {"3600.0", 3600, 1},
		{"36e2", 3600, 1}, {"3.6E+3", 3600, 1}, {"36000e-1", 3600, 1}, {"0.0000", 0, 1},
		{"0e308", 0, 1}, {"3600.5", 0, 0}, {"1e-1", 0, 0}, {"-1", -1, 1},
		{"9223372036854775807", INT64_MAX, 1}, {"9223372036854775808", 0, 0},
		{"-9223372036854775808", INT64_MIN, 1}, {"-9223372036854775809", 0, 0},
		{"1e18", 1000000000000000000, 1}, {"1e19", 0, 0}, {"1e300", 0, 0},
		{"1e-99999999999999999999", 0, 0}, {"4294967295", 4294967295, 1},
		{"\"3600\"", 3600, 2}, {"\"-7\"", -7, 2}, {"\"3600.0\"", 0, 0}, {"\"\"", 0, 0},
		{"\"-\"", 0, 0}, {"\" 1\"", 0, 0}, {"\"1e3\"", 0, 0}, {"\"+1\"", 0, 0},
		{"\"99999999999999999999\"", 0, 0}, {"null", 0, 0}, {"true", 0, 0}, {"[1]", 0, 0}};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct json *root = parse(cases[i].text);
		int64_t v = 4711;
		bool whole = json_integer(root, INT64_MIN, INT64_MAX, true, &v);
		if (whole != (cases[i].is_whole != 0) || v != (whole ? cases[i].want : 4711))
			fail_msg("%s: %d, %lld", cases[i].text, whole, (long long)v);
		assert_int_equal(json_integer(root, INT64_MIN, INT64_MAX, false, &v),
			cases[i].is_whole == 1);
		json_free(root);
	}
	struct json *root = parse("[0,2147483647,2147483648,-1]");
	int64_t v;
	assert_true(json_integer(json_at(root, "/0"), 0, INT32_MAX, false, &v));
	assert_true(json_integer(json_at(root, "/1"), 0, INT32_MAX, false, &v));
	assert_false(json_integer(json_at(root, "/2"), 0, INT32_MAX, false, &v));
	assert_false(json_integer(json_at(root, "/3"), 0, INT32_MAX, false, &v));
	assert_false(json_integer(NULL, 0, 1, false, &v));
	json_free(root);
}

static void pointers(void **state)
{
	(void)state;
	/* RFC 6901 section 5 */
	struct json *root = parse("{\"foo\":[\"bar\",\"baz\"],\"\":0,\"a/b\":1,\"c%d\":2,\"e^f\":3,"
				  "\"g|h\":4,\"i\\\\j\":5,\"k\\\"l\":6,\" \":7,\"m~n\":8}");
	static const struct {
		const char *pointer, *want;
	} cases[] = {{"/foo", "[\"bar\",\"baz\"]"}, {"/foo/0", "\"bar\""}, {"/", "0"},
		{"/a~1b", "1"}, {"/c%d", "2"}, {"/e^f", "3"}, {"/g|h", "4"}, {"/i\\j", "5"},
		{"/k\"l", "6"}, {"/ ", "7"}, {"/m~0n", "8"}, {"/foo/2", NULL}, {"/foo/-", NULL},
		{"/foo/01", NULL}, {"/foo/", NULL}, {"/FOO", NULL}, {"foo", NULL}, {"/m~n", NULL},
		{"/m~2n", NULL}, {"/foo/0/x", NULL}, {"//x", NULL}};
	struct buf b;
	buf_init(&b, 0);
	assert_ptr_equal(json_at(root, ""), root);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct json *j = json_at(root, cases[i].pointer);
		if (!j != !cases[i].want)
			fail_msg("%s", cases[i].pointer);
		buf_reset(&b);
		json_print(&b, j, JSON_AS_IS);
		if (j)
			assert_string_equal(b.data, cases[i].want);
	}
	assert_null(json_at(NULL, "/x"));
	assert_int_equal(json_count(json_at(root, "/foo")), 2);
	assert_string_equal(json_name(json_first(root)), "foo");
	assert_null(json_name(json_first(json_at(root, "/foo"))));
	buf_free(&b);
	json_free(root);
}

static void equality_is_of_structure(void **state)
{
	(void)state;
	static const struct {
		const char *a, *b;
		int equal;
	} cases[] = {{"{\"a\":1,\"b\":[1,2]}", "{\"b\":[1.0,20e-1],\"a\":1}", 1},
		{"[1,2]", "[2,1]", 0}, {"[1]", "[1,1]", 0}, {"{\"a\":1}", "{\"A\":1}", 0},
		{"{\"a\":1}", "{\"a\":1,\"b\":1}", 0}, {"1", "\"1\"", 0}, {"null", "false", 0},
		{"true", "true", 1}, {"0", "-0.0e7", 1},
		{"9007199254740992", "9007199254740993", 0}, {"\"x\"", "\"\\u0078\"", 1},
		{"{}", "[]", 0}, {"100", "1e2", 1}};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct json *a = parse(cases[i].a), *b = parse(cases[i].b);
		if (json_equal(a, b) != (cases[i].equal == 1))
			fail_msg("%s %s", cases[i].a, cases[i].b);
		json_free(a);
		json_free(b);
	}
}

static void building(void **state)
{
	(void)state;
	struct json *o = json_new_object(), *a = json_new_array();
	json_set(o, "z",
		json_new_string("\x7f"
				"5",
			2));
	json_set(o, "id", json_new_number("12345678901234567890", 20));
	json_set(o, "bad", json_new_number("1x", 2));
	json_set(o, "cut", json_new_string("a\0b", 3));
	json_append(a, json_new_bool(true));
	json_append(a, json_new_null());
	json_append(a, json_new_string("\xff", 1));
	json_set(o, "list", json_new_null());
	json_set(o, "list", a);
	struct buf b;
	buf_init(&b, 0);
	json_print(&b, o, JSON_SORTED);
	assert_string_equal(b.data, "{\"bad\":null,\"cut\":null,\"id\":12345678901234567890,"
				    "\"list\":[true,null,\"\\ufffd\"],\"z\":\"\\u007f5\"}");
	assert_int_equal(json_kind(json_member(o, "id")), JSON_NUMBER);
	struct json *taken = json_take(o, "list");
	assert_null(json_member(o, "list"));
	assert_int_equal(json_count(taken), 3);
	assert_null(json_take(o, "list"));
	json_append(taken, json_copy(json_member(o, "id")));
	json_append(taken, json_take(o, "z"));
	buf_reset(&b);
	json_print(&b, taken, JSON_AS_IS); /* without the names that they had */
	assert_string_equal(b.data, "[true,null,\"\\ufffd\",12345678901234567890,\"\\u007f5\"]");
	json_free(taken);
	buf_free(&b);
	json_free(o);
	json_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(documents_print_as_they_were),
		cmocka_unit_test(white_space_escapes_and_a_mark_of_order_are_read),
		cmocka_unit_test(malformed_text_is_refused_with_its_place),
		cmocka_unit_test(sixteen_keys_are_compared_too),
		cmocka_unit_test(limits_are_errors),
		cmocka_unit_test(whole_numbers_are_exact_or_refused), cmocka_unit_test(pointers),
		cmocka_unit_test(equality_is_of_structure), cmocka_unit_test(building)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
