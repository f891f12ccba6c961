/* tell: what is said about the reading of a location. */
#include "load.h"

void location_progress(const struct location *loc, const struct load_env *env)
{
	struct buf b;
	if (!env->progress)
		return;
	buf_init(&b, 0);
	buf_adds(&b, "reading ");
	str_print(&b, loc->text, strlen(loc->text));
	env->progress(env->progress_user, b.data);
	buf_free(&b);
}

void location_trace(
	const struct location *loc, const struct zf_zone *zone, const struct load_env *env)
{
	struct buf b;
	if (!env->trace)
		return;
	buf_init(&b, 0);
	str_print(&b, loc->text, strlen(loc->text));
	buf_printf(&b, ": %zu records of %s", (size_t)zone->count, zone->apex_text);
	env->trace(env->progress_user, b.data);
	buf_free(&b);
}
