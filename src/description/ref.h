/*
 * ref: references to values in answers, and conditions over them.
 *
 * A reference is text in a description:
 *
 *   /a/b        in the element at hand (a record, an RRset, a zone of a list)
 *   value:/a    in the element of the RRset's values; "value:" is that element itself
 *   zone:/a     in the zone object
 *   answer:/a   in the whole answer
 *   header:X    a header of the answer
 *   element:    the element at hand, for templates that mean it whole
 *   raw:/a      in the element as it was read (of writing)
 *   batch:/a    in the operations of a batch: operations, creates, updates, deletes (lists)
 *   key:        the member name of the element at hand, where a list is an object keyed by id
 *   =text       the text itself
 *
 * Paths are JSON pointers (RFC 6901) with one addition: a segment [k=v,k2=v2] is the first element
 * of an array whose members have these texts; v may be a {variable}.
 */
#ifndef ZF_DESCRIPTION_REF_H
#define ZF_DESCRIPTION_REF_H

#include "headers.h"
#include "json.h"
#include "vars.h"

enum ref_scope {
	REF_NONE, /* there is no reference */
	REF_ITEM,
	REF_VALUE,
	REF_ZONE,
	REF_ANSWER,
	REF_HEADER,
	REF_KEY,
	REF_TEXT,
	REF_RAW,
	REF_BATCH,
};

struct ref {
	enum ref_scope scope;
	const char *path; /* without the scope; owned by somebody else */
};

/* Several: the first that is there (and not null) counts. */
struct refs {
	struct ref *items;
	size_t count;
};

/* What references lead into; what there isn't is NULL. */
struct scope {
	const struct json *item, *value, *zone, *answer, *raw, *batch;
	const char *key;
	const struct headers *headers; /* of the answer */
	int status; /* of the answer; 0: there is none */
	const struct vars *vars; /* for {variables} in selectors */
};

/* What a reference leads to. Neither json nor text: nothing is there. */
struct value {
	const struct json *json; /* NULL for headers, keys and plain text, or nothing */
	struct str text; /* of a string or a number, else {NULL, 0} */
};

/* Reads a reference; false when the text is none. */
bool ref_parse(struct ref *ref, const char *text);

struct value ref_get(const struct ref *ref, const struct scope *scope);
struct value refs_get(const struct refs *refs, const struct scope *scope);

/* Whether something is there that is not null. */
bool value_exists(const struct value *v);
/* Whether it is besides not false, 0, "", [] or {}. */
bool value_filled(const struct value *v);

/* The last segment of a path, unescaped, into `b`: the name that a value has by itself. */
void ref_name(struct buf *b, const struct ref *ref);

#endif
