/*
 * xml: XML answers as the tree that JSON answers are, so that the same references lead into both.
 *
 * An element with child elements is an object of them; children of one name are an array. An
 * element without is a string: its text, white space at both ends taken away. Attributes are
 * members whose names begin with '@'; the text of an element that has attributes or children is its
 * member "#". Namespaces are left out. Document types are refused, so no entity can be declared.
 */
#ifndef ZF_DOCUMENT_XML_H
#define ZF_DOCUMENT_XML_H

#include "json.h"

enum { XML_MAX_DEPTH = 64, XML_MAX_NODES = 500000, XML_MAX_NAMES = 1000 /* in one element */ };

/* *root is an object of one member, the root element; the caller's. Errors: ZF_ERR_SYNTAX and
 * ZF_ERR_LIMIT with line and column. */
enum zf_status xml_parse(struct json **root, const char *text, size_t size, struct zf_error *err);

/* Appends the document that the tree is: the other way round, members in their order, null
 * for no element. Names come from descriptions; texts may be anything. */
void xml_print(struct buf *b, const struct json *root);

#endif
