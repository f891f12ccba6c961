#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "build.h"

static void set_apex(struct zf_zone *zone, const struct name *apex)
{
	struct buf text;
	zone->apex = *apex;
	name_lower(zone->apex.wire, zone->apex.len);
	buf_init(&text, 0);
	name_print(&text, zone->apex.wire);
	zone->apex_text = arena_strndup(&zone->arena, text.data, text.len);
	buf_free(&text);
}

struct zone_builder *zone_builder_new(const struct name *apex, const char *source)
{
	struct zone_builder *b = mem_zalloc(sizeof(*b));
	b->zone = mem_zalloc(sizeof(*b->zone));
	b->most = ZONE_MAX_RECORDS;
	arena_init(&b->zone->arena);
	arena_init(&b->recs);
	diags_init(&b->zone->diags);
	set_apex(b->zone, apex);
	b->zone->source = arena_strdup(&b->zone->arena, source ? source : "");
	return b;
}

void zone_builder_free(struct zone_builder *b)
{
	if (!b)
		return;
	zf_zone_free(b->zone);
	arena_free(&b->recs);
	free(b->entries);
	free(b->provider_records);
	free(b);
}

struct diags *zone_builder_diags(struct zone_builder *b)
{
	return &b->zone->diags;
}

size_t zone_builder_count(const struct zone_builder *b)
{
	return b->count;
}

const char *zone_builder_place(const struct zone_builder *b, size_t index, unsigned long *line)
{
	const struct rec *r = b->entries[index].rec;
	*line = rec_line(r);
	return rec_file(b->zone, r);
}

struct rec *rec_alloc(struct arena *arena, size_t data)
{
	return arena_alloc_aligned(arena, sizeof(struct rec) + data, _Alignof(struct rec));
}

/* A record with another owner key in place of its own; ttl, place, RDATA and notes are copied. */
static struct rec *rec_with_key(
	struct arena *arena, const struct rec *r, const uint8_t *key, size_t key_len)
{
	struct rec *copy = rec_alloc(arena, key_len + 2 + r->rdata_len + r->notes_len);
	uint16_t rank = type_to_rank(rec_type(r), key_is_apex(key));
	*copy = *r;
	copy->key_len = (uint16_t)key_len;
	memcpy(copy->data, key, key_len);
	copy->data[key_len] = (uint8_t)(rank >> 8);
	copy->data[key_len + 1] = (uint8_t)rank;
	memcpy(copy->data + key_len + 2, rec_rdata(r), (size_t)r->rdata_len + r->notes_len);
	return copy;
}

void zone_builder_set_apex(struct zone_builder *b, const struct name *apex)
{
	struct name old = b->zone->apex, owner;
	struct arena recs = ARENA_INIT;
	uint8_t key[NAME_MAX_KEY];
	set_apex(b->zone, apex);
	if (name_equal(&old, &b->zone->apex))
		return;
	for (size_t i = 0; i < b->count; i++) {
		struct rec *r = b->entries[i].rec;
		name_from_key(&owner, rec_key(r), &old);
		size_t len = name_to_key(key, &owner, &b->zone->apex);
		b->entries[i] = sort_entry_make(rec_with_key(&recs, r, key, len));
	}
	arena_free(&b->recs);
	b->recs = recs;
	b->owner.len = 0;
}

unsigned zone_builder_file(struct zone_builder *b, const char *name)
{
	struct zf_zone *zone = b->zone;
	if (!zone->files)
		zone->files = arena_alloc(&zone->arena, REC_FILES * sizeof(*zone->files));
	for (size_t i = 0; i < zone->file_count; i++)
		if (strcmp(zone->files[i], name) == 0)
			return (unsigned)i;
	if (zone->file_count < REC_FILES)
		zone->files[zone->file_count++] = arena_strdup(&zone->arena, name);
	return (unsigned)zone->file_count - 1;
}

void zone_builder_set_limit(struct zone_builder *b, size_t most)
{
	b->most = most;
}

size_t zone_builder_room(const struct zone_builder *b)
{
	return b->most > b->count ? b->most - b->count : 0;
}

enum zf_status zone_builder_check_octets(const struct zone_builder *b, struct zf_error *err)
{
	const size_t each = ZONE_MAX_OCTETS / ZONE_MAX_RECORDS;
	size_t most = b->most <= ZONE_MAX_RECORDS ? ZONE_MAX_OCTETS
		      : b->most < SIZE_MAX / each ? b->most * each
						  : SIZE_MAX;
	if (b->octets <= most)
		return ZF_OK;
	err_set(err, ZF_ERR_LIMIT,
		"the zone takes more than %zu MiB of memory; --max-records above %d allows more",
		most >> 20, ZONE_MAX_RECORDS);
	err_id(err, "too-many-octets");
	return ZF_ERR_LIMIT;
}

static enum zf_status too_many(const struct zone_builder *b, struct zf_error *err)
{
	err_set(err, ZF_ERR_LIMIT, "the zone has more than %zu records (--max-records)", b->most);
	err_id(err, "too-many-records");
	return ZF_ERR_LIMIT;
}

static void need_entries(struct zone_builder *b, size_t count)
{
	if (count > b->cap)
		b->entries = mem_grow(b->entries, &b->cap, count, sizeof(*b->entries));
}

