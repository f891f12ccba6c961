/*
 * src/zone: the model that all else reads and makes. Records come together in any order (build),
 * are sorted, collapsed and made immutable (seal, sort, collapse), and have digests (digest); with
 * them stand annotations and comments (note), and what was found in a zone is told with its place
 * (diag). Nothing here knows a file, a provider or a name server.
 *
 * zone: the records of one origin.
 *
 * A zone is built by a zone_builder (owner, type, TTL, RDATA in canonical wire form), then sealed:
 * sorted, exact duplicates collapsed, immutable. Everything else in the program reads sealed zones.
 *
 * A record is one blob: header, owner key (name.h), type rank, RDATA, notes. Key, rank and RDATA
 * stand together, so that the order of records (SOA and NS of the apex, then DNSSEC canonical
 * order of owners, type number, canonical RDATA) is plain memcmp, and equality too.
 */
#ifndef ZF_ZONE_ZONE_H
#define ZF_ZONE_ZONE_H

#include "arena.h"
#include "diag.h"
#include "name.h"
#include "note.h"
#include "rrtype.h"
#include "str.h"

/* line_file holds the line in its low 26 bits (all ones: that line or a later one), the index of
 * the file in the 6 above; 0: the record comes from no file. */
struct rec {
	uint32_t ttl; /* seconds */
	uint32_t line_file;
	uint32_t notes_len;
	uint16_t key_len, rdata_len;
	uint8_t data[]; /* key, type rank (2 octets, big endian), RDATA, notes */
};

static inline const uint8_t *rec_key(const struct rec *r)
{
	return r->data;
}

static inline const uint8_t *rec_rdata(const struct rec *r)
{
	return r->data + r->key_len + 2;
}

/* How many octets of data the order of records is made of: all but the notes. */
static inline size_t rec_sorted_length(const struct rec *r)
{
	return r->key_len + 2u + r->rdata_len;
}

enum { REC_LINE_MOST = (1 << 26) - 1, REC_FILES = 64 };

static inline uint32_t rec_place(unsigned file, unsigned long line)
{
	return (uint32_t)file << 26 | (uint32_t)(line < REC_LINE_MOST ? line : REC_LINE_MOST);
}

static inline unsigned long rec_line(const struct rec *r)
{
	return r->line_file & REC_LINE_MOST;
}

/* The rank of a type is its number, but at the apex SOA is 0 and NS is 1 (others make room). */
uint16_t type_to_rank(uint16_t type, bool apex);
uint16_t type_from_rank(uint16_t rank, bool apex);

static inline uint16_t rec_type(const struct rec *r)
{
	uint16_t rank = (uint16_t)(r->data[r->key_len] << 8 | r->data[r->key_len + 1]);
	return key_is_apex(r->data) ? type_from_rank(rank, true) : rank;
}

/* The order of sealed zones: owner, type, RDATA. TTL and notes don't count. */
int rec_cmp(const struct rec *a, const struct rec *b);
int rec_cmp_rrset(const struct rec *a, const struct rec *b); /* owner and type only */
bool rec_same_owner(const struct rec *a, const struct rec *b);
bool rec_same_rrset(const struct rec *a, const struct rec *b);

static inline struct str rec_notes(const struct rec *r)
{
	return (struct str){(const char *)r->data + r->key_len + 2 + r->rdata_len, r->notes_len};
}

/* Annotations are part of what diff compares; comments are kept by `fmt` alone and are never
 * compared (note.h). */
bool rec_note_next(const struct rec *r, size_t *at, struct note *note); /* start with *at = 0 */
bool rec_has_annotation(
	const struct rec *r, const char *name, struct str *json); /* json: or NULL */
bool rec_same_annotations(const struct rec *a, const struct rec *b);
/* ";@zoneferry {"synthesised":true}": made by us so that the file loads elsewhere. */
bool rec_is_synthesised(const struct rec *r);

/* Something in a provider's zone that is no DNS record (";@bunny {…}" on a line of its own). */
struct provider_record {
	struct str provider; /* "bunny" */
	struct str json;
};

/* The order of provider records in sealed zones: provider, then JSON, by octets. */
int provider_record_cmp(const struct provider_record *a, const struct provider_record *b);

