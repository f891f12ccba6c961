/*
 * fitting: what fit.c and its rules (fit_record, fit_set, fit_kept) share; nobody else includes it.
 */
#ifndef ZF_PLAN_FITTING_H
#define ZF_PLAN_FITTING_H

#include <regex.h>

#include "plan.h"

/* A record on its way into the fitted zone. */
struct fitted {
	const struct rec *rec; /* of the source */
	uint32_t ttl;
	struct str rdata;
	bool left_out, changed;
};

struct fitting {
	struct fit *fit;
	const struct zf_zone *source;
	const struct target_kind *kind;
	const struct desc_holds *holds; /* NULL: everything fits */
	struct fit_form *forms; /* those of the description, compiled */
	size_t form_count;
	struct fitted *items; /* one for each record of the source that isn't synthesised */
	size_t count;
};

/* Adds a finding about a record, and marks it. `text` must live as long as the fit. */
void fit_add(struct fitting *f, struct fitted *item, const struct fit_finding *finding);
/* The same about something else. */
void fit_add_other(struct fitting *f, const struct fit_finding *finding);
/* A text in the fit's arena. */
const char *fit_say(struct fitting *f, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* What single records break. */
void fit_record(struct fitting *f, struct fitted *item);
/* Spellings that the target insists on: the rule of one record, and what it needs before and after.
 */
void fit_forms_compile(struct fitting *f);
void fit_forms_free(struct fitting *f);
bool fit_check_form(struct fitting *f, const struct rec *r, struct fit_finding *finding);
/* What an RRset breaks: TTLs that differ, equal MX preferences, too many values. */
void fit_set(struct fitting *f, struct fitted *items, size_t count);
/* Too many records. */
void fit_limit(struct fitting *f);
/* Provider records, which go to the builder, and annotations of other providers. */
void fit_kept(struct fitting *f, struct zone_builder *b);

#endif
