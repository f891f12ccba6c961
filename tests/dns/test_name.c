/* name: text, wire form, order and keys of domain names. */
#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "name.h"

static struct name name_of(const char *text)
{
	struct name name;
	struct zf_error err = ZF_ERROR_INIT;
	if (name_parse(&name, text, strlen(text), NULL, &err) != ZF_OK)
		fail_msg("%s: %s", text, err.text);
	return name;
}

static void text_is_read_and_printed(void **state)
{
	(void)state;
	static const struct {
		const char *in, *want;
	} cases[] = {
		{".", "."},
		{"@", "example.test."},
		{"www", "www.example.test."},
		{"WwW.Example.COM.", "WwW.Example.COM."},
		{"a.b", "a.b.example.test."},
		{"_sip._tcp", "_sip._tcp.example.test."},
		{"*", "*.example.test."},
		{"a\\.b", "a\\046b.example.test."},
		{"a\\046", "a\\046.example.test."},
		{"a\\.", "a\\046.example.test."},
		{"\\064", "\\064.example.test."},
		{"\\@", "\\064.example.test."},
		{"@foo", "\\064foo.example.test."},
		{"@.foo.test.", "\\064.foo.test."},
		{"$TTL", "\\036TTL.example.test."},
		{"\\000\\255x.", "\\000\\255x."},
		{"a\\ b\\\"c\\\\.", "a\\032b\\034c\\092."},
		{"a(b);c.", "a\\040b\\041\\059c."},
		{"\\119ww.", "www."},
	};
	struct name origin = name_of("example.test.");
	struct buf b;
	buf_init(&b, 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct name name, again;
		struct zf_error err = ZF_ERROR_INIT;
		assert_int_equal(
			name_parse(&name, cases[i].in, strlen(cases[i].in), &origin, &err), ZF_OK);
		buf_reset(&b);
		name_print(&b, name.wire);
		assert_string_equal(b.data, cases[i].want);
		assert_int_equal(name_wire_length(name.wire, sizeof(name.wire)), name.len);
		again = name_of(b.data);
		assert_int_equal(again.len, name.len);
		assert_memory_equal(again.wire, name.wire, name.len);
	}
	buf_free(&b);
}

static void bad_text_is_refused(void **state)
{
	(void)state;
	static const char *const cases[] = {"", "..", ".a", "a..", "a..b", "a\\", "a\\1", "a\\12",
		"a\\256", "a\\1x3", "a b", "a\tb", "a\"b", "gr\xc3\xbc\xc3\x9f", "a\\\x01",
		"a\x7f"};
	struct name origin = name_of("example.test."), name;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct zf_error err = ZF_ERROR_INIT;
		assert_int_equal(
			name_parse(&name, cases[i], strlen(cases[i]), &origin, &err), ZF_ERR_DATA);
		assert_string_equal(err.id, "bad-name");
	}
	struct zf_error err = ZF_ERROR_INIT;
	assert_int_equal(name_parse(&name, "a\0b", 3, &origin, &err), ZF_ERR_DATA);
	static const char *const relative[] = {"www", "@"};
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(name_parse(&name, relative[i], strlen(relative[i]), NULL, NULL),
			ZF_ERR_DATA);
	assert_int_equal(name_parse_absolute(&name, "@", NULL), ZF_ERR_DATA);
	assert_int_equal(name_parse_absolute(&name, "", NULL), ZF_ERR_DATA);
}

static void final_dot_may_be_missing(void **state)
{
	(void)state;
	struct name name, want = name_of("example.test.");
	assert_int_equal(name_parse_absolute(&name, "Example.test", NULL), ZF_OK);
	assert_true(name_equal(&name, &want));
	assert_int_equal(name_parse_absolute(&name, "example.test.", NULL), ZF_OK);
	assert_true(name_equal(&name, &want));
}

/* A text of labels of 'x' that makes a name of `octets` octets. */
static void text_of_octets(char *text, int octets)
{
	for (octets--; octets > 0;) {
		int n = octets > 64 ? 63 : octets - 1;
		if (octets - (n + 1) == 1)
			n--;
		memset(text, 'x', (size_t)n);
		text[n] = '.';
		text += n + 1;
		octets -= n + 1;
	}
	*text = '\0';
}

