/*
 * keep: entries that are no DNS records, kept as provider records: their JSON, member by member.
 */
#ifndef ZF_ZONEFILE_KEEP_H
#define ZF_ZONEFILE_KEEP_H

#include "reader.h"

/* Starts an object in r->json, adds members to it, and adds it as a provider record. The values of
 * members that are no text come as JSON. */
void keep_begin(struct reader *r);
void keep_add(struct reader *r, const char *member, struct str text);
void keep_add_json(struct reader *r, const char *member, struct str json);
void keep_add_number(struct reader *r, const char *member, uint32_t number);
void keep_add_owner(struct reader *r, const char *member);
void keep_end(struct reader *r, const char *provider);

/* The absolute text of a name that stands in a token, else the token as it is. */
void keep_target(struct reader *r, struct buf *text, const struct rrtoken *token);

/* The tokens from..to-1 as one line, each as it is written. */
void keep_join(struct buf *text, const struct rrtoken *from, const struct rrtoken *to);

/* cli53.c: "TTL AWS ALIAS type target zone evaluate", from the token ALIAS on. False: it isn't. */
bool cli53_alias(struct reader *r, const struct rrtoken *token, const struct rrtoken *end);

#endif
