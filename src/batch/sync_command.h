/*
 * sync_command: what the files of the command sync share.
 */
#ifndef ZF_BATCH_SYNC_COMMAND_H
#define ZF_BATCH_SYNC_COMMAND_H

#include "many_show.h"
#include "read_flags.h"
#include "write_flags.h"

struct sync_command {
	bool apply;
	const char *plan_out;
	struct show_flags show;
	struct write_flags flags;
	struct target_flags target;
	struct read_flags read;
	struct many_flags many;
};

/* Brings each zone of a project to each of its targets; the operands choose zones. */
int sync_many(struct cli *cli, const struct sync_command *o, int count, char *const *args);

#endif
