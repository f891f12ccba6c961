/*
 * interrupt: Ctrl-C while a run writes. The signals are held back, and asked for between calls: a
 * call in flight comes to its end, and the journal tells of it.
 */
#ifndef ZF_APPLY_INTERRUPT_H
#define ZF_APPLY_INTERRUPT_H

#include <signal.h>
#include <stdbool.h>

struct interrupt {
	sigset_t signals, before;
	bool came;
};

/* Holds back SIGINT, SIGTERM and SIGHUP, also in threads that are made from now on. */
void interrupt_hold(struct interrupt *i);
/* Whether one came since. */
bool interrupt_came(struct interrupt *i);
/* Waits so long, or until one comes. */
void interrupt_wait(struct interrupt *i, long milliseconds);
void interrupt_release(struct interrupt *i);

#endif
