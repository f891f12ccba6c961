#include "operation.h"

#include <stdlib.h>

#include "mem.h"
#include "rdata.h"

/* What a call carries. */
struct load {
	size_t values, characters;
};

static void add_load(
	struct load *load, const struct rec *const *recs, size_t count, struct buf *text)
{
	for (size_t i = 0; i < count; i++) {
		buf_reset(text);
		rdata_print(text, rec_type(recs[i]), rec_rdata(recs[i]), recs[i]->rdata_len);
		load->characters += text->len;
	}
	load->values += count;
}

static bool is_light(const struct target_kind *kind, const struct load *load)
{
	return (!kind->batch_values || load->values <= kind->batch_values) &&
	       (!kind->batch_characters || load->characters <= kind->batch_characters);
}

/* How many of the first n are as much as one call carries: 1 or more. */
static size_t cut_to_load(
	const struct target_kind *kind, const struct operation *operations, size_t n)
{
	struct load load = {0, 0};
	struct buf text;
	size_t fit = 0;
	if (!kind->batch_values && !kind->batch_characters)
		return n;
	buf_init(&text, 0);
	for (; fit < n; fit++) {
		add_load(&load, operations[fit].before, operations[fit].before_count, &text);
		add_load(&load, operations[fit].after, operations[fit].after_count, &text);
		if (fit > 0 && !is_light(kind, &load))
			break;
	}
	buf_free(&text);
	return fit;
}

struct recs {
	const struct rec **items;
	size_t count, cap;
};

static void add_recs(struct recs *r, const struct rec *const *items, size_t count)
{
	if (count == 0)
		return;
	r->items = mem_grow(r->items, &r->cap, r->count + count, sizeof(const struct rec *));
	memcpy(r->items + r->count, items, count * sizeof(const struct rec *));
	r->count += count;
}

static int by_record(const void *a, const void *b)
{
	return rec_cmp(*(const struct rec *const *)a, *(const struct rec *const *)b);
}

static void sort_recs(struct recs *r)
{
	if (r->count > 1)
		qsort(r->items, r->count, sizeof(const struct rec *), by_record);
}

static bool has_rec(const struct recs *r, const struct rec *rec)
{
	return r->count && bsearch(&rec, r->items, r->count, sizeof(rec), by_record) != NULL;
}

static void add_copy(struct zone_builder *b, const struct rec *r)
{
	struct zf_error none = ZF_ERROR_INIT; /* there is no limit that it could break */
	zone_builder_add_key(b, (struct name_key){rec_key(r), r->key_len}, rec_type(r), r->ttl,
		(struct str){(const char *)rec_rdata(r), r->rdata_len}, rec_notes(r), 0, &none);
}

static void copy_records(
	struct zone_builder *b, const struct zf_zone *zone, struct recs *gone, struct recs *come)
{
	sort_recs(gone);
	sort_recs(come);
	for (size_t i = 0; i < zone->count; i++)
		if (!has_rec(gone, zone->recs[i]) && !has_rec(come, zone->recs[i]))
			add_copy(b, zone->recs[i]);
	/* Several elements may hold one record, and become one. */
	for (size_t i = 0; i < come->count; i++)
		if (i == 0 || rec_cmp(come->items[i - 1], come->items[i]) != 0)
			add_copy(b, come->items[i]);
}

static int by_text(const void *va, const void *vb)
{
	const struct provider_record *a = *(const struct provider_record *const *)va;
	const struct provider_record *b = *(const struct provider_record *const *)vb;
	int c = str_cmp(a->provider, b->provider);
	return c != 0 ? c : str_cmp(a->json, b->json);
}

static void copy_provider_records(struct zone_builder *b, const struct zf_zone *zone,
	const struct operation *operations, size_t count)
{
	const struct provider_record **gone = NULL, *p;
	size_t gone_count = 0, cap = 0;
	for (size_t i = 0; i < count; i++) {
		p = operations[i].kept_after;
		if (p)
			zone_builder_add_provider_record(b, p->provider, p->json);
		if (!operations[i].kept_before)
			continue;
		gone = mem_grow(gone, &cap, gone_count + 1, sizeof(p));
		gone[gone_count++] = operations[i].kept_before;
	}
	if (gone_count > 1)
		qsort(gone, gone_count, sizeof(p), by_text);
	for (size_t i = 0; i < zone->provider_record_count; i++) {
		p = &zone->provider_records[i];
		if (!gone_count || !bsearch(&p, gone, gone_count, sizeof(p), by_text))
			zone_builder_add_provider_record(b, p->provider, p->json);
	}
	free(gone);
}

struct zf_zone *zone_after(
	const struct zf_zone *zone, const struct operation *operations, size_t count)
{
	struct zone_builder *b = zone_builder_new(&zone->apex, zone->source);
	struct recs gone = {0}, come = {0};
	zone_builder_set_limit(b, SIZE_MAX);
	for (size_t i = 0; i < count; i++) {
		add_recs(&gone, operations[i].before, operations[i].before_count);
		add_recs(&come, operations[i].after, operations[i].after_count);
	}
	copy_records(b, zone, &gone, &come);
	copy_provider_records(b, zone, operations, count);
	free(gone.items);
	free(come.items);
	return zone_builder_seal(b);
}

static bool same_name(const struct operation *a, const struct operation *b)
{
	return a->type && b->type && name_equal(&a->owner, &b->owner);
}

size_t operations_whole_names(const struct operation *operations, size_t n)
{
	size_t cut = n;
	while (cut > 0 && same_name(&operations[cut - 1], &operations[cut]))
		cut--;
	return cut ? cut : n;
}

size_t operations_of_name(const struct operation *operations, size_t count)
{
	size_t n = 1;
	while (n < count && same_name(&operations[n - 1], &operations[n]))
		n++;
	return n;
}

size_t operations_in_call(
	const struct target_kind *kind, const struct operation *operations, size_t count)
{
	size_t n = 1;
	if (kind->group)
		return kind->group(kind->who, operations, count);
	while (n < count && n < kind->batch &&
		(kind->transaction || operations[n].step == operations[0].step))
		n++;
	n = cut_to_load(kind, operations, n);
	return kind->transaction && n < count ? operations_whole_names(operations, n) : n;
}
