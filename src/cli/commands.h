/*
 * src/cli: the command line. main finds the command in the table of commands and runs it; a command
 * is a file of its own (cmd_*), from the table of its options to its descriptor. Its body reads its
 * options, loads, lets the rooms below do the work, and shows.
 *
 * commands: the table of all commands, in the order in which help lists them. It stands on top:
 * only main.c names it, others find it in their struct cli.
 */
#ifndef ZF_CLI_COMMANDS_H
#define ZF_CLI_COMMANDS_H

#include "cli.h"

extern const struct cmd *const cli_commands[]; /* NULL-ended */

#endif
