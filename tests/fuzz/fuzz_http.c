/* Fuzzes http_file.c and date.c: an exchange that is read prints and reads back the same, and
 * a header never gives a wait out of its bounds. */
#include <stdlib.h>

#include "http_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int condition)
{
	if (!condition)
		abort();
}

static void print_all(struct buf *b, struct http_exchanges *all)
{
	for (size_t i = 0; i < all->count; i++) {
		long wait = http_retry_after(&all->items[i].response);
		check(wait >= -1 && wait <= 300);
		all->items[i].failure.text[0] =
			'\0'; /* it is cleaned, and so may grow and be cut */
		http_file_print(b, &all->items[i]);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct http_exchanges all, again;
	struct zf_error err = ZF_ERROR_INIT;
	struct buf first, second;
	if (http_file_parse(&all, "f", (const char *)data, size, &err) != ZF_OK) {
		check(err.code == ZF_ERR_SYNTAX && err.line > 0);
		return 0;
	}
	buf_init(&first, 0);
	buf_init(&second, 0);
	print_all(&first, &all);
	check(http_file_parse(&again, "f", first.data, first.len, NULL) == ZF_OK);
	check(again.count == all.count);
	print_all(&second, &again);
	check(first.len == second.len && memcmp(first.data, second.data, first.len) == 0);
	buf_free(&first);
	buf_free(&second);
	http_exchanges_free(&all);
	http_exchanges_free(&again);
	return 0;
}
