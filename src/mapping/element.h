/*
 * element: what a target keeps under one handle: a record, an RRset, a redirect. Reading a zone
 * for writing gives its elements beside the sealed zone: each with its id, the object as the
 * provider has it, and the records that came from it, so that an update sends back what zoneferry
 * doesn't know, and a delete names what this very run has read. Ids are handles, no annotations.
 */
#ifndef ZF_MAPPING_ELEMENT_H
#define ZF_MAPPING_ELEMENT_H

#include "json.h"
#include "zone.h"

/* One value of an element; an element that is a record has one. */
struct element_value {
	struct str rdata; /* canonical wire form; {NULL, 0}: no record was made of it */
	struct str notes; /* the record's annotations (note.h) */
	const struct json
		*raw; /* the value as the provider has it; NULL: the element itself is it */
};

struct element {
	struct str id; /* {NULL, 0}: its owner and type are its handle */
	const struct json *raw; /* whole, as it came */
	struct name owner; /* as records have it; len 0: it could not be told */
	uint16_t type; /* 0: it is a provider record as a whole */
	uint32_t ttl;
	struct element_value *values;
	size_t count;
	struct str kept; /* type 0: its JSON as the zone's provider record has it, else {NULL, 0} */
	const char *read_only; /* why it is never touched, or NULL */
};

struct elements {
	struct arena arena; /* owns texts, values and names */
	struct element *items; /* in the target's order */
	size_t count, cap;
	struct json **raws; /* owned: what `raw` points into */
	size_t raw_count, raw_cap;
};

void elements_init(struct elements *e);
void elements_free(struct elements *e);

/* Adds an element without values; it is zeroed but for `raw`, a copy of which is kept. Valid until
 * the next one is added. */
struct element *elements_add(struct elements *e, const struct json *raw);
/* Adds a value to the last element; the octets are copied, `raw` must lie in the element's own. */
void elements_add_value(struct elements *e, const struct element_value *value);

#endif
