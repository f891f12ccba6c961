/* rdata: random octets through print and back. */
#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "rdata.h"
#include "tsv.h"

enum { MOST = 8192 };

/* A small generator of our own, so that a seed means the same everywhere. */
static uint64_t state_of = 0x9e3779b97f4a7c15;

static uint32_t below(uint32_t n)
{
	state_of ^= state_of << 13;
	state_of ^= state_of >> 7;
	state_of ^= state_of << 17;
	return (uint32_t)(state_of >> 32) % n;
}

/* Prints octets in both ways and reads both back: the octets must be the same. Octets that no zone
 * holds must be refused in \# form. Returns whether they were printed as text. */
static bool check_round_trip(uint16_t type, uint8_t *wire, size_t n)
{
	struct buf text, back;
	struct zf_error err = ZF_ERROR_INIT;
	buf_init(&text, 0);
	buf_init(&back, 0);
	bool valid = rdata_is_valid(type, wire, n, NULL), has_text = false;
	if (valid) {
		rdata_canonical(type, wire, n);
		has_text = rdata_has_text(type, wire, n, NULL);
		rdata_print(&text, type, wire, n);
		assert_int_equal(strncmp(text.data, "\\# ", 3) != 0, has_text);
		if (rdata_parse_text(&back, type, text.data, text.len, NULL, &err) != ZF_OK)
			fail_msg("TYPE%u %s: %s", type, text.data, err.text);
		assert_int_equal(back.len, n);
		assert_memory_equal(back.data, wire, n);
		for (size_t i = 0; i < text.len; i++)
			assert_true(text.data[i] >= 32 && text.data[i] < 127);
		buf_reset(&text);
		buf_reset(&back);
		rdata_print_portable(&text, 0, type, wire, n);
		size_t mnemonic = strcspn(text.data, " ");
		assert_int_equal(rrtype_parse(text.data, mnemonic), type);
		assert_int_equal(rdata_parse_text(&back, type, text.data + mnemonic,
					 text.len - mnemonic, NULL, &err),
			ZF_OK);
		assert_int_equal(back.len, n);
		assert_memory_equal(back.data, wire, n);
	} else {
		rdata_print_generic(&text, wire, n);
		assert_int_equal(rdata_parse_text(&back, type, text.data, text.len, NULL, &err),
			ZF_ERR_DATA);
		assert_string_equal(err.id, "bad-rdata");
	}
	buf_free(&text);
	buf_free(&back);
	return has_text;
}

/* Octets, with those that matter to some syntax more often than others. */
static uint8_t some_octet(void)
{
	static const uint8_t special[] = {0, 1, 2, 3, 4, 6, 16, 20, 32, 48, 63, 64, 128, 192, 255,
		'"', '\\', ';', '(', ')', ',', '@', '$', '.', '=', 'a', 'Z', '0'};
	return below(2) ? (uint8_t)below(256) : special[below(sizeof(special))];
}

/* Changes, adds, takes away or repeats a few octets. */
static size_t mutate(uint8_t *wire, size_t n)
{
	for (uint32_t times = 1 + below(3); times > 0; times--) {
		size_t at = n > 0 ? below((uint32_t)n) : 0, left = n - at, count = below(5);
		switch (below(4)) {
		case 0:
			if (n > 0)
				wire[at] = some_octet();
			break;
		case 1:
			if (count > left)
				count = left;
			memmove(wire + at, wire + at + count, left - count);
			n -= count;
			break;
		case 2:
			memmove(wire + at + count, wire + at, left);
			for (size_t i = 0; i < count; i++)
				wire[at + i] = some_octet();
			n += count;
			break;
		default:
			if (n > 0)
				wire[at] = (uint8_t)(wire[at] + 1 - 2 * below(2));
		}
	}
	return n;
}

static void changed_rdata_is_read_back(void **state)
{
	(void)state;
	struct tsv t;
	uint8_t wire[MOST], changed[MOST];
	size_t texts = 0, all = 0;
	tsv_read(&t, "testdata/zone/rdata/valid.tsv");
	for (size_t i = 0; i < t.count; i++) {
		char **f = t.rows[i].field;
		uint16_t type = rrtype_parse(f[0], strlen(f[0]));
		size_t n = tsv_hex(wire, f[2]);
		for (int k = 0; k < 60; k++, all++) {
			memcpy(changed, wire, n);
			texts += check_round_trip(type, changed, mutate(changed, n));
		}
	}
	assert_true(texts > all / 4 && texts < all);
	tsv_free(&t);
}

