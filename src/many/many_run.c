#include "many_run.h"

#include <pthread.h>

#include "threads.h"

struct running {
	const struct many_work *work;
	pthread_mutex_t mutex;
	size_t next, done, count;
};

static bool take(struct running *r, size_t *index)
{
	pthread_mutex_lock(&r->mutex);
	bool any = r->next < r->count;
	if (any)
		*index = r->next++;
	pthread_mutex_unlock(&r->mutex);
	return any;
}

static void give_back(struct running *r)
{
	pthread_mutex_lock(&r->mutex);
	r->done++;
	if (r->work->progress)
		r->work->progress(r->work->user, r->done, r->count);
	pthread_mutex_unlock(&r->mutex);
}

static void work_on(void *user)
{
	struct running *r = user;
	size_t index;
	while (take(r, &index)) {
		r->work->work(r->work->user, index);
		give_back(r);
	}
}

void many_run(size_t count, unsigned jobs, const struct many_work *work)
{
	struct running r = {.work = work, .count = count};
	pthread_mutex_init(&r.mutex, NULL);
	threads_run(jobs < count ? jobs : (unsigned)count, work_on, &r);
	pthread_mutex_destroy(&r.mutex);
}
