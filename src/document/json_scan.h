/*
 * json_scan: checks JSON text before anything parses it.
 *
 * cJSON keeps numbers as doubles, cuts strings at \u0000, takes duplicate keys, control characters,
 * invalid UTF-8 and garbage behind the root. The scan refuses all that, bounds depth and number
 * of values, and writes the document again in a form in which cJSON loses nothing: numbers become
 * strings that begin with JSON_MARK, and strings that begin with JSON_MARK begin with two of them.
 * Pure: depends on nothing but its arguments.
 */
#ifndef ZF_DOCUMENT_JSON_SCAN_H
#define ZF_DOCUMENT_JSON_SCAN_H

#include "buf.h"
#include "zoneferry.h"

enum { JSON_MARK = 0x7f }; /* DEL: ASCII, and allowed as it stands inside JSON strings */

/* Appends the document to `marked`, which must have no limit. Errors: ZF_ERR_SYNTAX and
 * ZF_ERR_LIMIT (the limits of json.h) with line and column. */
enum zf_status json_scan(struct buf *marked, const char *text, size_t size, struct zf_error *err);

#endif
