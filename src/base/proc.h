/*
 * proc: running another program and reading what it prints. Never through a shell of our own
 * making: the caller gives the words. Standard input is empty.
 */
#ifndef ZF_BASE_PROC_H
#define ZF_BASE_PROC_H

#include "buf.h"
#include "zoneferry.h"

struct proc_options {
	const char *const *environment; /* NULL: ours */
	unsigned seconds; /* the program is killed after so long; 0: 60 */
	bool quiet; /* its standard error goes nowhere, not to ours */
};

/* Runs argv[0] (looked up in PATH), adds its standard output to `out` up to out's limit, and
 * waits for its end. *exit_status is what it returned, 128 + n when signal n ended it. Errors:
 * ZF_ERR_NOT_FOUND (it isn't there), ZF_ERR_IO (can't be run, can't be read), ZF_ERR_LIMIT (prints
 * too much, takes too long: it is killed). */
enum zf_status proc_read(struct buf *out, const char *const argv[],
	const struct proc_options *options, int *exit_status, struct zf_error *err);

#endif
