#include "zone.h"

#include <stdlib.h>
#include <string.h>

#include "rdata.h"

uint16_t type_to_rank(uint16_t type, bool apex)
{
	if (!apex || type > TYPE_SOA)
		return type;
	static const uint16_t ranks[TYPE_SOA + 1] = {6, 2, 1, 3, 4, 5, 0};
	return ranks[type];
}

uint16_t type_from_rank(uint16_t rank, bool apex)
{
	if (!apex || rank > TYPE_SOA)
		return rank;
	static const uint16_t types[TYPE_SOA + 1] = {TYPE_SOA, TYPE_NS, TYPE_A, 3, 4, 5, 0};
	return types[rank];
}

static int cmp_octets(const uint8_t *a, size_t alen, const uint8_t *b, size_t blen)
{
	int c = memcmp(a, b, alen < blen ? alen : blen);
	return c != 0 ? c : alen < blen ? -1 : alen > blen;
}

int rec_cmp(const struct rec *a, const struct rec *b)
{
	return cmp_octets(a->data, rec_sorted_length(a), b->data, rec_sorted_length(b));
}

int rec_cmp_rrset(const struct rec *a, const struct rec *b)
{
	return cmp_octets(a->data, a->key_len + 2u, b->data, b->key_len + 2u);
}

bool rec_same_owner(const struct rec *a, const struct rec *b)
{
	return a->key_len == b->key_len && memcmp(a->data, b->data, a->key_len) == 0;
}

bool rec_same_rrset(const struct rec *a, const struct rec *b)
{
	return a->key_len == b->key_len && memcmp(a->data, b->data, a->key_len + 2u) == 0;
}

bool rec_note_next(const struct rec *r, size_t *at, struct note *note)
{
	return note_next(rec_notes(r), at, note);
}

bool rec_has_annotation(const struct rec *r, const char *name, struct str *json)
{
	struct note note;
	for (size_t at = 0; rec_note_next(r, &at, &note) && note.kind == NOTE_ANNOTATION;) {
		if (str_eq(note.name, name)) {
			if (json)
				*json = note.text;
			return true;
		}
	}
	return false;
}

bool rec_same_annotations(const struct rec *a, const struct rec *b)
{
	if ((a->notes_len | b->notes_len) == 0)
		return true;
	struct str x = rec_notes(a), y = rec_notes(b);
	size_t xn = note_annotations_length(x), yn = note_annotations_length(y);
	return xn == yn && memcmp(x.p, y.p, xn) == 0;
}

bool rec_is_synthesised(const struct rec *r)
{
	static const char member[] = "\"synthesised\":true";
	struct str json;
	return r->notes_len && rec_has_annotation(r, "zoneferry", &json) &&
	       memmem(json.p, json.n, member, sizeof(member) - 1);
}

void rec_owner(const struct zf_zone *zone, const struct rec *r, struct name *owner)
{
	name_from_key(owner, rec_key(r), &zone->apex);
}

void rec_print_owner(struct buf *b, const struct zf_zone *zone, const struct rec *r)
{
	if (key_is_outside(rec_key(r))) {
		rec_print_owner_absolute(b, zone, r);
		return;
	}
	char *at = buf_reserve(b, NAME_MAX_TEXT);
	if (!at)
		return;
	if (key_is_apex(rec_key(r)))
		*at++ = '@';
	else
		at = key_write(at, rec_key(r));
	*at = '\0';
	b->len = (size_t)(at - b->data);
}

void rec_print_owner_absolute(struct buf *b, const struct zf_zone *zone, const struct rec *r)
{
	struct name owner;
	rec_owner(zone, r, &owner);
	name_print(b, owner.wire);
}

const char *rec_file(const struct zf_zone *zone, const struct rec *r)
{
	size_t file = r->line_file / (REC_LINE_MOST + 1u);
	return r->line_file && file < zone->file_count ? zone->files[file] : NULL;
}

