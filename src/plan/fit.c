#include "fitting.h"

#include <stdlib.h>

#include "mem.h"
#include "notes.h"

static void collect(struct fitting *f)
{
	f->items = mem_alloc((f->source->count + 1) * sizeof(*f->items));
	for (size_t i = 0; i < f->source->count; i++) {
		const struct rec *r = f->source->recs[i];
		if (!rec_is_synthesised(r))
			f->items[f->count++] = (struct fitted){.rec = r,
				.ttl = r->ttl,
				.rdata = {(const char *)rec_rdata(r), r->rdata_len}};
	}
}

static void judge(struct fitting *f)
{
	for (size_t from = 0, end; from < f->count; from = end) {
		for (end = from;
			end < f->count && rec_same_rrset(f->items[from].rec, f->items[end].rec);
			end++)
			fit_record(f, &f->items[end]);
		fit_set(f, f->items + from, end - from);
	}
	fit_limit(f);
}

static void build(struct fitting *f, struct zone_builder *b)
{
	struct zf_error none = ZF_ERROR_INIT; /* there is no limit that it could break */
	struct buf room;
	buf_init(&room, 0);
	for (size_t i = 0; i < f->count; i++) {
		const struct fitted *item = &f->items[i];
		const struct rec *r = item->rec;
		if (item->left_out)
			continue;
		++*(item->changed ? &f->fit->changed : &f->fit->fits);
		zone_builder_add_key(b, (struct name_key){rec_key(r), r->key_len}, rec_type(r),
			item->ttl, item->rdata, notes_for(f->kind, r, &room), r->line_file, &none);
	}
	buf_free(&room);
}

void fit_make(struct fit *fit, const struct zf_zone *source, const struct target_kind *kind)
{
	struct fitting f = {.fit = fit, .source = source, .kind = kind, .holds = kind->holds};
	struct zone_builder *b = zone_builder_new(&source->apex, source->source);
	*fit = (struct fit){0};
	arena_init(&fit->arena);
	zone_builder_set_limit(b, SIZE_MAX);
	for (size_t i = 0; i < source->file_count; i++)
		zone_builder_file(b, source->files[i]);
	fit_forms_compile(&f);
	collect(&f);
	judge(&f);
	fit_kept(&f, b);
	build(&f, b);
	fit->zone = zone_builder_seal(b);
	fit_forms_free(&f);
	free(f.items);
}

void fit_free(struct fit *fit)
{
	zf_zone_free(fit->zone);
	free(fit->findings);
	arena_free(&fit->arena);
	*fit = (struct fit){0};
}
