/*
 * opt: option tables. One table feeds the parser, the help, the manual page and completion.
 */
#ifndef ZF_COMMAND_OPT_H
#define ZF_COMMAND_OPT_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "zoneferry.h"

enum opt_kind {
	OPT_FLAG, /* bool */
	OPT_TEXT, /* const char * */
	OPT_NUMBER, /* long, min..max; words of `arg` behind its '|' are -2, -3 … */
	OPT_CHOICE, /* int: the index in `arg`, words joined by '|' */
	OPT_LIST, /* struct opt_list: joined by commas, and repeatable */
	OPT_REPEAT, /* struct opt_list: repeatable; a value may hold commas */
};

struct opt_list {
	char **items;
	size_t count, cap;
};

struct opt {
	const char *name; /* "max-bytes", given as --max-bytes */
	char letter; /* 0: none */
	enum opt_kind kind;
	size_t offset; /* of the value in the command's struct */
	const char *arg; /* "FILE", or the choices "auto|always|never"; NULL for flags */
	const char *help;
	long min, max;
};

struct opt_table {
	const struct opt *items;
	size_t count;
	void *values; /* the struct that offsets refer to, set to its defaults */
};

/* Sorts argv into options and operands: options may stand anywhere, "--" ends them, "-" is an
 * operand. Operands are moved to the front of argv in their order; *operands counts them.
 * Errors: ZF_ERR_USAGE. */
enum zf_status opt_parse(const struct opt_table *tables, size_t table_count, int argc, char **argv,
	int *operands, struct zf_error *err);

void opt_list_add(struct opt_list *list, const char *text, size_t n);
void opt_list_free(struct opt_list *list);
/* Releases the lists among the values of a table's options. */
void opt_free_values(const struct opt_table *table);

/* "  -o, --output FILE   text", wrapped at 80 columns. */
void opt_help(struct buf *b, const struct opt *items, size_t count);
/* Adds the words of a text from `column` on, wrapped at 80 columns, further lines indented; ends
 * with a newline. */
void opt_wrap(struct buf *b, const char *text, size_t column, size_t indent);
/* Adds a space and the word as a shell reads it. */
void opt_add_word(struct buf *b, const char *word);
/* Adds the options whose values aren't the defaults to the words of a command line. */
void opt_list_given(struct opt_list *words, const struct opt *items, size_t count,
	const void *values, const void *defaults);
/* "-o, --output FILE" */
void opt_spelling(struct buf *b, const struct opt *o);

#endif
