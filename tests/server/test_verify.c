/* verify: serials, and how servers are spelled; the rest is verify.t's, with real servers. */
#include "test.h"

#include "err.h"
#include "verify.h"

static void serials(void **state)
{
	static const struct {
		uint32_t a, b;
		enum verify_order order;
	} cases[] = {
		{7, 7, VERIFY_SAME},
		{8, 7, VERIFY_NEWER},
		{7, 8, VERIFY_OLDER},
		{0, 0xffffffff, VERIFY_NEWER},
		{0xffffffff, 0, VERIFY_OLDER},
		{0x80000000, 1, VERIFY_NEWER},
		{0x80000000, 0, VERIFY_UNDEFINED},
		{0, 0x80000000, VERIFY_UNDEFINED},
		{0x80000001, 0, VERIFY_OLDER},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(verify_serial_order(cases[i].a, cases[i].b), cases[i].order);
}

static void servers(void **state)
{
	static const struct {
		const char *text, *name; /* NULL: refused */
		uint16_t port;
	} cases[] = {
		{"192.0.2.1", "192.0.2.1", 53},
		{"192.0.2.1:5353", "192.0.2.1:5353", 5353},
		{"2001:db8::1", "2001:db8::1", 53},
		{"[2001:db8::1]", "2001:db8::1", 53},
		{"[2001:db8::1]:5353", "[2001:db8::1]:5353", 5353},
		{"192.0.2.1:0", NULL, 0},
		{"192.0.2.1:", NULL, 0},
		{"192.0.2.1:65536", NULL, 0},
		{"[2001:db8::1", NULL, 0},
		{"[2001:db8::1]x", NULL, 0},
		{"", NULL, 0},
		{":53", NULL, 0},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct verify_servers all = {.items = NULL};
		struct zf_error err = ZF_ERROR_INIT;
		enum zf_status status = verify_add_server(&all, cases[i].text, &err);
		if (!cases[i].name) {
			assert_int_equal(status, ZF_ERR_USAGE);
			assert_int_equal(all.count, 0);
			continue;
		}
		assert_int_equal(status, ZF_OK);
		assert_int_equal(all.count, 1);
		assert_string_equal(all.items[0].name, cases[i].name);
		assert_null(all.items[0].problem);
		assert_int_equal(ntohs(all.items[0].address.any.sa_family == AF_INET
						 ? all.items[0].address.v4.sin_port
						 : all.items[0].address.v6.sin6_port),
			cases[i].port);
		verify_servers_free(&all);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(serials),
		cmocka_unit_test(servers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
