/*
 * load: one function for each kind of location, in a file of its own.
 */
#ifndef ZF_LOCATION_LOAD_H
#define ZF_LOCATION_LOAD_H

#include "engine.h"
#include "location.h"

typedef enum zf_status load_function(struct zf_zone **zone, const struct location *loc,
	const struct load_env *env, struct diags *diags, struct zf_error *err);

load_function load_axfr, load_file, load_json, load_provider, load_git;

/* Says that a location is being read, or was. */
void location_progress(const struct location *loc, const struct load_env *env);
void location_trace(
	const struct location *loc, const struct zf_zone *zone, const struct load_env *env);

/* What a provider is opened with. */
struct provider_env load_provider_env(const struct load_env *env);

#endif
