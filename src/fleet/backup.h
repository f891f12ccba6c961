/*
 * src/fleet: many zones at once. Whole accounts are listed (source) and saved side by side
 * (backup, save) into folders whose files can prove themselves (depot, manifest, prove); a folder
 * belongs to one run at a time, and a run that died leaves behind what the next one needs
 * (running). What a single zone is, and how it is read or written, is for the rooms below.
 *
 * backup: every zone of some accounts, each in a file of its own.
 *
 * A zone is saved whole or its file stays as it was; the fate of one has no part in that of
 * another. Memory depends on the number of zones only by their names and what the manifest says of
 * each.
 */
#ifndef ZF_FLEET_BACKUP_H
#define ZF_FLEET_BACKUP_H

#include "estimate.h"
#include "save.h"

enum { BACKUP_JOBS = 8, BACKUP_JOBS_MOST = 64 };

/* What became of one zone, or of an account as a whole. */
enum backup_fate {
	BACKUP_SAME,
	BACKUP_NEW,
	BACKUP_CHANGED,
	BACKUP_HELD, /* the file was kept, the new text lies beside it */
	BACKUP_FAILED, /* the zone was not read or not saved */
	BACKUP_SKIPPED, /* zones that can't be read by their nature */
	BACKUP_VANISHED, /* no longer listed; the file is kept */
	BACKUP_PRUNED, /* no longer listed; the file was moved to .removed */
	BACKUP_RESUMED, /* done by the run before */
	BACKUP_LOST, /* an account could not be listed, or its folder not be used */
	BACKUP_FATES
};

struct backup_event {
	enum backup_fate fate;
	const char *where; /* "bunny:example.com" */
	const char *why; /* one line; NULL: nothing to say */
	const struct zf_zone *zone; /* what was read, with its findings; or NULL */
	const struct zf_error *err; /* of BACKUP_FAILED, BACKUP_LOST; or NULL */
	bool listing; /* BACKUP_HELD: it is about the list of an account, not about a zone */
};

enum backup_vanished { BACKUP_KEEP, BACKUP_PRUNE };

/* Who is told; never by two threads at once. */
struct backup_listener {
	void (*event)(void *user, const struct backup_event *event);
	void (*note)(void *user, const char *text); /* what is worth a line */
	void (*progress)(void *user, const char *text);
	void *user;
};

struct backup_options {
	const char *folder;
	char *const *sources; /* "PROVIDER[@PROFILE][:GLOB]", or as in server_source.h */
	size_t source_count;
	const char *zones_file; /* of name servers, or NULL */
	const struct load_env *env; /* its progress isn't used */
	unsigned jobs; /* zones side by side */
	unsigned shrink; /* percent (save.h) */
	enum backup_vanished
		vanished; /* what becomes of files of zones that are no longer listed */
	enum running_list list;
	struct shard shard;
};

struct backup_report {
	size_t accounts, zones; /* listed */
	size_t fates[BACKUP_FATES];
	size_t unread; /* zones with records that were kept without being understood */
	size_t calls;
};

/* Runs it. Errors (nothing was done): ZF_ERR_USAGE. All else is told as events and counted. */
enum zf_status backup_run(struct backup_report *report, const struct backup_options *options,
	const struct backup_listener *listener, struct zf_error *err);

/* Tells what it would take (estimate.h), for each account: as many zones as there are, or `zones`.
 */
typedef void backup_estimated(void *user, const char *source, const struct estimate *estimate);
enum zf_status backup_estimate(const struct backup_options *options, size_t zones,
	const struct backup_listener *listener, backup_estimated *estimated, struct zf_error *err);

#endif
