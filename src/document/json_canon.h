/*
 * json_canon: one JSON object (RFC 8259), read strictly and written in its canonical form.
 *
 * In that form members are sorted by name, there is no white space between tokens, all is ASCII and
 * each string is spelled in one way; so equal octets are equal objects, and one line of any text
 * holds it. Numbers keep their digits as they were written. What isn't valid UTF-8 JSON, is no
 * object, has more than JSON_MAX_DEPTH values inside each other, or holds a member twice, a NUL or
 * half a surrogate pair has no canonical form.
 */
#ifndef ZF_DOCUMENT_JSON_CANON_H
#define ZF_DOCUMENT_JSON_CANON_H

#include "buf.h"

/* Appends the canonical form of the object that a text begins with. Returns how many octets of the
 * text it takes, with white space before but not behind it; 0: it has none, and `json` is as it
 * was. */
size_t json_canon_object(struct buf *json, const char *p, size_t n);

/* The same for a text that is one object, with white space around it. False: it has none. */
bool json_canon_whole(struct buf *json, const char *p, size_t n);

#endif
