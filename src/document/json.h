/*
 * src/document: documents that others wrote, read strictly and within limits. JSON and XML become
 * the same tree (json, xml), which is asked by name and path, built and printed; an object can be
 * had in a canonical form without a tree (json_canon). Before a library parses JSON, json_scan has
 * judged it, by the tokens that json_token decides. What a document means is for others to say.
 *
 * json: JSON from outside, through one guarded corner.
 *
 * Text is scanned before cJSON sees it: UTF-8, no NUL (raw or \u0000), depth, number of values, no
 * duplicate keys, numbers as RFC 8259 spells them, nothing behind the root but white space, one
 * leading BOM allowed. Numbers keep their text: an id of 19 digits stays what it is.
 * Names are compared with their letter case. Nothing outside json.c uses cJSON.
 */
#ifndef ZF_DOCUMENT_JSON_H
#define ZF_DOCUMENT_JSON_H

#include "buf.h"
#include "str.h"
#include "zoneferry.h"

enum { JSON_MAX_SIZE = 16 << 20, JSON_MAX_DEPTH = 64, JSON_MAX_VALUES = 500000 };

struct json; /* one value; lives as long as its root */

enum json_kind { JSON_NULL, JSON_BOOL, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

/* On success *root is the caller's. Errors: ZF_ERR_SYNTAX and ZF_ERR_LIMIT with line and column. */
enum zf_status json_parse(struct json **root, const char *text, size_t size, struct zf_error *err);
void json_free(struct json *root); /* NULL is allowed */

enum json_kind json_kind(const struct json *j); /* JSON_NULL for NULL too */
const char *json_kind_name(enum json_kind kind); /* "a string", "an object" … for messages */

/* A string's octets or a number's text as it stood; {NULL, 0} for other kinds. */
struct str json_text(const struct json *j);
bool json_is_true(const struct json *j);

/* A whole number within min..max: a number, or with `or_string` a string of digits. 3600.0 and
 * 36e2 are whole numbers. False otherwise. */
bool json_integer(const struct json *j, int64_t min, int64_t max, bool or_string, int64_t *value);

/* Members and elements; NULL when there is none. */
const struct json *json_member(const struct json *object, const char *name);
const struct json *json_first(const struct json *container);
const struct json *json_next(const struct json *member);
const char *json_name(const struct json *member); /* its key in an object; NULL in an array */
size_t json_count(const struct json *container);

/* RFC 6901: "" is the value itself, "/a/0/b~1c". NULL when nothing is there. */
const struct json *json_at(const struct json *j, const char *pointer);

bool json_equal(const struct json *a, const struct json *b); /* members in any order */

/* One line without white space, ASCII only (\uXXXX), members as they stand, or sorted by name. */
enum json_order { JSON_AS_IS, JSON_SORTED };
void json_print(struct buf *b, const struct json *j, enum json_order order);

/* Building. Values belong to what they are added to. A string with a NUL, and a text that is no
 * JSON number, can't be kept: null comes in their place. */
struct json *json_new_object(void);
struct json *json_new_array(void);
struct json *json_new_string(const char *p, size_t n);
struct json *json_new_number(const char *p, size_t n);
struct json *json_new_bool(bool value);
struct json *json_new_null(void);
struct json *json_copy(const struct json *j);
void json_set(struct json *object, const char *name, struct json *value); /* replaces */
void json_append(struct json *array, struct json *value);
struct json *json_take(struct json *object, const char *name); /* the caller's now; NULL: none */

#endif
