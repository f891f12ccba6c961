/*
 * map: from the elements of a provider's list to the records of a zone, as its description says,
 * and without asking anybody. map.c takes one element, finish.c what the zone as a whole wants;
 * below them are types (type.c), owners and targets (name.c), RDATA (rdata.c), strings and escapes
 * (txt.c), and what a zone has no field for (json.c).
 *
 * An element is a record, or an RRset with a list of values. Its RDATA is put together from parts:
 * each part spells one field of the type (by the type table of rrtype.h and rdata.h), or, in
 * presentation form, several. Octets that an API gives as they are reach the codec as raw tokens,
 * so that nothing is quoted first and unquoted later. A part that doesn't say how it is written is
 * taken by its place: the last part of a type with several fields left is presentation form,
 * anything else is the one field that is next.
 */
#ifndef ZF_MAPPING_MAP_H
#define ZF_MAPPING_MAP_H

#include "desc.h"
#include "element.h"
#include "idset.h"
#include "rdata.h"
#include "zone.h"

struct map {
	const struct desc *desc;
	const struct desc_records *records;
	struct name apex;
	struct zone_builder *builder; /* the caller's */
	struct elements *list; /* gets the elements, for writing; the caller's; NULL: not wanted */
	struct scope scope; /* zone, answer, headers, status and vars are the caller's to set */
	struct arena scratch; /* of one element */
	struct buf rdata, notes;
	struct idset records_seen; /* owner, type and RDATA of each, and its annotations */
	size_t *skipped; /* for each rule: how many elements it left out */
	size_t elements; /* so far */
	bool has_soa, has_ns; /* of the apex */
	struct zf_error unread; /* why the first element that can't be read can't be */
};

void map_init(struct map *m, const struct desc *desc, const struct desc_records *records,
	const struct name *apex, struct zone_builder *builder);
void map_free(struct map *m);

/* Adds one element of the list; `key` is its member name, or NULL. Of elements that are equal as
 * records but annotated differently (one address for two regions) the first becomes the record,
 * each further one is kept as a provider record. So is, with an error among the findings, an
 * element or value whose content is no DNS data, or lies outside of the zone: one of them doesn't
 * cost the rest (zf_zone.unread). Errors: ZF_ERR_ANSWER when its shape is not the described one,
 * ZF_ERR_LIMIT; naming the element. */
enum zf_status map_element(
	struct map *m, const struct json *item, const char *key, struct zf_error *err);

/* Adds the warnings of the answer in scope. */
void map_warn(struct map *m);

/* Notes what was left out, and adds SOA and apex NS when the zone has none and the description
 * tells them. Call once, behind the last element. Errors: those of the first element that can't be
 * read, where no element could be: then the description is wrong, or the answer. */
enum zf_status map_finish(struct map *m, struct zf_error *err);

/* What a provider record stands for in the answers of the name servers. */
enum { SERVES_MOST = 8 };
struct serves {
	struct name owner;
	uint16_t types[SERVES_MOST]; /* of these at least one is answered */
	size_t count;
};

/* False: nothing is served in its place, or where can't be told. `json` is the provider record's.
 */
bool map_serves(
	struct serves *s, const struct desc *desc, const struct name *apex, struct str json);

/* Where an element is, as it came or as a provider record keeps it: its owner, and its RR type (0:
 * none). False: that can't be told. */
struct place {
	struct name owner;
	uint16_t type;
};
bool map_place(struct place *place, const struct desc *desc, const struct name *apex,
	const struct json *element);

/* Whether an annotation of this provider's says that the name servers answer otherwise than the
 * record does. `json` is the annotation's. */
bool map_steers(const struct desc *desc, struct str json);

/*
 * The pieces, for each other and for their tests.
 */

/* The type of the element in scope in the provider's own word ({NULL, 0}: it has none), the
 * mnemonic that the description has for a word (or the word itself), whether the description calls
 * it a type that is none of DNS, and the RR type of the element (0: it has none). */
struct str map_type_word(const struct map *m);
struct str map_type_mnemonic(const struct map *m, struct str word);
bool map_is_provider_type(const struct map *m, struct str word);
uint16_t map_type(const struct map *m);
/* The row of the description that fits the element in scope, or NULL. */
const struct desc_rdata *map_row(const struct map *m, uint16_t type);

/* The RDATA of the element (and value) in scope, canonical, into m->rdata. `row` is the row of the
 * description that fits. */
enum zf_status map_rdata(
	struct map *m, uint16_t type, const struct desc_rdata *row, struct zf_error *err);

/* A name that stands in RDATA: `text` as zone files would spell it there, in the scratch arena. */
enum zf_status map_target(
	struct map *m, struct str *text, int style, struct str from, struct zf_error *err);

/* An owner. */
enum zf_status map_owner(
	struct map *m, struct name *owner, const struct list *labels, struct zf_error *err);

/* user@host as a name: dots of the user are escaped (RFC 1035 section 8). */
struct str map_mailbox(struct map *m, struct str text);

/* The name of a zone as a provider spells it: absolute, its final dot may be missing. */
enum zf_status map_zone_name(struct name *name, struct str text, struct zf_error *err);

/* Appends the member's name that an annotation has. */
void map_annotation_name(struct buf *b, const struct desc_annotation *a);
/* The annotations of the record in scope, as notes. */
void map_annotate(struct map *m, uint16_t type, const struct json *special_ttl);

/* Keeps the element in scope as a provider record; with a value in scope that value only. */
void map_keep(struct map *m, const struct desc_rdata *row);
/* The same for what could not be read. */
enum zf_status map_keep_unread(struct map *m, const struct desc_rdata *row, struct zf_error *err);

/* Texts cut into strings of 255 octets; the strings are raw tokens in the scratch arena. */
struct map_tokens {
	struct rrtoken *items;
	size_t count, cap;
};
void map_add_token(struct map *m, struct map_tokens *tokens, struct str text, uint32_t flags);
enum zf_status map_add_txt(
	struct map *m, struct map_tokens *tokens, int style, struct str text, struct zf_error *err);

/* The octets that a token spells, in the arena. False: an escape of more than 255, or nothing
 * behind it. */
bool map_unescape(struct arena *arena, struct str *octets, const struct rrtoken *token);

/* Presentation form with octal escapes (\052) as the decimal ones of zone files, which take as much
 * room: `to` may be the text itself. */
void map_octal_escapes(char *to, struct str text);
struct str map_escapes(struct map *m, struct str text); /* where the description says so */

#endif
