/*
 * finish: what a run that was cut short has left to do behind its last call.
 */
#ifndef ZF_APPLY_FINISH_H
#define ZF_APPLY_FINISH_H

#include "past.h"

/* When there is nothing to write, but the last run toward this target ended before it had sent what
 * has to come behind the last call (publish, rectify), that is sent. *run is its number, 0: there
 * was none. Errors: those of past_list, of journals, and why it can't be done. */
enum zf_status finish_last(unsigned long *run, struct target *target, const struct state *store,
	const char *location, struct zf_error *err);

#endif
