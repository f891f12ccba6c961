#include "test.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "zone_of.h"

static void sha256_hex(struct buf *out, const void *p, size_t n)
{
	uint8_t digest[32];
	assert_int_equal(EVP_Digest(p, n, digest, NULL, EVP_sha256(), NULL), 1);
	buf_reset(out);
	str_add_hex(out, digest, sizeof(digest));
}

static void digest_hex(struct buf *out, const char *lines)
{
	struct zf_zone *zone = zone_of("t.", lines);
	uint8_t digest[ZONE_DIGEST_OCTETS];
	zone_digest(zone, digest);
	buf_reset(out);
	str_add_hex(out, digest, sizeof(digest));
	zf_zone_free(zone);
}

static void from_hex(struct buf *out, const char *hex)
{
	buf_reset(out);
	for (; *hex; hex++)
		if (*hex != ' ') {
			buf_addc(out, (char)(str_hex_digit(hex[0]) << 4 | str_hex_digit(hex[1])));
			hex++;
		}
}

/* The octets of RFC 8976 section 3.3.2, written out: at the apex A, NS, CNAME, SOA, TXT by number.
 */
static void the_digest_is_over_the_canonical_wire_form(void **state)
{
	static const char wire[] =
		"017400 0001 0001 0000012c 0004 01020304 "
		"017400 0002 0001 0000012c 0003 016e00 "
		"017400 0005 0001 0000012c 0003 016300 "
		"017400 0006 0001 0000012c 001a 016e00 016800 00000001 00000002 00000003 "
		"00000004 00000005 "
		"017400 0010 0001 0000012c 0002 0162 "
		"03777777 017400 0001 0001 7fffffff 0004 01020304 "
		"0161 017800 0001 0001 00000000 0004 01020304";
	struct buf octets, want, got;
	(void)state;
	buf_init(&octets, 0);
	buf_init(&want, 0);
	buf_init(&got, 0);
	from_hex(&octets, wire);
	sha256_hex(&want, octets.data, octets.len);
	digest_hex(&got, "@ 300 SOA n. h. 1 2 3 4 5\n@ 300 NS N.\n@ 300 A 1.2.3.4\n@ 300 CNAME c.\n"
			 "@ 300 TXT \"b\"\nWWW 2147483647 A 1.2.3.4\na.x. 0 A 1.2.3.4\n");
	assert_string_equal(got.data, want.data);
	sha256_hex(&want, "", 0);
	digest_hex(&got, "");
	assert_string_equal(got.data, want.data);
	buf_free(&octets);
	buf_free(&want);
	buf_free(&got);
}

static void what_counts_and_what_does_not(void **state)
{
	static const char base[] = "@ 300 SOA n. h. 1 2 3 4 5\na 300 A 1.2.3.4\nb 300 MX 1 x.\n";
	static const char *const same[] = {
		"b 300 MX 1 X.\nA 300 A 1.2.3.4\n@ 300 SOA n. H. 1 2 3 4 5\n",
		"; c\n@ 300 SOA n. h. 1 2 3 4 5\na 300 A 1.2.3.4 ;@x {} ; c\nb 300 MX 1 x.\n",
		"@ 300 SOA n. h. 1 2 3 4 5\na 300 A 1.2.3.4\nb 300 MX 1 x.\na 300 A 1.2.3.4\n",
		("@ 300 SOA n. h. 1 2 3 4 5\na 300 A 1.2.3.4\nb 300 MX 1 x.\n;@p {}\n"
		 "c 1 A 1.2.3.4 ;@zoneferry {\"synthesised\":true}\n"),
	};
	static const char *const different[] = {
		"@ 300 SOA n. h. 1 2 3 4 5\na 301 A 1.2.3.4\nb 300 MX 1 x.\n",
		"@ 300 SOA n. h. 2 2 3 4 5\na 300 A 1.2.3.4\nb 300 MX 1 x.\n",
		"@ 300 SOA n. h. 1 2 3 4 5\na 300 A 1.2.3.5\nb 300 MX 1 x.\n",
		"@ 300 SOA n. h. 1 2 3 4 5\nc 300 A 1.2.3.4\nb 300 MX 1 x.\n",
		"@ 300 SOA n. h. 1 2 3 4 5\na 300 TYPE65280 \\# 4 01020304\nb 300 MX 1 x.\n",
		"@ 300 SOA n. h. 1 2 3 4 5\na 300 A 1.2.3.4\n",
		"@ 300 SOA n. h. 1 2 3 4 5\na 300 A 1.2.3.4\nb 300 MX 1 x.\nc 1 A 1.2.3.4\n",
	};
	struct buf want, got;
	(void)state;
	buf_init(&want, 0);
	buf_init(&got, 0);
	digest_hex(&want, base);
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		digest_hex(&got, same[i]);
		assert_string_equal(got.data, want.data);
	}
	for (size_t i = 0; i < sizeof(different) / sizeof(different[0]); i++) {
		digest_hex(&got, different[i]);
		assert_string_not_equal(got.data, want.data);
	}
	buf_free(&want);
	buf_free(&got);
}

