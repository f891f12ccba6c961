/* rdata: text to wire form and back, by the tables in testdata/zone/rdata. */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "rdata.h"
#include "tsv.h"

static struct name origin;

static int setup(void **state)
{
	(void)state;
	return name_parse_absolute(&origin, "example.test", NULL) != ZF_OK;
}

static void hex_of(char *out, const struct buf *b)
{
	*out = '\0';
	for (size_t i = 0; i < b->len; i++)
		out += sprintf(out, "%02x", (unsigned char)b->data[i]);
}

/* Parses and compares with the wire form that is wanted. */
static void check_reads(uint16_t type, const char *text, const char *want, const struct name *from)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct buf out;
	buf_init(&out, 0);
	if (rdata_parse_text(&out, type, text, strlen(text), from, &err) != ZF_OK)
		fail_msg("TYPE%u %s: %s", type, text, err.text);
	char *hex = mem_alloc(2 * out.len + 1);
	hex_of(hex, &out);
	if (strcmp(hex, want) != 0)
		fail_msg("TYPE%u %s:\ngot  %s\nwant %s", type, text, hex, want);
	free(hex);
	buf_free(&out);
}

static void check_prints(uint16_t type, const uint8_t *wire, size_t n, const char *want)
{
	struct buf b;
	buf_init(&b, 0);
	rdata_print(&b, type, wire, n);
	assert_string_equal(b.data, want);
	assert_int_equal(b.len, strlen(want));
	buf_free(&b);
}

static void check_walks(uint16_t type, const uint8_t *wire, size_t n)
{
	struct rdata_walk w;
	size_t at = 0, fields = 0;
	rdata_walk_init(&w, type, wire, n);
	for (; rdata_walk_next(&w); fields++) {
		assert_ptr_equal(w.p, wire + at);
		assert_ptr_equal(w.now, &w.type->fields[fields]);
		at += w.n;
	}
	if (w.type && w.type->fields)
		assert_int_equal(at, n);
}

static void valid_text_is_read_and_printed(void **state)
{
	(void)state;
	struct tsv t;
	uint8_t wire[8192], lower[8192];
	tsv_read(&t, "testdata/zone/rdata/valid.tsv");
	assert_true(t.count > 300);
	for (size_t i = 0; i < t.count; i++) {
		char **f = t.rows[i].field;
		uint16_t type = rrtype_parse(f[0], strlen(f[0]));
		size_t n = tsv_hex(wire, f[2]);
		struct buf generic;
		assert_int_not_equal(type, 0);
		check_reads(type, f[1], f[2], &origin);
		assert_true(rdata_is_valid(type, wire, n, NULL));
		assert_int_equal(rdata_has_text(type, wire, n, NULL), strncmp(f[3], "\\#", 2) != 0);
		memcpy(lower, wire, n);
		rdata_canonical(type, lower, n);
		assert_memory_equal(lower, wire, n);
		check_walks(type, wire, n);
		check_prints(type, wire, n, f[3]);
		check_reads(type, f[3], f[2], NULL);
		buf_init(&generic, 0);
		rdata_print_generic(&generic, wire, n);
		check_reads(type, generic.data, f[2], NULL);
		buf_free(&generic);
	}
	tsv_free(&t);
}

static bool is_listed(const char *id)
{
	for (const struct rdata_code *c = rdata_codes; c->code; c++)
		if (strcmp(c->code, id) == 0)
			return c->reason[0] != '\0';
	return false;
}

static void bad_text_is_refused_with_reason(void **state)
{
	(void)state;
	struct tsv t;
	tsv_read(&t, "testdata/zone/rdata/refused.tsv");
	assert_true(t.count > 200);
	for (size_t i = 0; i < t.count; i++) {
		char **f = t.rows[i].field;
		uint16_t type = rrtype_parse(f[0], strlen(f[0]));
		struct zf_error err = ZF_ERROR_INIT;
		struct buf out;
		buf_init(&out, 0);
		buf_adds(&out, "kept");
		if (rdata_parse_text(&out, type, f[1], strlen(f[1]), &origin, &err) != ZF_ERR_DATA)
			fail_msg("%s %s is not refused", f[0], f[1]);
		assert_string_equal(err.id, f[2]);
		assert_string_equal(err.text, f[3]);
		assert_true(is_listed(err.id));
		assert_string_equal(out.data, "kept");
		buf_free(&out);
	}
	tsv_free(&t);
}

static void codes_are_sorted(void **state)
{
	(void)state;
	for (const struct rdata_code *c = rdata_codes; c[0].code && c[1].code; c++)
		assert_true(strcmp(c[0].code, c[1].code) < 0);
}

