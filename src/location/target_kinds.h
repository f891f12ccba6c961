/*
 * target_kinds: what target.c and the files of the kinds of targets share; nobody else includes it.
 */
#ifndef ZF_LOCATION_TARGET_KINDS_H
#define ZF_LOCATION_TARGET_KINDS_H

#include "load.h"
#include "target.h"

/* What a kind of target does; each function promises what the one of its name in target.h does. */
struct target_ops {
	void (*close)(struct target *target); /* releases what is beside `struct target` */
	enum zf_status (*read)(struct target *target, struct target_state *state,
		struct diags *diags, struct zf_error *err);
	enum zf_status (*check)(struct target *target, const struct operation *operations,
		size_t count, struct zf_error *err); /* NULL: every operation can be sent */
	enum outcome (*write)(struct target *target, const struct target_state *state,
		const struct operation *operations, size_t count, struct buf *says,
		struct zf_error *err);
	enum outcome (*finish)(
		struct target *target, struct zf_error *err); /* NULL: nothing to do */
	size_t (*calls)(const struct target *target); /* NULL: it sends no requests */
};

/* A kind's own struct begins with this; it is allocated by mem_zalloc. */
struct target {
	const struct target_ops *ops;
	struct target_kind kind;
};

/* One for each kind of location that can be written to. */
typedef enum zf_status target_opener(struct target **target, const struct location *loc,
	const struct load_env *env, const struct target_options *options, struct zf_error *err);
target_opener target_open_file, target_open_provider, target_open_server;

#endif