static void lengths_end_at_255_and_63(void **state)
{
	(void)state;
	char text[1100];
	struct name name, origin = name_of("example.test.");
	text_of_octets(text, 255);
	assert_int_equal(name_of(text).len, 255);
	text_of_octets(text, 256);
	assert_int_equal(name_parse(&name, text, strlen(text), NULL, NULL), ZF_ERR_DATA);
	text_of_octets(text, 255 - origin.len + 1);
	text[strlen(text) - 1] = '\0';
	assert_int_equal(name_parse(&name, text, strlen(text), &origin, NULL), ZF_OK);
	assert_int_equal(name.len, 255);
	text_of_octets(text, 255 - origin.len + 2);
	text[strlen(text) - 1] = '\0';
	assert_int_equal(name_parse(&name, text, strlen(text), &origin, NULL), ZF_ERR_DATA);
	memset(text, 'a', 63);
	text[63] = '\0';
	assert_int_equal(name_parse(&name, text, 63, &origin, NULL), ZF_OK);
	text[63] = 'a';
	assert_int_equal(name_parse(&name, text, 64, &origin, NULL), ZF_ERR_DATA);
	text[64] = '.';
	assert_int_equal(name_parse(&name, text, 65, &origin, NULL), ZF_ERR_DATA);
	/* 250 octets as \DDD: a thousand characters of text. */
	char *at = text;
	for (int label = 0; label < 4; label++) {
		for (int i = 0; i < (label == 3 ? 61 : 62); i++, at += 4)
			memcpy(at, "\\225", 4);
		*at++ = '.';
	}
	assert_int_equal(name_parse(&name, text, (size_t)(at - text), NULL, NULL), ZF_OK);
	assert_int_equal(name.len, 252);
}

static void origin_may_be_the_name_itself(void **state)
{
	(void)state;
	struct name name = name_of("example.test."), want = name_of("sub.example.test.");
	assert_int_equal(name_parse(&name, "sub", 3, &name, NULL), ZF_OK);
	assert_true(name_equal(&name, &want));
	assert_int_equal(name_parse(&name, "@", 1, &name, NULL), ZF_OK);
	assert_true(name_equal(&name, &want));
}

static void wire_is_checked(void **state)
{
	(void)state;
	static const struct {
		const char *wire;
		size_t n, want;
	} cases[] = {{"\0", 1, 1}, {"\1a\0", 3, 3}, {"\1a\0xx", 5, 3}, {"\1a", 2, 0}, {"", 0, 0},
		{"\5a\0", 3, 0}, {"\300\0", 2, 0}, {"\100", 1, 0}};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(name_wire_length((const uint8_t *)cases[i].wire, cases[i].n),
			cases[i].want);
	uint8_t wire[300];
	for (size_t i = 0; i < sizeof(wire); i += 2) {
		wire[i] = 1;
		wire[i + 1] = 'a';
	}
	wire[254] = 0;
	assert_int_equal(name_wire_length(wire, sizeof(wire)), 255);
	wire[254] = 1;
	wire[256] = 0;
	assert_int_equal(name_wire_length(wire, sizeof(wire)), 0);
	struct name name;
	assert_true(name_from_wire(&name, (const uint8_t *)"\1a\0", 3));
	assert_false(name_from_wire(&name, (const uint8_t *)"\1a\0x", 4));
	assert_false(name_from_wire(&name, (const uint8_t *)"", 0));
}

static void case_and_hierarchy(void **state)
{
	(void)state;
	struct name apex = name_of("Example.test."), lower = name_of("example.TEST.");
	struct name below = name_of("a.b.eXample.test."), beside = name_of("xexample.test.");
	struct name inside_label = name_of("a\\007example\\004test.");
	assert_true(name_equal(&apex, &lower));
	assert_false(name_equal(&apex, &beside));
	assert_true(name_is_below_or_equal(&below, &apex));
	assert_true(name_is_below_or_equal(&apex, &apex));
	assert_true(name_is_below_or_equal(&apex, &name_root));
	assert_false(name_is_below_or_equal(&apex, &below));
	assert_false(name_is_below_or_equal(&beside, &apex));
	assert_false(name_is_below_or_equal(&inside_label, &apex));
	assert_int_equal(name_labels(&below), 4);
	assert_int_equal(name_labels(&name_root), 0);
	uint8_t all[256], want[256];
	for (int i = 0; i < 256; i++) {
		all[i] = (uint8_t)i;
		want[i] = (uint8_t)(i >= 'A' && i <= 'Z' ? i + 32 : i);
	}
	for (size_t n = 0; n <= 256; n++) {
		uint8_t copy[256];
		memcpy(copy, all, sizeof(all));
		name_lower(copy, n);
		assert_memory_equal(copy, want, n);
		assert_memory_equal(copy + n, all + n, 256 - n);
	}
}