static void every_code_has_a_case(void **state)
{
	(void)state;
	struct tsv t;
	tsv_read(&t, "testdata/zone/rdata/refused.tsv");
	for (const struct rdata_code *c = rdata_codes; c->code; c++) {
		bool found = strcmp(c->code, "rdata-too-long") == 0; /* long_rdata */
		for (size_t i = 0; i < t.count && !found; i++)
			found = strcmp(t.rows[i].field[2], c->code) == 0;
		if (!found)
			fail_msg("no case of %s", c->code);
	}
	tsv_free(&t);
}

/* What a buffer's limit cuts is marked, and nothing is written behind it. */
static void limits_hold(void **state)
{
	(void)state;
	struct tsv t;
	uint8_t wire[8192];
	tsv_read(&t, "testdata/zone/rdata/valid.tsv");
	for (size_t i = 0; i < t.count; i++) {
		char **f = t.rows[i].field;
		uint16_t type = rrtype_parse(f[0], strlen(f[0]));
		size_t n = tsv_hex(wire, f[2]), bad;
		struct rrtoken tokens[32];
		long count = rdata_tokens(tokens, 32, f[1], strlen(f[1]));
		for (size_t max = 1; max < 40; max++) {
			struct buf b;
			buf_init(&b, max);
			rdata_print_portable(&b, 6, type, wire, n);
			assert_true(b.len <= max);
			assert_true(b.over || b.len > strlen(f[3]));
			buf_reset(&b);
			if (count >= 0 && rdata_parse(&b, type, tokens, (size_t)count, &origin,
						  &bad, NULL) == ZF_OK) {
				assert_int_equal(b.len, n);
				assert_memory_equal(b.data, wire, n);
			}
			assert_true(b.len <= max);
			buf_free(&b);
		}
	}
	tsv_free(&t);
}

/* Every type with fields has a case of each sort. */
static void every_type_has_a_case(void **state)
{
	(void)state;
	struct tsv t;
	tsv_read(&t, "testdata/zone/rdata/valid.tsv");
	for (const struct rrtype *row = rrtype_next(NULL); row; row = rrtype_next(row)) {
		bool found = !row->fields || row->fields[0].kind == FIELD_OPAQUE;
		for (size_t i = 0; i < t.count && !found; i++)
			found = strcmp(t.rows[i].field[0], row->name) == 0;
		if (!found)
			fail_msg("no case of %s", row->name);
	}
	tsv_free(&t);
}

static void portable_lines(void **state)
{
	(void)state;
	struct tsv t;
	uint8_t wire[8192];
	tsv_read(&t, "testdata/zone/rdata/portable.tsv");
	assert_true(t.count > 20);
	for (size_t i = 0; i < t.count; i++) {
		char **f = t.rows[i].field;
		struct buf b;
		uint16_t type = rrtype_parse(f[1], strlen(f[1]));
		size_t n = tsv_hex(wire, f[2]);
		buf_init(&b, 0);
		rdata_print_portable(&b, 6, type, wire, n);
		if (strcmp(b.data, f[3]) != 0)
			fail_msg("%s:\ngot  %s\nwant %s", f[0], b.data, f[3]);
		const char *space = strchr(f[3], ' ');
		assert_int_equal(rrtype_parse(f[3], (size_t)(space - f[3])), type);
		check_reads(type, space + 1, f[2], NULL);
		buf_free(&b);
	}
	tsv_free(&t);
}

static void error_points_at_the_token(void **state)
{
	(void)state;
	static const struct {
		uint16_t type;
		const char *text;
		size_t bad;
	} cases[] = {{TYPE_MX, "10", 1}, {TYPE_MX, "x m", 0}, {TYPE_MX, "10 a..b", 1},
		{TYPE_MX, "10 m x", 2}, {TYPE_SOA, "a b 1 2 3 x 5", 5}, {TYPE_A, "", 0},
		{TYPE_TXT, "a \"b\\999\" c", 1}, {TYPE_DS, "1 8 2 ab cd xx", 5},
		{TYPE_NSEC, "a. A FOO MX", 2}, {TYPE_HTTPS, "1 . port=1 alpn=h2 port=2", 4},
		{TYPE_HTTPS, "1 . mandatory=port alpn=h2", 2}, {TYPE_LOC, "1 2 3 N 4 5 61 E 1", 6},
		{TYPE_A, "\\# 4 xx", 2}, {TYPE_A, "\\# x", 1}};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct rrtoken tokens[16];
		struct buf out;
		size_t bad = 99;
		long n = rdata_tokens(tokens, 16, cases[i].text, strlen(cases[i].text));
		assert_true(n >= 0);
		buf_init(&out, 0);
		assert_int_equal(
			rdata_parse(&out, cases[i].type, tokens, (size_t)n, &origin, &bad, NULL),
			ZF_ERR_DATA);
		assert_int_equal(bad, cases[i].bad);
		buf_free(&out);
	}
}

