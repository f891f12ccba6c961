/*
 * json_schema: the published schema of every JSON document that the program prints.
 */
#ifndef ZF_OUTPUT_JSON_SCHEMA_H
#define ZF_OUTPUT_JSON_SCHEMA_H

#include "buf.h"

/* One JSON Schema (draft 2020-12): a document is one of its $defs. */
void json_schema_print(struct buf *b);

#endif