/* Larger than what is hashed at a time, and independent of the order in which it was added. */
static void equal_zones_have_equal_digests(void **state)
{
	enum { RECORDS = 4000 };
	struct name apex = name_of("t.");
	struct random random = {1};
	struct random_record *records = malloc(RECORDS * sizeof(*records));
	uint8_t first[ZONE_DIGEST_OCTETS], digest[ZONE_DIGEST_OCTETS];
	(void)state;
	for (size_t i = 0; i < RECORDS; i++) {
		random_record(&records[i], &random, &apex);
		records[i].ttl = 300;
	}
	for (size_t round = 0; round < 3; round++) {
		struct zone_builder *b = zone_builder_new(&apex, "");
		for (size_t i = 0; i < RECORDS; i++) { /* 2741 is prime to 4000 */
			const struct random_record *r = &records[round ? i * 2741 % RECORDS : i];
			zone_builder_add(b, &r->owner, r->type, r->ttl + (round == 2 && i == 5),
				r->rdata, r->rdata_len, (struct str){"", 0}, 0, NULL);
		}
		struct zf_zone *zone = zone_builder_seal(b);
		zone_digest(zone, round ? digest : first);
		if (round == 1)
			assert_memory_equal(first, digest, sizeof(digest));
		if (round == 2)
			assert_memory_not_equal(first, digest, sizeof(digest));
		zf_zone_free(zone);
	}
	free(records);
}

static void state_hex(struct buf *b, const char *text)
{
	struct zf_zone *zone = zone_of("t.", text);
	uint8_t digest[ZONE_DIGEST_OCTETS];
	zone_state_digest(zone, digest);
	buf_reset(b);
	for (size_t i = 0; i < sizeof(digest); i++)
		buf_printf(b, "%02x", digest[i]);
	zf_zone_free(zone);
}

/* What somebody changes counts, what changes by itself doesn't. */
static void a_state_is_what_people_change(void **state)
{
	static const char base[] = "@ 300 SOA n. h. 1 2 3 4 5\na 300 A 1.2.3.4\n";
	static const char *const same[] = {
		"@ 300 SOA n. h. 9 2 3 4 5\na 300 A 1.2.3.4\n",
		"a 300 A 1.2.3.4 ; a comment\n",
		"a 300 A 1.2.3.4\na 300 NSEC t. A\n",
	};
	static const char *const different[] = {
		"a 301 A 1.2.3.4\n",
		"a 300 A 1.2.3.5\n",
		"a 300 A 1.2.3.4 ;@bunny {\"Comment\":\"x\"}\n",
		"a 300 A 1.2.3.4\n;@bunny {\"Type\":5}\n",
		"a 300 A 1.2.3.4\nb.a 300 SOA n. h. 1 2 3 4 5\n",
	};
	struct buf want, got;
	(void)state;
	buf_init(&want, 0);
	buf_init(&got, 0);
	state_hex(&want, base);
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		state_hex(&got, same[i]);
		assert_string_equal(got.data, want.data);
	}
	for (size_t i = 0; i < sizeof(different) / sizeof(different[0]); i++) {
		state_hex(&got, different[i]);
		assert_string_not_equal(got.data, want.data);
	}
	buf_free(&want);
	buf_free(&got);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_digest_is_over_the_canonical_wire_form),
		cmocka_unit_test(what_counts_and_what_does_not),
		cmocka_unit_test(equal_zones_have_equal_digests),
		cmocka_unit_test(a_state_is_what_people_change),
	};
	return cmocka_run_group_tests_name("digest", tests, NULL, NULL);
}
