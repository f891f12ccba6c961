/*
 * state: where runs are kept, $XDG_STATE_HOME/zoneferry or --state DIR:
 *
 *   runs/00000012-bunny=40bunny=3aexample.com/   a run: plan.json, snapshot.zone (the target
 * before), wanted.zone, after.zone (as it was left), journal, report.json locks/….lock held by the
 * run that writes to this target
 *
 * Folders are their owner's alone (0700), files too (0600): a zone's annotations need not be
 * public.
 */
#ifndef ZF_APPLY_STATE_H
#define ZF_APPLY_STATE_H

#include "buf.h"
#include "zoneferry.h"

struct state {
	char *folder;
};

/* Makes the folders that are missing. `folder` NULL: the usual place. Errors: ZF_ERR_CONFIG (there
 * is no usual place, or others may write there), ZF_ERR_IO. On success release with state_close. */
enum zf_status state_open(struct state *state, const char *folder, struct zf_error *err);
void state_close(struct state *state);

/* Keeps all others from writing to a target (identity.h) until state_unlock, or until this process
 * ends in whatever way. Errors: ZF_ERR_UNSUPPORTED when somebody else writes, and names him. */
enum zf_status state_lock(
	int *lock, const struct state *state, const char *identity, struct zf_error *err);
void state_unlock(int lock);

/* A run: its number, and its folder. */
struct run {
	unsigned long number;
	char *folder;
};

enum { RUN_MOST = 99999999 };

/* Makes the folder of a new run, whose number is above all others. Release with run_free. */
enum zf_status run_create(
	struct run *run, const struct state *state, const char *identity, struct zf_error *err);
void run_free(struct run *run);

/* Appends the path of a file of a run. */
void run_path(struct buf *path, const struct run *run, const char *name);
/* Writes a file of a run, on the disk when it returns. */
enum zf_status run_put(
	const struct run *run, const char *name, const struct buf *text, struct zf_error *err);

/* All runs that there are, by number. Release with run_list_free. */
struct run_list {
	struct run *items;
	size_t count, cap;
};
enum zf_status run_list(struct run_list *list, const struct state *state, struct zf_error *err);
void run_list_free(struct run_list *list);

#endif
