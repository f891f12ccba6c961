#include "pool.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "load.h"
#include "mem.h"

/* One account. `first` is never used itself, so that twins can be made of it at any time. */
struct account_held {
	char *provider, *profile;
	struct provider *first;
	struct provider **twins; /* all that were made */
	bool *taken;
	size_t count, cap, taken_cap;
};

struct pool {
	pthread_mutex_t mutex;
	struct account_held *items;
	size_t count, cap;
};

struct provider_env load_provider_env(const struct load_env *env)
{
	return (struct provider_env){
		.config = env->config,
		.provider_dir = env->provider_dir,
		.record_dir = env->record_dir,
		.replay_path = env->replay_dir,
		.timeout = env->timeout,
		.max_records = env->zonefile.max_records,
		.partial = env->partial,
		.progress = env->progress,
		.trace = env->trace,
		.progress_user = env->progress_user,
	};
}

struct pool *pool_new(void)
{
	struct pool *pool = mem_zalloc(sizeof(*pool));
	pthread_mutex_init(&pool->mutex, NULL);
	return pool;
}

void pool_free(struct pool *pool)
{
	if (!pool)
		return;
	for (size_t i = 0; i < pool->count; i++) {
		struct account_held *a = &pool->items[i];
		for (size_t k = 0; k < a->count; k++)
			provider_close(a->twins[k]);
		provider_close(a->first);
		free(a->twins);
		free(a->taken);
		free(a->provider);
		free(a->profile);
	}
	free(pool->items);
	pthread_mutex_destroy(&pool->mutex);
	free(pool);
}

static bool is_same(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

static enum zf_status find_account(struct account_held **found, struct pool *pool,
	const struct location *loc, const struct load_env *env, struct zf_error *err)
{
	struct provider_env how = load_provider_env(env);
	struct provider *first;
	how.progress = how.trace = NULL; /* it outlives who listens now */
	for (size_t i = 0; i < pool->count; i++) {
		struct account_held *a = &pool->items[i];
		if (strcmp(a->provider, loc->provider) == 0 && is_same(a->profile, loc->profile)) {
			*found = a;
			return ZF_OK;
		}
	}
	enum zf_status status = provider_open(&first, loc->provider, loc->profile, &how, err);
	if (status)
		return status;
	pool->items = mem_grow(pool->items, &pool->cap, pool->count + 1, sizeof(*pool->items));
	struct account_held *a = &pool->items[pool->count++];
	*a = (struct account_held){.provider = mem_strdup(loc->provider),
		.profile = loc->profile ? mem_strdup(loc->profile) : NULL,
		.first = first};
	*found = a;
	return ZF_OK;
}

static enum zf_status take_twin(struct provider **p, struct account_held *a, struct zf_error *err)
{
	for (size_t i = 0; i < a->count; i++) {
		if (!a->taken[i]) {
			a->taken[i] = true;
			*p = a->twins[i];
			return ZF_OK;
		}
	}
	enum zf_status status = provider_twin(p, a->first, err);
	if (status)
		return status;
	a->twins = mem_grow(a->twins, &a->cap, a->count + 1, sizeof(struct provider *));
	a->taken = mem_grow(a->taken, &a->taken_cap, a->count + 1, sizeof(bool));
	a->twins[a->count] = *p;
	a->taken[a->count++] = true;
	return ZF_OK;
}

enum zf_status pool_take(struct provider **p, const struct location *loc,
	const struct load_env *env, struct zf_error *err)
{
	struct account_held *account;
	const struct provider_env how = load_provider_env(env);
	if (!env->pool)
		return provider_open(p, loc->provider, loc->profile, &how, err);
	pthread_mutex_lock(&env->pool->mutex);
	enum zf_status status = find_account(&account, env->pool, loc, env, err);
	if (!status)
		status = take_twin(p, account, err);
	if (!status)
		provider_listen(*p, &how);
	pthread_mutex_unlock(&env->pool->mutex);
	return status;
}

static void give_back(struct pool *pool, const struct provider *p)
{
	for (size_t i = 0; i < pool->count; i++)
		for (size_t k = 0; k < pool->items[i].count; k++)
			if (pool->items[i].twins[k] == p)
				pool->items[i].taken[k] = false;
}

void pool_leave(struct provider *p, const struct load_env *env)
{
	if (!p)
		return;
	if (!env->pool) {
		provider_close(p);
		return;
	}
	const struct provider_env nobody = {.progress = NULL};
	pthread_mutex_lock(&env->pool->mutex);
	provider_listen(p, &nobody); /* whoever listened may be gone before the next one comes */
	give_back(env->pool, p);
	pthread_mutex_unlock(&env->pool->mutex);
}
