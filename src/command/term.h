/*
 * term: what fits the terminal.
 */
#ifndef ZF_COMMAND_TERM_H
#define ZF_COMMAND_TERM_H

#include "buf.h"

/* How many columns it has; 0: this is none, or it doesn't say. */
size_t term_width(int fd);

/* Adds lines of text, those that are longer than `width` columns broken at blanks, where they have
 * any. Escape sequences take no room. */
void term_wrap(struct buf *b, const char *text, size_t n, size_t width);

#endif
