/* rrtype: the table of types. */
#include "test.h"

#include <string.h>

#include "rdata.h"
#include "rrtype.h"

static void every_row_is_found(void **state)
{
	(void)state;
	size_t count = 0;
	int last = 0;
	char room[RRTYPE_MAX_TEXT];
	for (const struct rrtype *row = rrtype_next(NULL); row; row = rrtype_next(row)) {
		char lower[RRTYPE_MAX_TEXT];
		size_t n = strlen(row->name);
		assert_true(row->code > last);
		assert_true(n > 0 && n < RRTYPE_MAX_TEXT);
		last = row->code;
		count++;
		for (size_t i = 0; i <= n; i++)
			lower[i] = (char)str_lower[(unsigned char)row->name[i]];
		assert_ptr_equal(rrtype_by_code(row->code), row);
		assert_int_equal(rrtype_parse(row->name, n), row->code);
		assert_int_equal(rrtype_parse(lower, n), row->code);
		assert_string_equal(rrtype_name(row->code, room), row->name);
		assert_int_equal((row->flags & RRTYPE_META) != 0, rrtype_is_meta(row->code));
		for (size_t i = 0; i < row->field_count; i++)
			assert_non_null(row->fields[i].name);
	}
	assert_int_equal(count, 97);
}

/* IANA "Resource Record (RR) TYPEs" of 2025: codes of what has a mnemonic. */
static void registry_is_whole(void **state)
{
	(void)state;
	static const struct {
		int from, to;
	} known[] = {{1, 53}, {55, 68}, {99, 109}, {128, 128}, {249, 264}, {32768, 32769}};
	size_t row = 0;
	for (int code = 0; code < 65536; code++) {
		while (row < sizeof(known) / sizeof(known[0]) && code > known[row].to)
			row++;
		bool want = row < sizeof(known) / sizeof(known[0]) && code >= known[row].from;
		assert_int_equal(rrtype_by_code((uint16_t)code) != NULL, want);
	}
}

static void names_and_numbers(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		uint16_t want;
	} cases[] = {{"A", 1}, {"aaaa", 28}, {"Nsec3Param", 51}, {"NSAP-PTR", 23}, {"TYPE1", 1},
		{"type65535", 65535}, {"TYPE65280", 65280}, {"TYPE007", 7}, {"TYPE0", 0},
		{"TYPE65536", 0}, {"TYPE4294967297", 0}, {"TYPE", 0}, {"TYPE-1", 0}, {"TYPE12x", 0},
		{"AA", 0}, {"", 0}, {"1", 0}, {"TYPE 1", 0}, {"A6", 38}, {"NS ", 0}, {"@", 0},
		{"MXX", 0}, {"M", 0}, {"CLASS1", 0}, {"{}", 0}, {"OPENPGPKEYS", 0}};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(rrtype_parse(cases[i].text, strlen(cases[i].text)), cases[i].want);
	assert_int_equal(rrtype_parse("A\0B", 3), 0);
	char room[RRTYPE_MAX_TEXT];
	assert_string_equal(rrtype_name(65535, room), "TYPE65535");
	assert_string_equal(rrtype_portable_name(TYPE_HIP, room), "TYPE55");
	assert_string_equal(rrtype_portable_name(TYPE_MX, room), "MX");
	struct buf b;
	buf_init(&b, 0);
	rrtype_print(&b, TYPE_SVCB);
	rrtype_print(&b, 54);
	assert_string_equal(b.data, "SVCBTYPE54");
	buf_free(&b);
}

static void meta_types(void **state)
{
	(void)state;
	static const int meta[] = {0, 41, 128, 249, 250, 251, 252, 253, 254, 255, 200};
	static const int not [] = {1, 40, 42, 99, 127, 256, 65280, 65535};
	for (size_t i = 0; i < sizeof(meta) / sizeof(meta[0]); i++)
		assert_true(rrtype_is_meta((uint16_t)meta[i]));
	for (size_t i = 0; i < sizeof(not ) / sizeof(not [0]); i++)
		assert_false(rrtype_is_meta((uint16_t) not [i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(every_row_is_found),
		cmocka_unit_test(registry_is_whole), cmocka_unit_test(names_and_numbers),
		cmocka_unit_test(meta_types)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
