/*
 * json_edit: changing a tree at the place that a JSON pointer (RFC 6901) names.
 */
#ifndef ZF_DOCUMENT_JSON_EDIT_H
#define ZF_DOCUMENT_JSON_EDIT_H

#include "json.h"

/* Sets the member; objects on the way to it are made, and take the place of what is no object.
 * Owns `value`. The pointer leads through objects only; "" is not allowed. */
void json_put(struct json *root, const char *pointer, struct json *value);

/* Takes the member away, if it is there. */
void json_drop(struct json *root, const char *pointer);

/* Sets each member of `members` (an object) that `into` doesn't have, to a copy. */
void json_fill(struct json *into, const struct json *members);

#endif
