/*
 * sample: fetches of example.com from recorded exchanges, and what is to come of them.
 */
#ifndef ZF_TEST_SAMPLE_H
#define ZF_TEST_SAMPLE_H

#include "provider_of.h"

#define URL "http://127.0.0.1:1"
#define GET(path) "> GET " URL path "\n"
#define OK(body) "< 200\n< content-type: application/json\n\n" body "\n===\n"
#define STATUS(code, body) "< " code "\n< content-type: application/json\n\n" body "\n===\n"
#define REC(owner) "{'n':'" owner "','t':'A','l':60,'v':'192.0.2.1'}"
#define LINE(owner) owner " 60 IN A 192.0.2.1\n"

struct sample {
	const char *more; /* of the description */
	const char *exchanges;
	const char *want; /* the zone's lines; with '!' in front: part of the error */
	const char *note; /* part of the findings and of what was said on the way, or NULL */
	const char *view;
	enum zf_status status; /* where '!' is wanted; ZF_OK: any error */
};

/* Fails the test where a sample doesn't give what it wants with as many requests as it holds. */
void check_samples(const struct sample *samples, size_t count);

#define CHECK(samples) check_samples(samples, sizeof(samples) / sizeof(samples[0]))

#define LIST(query, page)                                                                      \
	"{'records':{'list':{'path':'/r','query':{" query "},'items':'/records','page':{" page \
	"}}}}"
#define LIST_ID(query, page)                                                                 \
	"{'records':{'id':'/id','list':{'path':'/r','query':{" query "},'items':'/records'," \
	"'page':{" page "}}}}"

#endif
