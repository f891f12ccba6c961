#include "opt.h"

#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "near.h"
#include "str.h"

enum { OPTIONS_MAX = 64 }; /* of one command, global ones included */

struct found {
	const struct opt *opt;
	void *value;
};

/* What a command line may hold, and what was there so far. */
struct parse {
	const struct opt_table *tables;
	size_t count;
	const struct opt *given[OPTIONS_MAX]; /* whose values count once */
	size_t given_count;
};

static struct found find(
	const struct opt_table *tables, size_t count, const char *name, size_t n, char letter)
{
	for (size_t t = 0; t < count; t++)
		for (size_t i = 0; i < tables[t].count; i++) {
			const struct opt *o = &tables[t].items[i];
			bool same = name ? str_eq((struct str){name, n}, o->name)
					 : o->letter && o->letter == letter;
			if (same)
				return (struct found){o, (char *)tables[t].values + o->offset};
		}
	return (struct found){0};
}

static int choice_index(const char *choices, const char *word)
{
	size_t n = strlen(word);
	for (int index = 0;; index++) {
		size_t len = strcspn(choices, "|");
		if (len == n && memcmp(choices, word, n) == 0)
			return index;
		if (choices[len] == '\0')
			return -1;
		choices += len + 1;
	}
}

void opt_list_add(struct opt_list *list, const char *text, size_t n)
{
	list->items = mem_grow(list->items, &list->cap, list->count + 1, sizeof(char *));
	list->items[list->count++] = mem_strndup(text, n);
}

static void list_add_words(struct opt_list *list, const char *text)
{
	while (*text) {
		size_t n = strcspn(text, ",");
		if (n > 0)
			opt_list_add(list, text, n);
		text += n + (text[n] == ',');
	}
}

void opt_list_free(struct opt_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->items[i]);
	free(list->items);
	*list = (struct opt_list){0};
}

static enum zf_status set_number(
	long *value, const struct opt *o, const char *arg, struct zf_error *err)
{
	const char *words = strchr(o->arg, '|');
	uint64_t number = 0;
	int word = words ? choice_index(words + 1, arg) : -1;
	if (word < 0 && (!str_to_u64(arg, strlen(arg), (uint64_t)o->max, &number) ||
				number < (uint64_t)o->min))
		return err_set(err, ZF_ERR_USAGE,
			"--%s wants a number from %ld to %ld%s%s, not \"%s\"", o->name, o->min,
			o->max, words ? " or " : "", words ? words + 1 : "", arg);
	*value = word < 0 ? (long)number : -2L - word;
	return ZF_OK;
}

void opt_free_values(const struct opt_table *table)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct opt *o = &table->items[i];
		if (o->kind == OPT_LIST || o->kind == OPT_REPEAT)
			opt_list_free((void *)((char *)table->values + o->offset));
	}
}

static enum zf_status no_choice(const struct opt *o, const char *arg, struct zf_error *err)
{
	struct near near = {.word = NULL};
	struct opt_list words = {NULL, 0, 0};
	for (const char *at = o->arg; *at;) {
		size_t n = strcspn(at, "|");
		opt_list_add(&words, at, n);
		at += n + (at[n] == '|');
	}
	for (size_t i = 0; i < words.count; i++)
		near_look(&near, arg, words.items[i]);
	err_set(err, ZF_ERR_USAGE, "--%s is one of %s, not \"%s\"%s", o->name, o->arg, arg,
		near_hint(&near));
	opt_list_free(&words);
	return ZF_ERR_USAGE;
}

static enum zf_status set(const struct found *f, const char *arg, struct zf_error *err)
{
	const struct opt *o = f->opt;
	int index;
	switch (o->kind) {
	case OPT_FLAG:
		*(bool *)f->value = true;
		return ZF_OK;
	case OPT_TEXT:
		*(const char **)f->value = arg;
		return ZF_OK;
	case OPT_NUMBER:
		return set_number(f->value, o, arg, err);
	case OPT_CHOICE:
		index = choice_index(o->arg, arg);
		if (index < 0)
			return no_choice(o, arg, err);
		*(int *)f->value = index;
		return ZF_OK;
	case OPT_LIST:
		list_add_words(f->value, arg);
		return ZF_OK;
	case OPT_REPEAT:
		opt_list_add(f->value, arg, strlen(arg));
		return ZF_OK;
	}
	return ZF_OK;
}

/* Sets an option that has one value at most: the second one would take the first one's place. */
static enum zf_status set_once(
	struct parse *parse, const struct found *f, const char *arg, struct zf_error *err)
{
	bool counts = f->opt->kind == OPT_TEXT || f->opt->kind == OPT_NUMBER ||
		      f->opt->kind == OPT_CHOICE;
	for (size_t i = 0; i < parse->given_count && counts; i++)
		if (parse->given[i] == f->opt)
			return err_set(err, ZF_ERR_USAGE, "--%s is given twice", f->opt->name);
	if (counts && parse->given_count < OPTIONS_MAX)
		parse->given[parse->given_count++] = f->opt;
	return set(f, arg, err);
}

