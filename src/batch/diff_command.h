/*
 * diff_command: what the files of the command diff share.
 */
#ifndef ZF_BATCH_DIFF_COMMAND_H
#define ZF_BATCH_DIFF_COMMAND_H

#include "diff_flags.h"
#include "many_show.h"
#include "read_flags.h"

struct diff_command {
	struct show_flags show;
	struct diff_flags flags;
	struct read_flags read;
	struct many_flags many;
	const char *explain;
};

/* Compares many zones: those of a project with their targets, of a folder with those of another, or
 * of an account. Whether the operands mean that; and doing it. */
bool diff_is_of_many(const struct diff_command *o, int count, char *const *args);
int diff_many(struct cli *cli, const struct diff_command *o, int count, char *const *args);

#endif
