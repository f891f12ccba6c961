/* Sets of ids: what is the same, and that nobody can choose ids that meet. */
#include "test.h"

#include <stdio.h>

#include "idset.h"

static void ids(void **state)
{
	struct idset set;
	(void)state;
	idset_init(&set);
	for (unsigned i = 0; i < 20000; i++) {
		char id[16];
		int n = snprintf(id, sizeof(id), "id%u", i);
		assert_int_equal(idset_add(&set, (struct str){id, (size_t)n}, i), IDSET_NEW);
	}
	assert_int_equal(idset_add(&set, STR("id7"), 7), IDSET_SAME);
	assert_int_equal(idset_add(&set, STR("id7"), 8), IDSET_OTHER);
	assert_int_equal(idset_add(&set, STR(""), 1), IDSET_NEW);
	assert_int_equal(idset_add(&set, STR(""), 1), IDSET_SAME);
	idset_free(&set);
}

/* SipHash-2-4's published vectors: the key 00 01 .. 0f, the octets 00 01 .. of each length. */
static void digests(void **state)
{
	struct idset set;
	char octets[15];
	(void)state;
	idset_init(&set);
	for (int i = 0; i < 15; i++)
		octets[i] = (char)i;
	set.key[0] = 0x0706050403020100u;
	set.key[1] = 0x0f0e0d0c0b0a0908u;
	assert_true(idset_digest(&set, 0, (struct str){octets, 0}) == 0x726fdb47dd0e0e31u);
	assert_true(idset_digest(&set, 0, (struct str){octets, 8}) == 0x93f5f5799a932462u);
	assert_true(idset_digest(&set, 0, (struct str){octets, 15}) == 0xa129ca6149be45e5u);
	idset_free(&set);
}

static void keys_differ(void **state)
{
	struct idset a, b;
	(void)state;
	idset_init(&a);
	idset_init(&b);
	assert_true(idset_digest(&a, 0, STR("x")) != idset_digest(&b, 0, STR("x")));
	assert_true(idset_digest(&a, 1, STR("x")) != idset_digest(&a, 2, STR("x")));
	idset_free(&a);
	idset_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ids),
		cmocka_unit_test(digests),
		cmocka_unit_test(keys_differ),
	};
	return cmocka_run_group_tests_name("idset", tests, NULL, NULL);
}
