/*
 * pool: the providers' accounts that a run with many zones has opened. Each is opened once: its
 * credentials are looked up once, its limits hold for all threads together, and who is done with
 * one leaves it, with its connection, to the next. Safe for use by several threads.
 */
#ifndef ZF_LOCATION_POOL_H
#define ZF_LOCATION_POOL_H

#include "engine.h"
#include "location.h"

struct pool *pool_new(void);
void pool_free(struct pool *pool); /* NULL is allowed */

/* The account of a location at a provider: out of env's pool where it has one, else opened anew.
 * On success *p is to be given back by pool_leave. */
enum zf_status pool_take(struct provider **p, const struct location *loc,
	const struct load_env *env, struct zf_error *err);
/* `p` may be NULL. */
void pool_leave(struct provider *p, const struct load_env *env);

#endif
