/*
 * many_run: many zones side by side.
 */
#ifndef ZF_MANY_MANY_RUN_H
#define ZF_MANY_MANY_RUN_H

#include "many.h"

enum { MANY_JOBS = 8, MANY_JOBS_MOST = 64 };

/* Does the work of one zone, whose place in the document is m->items[index]; several at once, each
 * another zone. Nothing else of the document may be touched. */
struct many_work {
	void (*work)(void *user, size_t index);
	void (*progress)(void *user, size_t done, size_t count); /* never two at once; or NULL */
	void *user;
};

/* Works on zones 0 to count-1, up to `jobs` at once, and returns when all are done. */
void many_run(size_t count, unsigned jobs, const struct many_work *work);

#endif
