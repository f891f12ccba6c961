/* Fuzzes annotations: what is read from a comment is ASCII, is its own canonical form, and is read
 * back from what is printed of it. */
#include <stdlib.h>
#include <string.h>

#include "json_canon.h"
#include "note.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int condition)
{
	if (!condition)
		abort();
}

static void check_canonical(const struct buf *json)
{
	struct buf again;
	buf_init(&again, 0);
	for (size_t i = 0; i < json->len; i++)
		check(json->data[i] >= 32 && json->data[i] < 127);
	check(json_canon_whole(&again, json->data, json->len));
	check(again.len == json->len && memcmp(again.data, json->data, json->len) == 0);
	buf_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str name, again;
	struct buf json, text, back;
	buf_init(&json, 0);
	buf_init(&text, 0);
	buf_init(&back, 0);
	if (json_canon_whole(&json, (const char *)data, size))
		check_canonical(&json);
	buf_reset(&json);
	size_t used = note_parse(&name, &json, (struct str){(const char *)data, size});
	check(used <= size && (used == 0) == (json.len == 0));
	if (used > 0) {
		check_canonical(&json);
		buf_printf(&text, ";@%.*s %s ;@b {} ; c", (int)name.n, name.p, json.data);
		check(note_parse(&again, &back, (struct str){text.data, text.len}) ==
			3 + name.n + json.len);
		check(again.n == name.n && memcmp(again.p, name.p, name.n) == 0);
		check(back.len == json.len && memcmp(back.data, json.data, json.len) == 0);
	}
	buf_free(&json);
	buf_free(&text);
	buf_free(&back);
	return 0;
}
