/*
 * lexer: zone text cut into entries and tokens (RFC 1035 section 5.1).
 *
 * An entry is a line, or the lines that parentheses join. Tokens point into the text, which must
 * outlive them; nothing is unescaped. A fault ends no reading: the lexer goes on behind the next
 * line end outside of parentheses, so that all faulty lines of a file are found.
 */
#ifndef ZF_ZONEFILE_LEXER_H
#define ZF_ZONEFILE_LEXER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rdata.h"

enum lex_kind {
	LEX_END, /* nothing is left */
	LEX_EMPTY, /* a line without any token: blank, or comments only */
	LEX_ENTRY, /* at least one token, or a fault */
};

enum lex_fault {
	LEX_FINE,
	LEX_NUL,
	LEX_LONE_CR,
	LEX_OPEN_QUOTE, /* at the line's end */
	LEX_OPEN_PAREN, /* at the end of the text */
	LEX_EXTRA_PAREN, /* a ')' without its '(' */
	LEX_ESCAPED_END, /* a backslash before a line end, a NUL or the end of the text */
	LEX_LONG_LINE,
	LEX_LONG_TOKEN,
	LEX_MANY_TOKENS,
};

/* A comment with its ';', white space at its end left out. */
struct lex_comment {
	const char *p;
	size_t n;
	bool own_line; /* nothing but white space stands before it on its line */
};

struct lexer {
	const char *at, *end; /* what is still to be read */
	unsigned long line; /* number of the line that begins at `at` */

	/* The entry that lexer_next found last. */
	const char *start; /* where its first line begins */
	unsigned long start_line;
	bool indented; /* its first octet is white space: the owner is left out */
	struct rrtoken *tokens;
	size_t count, cap;
	struct lex_comment *comments;
	size_t comment_count, comment_cap;
	enum lex_fault fault; /* the first one of the entry */
	const char *fault_at;
};

/* Prepares the reading of text[0..size), which begins with line `line`. */
void lexer_init(struct lexer *l, const char *text, size_t size, unsigned long line);
void lexer_free(struct lexer *l);

/* Finds the next entry. What it gives is valid until the next call. */
enum lex_kind lexer_next(struct lexer *l);

/* The line and the column (1-based, octets) of a place inside the entry found last. */
void lexer_place(const struct lexer *l, const char *p, unsigned long *line, unsigned long *col);

/* The first octet in p..end that is no plain part of a token: white space, a control octet, a
 * quote, a parenthesis, a semicolon or a backslash; `end` when there is none. */
const char *lexer_skip_plain(const char *p, const char *end);

#endif
