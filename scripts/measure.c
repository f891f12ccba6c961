/*
 * measure: runs a command again and again for some time and prints its wall time in microseconds
 * and its peak memory in KiB. measure SECONDS COMMAND... Of all runs (one at least, 100 at most) it
 * prints the fastest time and the largest memory. The command's output is dropped, so one that has
 * to write gets a file name. Exit status: 0, or 2 when the command could not be run or died; what
 * it returns doesn't matter (diff returns 1).
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void run(char **command)
{
	int null = open("/dev/null", O_WRONLY);
	dup2(null, STDOUT_FILENO);
	dup2(null, STDERR_FILENO);
	execvp(command[0], command);
	_exit(127);
}

enum { MOST_RUNS = 100 };

int main(int argc, char **argv)
{
	long best = 0, memory = 0, began = now();
	double seconds = argc > 2 ? atof(argv[1]) : -1;
	if (seconds < 0) {
		fprintf(stderr, "usage: measure SECONDS COMMAND...\n");
		return 3;
	}
	for (int i = 0; i == 0 || (i < MOST_RUNS && (double)(now() - began) < seconds * 1e6); i++) {
		struct rusage usage;
		int status;
		long start = now();
		pid_t child = fork();
		if (child == 0)
			run(argv + 2);
		if (child < 0 || wait4(child, &status, 0, &usage) != child || !WIFEXITED(status) ||
			WEXITSTATUS(status) == 127)
			return 2;
		long took = now() - start;
		best = i == 0 || took < best ? took : best;
		memory = usage.ru_maxrss > memory ? usage.ru_maxrss : memory;
	}
	printf("%ld %ld\n", best, memory);
	return 0;
}