struct zf_zone {
	struct arena arena;
	struct name apex; /* lower case */
	char *apex_text; /* absolute, with the final dot */
	struct rec **recs; /* sorted by rec_cmp, no two equal */
	size_t count;
	struct provider_record *provider_records; /* sorted by provider and text, no two equal */
	size_t provider_record_count;
	/* Elements of the source that could not be read as the records that they are, and are kept
	 * as provider records: what is here is all but those. */
	size_t unread;
	bool bare; /* read from a text that has no place for what the same source otherwise tells:
		      annotations, provider records, which TTLs are automatic */
	const char **files; /* names of the files that were read; NULL when none */
	size_t file_count;
	struct diags diags; /* what was noticed while it was made */
	struct str trailer; /* comment lines behind the last record, each with its newline */
	char *source; /* the location, for messages and machine formats */
};

/* Where a provider record stands in a sealed zone, or would stand. */
size_t zone_place_provider_record(const struct zf_zone *zone, const struct provider_record *p);
bool zone_has_provider_record(const struct zf_zone *zone, const struct provider_record *p);

/* The owner of a record, lower case. */
void rec_owner(const struct zf_zone *zone, const struct rec *r, struct name *owner);
/* Its text relative to the apex as zone files print it ("@" at the apex), absolute outside. */
void rec_print_owner(struct buf *b, const struct zf_zone *zone, const struct rec *r);
/* Its absolute text with the final dot. */
void rec_print_owner_absolute(struct buf *b, const struct zf_zone *zone, const struct rec *r);
const char *rec_file(const struct zf_zone *zone, const struct rec *r); /* or NULL */

/* The index of the first record at or behind owner (and type, 0: any), count when none. */
size_t zone_find(const struct zf_zone *zone, const struct name *owner, uint16_t type);
/* The index of the first record with this RDATA, count when there is none. */
size_t zone_find_record(
	const struct zf_zone *zone, const struct name *owner, uint16_t type, struct str rdata);
/* Where a record stands in the zone, or would stand. */
size_t zone_place(const struct zf_zone *zone, const struct rec *r);
/* The end of the RRset (of the owner's records) that starts at index `from`. */
size_t zone_rrset_end(const struct zf_zone *zone, size_t from);
size_t zone_owner_end(const struct zf_zone *zone, size_t from);
/* The apex SOA, or NULL. */
const struct rec *zone_soa(const struct zf_zone *zone);

enum { ZONE_DIGEST_OCTETS = 32 };
/* SHA-256 over the sealed zone in RFC 8976 canonical form (records in the order of RFC 4034 section
 * 6, each once), TTLs included, annotations and synthesised records left out. */
void zone_digest(const struct zf_zone *zone, uint8_t digest[ZONE_DIGEST_OCTETS]);
/* SHA-256 over all that a target may keep: records, annotations and provider records, without what
 * changes by itself: the apex SOA, what signers make (RRTYPE_DNSSEC), what was synthesised. It
 * tells whether somebody has changed a target since it was read. */
void zone_state_digest(const struct zf_zone *zone, uint8_t digest[ZONE_DIGEST_OCTETS]);
bool zone_same_state(const struct zf_zone *a, const struct zf_zone *b); /* equal digests */
bool rec_changes_by_itself(const struct rec *r);

enum { ZONE_ZONEMD_OCTETS = 64 };
/* What a ZONEMD record of scheme 1 and this hash algorithm (1: SHA-384, 2: SHA-512) has to hold
 * (RFC 8976 section 3.3). Returns its octets, 0 for another algorithm. */
size_t zone_digest_zonemd(
	const struct zf_zone *zone, unsigned algorithm, uint8_t digest[ZONE_ZONEMD_OCTETS]);

/*
 * Building. A builder is for one thread; a file may be read by several, each with a builder of its
 * own, which are joined in the end.
 */
struct zone_builder;

/* Ten times the largest zone of a hosting customer, and what their text of 1 GiB takes in memory.
 */
enum { ZONE_MAX_RECORDS = 10000000 };
#define ZONE_MAX_OCTETS ((size_t)2 << 30)

struct zone_builder *zone_builder_new(const struct name *apex, const char *source);
void zone_builder_free(struct zone_builder *b); /* NULL is allowed; for one not sealed */

/* Moves to another apex (a file tells it by its SOA only); keys are made anew. */
void zone_builder_set_apex(struct zone_builder *b, const struct name *apex);

