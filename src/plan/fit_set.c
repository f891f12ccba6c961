/* Fit: what RRsets and the whole zone break. */
#include "fit.h"

/* An RRset has one TTL where it is kept as a whole: the lowest (RFC 2181 section 5.2). */
static void fit_one_ttl(struct fitting *f, struct fitted *items, size_t count)
{
	uint32_t lowest = UINT32_MAX;
	for (size_t i = 0; i < count; i++)
		if (!items[i].left_out && items[i].ttl < lowest)
			lowest = items[i].ttl;
	for (size_t i = 0; i < count; i++) {
		if (items[i].left_out || items[i].ttl == lowest)
			continue;
		fit_add(f, &items[i],
			&(struct fit_finding){.verdict = FIT_CHANGED,
				.rule = "mixed-ttl",
				.text = fit_text(f, "TTL %u becomes %u, as of the RRset's others",
					items[i].ttl, lowest)});
		items[i].ttl = lowest;
	}
}

static void fit_values(struct fitting *f, struct fitted *items, size_t count)
{
	long n = 0;
	for (size_t i = 0; i < count; i++) {
		if (items[i].left_out || ++n <= f->holds->values)
			continue;
		fit_add(f, &items[i],
			&(struct fit_finding){.verdict = FIT_NOT,
				.rule = "values",
				.text = fit_text(f, "the target takes %ld of one name and type",
					f->holds->values),
				.way_out = "leave out those that matter least"});
	}
}

void fit_set(struct fitting *f, struct fitted *items, size_t count)
{
	if (f->kind->grain == GRAIN_RRSET)
		fit_one_ttl(f, items, count);
	if (f->holds && f->holds->values > 0)
		fit_values(f, items, count);
}

void fit_limit(struct fitting *f)
{
	long n = 0;
	if (!f->holds || f->holds->records == 0)
		return;
	for (size_t i = 0; i < f->count; i++) {
		if (f->items[i].left_out || ++n <= f->holds->records)
			continue;
		fit_add(f, &f->items[i],
			&(struct fit_finding){.verdict = FIT_NOT,
				.rule = "records",
				.text = fit_text(f, "the target takes %ld records in a zone",
					f->holds->records),
				.way_out = "leave out others, or ask the provider for more"});
	}
}
