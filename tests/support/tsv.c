#include "test.h"

#include "tsv.h"

#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "mem.h"
#include "str.h"

static void add_row(struct tsv *t, size_t *cap, char *line, unsigned number)
{
	t->rows = mem_grow(t->rows, cap, t->count + 1, sizeof(*t->rows));
	struct tsv_row *row = &t->rows[t->count++];
	row->line = number;
	for (size_t i = 0; i < TSV_FIELDS; i++) {
		char *tab = strchr(line, '\t');
		row->field[i] = line;
		if (tab)
			*tab = '\0';
		line = tab ? tab + 1 : line + strlen(line);
	}
}

void tsv_read(struct tsv *t, const char *path)
{
	struct file_text text;
	struct zf_error err = ZF_ERROR_INIT;
	size_t cap = 0;
	unsigned number = 0;
	*t = (struct tsv){0};
	if (file_read(&text, path, 64 << 20, &err) != ZF_OK)
		fail_msg("%s", err.text);
	t->text = text.data;
	for (char *line = t->text, *end; *line; line = end) {
		end = line + strcspn(line, "\n");
		if (*end)
			*end++ = '\0';
		number++;
		if (*line && *line != '#')
			add_row(t, &cap, line, number);
	}
}

void tsv_free(struct tsv *t)
{
	free(t->rows);
	free(t->text);
}

size_t tsv_hex(uint8_t *out, const char *hex)
{
	size_t n = 0;
	for (; hex[0] && hex[1]; hex += 2)
		out[n++] = (uint8_t)(str_hex_digit(hex[0]) << 4 | str_hex_digit(hex[1]));
	assert_int_equal(*hex, '\0');
	return n;
}
