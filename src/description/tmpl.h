/*
 * tmpl: templates: text with {variables}, put into a place by that place's own encoding.
 *
 *   {name}           a variable
 *   {name:modifier}  the same, changed: "dot" adds a final dot, "number" (whole strings of a JSON
 *                    body only) makes a JSON number of it, "path" lets its slashes be slashes,
 *                    "json" (whole strings of a body, references only) is the value as it is;
 *                    null is none
 *   {/a}, {zone:/a}  a reference (ref.h)
 *   {{ and }}        braces
 */
#ifndef ZF_DESCRIPTION_TMPL_H
#define ZF_DESCRIPTION_TMPL_H

#include "buf.h"
#include "ref.h"

enum tmpl_place {
	TMPL_TEXT, /* as it is: messages, header values, values inside JSON strings */
	TMPL_PATH, /* percent-encoded; a value may not be "." or ".." */
	TMPL_QUERY, /* percent-encoded, the template's own text too; also of forms */
	TMPL_URL, /* as it is, but of host names' and ports' octets only, unless it comes first */
};

enum tmpl_outcome {
	TMPL_DONE,
	TMPL_MISSING, /* a variable has no value: `why` is its name */
	TMPL_BAD, /* a value that can't stand there: `why` is a sentence */
};

/* Appends the expanded text. `why` is valid until the next call with the same struct. */
struct tmpl_why {
	char text[160];
};
enum tmpl_outcome tmpl_expand(struct buf *out, const char *text, enum tmpl_place place,
	const struct scope *scope, struct tmpl_why *why);

/* Expands every string inside a body; on TMPL_DONE *made is the caller's. Members of objects whose
 * variable has no value are left out. */
enum tmpl_outcome tmpl_body(struct json **made, const struct json *body, const struct scope *scope,
	struct tmpl_why *why);

/* Checks a template without expanding it: `known` says whether a variable is one. False: `why` is a
 * sentence. */
typedef bool tmpl_known_fn(const void *user, const char *name, size_t size);
bool tmpl_check(const char *text, tmpl_known_fn *known, const void *user, struct tmpl_why *why);

#endif
