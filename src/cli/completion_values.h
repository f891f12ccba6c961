/*
 * completion_values: the words that may stand for an option's argument, from the tables that know
 * them.
 */
#ifndef ZF_CLI_COMPLETION_VALUES_H
#define ZF_CLI_COMPLETION_VALUES_H

#include "cli.h"

/* Adds " WORD" for each value that an option of a command (or a global one: NULL) has; nothing
 * where they are free. */
void completion_add_values(struct buf *b, const struct cmd *cmd, const struct opt *o);
/* The same for choices as a table has them: "auto|always|never". */
void completion_add_choices(struct buf *b, const char *arg);

#endif
