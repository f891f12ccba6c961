/*
 * target: a location being written to. What a target is able to do is told by its kind; it is read
 * whole, zone and elements, and takes operations, as many in one call as its kind allows. It never
 * repeats a call whose outcome is not known: who applies reads back.
 *
 * For one thread at a time.
 */
#ifndef ZF_LOCATION_TARGET_H
#define ZF_LOCATION_TARGET_H

#include "location.h"
#include "operation.h"
#include "serial.h"

struct target;

/* A target as it is. Release with target_state_free. */
struct target_state {
	struct zf_zone *zone;
	struct elements elements; /* none for files and name servers */
};
void target_state_free(struct target_state *state);

/* Opens it for writing; nothing is sent. `env` must live as long. Errors: ZF_ERR_UNSUPPORTED (this
 * location can't be written to, or only with `unverified`), and those of loading. On success
 * release with target_close. */
struct target_options {
	bool unverified; /* write through a description whose write side isn't verified */
	enum serial_style serial; /* zone files: what becomes of the serial when records change */
	enum zonefile_care
		proof; /* zone files: whether ldns reads them back, whatever their size */
};
enum zf_status target_open(struct target **target, const struct location *loc,
	const struct load_env *env, const struct target_options *options, struct zf_error *err);
void target_close(struct target *target); /* NULL is allowed */

const struct target_kind *target_kind(const struct target *target);

/* Reads it whole. A zone file that isn't there is ZF_ERR_NOT_FOUND. */
enum zf_status target_read(struct target *target, struct target_state *state, struct diags *diags,
	struct zf_error *err);

/* Whether the first of the operations can be sent at all, with those of its name that follow it
 * where they go into one call, as far as that can be told without sending anything: ZF_OK, or why
 * not. The target has been read. */
enum zf_status target_check(struct target *target, const struct operation *operations, size_t count,
	struct zf_error *err);

/* How many operations from the front of `operations` (count > 0) go into the next call: 1 or more,
 * and all of one step unless the kind is a transaction. */
size_t target_group(const struct target *target, const struct operation *operations, size_t count);

/* Sends one call, and waits for its end where the target works asynchronously. `state` is what the
 * operations were planned with. On OUTCOME_DONE, `says` (may be NULL) gets lines that the target
 * says about its success (warnings, ignored members); otherwise err is set. */
enum outcome target_write(struct target *target, const struct target_state *state,
	const struct operation *operations, size_t count, struct buf *says, struct zf_error *err);

/* What has to come behind the last call of a run (publish, rectify). Does nothing for most. */
enum outcome target_finish(struct target *target, struct zf_error *err);

/* How many requests were sent since opening. */
size_t target_calls(const struct target *target);

#endif
