#include "serial.h"

#include "test.h"
#include "zone_of.h"

/* Serials go forward in the arithmetic of RFC 1982, whatever the style. */
static void the_next_serial(void **state)
{
	enum { DAY = 1767225600 }; /* 2026-01-01 */
	static const struct {
		uint32_t serial;
		enum serial_style style;
		uint32_t want;
	} rows[] = {
		{1, SERIAL_INCREMENT, 2},
		{4294967295u, SERIAL_INCREMENT, 0},
		{2025010100, SERIAL_DATE, 2026010100},
		{2026010100, SERIAL_DATE, 2026010101},
		{2026010199, SERIAL_DATE, 2026010200},
		{4000000000u, SERIAL_DATE, 4000000001u},
		{1, SERIAL_UNIX, DAY},
		{DAY, SERIAL_UNIX, DAY + 1},
		{7, SERIAL_KEEP, 7},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(serial_next(rows[i].serial, rows[i].style, DAY), rows[i].want);
}

static void a_zone_with_another_serial(void **state)
{
	struct zf_zone *zone = zone_of("t.", "@ 300 SOA n. h. 258 2 3 4 5\na 300 A 1.2.3.4 ; c\n");
	struct zf_zone *raised = zone_with_serial(zone, 0x01020304);
	(void)state;
	assert_int_equal(soa_serial(zone_soa(zone)), 258);
	assert_int_equal(soa_serial(zone_soa(raised)), 0x01020304);
	assert_int_equal(raised->count, 2);
	assert_int_equal(rec_cmp(raised->recs[1], zone->recs[1]), 0);
	zf_zone_free(zone);
	zf_zone_free(raised);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_next_serial),
		cmocka_unit_test(a_zone_with_another_serial),
	};
	return cmocka_run_group_tests_name("serial", tests, NULL, NULL);
}
