/*
 * compose: the mapping turned round: from the records of an operation to the element as its
 * provider spells it. The same rows say where a field is and how it is written; `write` says the
 * rest. An element that is there is the beginning: what zoneferry doesn't know of it stays.
 * compose.c makes the element, compose_rdata.c the parts of RDATA, compose_proof.c reads the result
 * back.
 */
#ifndef ZF_MAPPING_COMPOSE_H
#define ZF_MAPPING_COMPOSE_H

#include "map.h"
#include "operation.h"

/* What composing wants to know besides the operation. */
struct compose {
	const struct desc *desc; /* with a `write` */
	const struct name *apex;
	const struct json *zone; /* the zone object, for reading back; or NULL */
	const struct vars *vars;
};

/* Makes the element as the operation (a create or an update) leaves it; on success *made is the
 * caller's. It was read back, and gives the operation's records again. Errors: ZF_ERR_DATA: what
 * can't be spelled there, or would be read as something else. */
enum zf_status compose_element(struct json **made, const struct compose *c,
	const struct operation *operation, struct zf_error *err);

/*
 * The pieces, for each other.
 */

/* An element being made. */
struct composing {
	const struct compose *c;
	const struct desc_records *records;
	struct arena arena; /* of texts */
	struct json *element;
	bool keeps_notes; /* of the element, where the records say nothing */
	struct json
		*value; /* the RRset's value that is being made; NULL: a record is one element */
};

/* A member's new value, at the place that reading takes it from. Owns `json`. */
void compose_put(struct composing *m, const struct ref *ref, struct json *json);

/* What stands there, or NULL. */
const struct json *compose_member(const struct composing *m, const struct ref *ref);

/* The same for a text, which is a number where the element (or the description's defaults) has one
 * there, or, where nothing is there, `numeric` says so. */
enum compose_as { COMPOSE_STRING, COMPOSE_NUMBER };
void compose_put_text(
	struct composing *m, const struct ref *ref, struct str text, enum compose_as as);

/* The parts of RDATA, by its row. */
enum zf_status compose_rdata(struct composing *m, const struct rec *rec,
	const struct desc_rdata *row, struct zf_error *err);

/* Whether the element, read again, gives the operation's records and nothing else. */
enum zf_status compose_prove(const struct compose *c, const struct json *element,
	const struct operation *operation, struct zf_error *err);

#endif
