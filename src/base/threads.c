#include "threads.h"

#include <pthread.h>
#include <sched.h>

unsigned threads_useful(void)
{
	cpu_set_t set;
	int n = sched_getaffinity(0, sizeof(set), &set) == 0 ? CPU_COUNT(&set) : 1;
	return n < 1 ? 1 : n > THREADS_MOST ? THREADS_MOST : (unsigned)n;
}

struct call {
	void (*work)(void *user);
	void *user;
};

static void *run(void *arg)
{
	const struct call *call = arg;
	call->work(call->user);
	return NULL;
}

void threads_run(unsigned count, void (*work)(void *user), void *user)
{
	struct call call = {work, user};
	pthread_t threads[THREADS_LIMIT];
	unsigned started = 0;
	while (started + 1 < count && started + 1 < THREADS_LIMIT &&
		pthread_create(&threads[started], NULL, run, &call) == 0)
		started++;
	work(user);
	while (started > 0)
		pthread_join(threads[--started], NULL);
}