/* RFC 4034 section 6.1, its example and more, in order; the apex is example. */
static void keys_sort_canonically(void **state)
{
	(void)state;
	static const char *const sorted[] = {"example.", "\\000.example.", "a.\\000.example.",
		"\\000\\000.example.", "\\000a.example.", "\\001.example.", "\\001\\000.example.",
		"\\002.example.", "a.example.", "yljkjljk.a.example.", "Z.a.example.",
		"zABC.a.EXAMPLE.", "a\\000.example.", "a\\000b.example.", "a\\001.example.",
		"a-b.example.", "aa.example.", "z.example.", "\\001.z.example.", "*.z.example.",
		"\\200.z.example.", "\\253.example.", "\\254.example.", "\\254\\254.example.",
		"\\255.example.", "\\255\\255.example.", ".", "com.", "a.com.", "examplea."};
	struct name apex = name_of("eXample.");
	uint8_t keys[40][NAME_MAX_KEY];
	size_t lengths[40], count = sizeof(sorted) / sizeof(sorted[0]);
	for (size_t i = 0; i < count; i++) {
		struct name name = name_of(sorted[i]), back;
		lengths[i] = name_to_key(keys[i], &name, &apex);
		assert_int_equal(name_from_key(&back, keys[i], &apex), lengths[i]);
		assert_true(name_equal(&name, &back));
		assert_int_equal(key_is_apex(keys[i]), i == 0);
		assert_int_equal(key_is_outside(keys[i]), !name_is_below_or_equal(&name, &apex));
	}
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < count; j++) {
			size_t n = lengths[i] < lengths[j] ? lengths[i] : lengths[j];
			int order = memcmp(keys[i], keys[j], n);
			struct name a = name_of(sorted[i]), b = name_of(sorted[j]);
			if (i == j)
				assert_int_equal(order, 0);
			else
				assert_int_equal(order < 0, i < j);
			if (key_is_outside(keys[i]) == key_is_outside(keys[j]))
				assert_int_equal(key_is_below_or_equal(
							 keys[i], lengths[i], keys[j], lengths[j]),
					name_is_below_or_equal(&a, &b));
			else
				assert_false(key_is_below_or_equal(
					keys[i], lengths[i], keys[j], lengths[j]));
		}
}

/* Compares as RFC 4034 section 6.1 says, label by label from the right. */
static int canonical_cmp(const struct name *a, const struct name *b)
{
	size_t starts[2][128], counts[2] = {0, 0};
	const struct name *names[2] = {a, b};
	for (int i = 0; i < 2; i++)
		for (size_t at = 0; names[i]->wire[at]; at += names[i]->wire[at] + 1u)
			starts[i][counts[i]++] = at;
	for (size_t k = 1; k <= counts[0] && k <= counts[1]; k++) {
		const uint8_t *x = a->wire + starts[0][counts[0] - k];
		const uint8_t *y = b->wire + starts[1][counts[1] - k];
		size_t n = *x < *y ? *x : *y;
		int order = memcmp(x + 1, y + 1, n);
		if (order == 0)
			order = *x - *y;
		if (order != 0)
			return order;
	}
	return (int)counts[0] - (int)counts[1];
}

static void random_keys(void **state)
{
	(void)state;
	static const uint8_t octets[] = {0, 1, 2, 'a', 'b', 'z', 253, 254, 255};
	struct name names[200], apex = name_of("a.test.");
	uint8_t keys[200][NAME_MAX_KEY];
	size_t lengths[200];
	srandom(4);
	for (size_t i = 0; i < 200; i++) {
		size_t at = 0;
		for (long labels = random() % 4; labels > 0; labels--) {
			uint8_t n = (uint8_t)(1 + random() % 3);
			names[i].wire[at++] = n;
			while (n-- > 0)
				names[i].wire[at++] = octets[random() % (long)sizeof(octets)];
		}
		memcpy(names[i].wire + at, apex.wire, apex.len);
		names[i].len = (uint8_t)(at + apex.len);
		lengths[i] = name_to_key(keys[i], &names[i], &apex);
	}
	for (size_t i = 0; i < 200; i++)
		for (size_t j = 0; j < 200; j++) {
			size_t n = lengths[i] < lengths[j] ? lengths[i] : lengths[j];
			int got = memcmp(keys[i], keys[j], n),
			    want = canonical_cmp(&names[i], &names[j]);
			assert_int_equal((got > 0) - (got < 0), (want > 0) - (want < 0));
		}
}

static void longest_key_fits(void **state)
{
	(void)state;
	struct name name = {.len = 255}, back;
	uint8_t key[NAME_MAX_KEY];
	for (size_t i = 0; i < 254; i += 2) {
		name.wire[i] = 1;
		name.wire[i + 1] = (uint8_t)(i % 4 ? 255 : 0);
	}
	name.wire[254] = 0;
	struct name apex = name_of("example.");
	size_t n = name_to_key(key, &name, &apex);
	assert_true(n <= NAME_MAX_KEY);
	assert_int_equal(name_from_key(&back, key, &apex), n);
	assert_true(name_equal(&name, &back));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(text_is_read_and_printed),
		cmocka_unit_test(bad_text_is_refused), cmocka_unit_test(final_dot_may_be_missing),
		cmocka_unit_test(lengths_end_at_255_and_63),
		cmocka_unit_test(origin_may_be_the_name_itself), cmocka_unit_test(wire_is_checked),
		cmocka_unit_test(case_and_hierarchy), cmocka_unit_test(keys_sort_canonically),
		cmocka_unit_test(random_keys), cmocka_unit_test(longest_key_fits)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
