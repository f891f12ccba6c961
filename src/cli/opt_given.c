/* opt_given: options back as the words of a command line. */
#include <string.h>

#include "opt.h"

void opt_add_word(struct buf *b, const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
				    "-_./:@=,+%";
	buf_addc(b, ' ');
	if (*word && strspn(word, plain) == strlen(word)) {
		buf_adds(b, word);
		return;
	}
	buf_addc(b, '\'');
	for (; *word; word++) {
		if (*word == '\'')
			buf_adds(b, "'\\''");
		else
			buf_addc(b, *word);
	}
	buf_addc(b, '\'');
}

/* "--name=value" */
static void add_value(struct buf *b, const struct opt *o, const char *value, size_t n)
{
	struct buf word;
	buf_init(&word, 0);
	buf_printf(&word, "--%s=%.*s", o->name, (int)n, value);
	opt_add_word(b, word.data);
	buf_free(&word);
}

static void add_choice(struct buf *b, const struct opt *o, int index)
{
	const char *at = o->arg;
	for (; index > 0; index--)
		at += strcspn(at, "|") + 1;
	add_value(b, o, at, strcspn(at, "|"));
}

static void add_list(struct buf *b, const struct opt *o, const struct opt_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		add_value(b, o, list->items[i], strlen(list->items[i]));
}

static void add_number(struct buf *b, const struct opt *o, long number)
{
	struct buf text;
	buf_init(&text, 0);
	buf_printf(&text, "%ld", number);
	add_value(b, o, text.data, text.len);
	buf_free(&text);
}

void opt_add_given(struct buf *b, const struct opt *items, size_t count, const void *values,
	const void *defaults)
{
	for (size_t i = 0; i < count; i++) {
		const struct opt *o = &items[i];
		const void *value = (const char *)values + o->offset;
		const void *usual = (const char *)defaults + o->offset;
		if (o->kind == OPT_FLAG && *(const bool *)value)
			buf_printf(b, " --%s", o->name);
		else if (o->kind == OPT_TEXT && *(const char *const *)value)
			add_value(b, o, *(const char *const *)value,
				strlen(*(const char *const *)value));
		else if (o->kind == OPT_NUMBER && *(const long *)value != *(const long *)usual)
			add_number(b, o, *(const long *)value);
		else if (o->kind == OPT_CHOICE && *(const int *)value != *(const int *)usual)
			add_choice(b, o, *(const int *)value);
		else if (o->kind == OPT_LIST || o->kind == OPT_REPEAT)
			add_list(b, o, value);
	}
}
