#include <stdlib.h>
#include <string.h>

#include "rdata.h"
#include "build.h"

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

/*
 * The notes of duplicates, joined as notes are ordered. Each kind grows by itself, so that any
 * number of duplicates with any number of comments takes linear time.
 */
enum { MAX_ANNOTATIONS = 64 }; /* a record is looked up among so many at most */

struct comments {
	struct buf notes;
	size_t last; /* where what the last record with any brought begins */
};

struct joined {
	struct buf annotations;
	size_t annotation_count;
	struct comments leading, trailing;
};

/* The notes of one kind; they stand together. */
static struct str notes_of(const struct rec *r, enum note_kind kind)
{
	struct str all = rec_notes(r);
	struct note note;
	size_t from = 0, to = 0;
	for (size_t at = 0, start = 0; note_next(all, &at, &note); start = at) {
		if (note.kind != kind)
			continue;
		from = to == 0 ? start : from;
		to = at;
	}
	return (struct str){all.p + from, to - from};
}

/* Adds comments unless they are those of the record before: copied lines are copied with them. */
static void add_comments(struct comments *c, struct str notes)
{
	size_t last = c->notes.len - c->last;
	if (notes.n == 0 ||
		(notes.n == last && memcmp(c->notes.data + c->last, notes.p, last) == 0))
		return;
	c->last = c->notes.len;
	buf_add(&c->notes, notes.p, notes.n);
}

static bool find_annotation(const struct buf *annotations, struct str name, struct note *there)
{
	for (size_t at = 0;
		note_next((struct str){annotations->data, annotations->len}, &at, there);)
		if (there->name.n == name.n && memcmp(there->name.p, name.p, name.n) == 0)
			return true;
	return false;
}

static void warn_annotation(struct zf_zone *zone, const struct rec *r, struct str name)
{
	struct buf text;
	buf_init(&text, 0);
	describe(&text, zone, r);
	diags_add(&zone->diags, DIAG_WARNING, "duplicate-annotation", rec_file(zone, r),
		rec_line(r), 0,
		"%s has another ;@%.*s than the same record before; that one is kept", text.data,
		(int)name.n, name.p);
	buf_free(&text);
}

static void add_annotations(struct zf_zone *zone, struct joined *j, const struct rec *r)
{
	struct note note, there;
	for (size_t at = 0; rec_note_next(r, &at, &note) && note.kind == NOTE_ANNOTATION;) {
		bool found = find_annotation(&j->annotations, note.name, &there);
		if (!found && j->annotation_count < MAX_ANNOTATIONS) {
			note_add(&j->annotations, note.kind, note.name, note.text);
			j->annotation_count++;
		} else if (!found || there.text.n != note.text.n ||
			   memcmp(there.text.p, note.text.p, note.text.n) != 0) {
			warn_annotation(zone, r, note.name);
		}
	}
}

static void joined_init(struct joined *j)
{
	*j = (struct joined){.annotation_count = 0};
	buf_init(&j->annotations, 0);
	buf_init(&j->leading.notes, 0);
	buf_init(&j->trailing.notes, 0);
}

static void joined_free(struct joined *j)
{
	buf_free(&j->annotations);
	buf_free(&j->leading.notes);
	buf_free(&j->trailing.notes);
}

static void joined_add(struct zf_zone *zone, struct joined *j, const struct rec *r)
{
	if (r->notes_len == 0)
		return;
	add_annotations(zone, j, r);
	add_comments(&j->leading, notes_of(r, NOTE_LEADING));
	add_comments(&j->trailing, notes_of(r, NOTE_TRAILING));
}

/* The record with the joined notes in place of its own. */
static struct rec *with_notes(struct arena *arena, struct rec *r, const struct joined *j)
{
	const struct buf *parts[] = {&j->annotations, &j->leading.notes, &j->trailing.notes};
	size_t sorted = rec_sorted_length(r), len = 0;
	for (size_t i = 0; i < 3; i++)
		len += parts[i]->len;
	if (len == r->notes_len) /* nothing was added */
		return r;
	struct rec *copy = rec_alloc(arena, sorted + len);
	*copy = *r;
	copy->notes_len = (uint32_t)len;
	memcpy(copy->data, r->data, sorted);
	uint8_t *at = copy->data + sorted;
	for (size_t i = 0; i < 3; at += parts[i++]->len)
		memcpy(at, parts[i]->data, parts[i]->len);
	return copy;
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

/* Whether the last of equal SOA closes a zone transfer (RFC 5936 section 2.2) that was saved as a
 * file: nothing stands behind it. SOA of the apex come first in order, so that all other entries
 * are as they were. */
static bool is_closing_soa(
	const struct zone_builder *b, const struct sort_entry *e, size_t n, const struct rec *last)
{
	enum { OPENING_AND_CLOSING = 2 };
	if (n != OPENING_AND_CLOSING || e != b->entries || rec_type(last) != TYPE_SOA ||
		last->line_file == 0 || e[0].rec->ttl != last->ttl)
		return false;
	for (size_t i = n; i < b->count; i++) {
		uint32_t place = b->entries[i].rec->line_file;
		if (place >> 26 == last->line_file >> 26 && place > last->line_file)
			return false;
	}
	return true;
}

struct rec *zone_collapse(struct zone_builder *b, struct sort_entry *e, size_t n)
{
	struct joined joined;
	qsort(e, n, sizeof(*e), by_place);
	struct rec *kept = e[0].rec;
	uint32_t ttl = kept->ttl;
	joined_init(&joined);
	joined_add(b->zone, &joined, kept);
	for (size_t i = 1; i < n; i++) {
		if (!is_closing_soa(b, e, n, e[i].rec))
			warn_duplicate(b->zone, kept, e[i].rec);
		joined_add(b->zone, &joined, e[i].rec);
		ttl = e[i].rec->ttl < ttl ? e[i].rec->ttl : ttl;
	}
	kept = with_notes(&b->recs, kept, &joined);
	joined_free(&joined);
	kept->ttl = ttl;
	return kept;
}
