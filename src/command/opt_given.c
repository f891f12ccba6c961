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
static void add_value(struct opt_list *words, const struct opt *o, const char *value, size_t n)
{
	struct buf word;
	buf_init(&word, 0);
	buf_printf(&word, "--%s=", o->name);
	buf_add(&word, value, n);
	opt_list_add(words, word.data, word.len);
	buf_free(&word);
}

static void add_flag(struct opt_list *words, const struct opt *o)
{
	struct buf word;
	buf_init(&word, 0);
	buf_printf(&word, "--%s", o->name);
	opt_list_add(words, word.data, word.len);
	buf_free(&word);
}

static void add_choice(struct opt_list *words, const struct opt *o, int index)
{
	const char *at = o->arg;
	for (; index > 0; index--)
		at += strcspn(at, "|") + 1;
	add_value(words, o, at, strcspn(at, "|"));
}

static void add_list(struct opt_list *words, const struct opt *o, const struct opt_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		add_value(words, o, list->items[i], strlen(list->items[i]));
}

static void add_number(struct opt_list *words, const struct opt *o, long number)
{
	struct buf text;
	buf_init(&text, 0);
	buf_printf(&text, "%ld", number);
	add_value(words, o, text.data, text.len);
	buf_free(&text);
}

void opt_list_given(struct opt_list *words, const struct opt *items, size_t count,
	const void *values, const void *defaults)
{
	for (size_t i = 0; i < count; i++) {
		const struct opt *o = &items[i];
		const void *value = (const char *)values + o->offset;
		const void *usual = (const char *)defaults + o->offset;
		const char *const *text = value;
		if (o->kind == OPT_FLAG && *(const bool *)value)
			add_flag(words, o);
		else if (o->kind == OPT_TEXT && *text)
			add_value(words, o, *text, strlen(*text));
		else if (o->kind == OPT_NUMBER && *(const long *)value != *(const long *)usual)
			add_number(words, o, *(const long *)value);
		else if (o->kind == OPT_CHOICE && *(const int *)value != *(const int *)usual)
			add_choice(words, o, *(const int *)value);
		else if (o->kind == OPT_LIST || o->kind == OPT_REPEAT)
			add_list(words, o, value);
	}
}
