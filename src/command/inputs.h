/*
 * inputs: the zones that a command works on, loaded as the global flags and its own say: all of
 * them, or none.
 */
#ifndef ZF_COMMAND_INPUTS_H
#define ZF_COMMAND_INPUTS_H

#include "cli.h"
#include "location.h"
#include "read_flags.h"

/* What --config, --timeout, --record … say, and the command's flags (NULL: it has none). It points
 * to what is the cli's. */
struct load_env cli_load_env(struct cli *cli, const struct read_flags *flags);

struct inputs {
	struct load_env env; /* what they were read with */
	struct zf_zone **zones; /* in the order of the locations */
	size_t count; /* 0 when anything failed … */
	struct zf_error err; /* … and why */
};

/* How one zone of many is read, beside the flags. */
struct inputs_options {
	const struct read_flags *flags; /* or NULL */
	struct pool *pool; /* the accounts of all of them */
};

/* Loads the locations side by side and says what was noticed. On failure says why. Returns
 * EXIT_DONE or the exit status; end with inputs_free in either case. */
int inputs_load(struct inputs *in, struct cli *cli, const struct read_flags *flags, int count,
	char *const *locations);
int inputs_load_shared(struct inputs *in, struct cli *cli, const struct inputs_options *options,
	int count, char *const *locations);
void inputs_free(struct inputs *in);

/* The status of a command that is done and found `status`: EXIT_DONE becomes EXIT_PARTLY when
 * something in a zone could not be read as the records that it is. */
int inputs_status(const struct inputs *in, int status);

#endif
