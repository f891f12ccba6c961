#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "threads.h"
#include "build.h"

/* Signatures have the TTL of what they sign (RFC 4034 section 3), and so differ. */
static void warn_mixed_ttl(struct zf_zone *zone, struct rec *const *set, size_t n)
{
	size_t other = 1;
	uint16_t type = rec_type(set[0]);
	while (other < n && set[other]->ttl == set[0]->ttl)
		other++;
	if (other >= n || type == TYPE_RRSIG || type == TYPE_SIG)
		return;
	struct buf text;
	buf_init(&text, 0);
	rec_print_owner_absolute(&text, zone, set[0]);
	buf_addc(&text, ' ');
	rrtype_print(&text, type);
	diags_add(&zone->diags, DIAG_WARNING, "mixed-ttl", rec_file(zone, set[other]),
		rec_line(set[other]), 0, "the records of %s have different TTLs, %u and %u",
		text.data, set[0]->ttl, set[other]->ttl);
	buf_free(&text);
}

/*
 * How an entry stands to the one before it. Finding that reads every record, so several threads do
 * it and leave the answer in the entry's first number, which sorting needs no more.
 */
enum relation {
	OTHER_SET,
	SAME_SET,
	OTHER_TTL, /* same RRset */
	SAME_RECORD,
};

static enum relation relation(const struct rec *a, const struct rec *b)
{
	if (!rec_same_rrset(a, b))
		return OTHER_SET;
	if (a->rdata_len == b->rdata_len && memcmp(rec_rdata(a), rec_rdata(b), a->rdata_len) == 0)
		return SAME_RECORD;
	return a->ttl == b->ttl ? SAME_SET : OTHER_TTL;
}

enum { PIECE = 8192, SEVERAL = 2 * PIECE }; /* entries that a thread takes at a time */

struct relating {
	struct sort_entry *entries;
	size_t count;
	atomic_size_t next;
};

static void relate_pieces(void *user)
{
	enum { AHEAD = 8 };
	struct relating *work = user;
	struct sort_entry *e = work->entries;
	size_t from;
	while ((from = atomic_fetch_add(&work->next, PIECE)) < work->count) {
		size_t left = work->count - from, end = from + (left < PIECE ? left : PIECE);
		for (size_t i = from; i < end; i++) {
			if (i + AHEAD < end)
				__builtin_prefetch(e[i + AHEAD].rec);
			e[i].high = i == 0 ? OTHER_SET : relation(e[i - 1].rec, e[i].rec);
		}
	}
}

static void relate(struct sort_entry *entries, size_t count)
{
	struct relating work = {.entries = entries, .count = count};
	threads_run(count > SEVERAL ? threads_useful() : 1, relate_pieces, &work);
}

/* Moves an RRset from its entries to `out`, which may be where the entries are: it is never ahead
 * of them. Returns how many records are left. */
static size_t seal_rrset(struct zone_builder *b, struct rec **out, struct sort_entry *e, size_t n)
{
	size_t left = 0;
	for (size_t i = 0, end; i < n; i = end) {
		end = i + 1;
		while (end < n && e[end].high == SAME_RECORD)
			end++;
		out[left++] = end == i + 1 ? e[i].rec : zone_collapse(b, e + i, end - i);
	}
	warn_mixed_ttl(b->zone, out, left);
	return left;
}

static void seal_records(struct zone_builder *b)
{
	struct sort_entry *e = b->entries;
	struct rec **recs = (struct rec **)(void *)e;
	size_t count = 0;
	zone_sort(e, b->count);
	relate(e, b->count);
	for (size_t i = 0, end; i < b->count; i = end) {
		bool plain = true;
		for (end = i + 1; end < b->count && e[end].high != OTHER_SET; end++)
			plain = plain && e[end].high == SAME_SET;
		if (plain)
			while (i < end)
				recs[count++] = e[i++].rec;
		else
			count += seal_rrset(b, recs + count, e + i, end - i);
	}
	if (count > 0)
		b->zone->recs = mem_realloc(recs, count * sizeof(struct rec *));
	else
		free(recs);
	b->zone->count = count;
	b->entries = NULL;
	arena_join(&b->zone->arena, &b->recs);
}

static int by_provider(const void *a, const void *b)
{
	return provider_record_cmp(a, b);
}

static void seal_provider_records(struct zone_builder *b)
{
	struct zf_zone *zone = b->zone;
	struct provider_record *all = b->provider_records;
	size_t size = sizeof(*all), count = 0;
	if (b->provider_count == 0)
		return;
	qsort(all, b->provider_count, size, by_provider);
	for (size_t i = 0; i < b->provider_count; i++) {
		if (count > 0 && provider_record_cmp(&all[count - 1], &all[i]) == 0)
			diags_add(&zone->diags, DIAG_WARNING, "duplicate", NULL, 0, 0,
				"the provider record ;@%s %s is there twice and counts once",
				all[i].provider.p, all[i].json.p);
		else
			all[count++] = all[i];
	}
	zone->provider_records = arena_dup(&zone->arena, all, count * size);
	zone->provider_record_count = count;
}

struct zf_zone *zone_builder_seal(struct zone_builder *b)
{
	struct zf_zone *zone = b->zone;
	seal_records(b);
	seal_provider_records(b);
	b->zone = NULL;
	zone_builder_free(b);
	return zone;
}
