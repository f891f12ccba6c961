#include "account.h"

#include <stdarg.h>

int64_t account_time_left(const struct provider *p)
{
	return p->ends ? p->ends - p->clock->now(p->clock->context) : INT64_MAX;
}

void account_progress(const struct provider *p, const char *format, ...)
{
	struct buf b, line;
	if (!p->env.progress)
		return;
	buf_init(&b, 0);
	buf_init(&line, 0);
	va_list ap;
	va_start(ap, format);
	buf_vprintf(&b, format, ap);
	va_end(ap);
	buf_printf(&line, "%s: ", p->desc->name);
	str_print(&line, b.data, b.len);
	secrets_scrub(p->secrets, &line);
	p->env.progress(p->env.progress_user, line.data);
	buf_free(&b);
	buf_free(&line);
}

const char *account_source(struct provider *p, const char *zone, const char *view)
{
	bool named = strcmp(p->profile_name, p->desc->name) != 0;
	return arena_printf(&p->arena, "%s%s%s:%s%s%s", p->desc->name, named ? "@" : "",
		named ? p->profile_name : "", zone, view ? "?" : "", view ? view : "");
}
