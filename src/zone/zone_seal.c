#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "rdata.h"
#include "threads.h"
#include "zone_build.h"

enum { SHOWN_RDATA = 100 }; /* octets of RDATA's text in a finding */

/* "www.example.com. A 192.0.2.1", RDATA cut where it is long. */
static void describe(struct buf *b, const struct zf_zone *zone, const struct rec *r)
{
	char shown[SHOWN_RDATA];
	struct buf rdata;
	buf_init(&rdata, 0);
	rdata_print(&rdata, rec_type(r), rec_rdata(r), r->rdata_len);
	str_clean(shown, sizeof(shown), rdata.data, rdata.len);
	buf_free(&rdata);
	rec_print_owner_absolute(b, zone, r);
	buf_addc(b, ' ');
	rrtype_print(b, rec_type(r));
	buf_printf(b, " %s", shown);
}

static void warn_duplicate(struct zf_zone *zone, const struct rec *kept, const struct rec *other)
{
	const char *file = rec_file(zone, other), *first = rec_file(zone, kept);
	struct buf text;
	buf_init(&text, 0);
	describe(&text, zone, other);
	if (first && file && strcmp(first, file) != 0)
		buf_printf(&text, " is in %s already,", first);
	else
		buf_adds(&text, " is there already,");
	if (rec_line(kept))
		buf_printf(&text, " on line %lu,", rec_line(kept));
	if (kept->ttl == other->ttl)
		diags_add(&zone->diags, DIAG_WARNING, "duplicate", file, rec_line(other), 0,
			"%s and counts once", text.data);
	else
		diags_add(&zone->diags, DIAG_WARNING, "duplicate-ttl", file, rec_line(other), 0,
			"%s with TTL %u, not %u; the lower one is kept", text.data, kept->ttl,
			other->ttl);
	buf_free(&text);
}

static bool has_note(struct str notes, const struct note *wanted, struct note *there)
{
	for (size_t at = 0; note_next(notes, &at, there);) {
		if (there->kind != wanted->kind || there->name.n != wanted->name.n ||
			memcmp(there->name.p, wanted->name.p, wanted->name.n) != 0)
			continue;
		if (wanted->kind == NOTE_ANNOTATION)
			return true;
		if (there->text.n == wanted->text.n &&
			memcmp(there->text.p, wanted->text.p, wanted->text.n) == 0)
			return true;
	}
	return false;
}

/* Adds the notes of a duplicate to those that stay, but what is there already. */
static void join_notes(struct zf_zone *zone, struct buf *notes, const struct rec *other)
{
	struct note note, there;
	for (size_t at = 0; rec_note_next(other, &at, &note);) {
		if (!has_note((struct str){notes->data, notes->len}, &note, &there)) {
			note_add(notes, note.kind, note.name, note.text);
		} else if (there.text.n != note.text.n ||
			   memcmp(there.text.p, note.text.p, note.text.n) != 0) {
			struct buf text;
			buf_init(&text, 0);
			describe(&text, zone, other);
			diags_add(&zone->diags, DIAG_WARNING, "duplicate-annotation",
				rec_file(zone, other), rec_line(other), 0,
				"%s has another ;@%.*s than the same record before; that one is kept",
				text.data, (int)note.name.n, note.name.p);
			buf_free(&text);
		}
	}
}

/* The order in which duplicates were written; those of no file by what stands beside them. */
static int by_place(const void *va, const void *vb)
{
	const struct rec *a = ((const struct sort_entry *)va)->rec;
	const struct rec *b = ((const struct sort_entry *)vb)->rec;
	if (a->line_file != b->line_file)
		return a->line_file < b->line_file ? -1 : 1;
	if (a->notes_len != b->notes_len)
		return a->notes_len < b->notes_len ? -1 : 1;
	int c = memcmp(rec_notes(a).p, rec_notes(b).p, a->notes_len);
	return c != 0 ? c : a->ttl < b->ttl ? -1 : a->ttl > b->ttl;
}

/* One record in place of n equal ones: the first, with the lowest TTL and all notes. */
static struct rec *collapse(struct zone_builder *b, struct sort_entry *e, size_t n)
{
	struct buf notes;
	bool any = false;
	qsort(e, n, sizeof(*e), by_place);
	struct rec *kept = e[0].rec;
	uint32_t ttl = kept->ttl;
	buf_init(&notes, 0);
	buf_add(&notes, rec_notes(kept).p, kept->notes_len);
	for (size_t i = 1; i < n; i++) {
		const struct rec *other = e[i].rec;
		warn_duplicate(b->zone, kept, other);
		join_notes(b->zone, &notes, other);
		any = any || other->notes_len;
		ttl = other->ttl < ttl ? other->ttl : ttl;
	}
	if (any) {
		size_t sorted = rec_sorted_length(kept);
		struct rec *joined = rec_alloc(&b->recs, sorted + notes.len);
		*joined = *kept;
		joined->notes_len = (uint32_t)notes.len;
		memcpy(joined->data, kept->data, sorted);
		memcpy(joined->data + sorted, notes.data, notes.len);
		kept = joined;
	}
	buf_free(&notes);
	kept->ttl = ttl;
	return kept;
}

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
		out[left++] = end == i + 1 ? e[i].rec : collapse(b, e + i, end - i);
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

static int cmp_str(struct str a, struct str b)
{
	int c = memcmp(a.p, b.p, a.n < b.n ? a.n : b.n);
	return c != 0 ? c : a.n < b.n ? -1 : a.n > b.n;
}

static int by_provider(const void *va, const void *vb)
{
	const struct provider_record *a = va, *b = vb;
	int c = cmp_str(a->provider, b->provider);
	return c != 0 ? c : cmp_str(a->json, b->json);
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
		if (count > 0 && by_provider(&all[count - 1], &all[i]) == 0)
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
