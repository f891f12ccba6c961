/*
 * threads: doing one thing in several threads, and waiting for it.
 */
#ifndef ZF_BASE_THREADS_H
#define ZF_BASE_THREADS_H

enum {
	THREADS_MOST = 8, /* that compute */
	THREADS_LIMIT = 64, /* of one call, most of which wait for others */
};

/* How many threads pay: the processors this process may run on, at most THREADS_MOST. */
unsigned threads_useful(void);

/* Calls work(user) in up to `count` threads at once (THREADS_LIMIT at most), the calling one
 * included, and returns when all calls have. Threads that can't be had are done without, so `work`
 * takes pieces from a common store until none is left, and must get everything done when it is
 * called once only. */
void threads_run(unsigned count, void (*work)(void *user), void *user);

#endif
