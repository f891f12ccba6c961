/* json_pieces: the same as json_parse gives, member by member; and what it refuses. */
#include "test.h"

#include "err.h"
#include "json_pieces.h"

static enum zf_status print_piece(void *user, const struct json_piece *piece, struct zf_error *err)
{
	struct buf *b = user;
	buf_printf(b, "%s%s=", piece->member, piece->element ? "[]" : "");
	json_print(b, piece->value, JSON_AS_IS);
	buf_addc(b, ' ');
	return strcmp(piece->member, "stop") == 0 ? err_set(err, ZF_ERR_DATA, "stopped") : ZF_OK;
}

static const struct {
	const char *text, *only, *pieces; /* pieces NULL: refused */
	unsigned long line, col;
} rows[] = {
	{"{}", NULL, "", 0, 0},
	{"\xef\xbb\xbf { } ", NULL, "", 0, 0},
	{"{\"a\":1,\"b\" : \"x]}\\\"\" , \"c\":null}", NULL, "a=1 b=\"x]}\\\"\" c=null ", 0, 0},
	{"{\"a\":[],\"b\":[1 , {\"c\":[2]},\n[3]],\"d\":{\"e\":[4]}}", NULL,
		"a=[] b=[] b[]=1 b[]={\"c\":[2]} b[]=[3] d={\"e\":[4]} ", 0, 0},
	{"{\"\\u0061\":[1],\"b\":[2]}", "a", "a=[] a[]=1 ", 0, 0},
	/* What isn't asked for isn't parsed, but ends where it ends. */
	{"{\"b\":[tru,{x}],\"a\":[1]}", "a", "a=[] a[]=1 ", 0, 0},
	{"[]", NULL, NULL, 1, 1},
	{"", NULL, NULL, 1, 1},
	{"{\"a\":1", NULL, NULL, 1, 7},
	{"{\"a\":", NULL, NULL, 1, 6},
	{"{\"a", NULL, NULL, 1, 4},
	{"{\"a\":1} x", NULL, NULL, 1, 9},
	{"{\"a\":1,}", NULL, NULL, 1, 8},
	{"{\"a\" 1}", NULL, NULL, 1, 6},
	{"{\"a\":[1,]}", NULL, NULL, 1, 9},
	{"{\"a\":[1", NULL, NULL, 1, 8},
	{"{\"a\":[1 2]}", NULL, NULL, 1, 9},
	{"{\"a\":}", NULL, NULL, 1, 6},
	{"{a:1}", NULL, NULL, 1, 2},
	{"{\"a\":1,\"a\":2}", NULL, NULL, 1, 8},
	{"{\"a\":[1,\n {\"b\":tru}]}", NULL, NULL, 2, 7},
	{"{\"a\":[1,\n {\"b\":\n\"\\x\"}]}", NULL, NULL, 3, 2},
	{"{\"a\":\"\\u0000\"}", NULL, NULL, 1, 7},
};

static void pieces_are_parsed(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct zf_error err = ZF_ERROR_INIT;
		struct buf b;
		buf_init(&b, 0);
		enum zf_status status =
			json_pieces(str_of(rows[i].text), rows[i].only, print_piece, &b, &err);
		if ((status == ZF_OK) != (rows[i].pieces != NULL))
			fail_msg("%s: %s", rows[i].text, err.text);
		if (!status)
			assert_string_equal(b.data, rows[i].pieces);
		else if (err.line != rows[i].line || err.col != rows[i].col)
			fail_msg("%s: %lu:%lu: %s", rows[i].text, err.line, err.col, err.text);
		buf_free(&b);
	}
}

static void taking_can_stop(void **state)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct buf b;
	(void)state;
	buf_init(&b, 0);
	assert_int_equal(
		json_pieces(STR("{\"a\":1,\"stop\":[1],\"b\":2}"), NULL, print_piece, &b, &err),
		ZF_ERR_DATA);
	assert_string_equal(b.data, "a=1 stop=[] ");
	assert_string_equal(err.text, "stopped");
	buf_free(&b);
}

/* A list is as long as it likes; the object isn't. */
static enum zf_status count_piece(void *user, const struct json_piece *piece, struct zf_error *err)
{
	(void)err;
	*(size_t *)user += piece->element;
	return ZF_OK;
}

static void only_the_whole_is_long(void **state)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct buf b;
	size_t count = 0;
	(void)state;
	buf_init(&b, 0);
	buf_adds(&b, "{\"a\":[0");
	for (size_t i = 0; i < JSON_MAX_VALUES; i++)
		buf_adds(&b, ",0");
	buf_adds(&b, "]}");
	assert_int_equal(
		json_pieces((struct str){b.data, b.len}, NULL, count_piece, &count, &err), ZF_OK);
	assert_int_equal(count, JSON_MAX_VALUES + 1);
	buf_reset(&b);
	for (int i = 0; i <= JSON_PIECES_MEMBERS; i++)
		buf_printf(&b, "%c\"%d\":0", i ? ',' : '{', i);
	buf_addc(&b, '}');
	assert_int_equal(json_pieces((struct str){b.data, b.len}, NULL, count_piece, &count, &err),
		ZF_ERR_LIMIT);
	buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_are_parsed),
		cmocka_unit_test(taking_can_stop),
		cmocka_unit_test(only_the_whole_is_long),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
