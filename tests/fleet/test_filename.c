/* filename: names of zones as names of files: safe, and never the same for two. */
#include "test.h"

#include <stdlib.h>

#include "err.h"
#include "filename.h"

static void names_are_safe(void **state)
{
	(void)state;
	static const struct {
		const char *zone, *id, *want;
	} rows[] = {
		{"example.com", NULL, "example.com.zone"},
		{"EXAMPLE.Com.", NULL, "example.com.zone"},
		{".", NULL, "%2e.zone"},
		{"0/25.2.0.192.in-addr.arpa.", NULL, "0%2f25.2.0.192.in-addr.arpa.zone"},
		{"\\.\\..example.", NULL, "%2e%2e.example.zone"},
		{"a\\.b.example.", NULL, "a%2eb.example.zone"},
		{"-x.example.", NULL, "%2dx.example.zone"},
		{"x.-y.example.", NULL, "x.-y.example.zone"},
		{"\\000\\010%.example.", NULL, "%00%0a%25.example.zone"},
		{"_dmarc.*.example.", NULL, "_dmarc.%2a.example.zone"},
		{"xn--bcher-kva.example.", NULL, "xn--bcher-kva.example.zone"},
		{"~+.example.", NULL, "%7e%2b.example.zone"},
		{"example.com", "Z1", "example.com+%5a1.zone"},
		{"example.com", "../z", "example.com+%2e%2e%2fz.zone"},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct zf_error err = ZF_ERROR_INIT;
		struct name name;
		struct buf b;
		assert_int_equal(name_parse_absolute(&name, rows[i].zone, &err), ZF_OK);
		buf_init(&b, 0);
		filename_add(&b, &name, rows[i].id);
		assert_string_equal(b.data, rows[i].want);
		struct name back;
		const struct str stem = {b.data, b.len - strlen(".zone")};
		assert_int_equal(filename_read(&back, stem), rows[i].id == NULL);
		assert_true(rows[i].id || name_equal(&back, &name));
		buf_free(&b);
	}
}

/* A name of 255 octets; the octet behind the first 200 tells two of them apart. */
static void long_name(struct name *name, uint8_t octet)
{
	struct zf_error err = ZF_ERROR_INIT;
	char text[300] = "";
	for (int label = 0; label < 3; label++) {
		memset(text + strlen(text), 'a' + label, 63);
		strcat(text, ".");
	}
	memset(text + strlen(text), 'd', 60);
	strcat(text, ".");
	assert_int_equal(name_parse_absolute(name, text, &err), ZF_OK);
	name->wire[230] = octet;
}

static void long_names_differ_and_fit(void **state)
{
	(void)state;
	struct buf seen[256];
	for (unsigned c = 0; c < 256; c++) {
		struct name name;
		buf_init(&seen[c], 0);
		long_name(&name, (uint8_t)c);
		filename_add(&seen[c], &name, NULL);
		assert_in_range(seen[c].len, 10, 220);
		assert_null(strpbrk(seen[c].data, "/\\\n "));
		for (unsigned k = 0; k < c; k++) /* letter case makes no other zone */
			assert_int_equal(strcmp(seen[c].data, seen[k].data) == 0,
				c >= 'a' && c <= 'z' && k + 32 == c);
	}
	for (unsigned c = 0; c < 256; c++)
		buf_free(&seen[c]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_safe),
		cmocka_unit_test(long_names_differ_and_fit),
	};
	return cmocka_run_group_tests_name("filename", tests, NULL, NULL);
}