static void random_rdata_is_read_back(void **state)
{
	(void)state;
	uint8_t wire[MOST];
	for (const struct rrtype *row = rrtype_next(NULL); row; row = rrtype_next(row))
		for (int k = 0; k < 300; k++) {
			size_t n = below(k % 10 ? 40 : 600);
			for (size_t i = 0; i < n; i++)
				wire[i] = some_octet();
			check_round_trip(row->code, wire, n);
		}
}

/* RDATA as the fields say, so that each is valid. */
static size_t add_octets(uint8_t *at, size_t n)
{
	for (size_t i = 0; i < n; i++)
		at[i] = some_octet();
	return n;
}

static size_t add_name(uint8_t *at)
{
	size_t n = 0;
	for (uint32_t labels = below(4); labels > 0; labels--) {
		uint8_t size = (uint8_t)(1 + below(below(8) ? 8 : 63));
		at[n++] = size;
		n += add_octets(at + n, size);
	}
	at[n++] = 0;
	return n;
}

static size_t add_string(uint8_t *at)
{
	*at = (uint8_t)below(below(8) ? 12 : 256);
	return 1 + add_octets(at + 1, *at);
}

static size_t add_bitmap(uint8_t *at)
{
	size_t n = 0;
	for (uint32_t window = below(3); window < 256; window += 1 + below(300)) {
		uint8_t size = (uint8_t)(1 + below(32));
		at[n++] = (uint8_t)window;
		at[n++] = size;
		add_octets(at + n, size);
		if (window == 0)
			at[n] &= 0x7f;
		n += size;
		at[n - 1] |= 1;
	}
	return n;
}

static size_t add_list(uint8_t *at)
{
	size_t n = 0;
	for (uint32_t items = 1 + below(3); items > 0; items--) {
		uint32_t size = 2 + below(12);
		at[n++] = (uint8_t)size;
		for (; size > 0; size--) {
			uint8_t octet = some_octet();
			at[n++] = octet == ',' || octet == '\\' ? 'x' : octet;
		}
	}
	return n;
}

static size_t add_params(uint8_t *at)
{
	size_t n = 0;
	for (uint32_t key = below(3); key < 65535; key += 1 + below(below(2) ? 3 : 20000)) {
		size_t size = 0;
		uint8_t *value = at + n + 4;
		switch (key) {
		case 0:
		case 2:
		case 7:
		case 8: /* they need others, or a template */
		case 9:
		case 10: /* without text */
			continue;
		case 1:
			size = add_list(value);
			break;
		case 3:
			size = add_octets(value, 2);
			break;
		case 4:
			size = add_octets(value, 4 * (1 + below(3)));
			break;
		case 6:
			size = add_octets(value, 16 * (1 + below(3)));
			break;
		case 5:
			size = add_octets(value, 2 * (1 + below(20)));
			break;
		default:
			size = add_octets(value, below(20));
		}
		at[n] = (uint8_t)(key >> 8);
		at[n + 1] = (uint8_t)key;
		at[n + 2] = 0;
		at[n + 3] = (uint8_t)size;
		n += 4 + size;
	}
	return n;
}

static size_t add_apl(uint8_t *at)
{
	size_t n = 0;
	for (uint32_t items = 1 + below(3); items > 0; items--) {
		uint8_t most = below(2) ? 4 : 16, size = most;
		at[n++] = 0;
		at[n++] = most == 4 ? 1 : 2;
		at[n++] = (uint8_t)below(most * 8u + 1);
		at[n++] = (uint8_t)(size | below(2) << 7);
		n += add_octets(at + n, size);
		at[n - 1] |= 1;
	}
	return n;
}

static size_t add_loc(uint8_t *at)
{
	at[0] = 0;
	for (int i = 1; i < 4; i++)
		at[i] = (uint8_t)((1 + below(9)) << 4 | below(10));
	uint32_t numbers[] = {0x80000000u - 324000000 + below(648000001),
		0x80000000u - 648000000 + below(1296000001), (uint32_t)state_of};
	for (int i = 0; i < 12; i++)
		at[4 + i] = (uint8_t)(numbers[i / 4] >> (24 - i % 4 * 8));
	return 16;
}

