#include <stdarg.h>

#include "fitting.h"
#include "mem.h"

void fit_add_other(struct fitting *f, const struct fit_finding *finding)
{
	struct fit *fit = f->fit;
	fit->findings = mem_grow(fit->findings, &fit->cap, fit->count + 1, sizeof(*fit->findings));
	fit->findings[fit->count++] = *finding;
}

void fit_add(struct fitting *f, struct fitted *item, const struct fit_finding *finding)
{
	struct fit_finding about = *finding;
	about.rec = item->rec;
	fit_add_other(f, &about);
	if (finding->verdict == FIT_CHANGED) {
		item->changed = true;
		return;
	}
	item->left_out = true;
	++*(finding->verdict == FIT_OWN ? &f->fit->own : &f->fit->misfits);
}

const char *fit_say(struct fitting *f, const char *format, ...)
{
	struct buf text;
	va_list ap;
	buf_init(&text, 0);
	va_start(ap, format);
	buf_vprintf(&text, format, ap);
	va_end(ap);
	const char *kept = arena_strndup(&f->fit->arena, text.data, text.len);
	buf_free(&text);
	return kept;
}
