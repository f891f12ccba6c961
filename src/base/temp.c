#include "temp.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

enum { TEMP_MOST = 256 }; /* more than files are replaced side by side */
enum { TEMP_FREE, TEMP_BUSY, TEMP_HELD };

struct note {
	atomic_int state;
	int folder;
	char name[NAME_MAX + 1];
};

static struct note notes[TEMP_MOST];
static atomic_bool ending;

int temp_hold(int folder, const char *name)
{
	if (atomic_load(&ending)) {
		errno = EINTR;
		return -1;
	}
	for (int i = 0; i < TEMP_MOST && strlen(name) <= NAME_MAX; i++) {
		int is_free = TEMP_FREE;
		if (!atomic_compare_exchange_strong(&notes[i].state, &is_free, TEMP_BUSY))
			continue;
		notes[i].folder = folder;
		strcpy(notes[i].name, name);
		atomic_store(&notes[i].state, TEMP_HELD);
		return i;
	}
	errno = EMFILE;
	return -1;
}

void temp_let_go(int place)
{
	if (place >= 0)
		atomic_store(&notes[place].state, TEMP_FREE);
}

void temp_remove_all(void)
{
	atomic_store(&ending, true);
	for (int i = 0; i < TEMP_MOST; i++)
		if (atomic_load(&notes[i].state) == TEMP_HELD)
			unlinkat(notes[i].folder, notes[i].name, 0);
}

static void end_by(int signal_number)
{
	int saved = errno;
	temp_remove_all();
	signal(signal_number, SIG_DFL);
	raise(signal_number); /* it comes when the handler returns */
	errno = saved;
}

void temp_remove_on_signals(void)
{
	static const int ends[] = {SIGINT, SIGTERM, SIGHUP};
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		struct sigaction old, new = {.sa_handler = end_by};
		sigfillset(&new.sa_mask);
		if (sigaction(ends[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
			sigaction(ends[i], &new, NULL);
	}
}