/* Notes a file's name and returns its index for rec_place; the same name has the same index. At
 * most REC_FILES names; any further has the last one's index. */
unsigned zone_builder_file(struct zone_builder *b, const char *name);

/* Allows another number of records than ZONE_MAX_RECORDS; of octets ZONE_MAX_OCTETS, and for more
 * records more in proportion. SIZE_MAX: as many as there are. */
void zone_builder_set_limit(struct zone_builder *b, size_t most);

/* Adds one record. `rdata` must be valid and canonical (rdata.h); notes as made by note_add, or
 * empty. Records of one owner are cheapest one behind the other. Errors: ZF_ERR_LIMIT
 * (id "too-many-records", or "too-many-octets"). */
enum zf_status zone_builder_add(struct zone_builder *b, const struct name *owner, uint16_t type,
	uint32_t ttl, const uint8_t *rdata, size_t rdata_len, struct str notes, uint32_t line_file,
	struct zf_error *err);

/* The same for an owner whose key relative to the builder's apex (name.h) is known. */
struct name_key {
	const uint8_t *octets;
	size_t len;
};
enum zf_status zone_builder_add_key(struct zone_builder *b, struct name_key key, uint16_t type,
	uint32_t ttl, struct str rdata, struct str notes, uint32_t line_file, struct zf_error *err);

/* Has no error: the next record is refused when the octets are too many. */
void zone_builder_add_provider_record(struct zone_builder *b, struct str provider, struct str json);

/* What says that a zone is not whole: ";@zoneferry {"partial":"90 of 306 records"}". The JSON of
 * the mark, or NULL. */
const struct str *zone_partial_mark(const struct zf_zone *zone);
/* How many were added, and the last of them (NULL: none). */
size_t zone_builder_provider_count(const struct zone_builder *b);
const struct provider_record *zone_builder_last_kept(const struct zone_builder *b);

/* The same for what ought to be a record and can't be read as one: counts it. Errors: ZF_ERR_LIMIT
 * when there are more than ZONE_MAX_UNREAD: the source is not what it is taken for. */
enum { ZONE_MAX_UNREAD = 10000 };
enum zf_status zone_builder_add_unread(
	struct zone_builder *b, struct str provider, struct str json, struct zf_error *err);
/* The same for a record whose owner is outside of the zone, with an error among the findings. It is
 * kept as {"line": its zone-file line}. */
struct zone_outside {
	const struct name *owner;
	uint16_t type;
	uint32_t ttl;
	struct str rdata; /* valid wire form */
};
enum zf_status zone_builder_add_outside(struct zone_builder *b, struct str provider,
	const struct zone_outside *r, struct zf_error *err);

/* Comment lines behind the last record, each with its newline; kept by `fmt`. */
void zone_builder_set_trailer(struct zone_builder *b, struct str trailer);

/* Moves all of `from` (records, files, findings, provider records, trailer) into `into` and
 * releases `from`, also when it fails: ZF_ERR_LIMIT as above. The apex is that of `into`. */
enum zf_status zone_builder_join(
	struct zone_builder *into, struct zone_builder *from, struct zf_error *err);

/* Where findings go while the zone is built; part of the zone once it is sealed. */
struct diags *zone_builder_diags(struct zone_builder *b);
size_t zone_builder_count(const struct zone_builder *b);
/* How many records may still be added. */
size_t zone_builder_room(const struct zone_builder *b);
/* ZF_ERR_LIMIT when there are more octets than are allowed. */
enum zf_status zone_builder_check_octets(const struct zone_builder *b, struct zf_error *err);

/* The file (or NULL) and the line of record `index` in the order of adding. */
const char *zone_builder_place(const struct zone_builder *b, size_t index, unsigned long *line);

/* Sorts, collapses exact duplicates and gives the zone, which is the caller's. Releases the
 * builder. Of duplicates the lowest TTL and all annotations and comments stay. Findings (warnings):
 *  duplicate             a record is there more than once; names both places
 *  duplicate-ttl         the same, with different TTLs
 *  duplicate-annotation  the same, annotated differently by one provider; the first one stays
 *  mixed-ttl             the records of one RRset have different TTLs (RFC 2181 section 5.2) */
struct zf_zone *zone_builder_seal(struct zone_builder *b);

#endif
