/*
 * send: the calls of one run, and reading the target again where it has to be seen.
 */
#ifndef ZF_APPLY_SEND_H
#define ZF_APPLY_SEND_H

#include "apply.h"
#include "interrupt.h"

/* What the calls of a run have in common. */
struct send {
	const struct apply_job *job;
	struct apply_report *report;
	struct journal *journal;
	struct interrupt *interrupt;
};

/* Sends all operations, or up to the first that isn't done, and what comes behind the last. */
void send_all(struct send *s);

/* Reads the target until `is_seen` says that it shows what it should, or the time in which it has
 * to has gone by; *now is its last state, to be released. Errors: those of reading. */
typedef bool send_is_seen(struct send *s, const struct target_state *now, void *user);
enum zf_status send_read(struct target_state *now, struct send *s, send_is_seen *is_seen,
	void *user, struct zf_error *err);

#endif
