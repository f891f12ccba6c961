/*
 * writer: writing to one zone of an account, as the description's `write` says: operations become
 * calls, singly or in batches; what a call starts is waited for. A call is sent once. What became
 * of it is told from the answer, or is unknown; nobody reads back here.
 */
#ifndef ZF_PROVIDER_WRITER_H
#define ZF_PROVIDER_WRITER_H

#include "engine.h"
#include "operation.h"

struct writer;

/* For a zone; `id` tells which, where names are ambiguous, or is NULL. Nothing is sent. The
 * provider must outlive it. Errors: ZF_ERR_UNSUPPORTED: the description has no `write`. */
enum zf_status writer_new(struct writer **writer, struct provider *p, const char *zone,
	const char *id, struct zf_error *err);
void writer_free(struct writer *w); /* NULL is allowed */

/* Reads the zone and its elements; both are the caller's on success. */
enum zf_status writer_read(
	struct writer *w, struct zf_zone **zone, struct elements *elements, struct zf_error *err);

/* Whether an operation can be made into what is sent, without sending it. The zone must have been
 * read. Errors: those of compose.h. */
enum zf_status writer_check(
	struct writer *w, const struct operation *operation, struct zf_error *err);

/* Carries out operations of one call. The zone must have been read. `says` (or NULL) gets what the
 * provider says about a success, a line each. */
enum outcome writer_write(struct writer *w, const struct operation *operations, size_t count,
	struct buf *says, struct zf_error *err);

/* The calls behind the last one of a run. */
enum outcome writer_finish(struct writer *w, struct zf_error *err);

/* What planning must know of zones that this description (which has a `write`) leads to. */
void writer_kind(const struct desc *desc, struct target_kind *kind);

#endif
