/*
 * commands: the table of all commands, in the order in which help lists them. It stands on top:
 * only main.c names it, others find it in their struct cli.
 */
#ifndef ZF_CLI_COMMANDS_H
#define ZF_CLI_COMMANDS_H

#include "cli.h"

extern const struct cmd *const cli_commands[]; /* NULL-ended */

#endif
