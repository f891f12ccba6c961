#include "changes_of.h"

/* The records before..end of a zone. */
struct slice {
	const struct zf_zone *zone;
	size_t from, end;
};

static struct slice next_set(const struct zf_zone *zone, size_t from)
{
	return (struct slice){
		zone, from, from < zone->count ? zone_rrset_end(zone, from) : zone->count};
}

/* Which of two sets stands first; 0: it is the same one. */
static int compare(const struct slice *a, const struct slice *b)
{
	if (a->from == a->end || b->from == b->end)
		return (a->from == a->end) - (b->from == b->end);
	return rec_cmp_rrset(a->zone->recs[a->from], b->zone->recs[b->from]);
}

static struct update_set take(struct arena *arena, const struct slice *s)
{
	struct update_record *records =
		arena_zalloc(arena, (s->end - s->from + 1) * sizeof(*records));
	for (size_t i = s->from; i < s->end; i++) {
		const struct rec *r = s->zone->recs[i];
		records[i - s->from] =
			(struct update_record){r->ttl, {(const char *)rec_rdata(r), r->rdata_len}};
	}
	return (struct update_set){records, s->end - s->from};
}

static bool same(const struct update_set *a, const struct update_set *b)
{
	for (size_t i = 0; i < a->count && i < b->count; i++)
		if (a->records[i].ttl != b->records[i].ttl ||
			str_cmp(a->records[i].rdata, b->records[i].rdata) != 0)
			return false;
	return a->count == b->count;
}

static void add(struct changes *c, const struct slice *before, const struct slice *after)
{
	const struct slice *s = before->from < before->end ? before : after;
	const struct rec *r = s->zone->recs[s->from];
	struct update_change *change = &c->items[c->count];
	change->before = take(&c->arena, before);
	change->after = take(&c->arena, after);
	change->type = rec_type(r);
	rec_owner(s->zone, r, &change->owner);
	if (change->type == TYPE_SOA && key_is_apex(rec_key(r))) {
		if (change->before.count)
			c->zone.soa = change->before.records[0].rdata;
	} else if (!same(&change->before, &change->after)) {
		c->count++;
	}
}

void changes_of(struct changes *c, const struct zf_zone *before, const struct zf_zone *after)
{
	struct slice a = next_set(before, 0), b = next_set(after, 0);
	*c = (struct changes){.zone.apex = before->apex};
	arena_init(&c->arena);
	c->items = arena_zalloc(&c->arena, (before->count + after->count + 1) * sizeof(*c->items));
	while (a.from < a.end || b.from < b.end) {
		int order = compare(&a, &b);
		struct slice none = {before, 0, 0};
		add(c, order <= 0 ? &a : &none, order >= 0 ? &b : &none);
		struct slice here = a;
		if (order <= 0)
			a = next_set(before, here.end);
		if (order >= 0)
			b = next_set(after, b.end);
	}
}

void changes_free(struct changes *c)
{
	arena_free(&c->arena);
}
