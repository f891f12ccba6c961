/* Fit: provider records, and annotations of other providers. */
#include <stdlib.h>

#include "fitting.h"
#include "mem.h"
#include "notes.h"

/* Providers whose annotations are lost, and how many records have some. */
struct lost {
	struct str provider;
	size_t records;
};

struct lost_list {
	struct lost *items;
	size_t count, cap;
};

static void count_lost(struct lost_list *list, struct str provider)
{
	enum { SAID_MOST = 20 }; /* of hostile zones */
	size_t i = 0;
	while (i < list->count && str_cmp(list->items[i].provider, provider) != 0)
		i++;
	if (i == list->count && i < SAID_MOST) {
		list->items = mem_grow(list->items, &list->cap, i + 1, sizeof(*list->items));
		list->items[list->count++] = (struct lost){.provider = provider};
	}
	if (i < list->count)
		list->items[i].records++;
}

static void fit_annotations(struct fitting *f)
{
	struct lost_list list = {0};
	for (size_t i = 0; i < f->count; i++) {
		struct fitted *item = &f->items[i];
		struct note note;
		for (size_t at = 0; !item->left_out && rec_note_next(item->rec, &at, &note);) {
			if (note.kind != NOTE_ANNOTATION || notes_are_kept(f->kind, note.name))
				continue;
			item->changed = true;
			count_lost(&list, note.name);
		}
	}
	for (size_t i = 0; i < list.count; i++)
		fit_add_other(
			f, &(struct fit_finding){.verdict = FIT_CHANGED,
				   .rule = "annotation",
				   .text = fit_say(f, "what %.*s says beside %zu %s is not carried",
					   (int)list.items[i].provider.n, list.items[i].provider.p,
					   list.items[i].records,
					   list.items[i].records == 1 ? "record" : "records"),
				   .way_out = "set what it means at the target by hand"});
	free(list.items);
}

void fit_kept(struct fitting *f, struct zone_builder *b)
{
	fit_annotations(f);
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
					 .text = fit_say(f, "it has no counterpart outside %.*s",
						 (int)p->provider.n, p->provider.p),
					 .way_out = "make what it does at the target by hand"});
	}
}
