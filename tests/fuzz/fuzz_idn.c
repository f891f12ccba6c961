/* Fuzzes internationalised names: A-labels are ASCII and their own A-labels, and what is shown of a
 * name in Unicode gives that name again. */
#include <stdlib.h>
#include <string.h>

#include "idn.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int condition)
{
	if (!condition)
		abort();
}

static void check_shown(struct str name)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct buf shown, again;
	buf_init(&shown, 0);
	buf_init(&again, 0);
	idn_add_unicode(&shown, name);
	check(idn_add_ascii(&again, (struct str){shown.data, shown.len}, &err) == ZF_OK);
	check(str_eq_nocase(again.data, again.len, name.p, name.n));
	buf_free(&shown);
	buf_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct buf ascii, again;
	buf_init(&ascii, 0);
	buf_init(&again, 0);
	if (idn_add_ascii(&ascii, (struct str){(const char *)data, size}, &err) == ZF_OK) {
		struct str name = {ascii.data, ascii.len};
		for (size_t i = 0; i < name.n; i++)
			check((unsigned char)name.p[i] < 0x80);
		check(idn_add_ascii(&again, name, &err) == ZF_OK &&
			str_cmp(name, (struct str){again.data, again.len}) == 0);
		check_shown(name);
	}
	buf_free(&ascii);
	buf_free(&again);
	return 0;
}
