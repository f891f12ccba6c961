#include "account.h"

#include <stdarg.h>

#include "err.h"

int64_t account_time_left(const struct provider *p)
{
	return p->ends ? p->ends - p->clock->now(p->clock->context) : INT64_MAX;
}

/* Hands a line, without secrets, to who is told. */
__attribute__((format(printf, 3, 0))) static void tell(const struct provider *p,
	void (*told)(void *user, const char *text), const char *format, va_list ap)
{
	struct buf b, line;
	buf_init(&b, 0);
	buf_init(&line, 0);
	buf_vprintf(&b, format, ap);
	buf_printf(&line, "%s: ", p->desc->name);
	str_print(&line, b.data, b.len);
	secrets_scrub(p->secrets, &line);
	told(p->env.progress_user, line.data);
	buf_free(&b);
	buf_free(&line);
}

void provider_listen(struct provider *p, const struct provider_env *env)
{
	p->env.progress = env->progress;
	p->env.trace = env->trace;
	p->env.progress_user = env->progress_user;
}

void account_progress(const struct provider *p, const char *format, ...)
{
	va_list ap;
	if (!p->env.progress)
		return;
	va_start(ap, format);
	tell(p, p->env.progress, format, ap);
	va_end(ap);
}

void account_trace(const struct provider *p, const char *format, ...)
{
	va_list ap;
	if (!p->env.trace)
		return;
	va_start(ap, format);
	tell(p, p->env.trace, format, ap);
	va_end(ap);
}

const char *account_source(struct provider *p, const char *zone, const char *view)
{
	bool named = strcmp(p->profile_name, p->desc->name) != 0;
	return arena_printf(&p->arena, "%s%s%s:%s%s%s", p->desc->name, named ? "@" : "",
		named ? p->profile_name : "", zone, view ? "?" : "", view ? view : "");
}

enum zf_status account_fail(
	const struct provider *p, const char *zone, struct zf_error *inner, struct zf_error *err)
{
	struct buf b;
	secrets_scrub_error(p->secrets, inner);
	buf_init(&b, 0);
	if (zone)
		str_print(&b, zone, strlen(zone) < 300 ? strlen(zone) : 300);
	err_set(err, inner->code, "%s%s%s: %s", p->desc->name, zone ? ": " : "", b.data,
		inner->text);
	err_place(err, inner->file[0] ? inner->file : p->place, inner->line, inner->col);
	err_id(err, inner->id);
	buf_free(&b);
	return inner->code;
}

unsigned account_seconds(const struct provider *p)
{
	return p->env.timeout ? p->env.timeout : PROVIDER_SECONDS;
}

void account_begin(struct provider *p)
{
	p->place[0] = '\0';
	config_limit(p->config, account_seconds(p));
	p->ends = p->clock->now(p->clock->context) + (int64_t)account_seconds(p) * 1000;
}
