/*
 * jsonw: writes JSON piece by piece, ASCII only.
 *
 * Documents may hold a million records, so nothing is built in memory. The caller writes
 * punctuation by these functions in the order of the document; the comma is the caller's too,
 * through jsonw_next, which adds it from the second call for one `first` on.
 */
#ifndef ZF_PRINT_JSONW_H
#define ZF_PRINT_JSONW_H

#include "out.h"

/* A string with its quotes: \uXXXX for all that isn't printable ASCII; invalid UTF-8: \ufffd. */
void jsonw_string(struct buf *b, const char *p, size_t n);
void jsonw_text(struct buf *b, const char *s);

/* A comma and a newline, but not the first time. *first starts out true. */
void jsonw_next(struct buf *b, bool *first);

/* Members: "key":"text", with the text of a record's owner, type or RDATA (made in `scratch`). */
void jsonw_owner(
	struct buf *b, const struct zf_zone *zone, const struct rec *r, struct buf *scratch);
void jsonw_type(struct buf *b, const struct rec *r);
void jsonw_rdata(struct buf *b, const struct rec *r, struct buf *scratch);

/* {"cloudflare":{"proxied":true}}: a record's annotations, {} when there are none. */
void jsonw_annotations(struct buf *b, const struct rec *r);

/* {"severity":"warning","code":"mixed-ttl","file":"a.zone","line":7,"text":"…"}: file, line and
 * column as far as they are known; "reads" and "write" where it has them. */
void jsonw_diagnostic(struct buf *b, const struct diag *diag);

/* "provider":"bunny","data":{…} */
void jsonw_provider_record(struct buf *b, const struct provider_record *p);

#endif
