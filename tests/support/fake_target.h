/*
 * fake_target: a target for tests of writing: a zone in a file, so that it outlives a process that
 * is killed, strict as a good API is, and bad on request.
 */
#ifndef ZF_TEST_FAKE_TARGET_H
#define ZF_TEST_FAKE_TARGET_H

#include "target.h"
#include "zone_of.h"

enum fake_fault {
	FAKE_NONE,
	FAKE_REFUSED, /* nothing was done, and it says so */
	FAKE_LOST_BEFORE, /* nothing was done, and nobody knows */
	FAKE_LOST_BEHIND, /* all was done, and nobody knows */
	FAKE_PUT_OFF, /* nobody knows, and all is done only behind the next reading */
	FAKE_LOST_HALF, /* the first half of the call was done, and nobody knows */
	FAKE_KILLED_BEFORE, /* the process ends by SIGKILL, nothing was done */
	FAKE_KILLED_BEHIND, /* the same, and all was done */
	FAKE_OTHERWISE, /* all is done, but with a TTL that nobody asked for */
	FAKE_DROPPED, /* it says that it was done, and nothing was */
	FAKE_FAULTS
};

struct fake_script {
	enum fake_fault fault;
	size_t at; /* of the n-th call, from 0 */
	size_t late_from,
		late; /* from this reading on so many show what was before the last call */
	bool finish_fails;
	size_t *finished; /* counts what comes behind the last call, or NULL */
	size_t read_fails_from; /* this reading of the target and all later ones fail; 0: none */
	uint16_t no_type; /* records of this type can't be written; 0: all can */
	const char *no_kept; /* nor provider records that hold this text; or NULL */
	const char *meddle; /* zone_of lines that somebody adds … */
	size_t meddle_at; /* … before the n-th reading, from 1; 0: never */
	void (*on_write)(void *user, const struct zf_zone *now); /* behind each call, or NULL */
	void *user;
};

/* The zone of example.com is at `path`; the target borrows it and the script. */
struct target *fake_open(
	const char *path, const struct target_kind *kind, const struct fake_script *script);
size_t fake_writes(const struct target *target); /* calls so far */
void fake_put(const char *path, const struct zf_zone *zone);
struct zf_zone *fake_get(const char *path);

#endif
