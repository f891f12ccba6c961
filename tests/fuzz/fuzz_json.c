/* Fuzzes json.c: what is read prints, reads back the same, and sorts to a fixed point; pointers to
 * every member lead there. */
#include <stdlib.h>

#include "json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int condition)
{
	if (!condition)
		abort();
}

static struct json *read_back(const struct buf *b)
{
	struct json *root = NULL;
	check(json_parse(&root, b->data, b->len, NULL) == ZF_OK);
	return root;
}

static void walk(const struct json *j)
{
	int64_t value;
	json_integer(j, INT64_MIN, INT64_MAX, true, &value);
	for (const struct json *m = json_first(j); m; m = json_next(m)) {
		if (json_name(m))
			check(json_member(j, json_name(m)) == m);
		walk(m);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct json *root = NULL, *again, *sorted;
	struct buf plain, ordered, twice;
	struct zf_error err = ZF_ERROR_INIT;
	if (json_parse(&root, (const char *)data, size, &err) != ZF_OK) {
		check(!root && err.code && err.text[0] && err.line);
		return 0;
	}
	walk(root);
	buf_init(&plain, 0);
	buf_init(&ordered, 0);
	buf_init(&twice, 0);
	json_print(&plain, root, JSON_AS_IS);
	again = read_back(&plain);
	check(json_equal(root, again));
	json_print(&ordered, root, JSON_SORTED);
	sorted = read_back(&ordered);
	check(json_equal(root, sorted));
	json_print(&twice, sorted, JSON_SORTED);
	check(twice.len == ordered.len && memcmp(twice.data, ordered.data, twice.len) == 0);
	buf_free(&plain);
	buf_free(&ordered);
	buf_free(&twice);
	json_free(again);
	json_free(sorted);
	json_free(root);
	return 0;
}
