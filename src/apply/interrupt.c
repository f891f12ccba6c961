#include "interrupt.h"

#include <time.h>

void interrupt_hold(struct interrupt *i)
{
	i->came = false;
	sigemptyset(&i->signals);
	sigaddset(&i->signals, SIGINT);
	sigaddset(&i->signals, SIGTERM);
	sigaddset(&i->signals, SIGHUP);
	pthread_sigmask(SIG_BLOCK, &i->signals, &i->before);
}

void interrupt_wait(struct interrupt *i, long milliseconds)
{
	const struct timespec time = {
		.tv_sec = milliseconds / 1000, .tv_nsec = milliseconds % 1000 * 1000000};
	if (!i->came && sigtimedwait(&i->signals, NULL, &time) > 0)
		i->came = true;
}

bool interrupt_came(struct interrupt *i)
{
	interrupt_wait(i, 0);
	return i->came;
}

void interrupt_release(struct interrupt *i)
{
	/* What came has been answered by stopping. */
	const struct timespec none = {0, 0};
	while (sigtimedwait(&i->signals, NULL, &none) > 0)
		i->came = true;
	pthread_sigmask(SIG_SETMASK, &i->before, NULL);
}
