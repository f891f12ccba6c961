/* Fuzzes xml.c: what is read is a tree that prints as JSON and reads back the same. */
#include <stdlib.h>

#include "xml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct json *root, *again;
	struct buf b;
	struct zf_error err = ZF_ERROR_INIT;
	if (xml_parse(&root, (const char *)data, size, &err) != ZF_OK) {
		if (root || !err.code || !err.text[0])
			abort();
		return 0;
	}
	buf_init(&b, 0);
	json_print(&b, root, JSON_AS_IS);
	if (json_parse(&again, b.data, b.len, NULL) != ZF_OK || !json_equal(root, again))
		abort();
	buf_free(&b);
	json_free(root);
	json_free(again);
	return 0;
}
