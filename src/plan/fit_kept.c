/* Fit: provider records, and annotations of other providers. */
#include <stdlib.h>

#include "fit.h"
#include "mem.h"
#include "notes.h"

void fit_kept(struct fitting *f, struct zone_builder *b)
{
	for (size_t i = 0; i < f->source->provider_record_count; i++) {
		const struct provider_record *p = &f->source->provider_records[i];
		if (notes_are_kept(f->kind, p->provider)) {
			zone_builder_add_provider_record(b, p->provider, p->json);
			f->fit->fits++;
			continue;
		}
		f->fit->misfits++;
		fit_add_other(f, &(struct fit_finding){.verdict = FIT_NOT,
					 .kept = p,
					 .rule = "provider-record",
					 .text = fit_text(f, "it has no counterpart outside %.*s",
						 (int)p->provider.n, p->provider.p),
					 .way_out = "make what it does at the target by hand"});
	}
}
