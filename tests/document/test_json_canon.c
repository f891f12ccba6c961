#include "test.h"

#include "json.h"
#include "json_canon.h"

static void json_is_canonical(void **state)
{
	static const struct {
		const char *in, *want;
	} cases[] = {
		{"{}", "{}"},
		{" { } ", "{}"},
		{"\t{ \"b\" : 1 , \"a\" : [ true , false , null ] }\r\n",
			"{\"a\":[true,false,null],\"b\":1}"},
		{"{\"a\":{\"z\":{},\"y\":[]}}", "{\"a\":{\"y\":[],\"z\":{}}}"},
		{"{\"c\":1,\"b\":{\"y\":2,\"x\":3},\"a\":4}",
			"{\"a\":4,\"b\":{\"x\":3,\"y\":2},\"c\":1}"},
		{"{\"aa\":1,\"a\":2}", "{\"a\":2,\"aa\":1}"},
		{"{\"n\":[0,-0,1.50,1e9,-2E+7,3e-1,12345678901234567890]}",
			"{\"n\":[0,-0,1.50,1e9,-2E+7,3e-1,12345678901234567890]}"},
		{"{\"s\":\"\\/\\b\\f\\n\\r\\t\\\"\\\\\\u0041\\u001f\\u007f\"}",
			"{\"s\":\"/\\b\\f\\n\\r\\t\\\"\\\\A\\u001f\\u007f\"}"},
		{"{\"s\":\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\"}",
			"{\"s\":\"\\u00e9\\u20ac\\ud83d\\ude00\"}"},
		{"{\"\\u00E9\":\"\\uD83D\\uDE00\"}", "{\"\\u00e9\":\"\\ud83d\\ude00\"}"},
		{"{\"\":\"\"}", "{\"\":\"\"}"},
	};
	struct buf out, again;
	(void)state;
	buf_init(&out, 0);
	buf_init(&again, 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_reset(&out);
		buf_reset(&again);
		assert_true(json_canon_whole(&out, cases[i].in, strlen(cases[i].in)));
		assert_string_equal(out.data, cases[i].want);
		assert_true(json_canon_whole(&again, out.data, out.len));
		assert_string_equal(again.data, cases[i].want);
	}
	buf_free(&out);
	buf_free(&again);
}

static void bad_json_is_refused(void **state)
{
	static const char *const cases[] = {"", " ", "[]", "1", "\"a\"", "null", "{", "}", "{]",
		"{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{,}", "{a:1}", "{'a':1}", "{\"a\":1 \"b\":2}",
		"{\"a\":[1,]}", "{\"a\":[,1]}", "{\"a\":[1 2]}", "{\"a\":01}", "{\"a\":1.}",
		"{\"a\":.5}", "{\"a\":+1}", "{\"a\":-}", "{\"a\":1e}", "{\"a\":1e+}", "{\"a\":0x1}",
		"{\"a\":tru}", "{\"a\":nul}", "{\"a\":NaN}", "{\"a\":\"}", "{\"a\":\"\\x\"}",
		"{\"a\":\"\\u12\"}", "{\"a\":\"\\u00g0\"}", "{\"a\":\"\\u0000\"}",
		"{\"a\":\"\\ud800\"}", "{\"a\":\"\\udc00\"}", "{\"a\":\"\\ud800\\u0041\"}",
		"{\"a\":\"\\ud800x\"}", "{\"a\":\"\t\"}", "{\"a\":\"\xff\"}",
		"{\"a\":\"\xc0\x80\"}", "{\"a\":\"\xed\xa0\x80\"}", "{\"a\":1,\"a\":2}",
		"{\"b\":1,\"a\":1,\"b\":1}", "{\"a\":1,\"\\u0061\":2}", "{} x", "{}{}",
		"{\"a\":\"\\", "{\"a\":\"\\u", "\xef\xbb\xbf{}", "{\"a\":1}\v"};
	struct buf out;
	(void)state;
	buf_init(&out, 0);
	buf_adds(&out, "kept");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (json_canon_whole(&out, cases[i], strlen(cases[i])))
			fail_msg("accepted: %s", cases[i]);
		assert_string_equal(out.data, "kept");
	}
	assert_false(json_canon_whole(&out, "{\"a\":\"\0\"}", 9));
	buf_free(&out);
}

