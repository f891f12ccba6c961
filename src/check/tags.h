/*
 * tags: "tag=value; tag=value" text (RFC 6376 section 3.2), of which DKIM, DMARC, MTA-STS and
 * TLS reporting are made.
 */
#ifndef ZF_CHECK_TAGS_H
#define ZF_CHECK_TAGS_H

#include "str.h"

enum { TAGS_MAX = 64 };

struct tags {
	struct {
		struct str name, value; /* without the white space around them */
	} items[TAGS_MAX];
	size_t count;
};

/* Takes text apart, which must outlive *tags. Returns NULL, or what is wrong with it. */
const char *tags_parse(struct tags *tags, struct str text);

/* The value of a tag; names are compared as they stand. When there is none *value stays. */
bool tags_find(const struct tags *tags, const char *name, struct str *value);

/* Cuts the next item off a list, white space around it removed; false at the end. */
bool tags_list_next(struct str *list, char separator, struct str *item);

/* How many octets base64 with white space inside stands for; false: it is no whole base64. */
bool tags_base64_size(struct str text, size_t *octets);

#endif
