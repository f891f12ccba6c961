#include "test.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "threads.h"

enum { ITEMS = 1000 };

struct store {
	atomic_size_t next, calls;
	unsigned char done[ITEMS];
};

static void take_all(void *user)
{
	struct store *s = user;
	atomic_fetch_add(&s->calls, 1);
	for (size_t i; (i = atomic_fetch_add(&s->next, 1)) < ITEMS;)
		s->done[i]++;
}

static void everything_is_done_once(void **state)
{
	(void)state;
	for (unsigned count = 0; count <= THREADS_LIMIT + 2; count++) {
		struct store *s = calloc(1, sizeof(*s));
		threads_run(count, take_all, s);
		for (size_t i = 0; i < ITEMS; i++)
			assert_int_equal(s->done[i], 1);
		size_t most = count < 1 ? 1 : count > THREADS_LIMIT ? THREADS_LIMIT : count;
		assert_in_range(atomic_load(&s->calls), 1, most);
		free(s);
	}
}

static void useful_threads_are_few(void **state)
{
	(void)state;
	assert_in_range(threads_useful(), 1, THREADS_MOST);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_is_done_once),
		cmocka_unit_test(useful_threads_are_few),
	};
	return cmocka_run_group_tests_name("threads", tests, NULL, NULL);
}
