/* Fuzzes names: what is read prints and reads back, and its key leads back to it. */
#include <stdlib.h>
#include <string.h>

#include "name.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int condition)
{
	if (!condition)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct name apex = {.len = 9, .wire = "\7example"};
	struct name name, again;
	struct buf text;
	uint8_t key[NAME_MAX_KEY];
	if (name_parse(&name, (const char *)data, size, &apex, NULL) != ZF_OK)
		return 0;
	check(name_wire_length(name.wire, name.len) == name.len);
	buf_init(&text, 0);
	name_print(&text, name.wire);
	check(text.len < NAME_MAX_TEXT);
	check(name_parse(&again, text.data, text.len, NULL, NULL) == ZF_OK);
	check(again.len == name.len && memcmp(again.wire, name.wire, name.len) == 0);
	size_t n = name_to_key(key, &name, &apex);
	check(n <= NAME_MAX_KEY && name_from_key(&again, key, &apex) == n);
	check(name_equal(&name, &again));
	check(key_is_outside(key) == !name_is_below_or_equal(&name, &apex));
	buf_free(&text);
	return 0;
}
