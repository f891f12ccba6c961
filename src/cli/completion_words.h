/*
 * completion_words: what the shells' scripts ask for while a location is typed, and no table knows:
 * profiles, views, the zones that an account had when they were listed last. Nothing is sent.
 */
#ifndef ZF_CLI_COMPLETION_WORDS_H
#define ZF_CLI_COMPLETION_WORDS_H

#include "cli.h"

/* Adds, one a line, the locations that begin with what was typed: "bunny@" gives profiles, "bunny:"
 * zones, "bunny:example.com?" views. */
void completion_words(struct buf *b, const struct cli *cli, const char *typed);

#endif