static void depth_is_limited(void **state)
{
	struct buf in, out;
	(void)state;
	buf_init(&in, 0);
	buf_init(&out, 0);
	for (size_t depth = JSON_MAX_DEPTH - 1; depth <= JSON_MAX_DEPTH; depth++) {
		buf_reset(&in);
		buf_adds(&in, "{\"a\":");
		buf_fill(&in, '[', depth - 1);
		buf_fill(&in, ']', depth - 1);
		buf_adds(&in, "}");
		buf_reset(&out);
		assert_true(json_canon_whole(&out, in.data, in.len));
		assert_int_equal(out.len, in.len);
	}
	buf_reset(&in); /* a number at that depth is one more */
	buf_adds(&in, "{\"a\":");
	buf_fill(&in, '[', JSON_MAX_DEPTH - 1);
	buf_addc(&in, '1');
	buf_fill(&in, ']', JSON_MAX_DEPTH - 1);
	buf_adds(&in, "}");
	assert_false(json_canon_whole(&out, in.data, in.len));
	buf_reset(&in);
	buf_adds(&in, "{\"a\":");
	buf_fill(&in, '[', 1000000);
	assert_false(json_canon_whole(&out, in.data, in.len));
	buf_free(&in);
	buf_free(&out);
}

/* Objects with many members in random order, made of an ordered list: all give the same text. */
static void members_are_sorted_at_any_size(void **state)
{
	enum { MEMBERS = 300 };
	unsigned seed = 1;
	int order[MEMBERS];
	struct buf in, out, want;
	(void)state;
	buf_init(&in, 0);
	buf_init(&out, 0);
	buf_init(&want, 0);
	for (int i = 0; i < MEMBERS; i++)
		buf_printf(&want, "%c\"k%04d\":{\"n\":%d}", i ? ',' : '{', i, i);
	buf_addc(&want, '}');
	for (int round = 0; round < 20; round++) {
		buf_reset(&in);
		buf_reset(&out);
		for (int i = 0; i < MEMBERS; i++) {
			seed = seed * 1103515245 + 12345;
			int j = (int)(seed >> 8) % (i + 1);
			order[i] = order[j];
			order[j] = i;
		}
		for (int i = 0; i < MEMBERS; i++)
			buf_printf(&in, "%c \"k%04d\" : { \"n\" : %d }", i ? ',' : '{', order[i],
				order[i]);
		buf_addc(&in, '}');
		assert_true(json_canon_whole(&out, in.data, in.len));
		assert_string_equal(out.data, want.data);
	}
	buf_free(&in);
	buf_free(&out);
	buf_free(&want);
}

static void what_does_not_fit_is_refused(void **state)
{
	static const char text[] = " {\"e\":[1],\"d\":2,\"c\":3,\"b\":{\"x\":1,\"w\":2},\"a\":5}";
	enum { WANTED = sizeof(text) - 2 };
	struct buf out;
	(void)state;
	for (size_t max = 1; max <= WANTED; max++) {
		buf_init(&out, max);
		assert_int_equal(json_canon_whole(&out, text, sizeof(text) - 1), max == WANTED);
		assert_int_equal(out.len, max == WANTED ? WANTED : 0);
		buf_free(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(json_is_canonical),
		cmocka_unit_test(bad_json_is_refused),
		cmocka_unit_test(depth_is_limited),
		cmocka_unit_test(what_does_not_fit_is_refused),
		cmocka_unit_test(members_are_sorted_at_any_size),
	};
	return cmocka_run_group_tests_name("json_canon", tests, NULL, NULL);
}