/* How a record stands to the octets of `head` with `rdata` behind them. */
static int cmp_parts(const struct rec *r, struct str head, struct str rdata)
{
	size_t n = rec_sorted_length(r);
	int c = memcmp(r->data, head.p, n < head.n ? n : head.n);
	if (c != 0)
		return c;
	if (n <= head.n || rdata.n == 0)
		return n < head.n || (n == head.n && rdata.n > 0) ? -1 : n > head.n;
	return cmp_octets(r->data + head.n, n - head.n, (const uint8_t *)rdata.p, rdata.n);
}

/* The index of the first record that isn't before these octets. */
static size_t place(const struct zf_zone *zone, struct str head, struct str rdata)
{
	size_t low = 0, high = zone->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (cmp_parts(zone->recs[middle], head, rdata) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* What records of an owner (and a type, 0: any) begin with, into `key`. */
static struct str head_of(
	uint8_t *key, const struct zf_zone *zone, const struct name *owner, uint16_t type)
{
	size_t len = name_to_key(key, owner, &zone->apex);
	if (type) {
		uint16_t rank = type_to_rank(type, key_is_apex(key));
		key[len++] = (uint8_t)(rank >> 8);
		key[len++] = (uint8_t)rank;
	}
	return (struct str){(const char *)key, len};
}

size_t zone_find(const struct zf_zone *zone, const struct name *owner, uint16_t type)
{
	uint8_t key[NAME_MAX_KEY + 2];
	return place(zone, head_of(key, zone, owner, type), (struct str){NULL, 0});
}

size_t zone_find_record(
	const struct zf_zone *zone, const struct name *owner, uint16_t type, struct str rdata)
{
	uint8_t key[NAME_MAX_KEY + 2];
	struct str head = head_of(key, zone, owner, type);
	size_t at = place(zone, head, rdata);
	return at < zone->count && cmp_parts(zone->recs[at], head, rdata) == 0 ? at : zone->count;
}

size_t zone_place(const struct zf_zone *zone, const struct rec *r)
{
	const struct str all = {(const char *)r->data, rec_sorted_length(r)};
	return place(zone, all, (struct str){NULL, 0});
}

size_t zone_rrset_end(const struct zf_zone *zone, size_t from)
{
	size_t end = from + 1;
	while (end < zone->count && rec_same_rrset(zone->recs[from], zone->recs[end]))
		end++;
	return end;
}

size_t zone_owner_end(const struct zf_zone *zone, size_t from)
{
	size_t end = from + 1;
	while (end < zone->count && rec_same_owner(zone->recs[from], zone->recs[end]))
		end++;
	return end;
}

const struct rec *zone_soa(const struct zf_zone *zone)
{
	const struct rec *first = zone->count ? zone->recs[0] : NULL;
	return first && key_is_apex(rec_key(first)) && rec_type(first) == TYPE_SOA ? first : NULL;
}

/* The public API's view of a sealed zone. */

void zf_zone_free(struct zf_zone *zone)
{
	if (!zone)
		return;
	free(zone->recs);
	diags_free(&zone->diags);
	arena_free(&zone->arena);
	free(zone);
}

size_t zf_zone_count(const struct zf_zone *zone)
{
	return zone->count;
}

const char *zf_zone_name(const struct zf_zone *zone)
{
	return zone->apex_text;
}

void zf_zone_record(const struct zf_zone *zone, size_t index, struct zf_record *record)
{
	const struct rec *r = zone->recs[index];
	struct buf b;
	buf_init(&b, 0);
	rec_print_owner_absolute(&b, zone, r);
	size_t type = b.len + 1;
	buf_addc(&b, '\0');
	rrtype_print(&b, rec_type(r));
	size_t rdata = b.len + 1;
	buf_addc(&b, '\0');
	rdata_print(&b, rec_type(r), rec_rdata(r), r->rdata_len);
	zf_record_release(record);
	record->own = b.data;
	record->name = b.data;
	record->type = b.data + type;
	record->rdata = b.data + rdata;
	record->ttl = r->ttl;
}

void zf_record_release(struct zf_record *record)
{
	free(record->own);
	*record = (struct zf_record){0};
}
