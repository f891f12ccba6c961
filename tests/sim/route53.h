/* route53: what the files of the Route 53 simulator share. */
#ifndef SIM_ROUTE53_H
#define SIM_ROUTE53_H

#include "sim.h"

#define ROUTE53_XMLNS "https://route53.amazonaws.com/doc/2013-04-01/"

/* <ErrorResponse> */
void route53_refuse(struct reply *r, int status, const char *code, const char *text);
/* <InvalidChangeBatch> with its one message. */
void route53_refuse_batch(struct reply *r, const char *message);

/* A document on its way: begun with its root's start tag, sent with the end tag. */
struct document {
	FILE *out;
	char *text;
	size_t size;
	const char *root;
};
void document_begin(struct document *d, const char *root);
void document_send(struct document *d, int status, struct reply *r);
/* <name>text</name>, escaped. */
void document_text(struct document *d, const char *name, const char *text);
void document_number(struct document *d, const char *name, double number);
/* <ResourceRecordSet> of a set in the simulator's form. */
void document_set(struct document *d, const cJSON *set);

/* The request's XML: an object for an element with others inside, in their order, names may stand
 * more than once; else a string. NULL when it is no XML, or of another root or namespace. */
cJSON *route53_parse(const char *xml, const char *root);
/* A set in the simulator's form from its XML; NULL and what is wrong, when it doesn't keep to the
 * schema: unknown members, another order, missing ones. */
cJSON *route53_set(const cJSON *xml, const char **wrong);

/* A name as answers show it: lower case, final dot, octal escapes. To be freed. */
char *route53_name(const char *text);
/* NULL, or what is wrong with a set by itself in this zone; with a set beside those of the list. */
const char *route53_set_fault(const cJSON *zone, const cJSON *set);
const char *route53_conflict(const cJSON *sets, const cJSON *set);
/* The set of the same name, type and identifier in the list, or NULL. */
cJSON *route53_find(const cJSON *sets, const cJSON *set);

handler route53_change, route53_change_get;

#endif
