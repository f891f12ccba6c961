#include "diag.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "str.h"

enum { TEXT_MAX = 1024 }; /* as in struct zf_error; longer texts are cut with "..." */

void diags_init(struct diags *d)
{
	*d = (struct diags){0};
	arena_init(&d->arena);
}

void diags_free(struct diags *d)
{
	arena_free(&d->arena);
	free(d->items);
	diags_init(d);
}

/* Counts a finding; whether there is room for one more of its kind. */
static bool count(struct diags *d, enum diag_severity severity)
{
	if (severity == DIAG_ERROR && ++d->errors > d->max_errors && d->max_errors)
		return false;
	if (severity == DIAG_WARNING)
		d->warnings++;
	return d->count < DIAGS_MAX_KEPT;
}

static void push(struct diags *d, const struct diag *item)
{
	if (d->count == d->cap)
		d->items = mem_grow(d->items, &d->cap, d->count + 1, sizeof(*d->items));
	d->items[d->count++] = *item;
}

/* The name in our own memory; findings of one file mostly stand together and share it. */
static const char *keep_file(struct diags *d, const char *file)
{
	if (!file)
		return NULL;
	const char *last = d->count ? d->items[d->count - 1].file : NULL;
	return last && strcmp(last, file) == 0 ? last : arena_strdup(&d->arena, file);
}

void diags_add(struct diags *d, enum diag_severity severity, const char *code, const char *file,
	unsigned long line, unsigned long col, const char *format, ...)
{
	if (!count(d, severity))
		return;
	char raw[4 * TEXT_MAX], text[TEXT_MAX];
	va_list ap;
	va_start(ap, format);
	int n = vsnprintf(raw, sizeof(raw), format, ap);
	va_end(ap);
	str_clean(text, sizeof(text), raw, n < 0 ? 0 : strlen(raw));
	push(d, &(struct diag){.severity = severity,
			.code = code,
			.file = keep_file(d, file),
			.line = line,
			.col = col,
			.text = arena_strdup(&d->arena, text)});
}

void diags_add_filled(struct diags *d, const struct diag *filled)
{
	char text[TEXT_MAX];
	if (!count(d, filled->severity))
		return;
	struct diag item = *filled;
	str_clean(text, sizeof(text), filled->text, strlen(filled->text));
	item.file = keep_file(d, filled->file);
	item.text = arena_strdup(&d->arena, text);
	item.reads = filled->reads ? arena_strdup(&d->arena, filled->reads) : NULL;
	item.write = filled->write ? arena_strdup(&d->arena, filled->write) : NULL;
	push(d, &item);
}

struct sort_item {
	struct diag diag;
	size_t file, seq; /* first seen, added */
};

static int by_place(const void *va, const void *vb)
{
	const struct sort_item *a = va, *b = vb;
	if (a->file != b->file)
		return a->file < b->file ? -1 : 1;
	if (a->diag.line != b->diag.line)
		return a->diag.line < b->diag.line ? -1 : 1;
	if (a->diag.col != b->diag.col)
		return a->diag.col < b->diag.col ? -1 : 1;
	return a->seq < b->seq ? -1 : 1;
}

static bool same_file(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

void diags_sort(struct diags *d)
{
	if (d->count < 2)
		return;
	struct sort_item *items = mem_alloc(d->count * sizeof(*items));
	size_t *firsts = NULL, files = 0, cap = 0, file = 0; /* the first finding of each file */
	for (size_t i = 0; i < d->count; i++) {
		if (i == 0 || !same_file(d->items[i].file, d->items[i - 1].file)) {
			file = 0;
			while (file < files &&
				!same_file(d->items[firsts[file]].file, d->items[i].file))
				file++;
			if (file == files) {
				if (files == cap)
					firsts = mem_grow(firsts, &cap, files + 1, sizeof(*firsts));
				firsts[files++] = i;
			}
		}
		items[i] = (struct sort_item){d->items[i], file, i};
	}
	qsort(items, d->count, sizeof(*items), by_place);
	for (size_t i = 0; i < d->count; i++)
		d->items[i] = items[i].diag;
	free(firsts);
	free(items);
}

void diags_join(struct diags *d, struct diags *from)
{
	size_t errors = 0; /* kept ones */
	for (size_t i = 0; i < d->count; i++)
		errors += d->items[i].severity == DIAG_ERROR;
	for (size_t i = 0; i < from->count && d->count < DIAGS_MAX_KEPT; i++) {
		bool error = from->items[i].severity == DIAG_ERROR;
		if (error && d->max_errors && errors >= d->max_errors)
			continue;
		errors += error;
		push(d, &from->items[i]);
	}
	d->errors += from->errors;
	d->warnings += from->warnings;
	arena_join(&d->arena, &from->arena);
	diags_free(from);
}

void diag_print(struct buf *b, const struct diag *diag, enum diag_style style)
{
	static const struct {
		const char *word, *color;
	} severities[] = {[DIAG_NOTE] = {"note", "\033[36m"},
		[DIAG_WARNING] = {"warning", "\033[33m"},
		[DIAG_ERROR] = {"error", "\033[31m"}};
	bool colored = style == DIAG_COLORED;
	if (diag->file) {
		str_print(b, diag->file, strlen(diag->file));
		if (diag->line)
			buf_printf(b, ":%lu", diag->line);
		if (diag->line && diag->col)
			buf_printf(b, ":%lu", diag->col);
		buf_adds(b, ": ");
	}
	buf_printf(b, "%s%s%s: %s [%s]\n", colored ? severities[diag->severity].color : "",
		severities[diag->severity].word, colored ? "\033[0m" : "", diag->text, diag->code);
	if (diag->reads)
		buf_printf(b, "    it reads: %s\n", diag->reads);
	if (diag->write)
		buf_printf(b, "    write:    %s\n", diag->write);
}
