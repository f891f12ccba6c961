#include "git_attributes.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "err.h"
#include "file.h"
#include "mem.h"
#include "str.h"

#define DRIVERS " diff=zoneferry merge=zoneferry"

void name_list_add(struct name_list *list, const char *name, size_t n)
{
	list->items = mem_grow(list->items, &list->cap, list->count + 1, sizeof(char *));
	list->items[list->count++] = mem_strndup(name, n);
}

void name_list_free(struct name_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->items[i]);
	free(list->items);
	*list = (struct name_list){.items = NULL};
}

/* A pattern as .gitattributes spells it: in quotes where white space would end it. */
static void add_pattern(struct buf *b, const char *pattern)
{
	bool quoted = *pattern == '"' || *pattern == '#' || *pattern == '!';
	for (const char *c = pattern; *c; c++)
		quoted = quoted || (unsigned char)*c <= ' ' || *c == 0x7f;
	if (quoted)
		buf_addc(b, '"');
	for (const char *c = pattern; *c; c++) {
		if (quoted && ((unsigned char)*c < ' ' || *c == 0x7f))
			buf_printf(b, "\\%03o", (unsigned char)*c);
		else
			buf_printf(b, "%s%c", quoted && (*c == '"' || *c == '\\') ? "\\" : "", *c);
	}
	if (quoted)
		buf_addc(b, '"');
}

static bool is_ours(struct str line)
{
	const char *ours = DRIVERS;
	size_t n = strlen(ours);
	if (line.n > 0 && line.p[line.n - 1] == '\r')
		line.n--;
	return line.n > n && memcmp(line.p + line.n - n, ours, n) == 0;
}

static bool next_line(const char **text, struct str *line)
{
	if (!**text)
		return false;
	size_t n = strcspn(*text, "\n");
	*line = (struct str){*text, n};
	*text += n + ((*text)[n] == '\n');
	return true;
}

static bool holds_line(const char *text, const struct buf *wanted)
{
	struct str line;
	while (next_line(&text, &line))
		if (line.n == wanted->len && memcmp(line.p, wanted->data, line.n) == 0)
			return true;
	return false;
}

static enum zf_status read_old(struct file_text *old, const char *path, struct zf_error *err)
{
	enum { SIZE_MOST = 16 << 20 };
	*old = (struct file_text){.data = NULL};
	return access(path, F_OK) == 0 ? file_read(old, path, SIZE_MOST, err) : ZF_OK;
}

enum zf_status attributes_add(
	const char *path, const struct name_list *patterns, struct buf *said, struct zf_error *err)
{
	struct file_text old;
	struct buf text, line;
	enum zf_status status = read_old(&old, path, err);
	if (status != ZF_OK)
		return status;
	buf_init(&text, 0);
	buf_init(&line, 0);
	buf_add(&text, old.data ? old.data : "", old.size);
	for (size_t i = 0; i < patterns->count; i++) {
		buf_reset(&line);
		add_pattern(&line, patterns->items[i]);
		buf_adds(&line, DRIVERS);
		if (text.len > 0 && holds_line(text.data, &line))
			continue;
		if (text.len > 0 && text.data[text.len - 1] != '\n')
			buf_addc(&text, '\n');
		buf_printf(&text, "%s\n", line.data);
		buf_printf(said, ".gitattributes: added the line \"%s\"\n", line.data);
	}
	if (text.len > old.size)
		status = file_replace(path, text.data, text.len, FILE_CAREFUL, err);
	file_text_free(&old);
	buf_free(&text);
	buf_free(&line);
	return status;
}

enum zf_status attributes_remove(const char *path, struct buf *said, struct zf_error *err)
{
	struct file_text old;
	struct buf text;
	struct str line;
	enum zf_status status = read_old(&old, path, err);
	if (status != ZF_OK)
		return status;
	buf_init(&text, 0);
	for (const char *at = old.data ? old.data : ""; next_line(&at, &line);) {
		if (!is_ours(line))
			buf_add(&text, line.p, (size_t)(at - line.p));
		else
			buf_printf(said, ".gitattributes: removed the line \"%.*s\"\n", (int)line.n,
				line.p);
	}
	if (text.len == old.size)
		;
	else if (text.len == 0 && unlink(path) != 0)
		status = err_errno(err, ZF_ERR_IO, "can't remove %s", path);
	else if (text.len > 0)
		status = file_replace(path, text.data, text.len, FILE_CAREFUL, err);
	file_text_free(&old);
	buf_free(&text);
	return status;
}
