/* Fit: what RRsets and the whole zone break. */
#include "fitting.h"

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
				.text = fit_say(f, "TTL %u becomes %u, as of the RRset's others",
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
				.text = fit_say(f, "the target takes %ld of one name and type",
					f->holds->values),
				.way_out = "leave out those that matter least"});
	}
}

/* Preferences that rise, so that no two are equal: their order stays. Sealed zones have them in
 * order. */
static void fit_preferences(struct fitting *f, struct fitted *items, size_t count)
{
	enum { HIGHEST = 65535 };
	long last = -1;
	for (size_t i = 0; i < count; i++) {
		struct fitted *item = &items[i];
		if (item->left_out || item->rdata.n < 2)
			continue;
		const uint8_t *rdata = (const uint8_t *)item->rdata.p;
		long is = rdata[0] << 8 | rdata[1], shall = is > last ? is : last + 1;
		last = shall;
		if (shall == is)
			continue;
		struct fit_finding finding = {.verdict = FIT_CHANGED,
			.rule = "equal-mx",
			.text = fit_say(
				f, "preference %ld becomes %ld, as another MX has it", is, shall),
			.way_out = "give each MX of the name a preference of its own"};
		if (shall > HIGHEST) {
			finding.verdict = FIT_NOT;
			finding.text = "another MX has its preference";
		}
		fit_add(f, item, &finding);
		uint8_t *changed = arena_dup(&f->fit->arena, rdata, item->rdata.n);
		changed[0] = (uint8_t)(shall >> 8);
		changed[1] = (uint8_t)shall;
		item->rdata.p = (const char *)changed;
	}
}

void fit_set(struct fitting *f, struct fitted *items, size_t count)
{
	if (f->kind->grain == GRAIN_RRSET)
		fit_one_ttl(f, items, count);
	if (f->holds && f->holds->values > 0)
		fit_values(f, items, count);
	if (f->holds && f->holds->mx_unique && count > 1 && rec_type(items[0].rec) == TYPE_MX)
		fit_preferences(f, items, count);
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
				.text = fit_say(f, "the target takes %ld records in a zone",
					f->holds->records),
				.way_out = "leave out others, or ask the provider for more"});
	}
}