/* Writes one field; 0 for the kinds that need more than their own octets. */
static size_t add_field(uint8_t *at, const struct rrfield *field)
{
	static const uint8_t sizes[] = {[FIELD_U8] = 1,
		[FIELD_U16] = 2,
		[FIELD_U32] = 4,
		[FIELD_U64] = 8,
		[FIELD_TTL] = 4,
		[FIELD_TIME] = 4,
		[FIELD_ALGORITHM] = 1,
		[FIELD_DSYNC_SCHEME] = 1,
		[FIELD_PROTOCOL] = 1,
		[FIELD_CERT_TYPE] = 2,
		[FIELD_IPV4] = 4,
		[FIELD_IPV6] = 16,
		[FIELD_EUI48] = 6,
		[FIELD_EUI64] = 8,
		[FIELD_ILNP64] = 8};
	if (field->kind < sizeof(sizes) && sizes[field->kind] > 0)
		return add_octets(at, sizes[field->kind]);
	switch (field->kind) {
	case FIELD_NAME:
		return add_name(at);
	case FIELD_NAMES:
		return below(2) ? add_name(at) : 0;
	case FIELD_TYPE:
		at[0] = (uint8_t)(1 + below(255)); /* no meta type */
		at[1] = (uint8_t)below(256);
		return 2;
	case FIELD_DIGEST_TYPE:
		*at = (uint8_t)(5 + below(250)); /* of no known length */
		return 1;
	case FIELD_STRING:
		add_string(at);
		for (int i = 0; field->flags & FIELD_DIGITS && i < at[0]; i++)
			at[1 + i] = (uint8_t)('0' + below(10));
		return 1u + at[0];
	case FIELD_STRINGS: {
		size_t n = add_string(at);
		while (below(3))
			n += add_string(at + n);
		return n;
	}
	case FIELD_TAG:
		at[0] = (uint8_t)(1 + below(20));
		for (int i = 1; i <= at[0]; i++)
			at[i] = (uint8_t) "azAZ09"[below(6)];
		return 1u + at[0];
	case FIELD_HEX8:
		return add_string(at);
	case FIELD_NSEC3_HASH:
		*at = 20;
		return 1 + add_octets(at + 1, *at);
	case FIELD_BITMAP:
		return add_bitmap(at);
	case FIELD_SVCPARAMS:
		return add_params(at);
	case FIELD_APL:
		return add_apl(at);
	case FIELD_LOC:
		return add_loc(at);
	case FIELD_KEY:
		at[-4] &= 0x7f; /* flags say that there is one */
		return add_octets(at, 1 + below(60));
	case FIELD_FINGERPRINT:
	case FIELD_ZONE_DIGEST:
		at[-1] |= 8; /* of no known length */
		return add_octets(at, 12 + below(60));
	default:
		return add_octets(at, 1 + below(60));
	}
}

/* Kinds whose octets follow rules that add_field doesn't know. */
static bool is_made_here(const struct rrtype *row)
{
	for (size_t i = 0; i < row->field_count; i++)
		switch (row->fields[i].kind) {
		case FIELD_GATEWAY:
		case FIELD_AMTRELAY:
		case FIELD_HIP:
		case FIELD_A6:
		case FIELD_ATMA:
		case FIELD_NXT_TYPES:
		case FIELD_PORTS:
		case FIELD_OPAQUE:
			return false;
		default:
			break;
		}
	return row->fields != NULL;
}

static void made_rdata_is_printed_as_text(void **state)
{
	(void)state;
	static uint8_t wire[1 << 17];
	for (const struct rrtype *row = rrtype_next(NULL); row; row = rrtype_next(row)) {
		for (int k = 0; k < 100 && is_made_here(row); k++) {
			size_t n = 0;
			for (size_t i = 0; i < row->field_count; i++)
				n += add_field(wire + n, &row->fields[i]);
			assert_true(n <= RDATA_MAX);
			if (!check_round_trip(row->code, wire, n)) {
				struct zf_error err = ZF_ERROR_INIT;
				rdata_has_text(row->code, wire, n, &err);
				fail_msg("%s: %s", row->name, err.text);
			}
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(changed_rdata_is_read_back),
		cmocka_unit_test(random_rdata_is_read_back),
		cmocka_unit_test(made_rdata_is_printed_as_text)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