static void text_is_cut_into_tokens(void **state)
{
	(void)state;
	static const struct {
		const char *text, *want; /* tokens in brackets with their flags */
	} cases[] = {{"", ""}, {"  \t ", ""}, {"a b", "[a 0][b 0]"}, {"\"a b\" c", "[a b 1][c 0]"},
		{"a\\ b", "[a\\ b 4]"}, {"\"a\\\"b\"", "[a\\\"b 5]"}, {"a\"b\"", "[a 0][b 9]"},
		{"\"a\"\"b\"", "[a 1][b 9]"}, {"\"a\"b", "[a 1][b 8]"}, {"\"\"", "[ 1]"},
		{"v=DKIM1; (k)", "[v=DKIM1; 0][(k) 0]"}, {"\"a", "-1"}, {"a\"", "-1"},
		{"a\nb", "-1"}, {"\"a\rb\"", "-1"}, {"a\\", "-1"}, {"\"a\\\n\"", "-1"}};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct rrtoken tokens[4];
		struct buf got;
		buf_init(&got, 0);
		long n = rdata_tokens(tokens, 4, cases[i].text, strlen(cases[i].text));
		for (long k = 0; k < n; k++)
			buf_printf(
				&got, "[%.*s %u]", (int)tokens[k].n, tokens[k].p, tokens[k].flags);
		if (n < 0)
			buf_printf(&got, "%ld", n);
		assert_string_equal(got.data, cases[i].want);
		buf_free(&got);
	}
	struct rrtoken two[2];
	assert_int_equal(rdata_tokens(two, 2, "a b c", 5), -1);
	assert_int_equal(rdata_tokens(two, 2, "a\0b", 3), -1);
}

/* Tokens of octets that are meant as they are. */
static void raw_tokens_are_data(void **state)
{
	(void)state;
	static const struct {
		uint16_t type;
		const char *octets, *want;
	} cases[] = {{TYPE_TXT, "v=DKIM1; k=rsa\\\"", "10763d444b494d313b206b3d7273615c22"},
		{TYPE_CNAME, "a\\.b", "02615c0162076578616d706c65047465737400"},
		{TYPE_CNAME, "@", "0140076578616d706c65047465737400"}, {TYPE_TXT, "\\#", "025c23"}};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct rrtoken token = {
			cases[i].octets, (uint32_t)strlen(cases[i].octets), TOKEN_RAW};
		struct buf out;
		size_t bad;
		char hex[200];
		buf_init(&out, 0);
		assert_int_equal(
			rdata_parse(&out, cases[i].type, &token, 1, &origin, &bad, NULL), ZF_OK);
		hex_of(hex, &out);
		assert_string_equal(hex, cases[i].want);
		buf_free(&out);
	}
}

static void long_rdata(void **state)
{
	(void)state;
	static uint8_t wire[RDATA_MAX];
	struct buf text, out;
	struct zf_error err = ZF_ERROR_INIT;
	buf_init(&text, 0);
	buf_init(&out, 0);
	/* TXT of 65,535 octets, each of which takes four to print. */
	for (size_t i = 0; i < sizeof(wire); i++)
		wire[i] = i % 256 ? (uint8_t)(i % 32) : 255;
	rdata_print(&text, TYPE_TXT, wire, 65536 - 256);
	assert_int_equal(rdata_parse_text(&out, TYPE_TXT, text.data, text.len, NULL, &err), ZF_OK);
	assert_int_equal(out.len, 65536 - 256);
	assert_memory_equal(out.data, wire, out.len);
	/* One string more than there is room for. */
	buf_addc(&text, ' ');
	rdata_print_string(&text, wire + 1, 255);
	buf_reset(&out);
	assert_int_equal(
		rdata_parse_text(&out, TYPE_TXT, text.data, text.len, NULL, &err), ZF_ERR_DATA);
	assert_string_equal(err.id, "rdata-too-long");
	assert_int_equal(out.len, 0);
	/* \# with all that a length can say. */
	buf_reset(&text);
	rdata_print_generic(&text, wire, sizeof(wire));
	assert_int_equal(rdata_parse_text(&out, 65280, text.data, text.len, NULL, NULL), ZF_OK);
	assert_int_equal(out.len, sizeof(wire));
	assert_memory_equal(out.data, wire, sizeof(wire));
	buf_free(&text);
	buf_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(valid_text_is_read_and_printed),
		cmocka_unit_test(bad_text_is_refused_with_reason),
		cmocka_unit_test(codes_are_sorted), cmocka_unit_test(every_type_has_a_case),
		cmocka_unit_test(every_code_has_a_case), cmocka_unit_test(limits_hold),
		cmocka_unit_test(portable_lines), cmocka_unit_test(error_points_at_the_token),
		cmocka_unit_test(text_is_cut_into_tokens), cmocka_unit_test(raw_tokens_are_data),
		cmocka_unit_test(long_rdata)};
	return cmocka_run_group_tests(tests, setup, NULL);
}
