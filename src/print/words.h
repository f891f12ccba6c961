/*
 * words: what changed between two texts, word by word, and inside long words octet by octet.
 *
 * A word is a run of letters and digits, or any other single octet.
 */
#ifndef ZF_PRINT_WORDS_H
#define ZF_PRINT_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "str.h"

struct text_word {
	struct str text;
	bool changed;
};

struct words {
	struct text_word *items;
	size_t count, cap;
};

#define WORDS_INIT \
	{          \
		0  \
	}

/* Splits `text`, which must outlive w; all its words count as changed at first. */
void words_split(struct words *w, struct str text);
void words_free(struct words *w);

/* Unmarks the words that both have in the same order (a longest common subsequence; beyond
 * WORDS_MAX_TABLE pairs of words, what both begin and end with). Long words that are nearly the
 * same fall into parts, of which only those that differ stay marked. Returns how many octets of
 * letters and digits both share. */
enum { WORDS_MAX_TABLE = 1 << 16 };
size_t words_compare(struct words *a, struct words *b);

/* The run of words of one kind that starts at *at: its text; *at moves behind it. False: the end.
 */
bool words_run(const struct words *w, size_t *at, struct text_word *run);

#endif
