/*
 * near: "did you mean": the word that was probably meant.
 */
#ifndef ZF_BASE_NEAR_H
#define ZF_BASE_NEAR_H

#include <stddef.h>

/* The best of the words that were looked at; starts out as all zero. */
struct near {
	const char *word; /* NULL: none is alike */
	unsigned steps;
	char hint[80];
};

/* Looks at a word that is known. Alike are words that a few steps apart make equal: a letter more,
 * less or another, two neighbours swapped; letter case doesn't count. The first of the nearest
 * wins. */
void near_look(struct near *near, const char *given, const char *word);

/* "; did you mean \"word\"?", or nothing; valid as long as `near`. */
const char *near_hint(struct near *near);

#endif
