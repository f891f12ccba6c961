/*
 * provider_of: providers for tests, made of a description and recorded exchanges.
 *
 * JSON in tests is written with ' in place of ".
 */
#ifndef ZF_TEST_PROVIDER_OF_H
#define ZF_TEST_PROVIDER_OF_H

#include "engine.h"

/* What came of fetching a zone, or of listing zones. */
struct fetched {
	enum zf_status status;
	struct zf_error err;
	struct buf text; /* the zone's lines, runs of spaces as one, "$ORIGIN" left out */
	struct buf notes; /* findings */
	struct buf progress; /* lines that begin with "..." */
	size_t calls;
};

/* `text` with " for each '; the caller's. */
char *json_of(const char *text);

/* A description called "test" whose base is http://127.0.0.1:1: the members of `more` replace or
 * add to those of a plain one, and the members of their "records" to its "records". The plain one
 * reads GET /r, whose answer is {'records':[{'n':owner,'t':type,'l':ttl,'v':value}]}; zones are not
 * looked up. The caller's. */
char *description_of(const char *more);

/* Fetches example.com in a view ("scan", "scan=new", NULL), answered by exchanges (http_file.h).
 * The environment counts, but for HOME and XDG_CONFIG_HOME. Release with fetched_free. */
void fetch_zone(
	struct fetched *f, const char *description, const char *exchanges, const char *view);
/* Lists zones: one line each, "name id", and " # why" when it is skipped. */
void fetch_list(struct fetched *f, const char *description, const char *exchanges);
void fetched_free(struct fetched *f);

#endif
