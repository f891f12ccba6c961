/*
 * running: the run that is at work in a folder. Its file, .zoneferry.run, is a lock that ends with
 * the process in whatever way it ends, and the list of what the run has done: a line for each zone,
 * on the disk before the zone's file takes its place. A run that ends well removes the file; one
 * that is found without a process is what a dead run has left behind.
 */
#ifndef ZF_FLEET_RUNNING_H
#define ZF_FLEET_RUNNING_H

#include <pthread.h>

#include "file.h"

struct running {
	int fd; /* -1: none */
	char *path;
	pthread_mutex_t mutex;
	struct file_text dead; /* what the run before left behind; its first line is who it was */
};

/* Takes the folder. Errors: ZF_ERR_UNSUPPORTED when somebody else is at work there, and names him;
 * ZF_ERR_IO. On success end with running_end or running_stop. */
enum zf_status running_begin(struct running *r, const char *folder, struct zf_error *err);

/* The same for who only wants to read: nothing is made, and that no run was there is no error. */
enum zf_status running_look(struct running *r, const char *folder, struct zf_error *err);

/* Whether a dead run was found; *who (of `size` octets) says which: "process 4711 of 2026-…". */
bool running_found_dead(const struct running *r, char *who, size_t size);

/* Begins the list: anew, or behind what the dead run did. */
enum running_list { RUNNING_ANEW, RUNNING_ON };
enum zf_status running_list(struct running *r, enum running_list how, struct zf_error *err);

/* Adds a line (without newline). RUNNING_SURE: it is on the disk when this returns. Safe for use by
 * several threads. */
enum running_write { RUNNING_LATER, RUNNING_SURE };
enum zf_status running_add(
	struct running *r, const struct buf *line, enum running_write how, struct zf_error *err);

/* The run is over, and nothing of it is left to be known: the file is removed. */
void running_end(struct running *r);
/* The run is over, but not everything was done: the list stays for a run that goes on behind it. */
void running_stop(struct running *r);
/* Gives the folder back as it is. */
void running_leave(struct running *r);

#endif