enum zf_status zone_builder_add(struct zone_builder *b, const struct name *owner, uint16_t type,
	uint32_t ttl, const uint8_t *rdata, size_t rdata_len, struct str notes, uint32_t line_file,
	struct zf_error *err)
{
	uint8_t room[NAME_MAX_KEY];
	struct name_key key = {room, 0};
	if (owner->len == b->owner.len && memcmp(owner->wire, b->owner.wire, owner->len) == 0) {
		const struct rec *last = b->entries[b->count - 1].rec;
		key = (struct name_key){rec_key(last), last->key_len};
	} else {
		key.len = name_to_key(room, owner, &b->zone->apex);
	}
	enum zf_status status = zone_builder_add_key(b, key, type, ttl,
		(struct str){(const char *)rdata, rdata_len}, notes, line_file, err);
	if (status == ZF_OK)
		name_copy(&b->owner, owner);
	return status;
}

enum zf_status zone_builder_add_key(struct zone_builder *b, struct name_key key, uint16_t type,
	uint32_t ttl, struct str rdata, struct str notes, uint32_t line_file, struct zf_error *err)
{
	if (b->count >= b->most)
		return too_many(b, err);
	b->octets += sizeof(struct rec) + sizeof(*b->entries) + key.len + 2 + rdata.n + notes.n;
	if (zone_builder_check_octets(b, err) != ZF_OK)
		return err->code;
	b->owner.len = 0;
	uint16_t rank = type_to_rank(type, key_is_apex(key.octets));
	struct rec *r = rec_alloc(&b->recs, key.len + 2 + rdata.n + notes.n);
	*r = (struct rec){.ttl = ttl,
		.line_file = line_file,
		.notes_len = (uint32_t)notes.n,
		.key_len = (uint16_t)key.len,
		.rdata_len = (uint16_t)rdata.n};
	uint8_t *at = r->data;
	memcpy(at, key.octets, key.len);
	at += key.len;
	*at++ = (uint8_t)(rank >> 8);
	*at++ = (uint8_t)rank;
	if (rdata.n)
		memcpy(at, rdata.p, rdata.n);
	if (notes.n)
		memcpy(at + rdata.n, notes.p, notes.n);
	need_entries(b, b->count + 1);
	b->entries[b->count++] = sort_entry_make(r);
	return ZF_OK;
}

static void push_provider_record(struct zone_builder *b, struct provider_record record)
{
	if (b->provider_count == b->provider_cap)
		b->provider_records = mem_grow(b->provider_records, &b->provider_cap,
			b->provider_count + 1, sizeof(record));
	b->provider_records[b->provider_count++] = record;
	b->octets += sizeof(record) + record.json.n;
}

static struct str keep(struct arena *arena, struct str s)
{
	return (struct str){arena_strndup(arena, s.n ? s.p : "", s.n), s.n};
}

void zone_builder_add_provider_record(struct zone_builder *b, struct str provider, struct str json)
{
	struct arena *arena = &b->zone->arena;
	push_provider_record(b, (struct provider_record){keep(arena, provider), keep(arena, json)});
}

void zone_builder_set_trailer(struct zone_builder *b, struct str trailer)
{
	b->zone->trailer = keep(&b->zone->arena, trailer);
}

/* Gives the files of `from` their numbers in `into`, in its records too. */
static void join_files(struct zone_builder *into, struct zone_builder *from)
{
	uint32_t numbers[REC_FILES];
	bool same = true;
	for (size_t i = 0; i < from->zone->file_count; i++) {
		numbers[i] = zone_builder_file(into, from->zone->files[i]);
		same = same && numbers[i] == i;
	}
	for (size_t i = 0; !same && i < from->count; i++) {
		struct rec *r = from->entries[i].rec;
		size_t file = r->line_file / (REC_LINE_MOST + 1u);
		if (r->line_file && file < from->zone->file_count)
			r->line_file = rec_place(numbers[file], rec_line(r));
	}
}

enum zf_status zone_builder_join(
	struct zone_builder *into, struct zone_builder *from, struct zf_error *err)
{
	size_t octets = into->octets + from->octets;
	if (from->count > zone_builder_room(into)) {
		zone_builder_free(from);
		return too_many(into, err);
	}
	zone_builder_set_apex(from, &into->zone->apex);
	join_files(into, from);
	need_entries(into, into->count + from->count);
	if (from->count)
		memcpy(into->entries + into->count, from->entries,
			from->count * sizeof(*from->entries));
	into->count += from->count;
	into->owner.len = 0;
	for (size_t i = 0; i < from->provider_count; i++)
		push_provider_record(into, from->provider_records[i]);
	into->zone->unread += from->zone->unread;
	if (from->zone->trailer.n)
		into->zone->trailer = from->zone->trailer;
	arena_join(&into->recs, &from->recs);
	arena_join(&into->zone->arena, &from->zone->arena);
	diags_join(&into->zone->diags, &from->zone->diags);
	zone_builder_free(from);
	into->octets = octets;
	return zone_builder_check_octets(into, err);
}

size_t zone_builder_provider_count(const struct zone_builder *b)
{
	return b->provider_count;
}

const struct provider_record *zone_builder_last_kept(const struct zone_builder *b)
{
	return b->provider_count ? &b->provider_records[b->provider_count - 1] : NULL;
}