static enum zf_status no_option(
	const struct opt_table *tables, size_t count, struct str name, struct zf_error *err)
{
	struct near near = {.word = NULL};
	char *given = mem_strndup(name.p, name.n);
	for (size_t t = 0; t < count; t++)
		for (size_t i = 0; i < tables[t].count; i++)
			near_look(&near, given, tables[t].items[i].name);
	enum zf_status status = err_set(
		err, ZF_ERR_USAGE, "there is no option --%s here%s", given, near_hint(&near));
	free(given);
	return status;
}

/* One "--name", "--name=value" or "--name value"; *i moves behind what it took. */
static enum zf_status parse_long(
	struct parse *parse, int argc, char **argv, int *i, struct zf_error *err)
{
	const char *name = argv[*i] + 2, *equals = strchr(name, '=');
	size_t n = equals ? (size_t)(equals - name) : strlen(name);
	struct found f = find(parse->tables, parse->count, name, n, 0);
	if (!f.opt)
		return no_option(parse->tables, parse->count, (struct str){name, n}, err);
	if (f.opt->kind == OPT_FLAG && equals)
		return err_set(err, ZF_ERR_USAGE, "--%s takes no value", f.opt->name);
	if (f.opt->kind == OPT_FLAG)
		return set_once(parse, &f, NULL, err);
	if (!equals && *i + 1 >= argc)
		return err_set(err, ZF_ERR_USAGE, "--%s wants %s", f.opt->name, f.opt->arg);
	return set_once(parse, &f, equals ? equals + 1 : argv[++*i], err);
}

/* "-qv", "-o FILE", "-oFILE". */
static enum zf_status parse_letters(
	struct parse *parse, int argc, char **argv, int *i, struct zf_error *err)
{
	enum zf_status status = ZF_OK;
	for (const char *at = argv[*i] + 1; *at && status == ZF_OK; at++) {
		struct found f = find(parse->tables, parse->count, NULL, 0, *at);
		if (!f.opt)
			return err_set(err, ZF_ERR_USAGE, "there is no option -%c here", *at);
		if (f.opt->kind == OPT_FLAG) {
			status = set_once(parse, &f, NULL, err);
			continue;
		}
		if (at[1])
			return set_once(parse, &f, at + 1, err);
		if (*i + 1 >= argc)
			return err_set(err, ZF_ERR_USAGE, "-%c wants %s", *at, f.opt->arg);
		return set_once(parse, &f, argv[++*i], err);
	}
	return status;
}

enum zf_status opt_parse(const struct opt_table *tables, size_t table_count, int argc, char **argv,
	int *operands, struct zf_error *err)
{
	struct parse parse = {.tables = tables, .count = table_count};
	int kept = 0;
	enum zf_status status = ZF_OK;
	for (int i = 0; i < argc && status == ZF_OK; i++) {
		if (strcmp(argv[i], "--") == 0) {
			for (i++; i < argc; i++)
				argv[kept++] = argv[i];
		} else if (argv[i][0] != '-' || argv[i][1] == '\0') {
			argv[kept++] = argv[i];
		} else if (argv[i][1] == '-') {
			status = parse_long(&parse, argc, argv, &i, err);
		} else {
			status = parse_letters(&parse, argc, argv, &i, err);
		}
	}
	*operands = kept;
	return status;
}

void opt_spelling(struct buf *b, const struct opt *o)
{
	if (o->letter)
		buf_printf(b, "-%c, ", o->letter);
	buf_printf(b, "--%s", o->name);
	if (o->arg)
		buf_printf(b, " %s", o->arg);
}

void opt_wrap(struct buf *b, const char *text, size_t column, size_t indent)
{
	enum { WIDTH = 79 };
	while (*text) {
		size_t n = strcspn(text, " ");
		if (column > indent && column + 1 + n > WIDTH) {
			buf_addc(b, '\n');
			buf_fill(b, ' ', indent);
			column = indent;
		} else if (column > indent) {
			buf_addc(b, ' ');
			column++;
		}
		buf_add(b, text, n);
		column += n;
		text += n + (text[n] == ' ');
	}
	buf_addc(b, '\n');
}

void opt_help(struct buf *b, const struct opt *items, size_t count)
{
	enum { INDENT = 26 };
	for (size_t i = 0; i < count; i++) {
		size_t start = b->len;
		buf_adds(b, items[i].letter ? "  " : "      ");
		opt_spelling(b, &items[i]);
		if (b->len - start > INDENT - 2) {
			buf_addc(b, '\n');
			start = b->len;
		}
		buf_fill(b, ' ', INDENT - (b->len - start));
		opt_wrap(b, items[i].help, INDENT, INDENT);
	}
}
