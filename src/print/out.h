/*
 * src/print: what formats are made of. Where their octets go and the texts of records (out), of
 * changes (group, words) and of locations (options), styles, and the writers of JSON (jsonw),
 * Markdown (md) and HTML (html).
 *
 * out: where an output goes, piece by piece.
 *
 * Formats add to `buf` and call out_check between their lines; it hands a full buffer to the sink.
 * After the sink has failed, nothing is kept and nothing more is handed over; out_finish tells.
 */
#ifndef ZF_PRINT_OUT_H
#define ZF_PRINT_OUT_H

#include "zone.h"
#include "zonefile.h"

struct out_sink {
	zonefile_sink *write;
	void *user;
};

struct out {
	struct buf buf;
	struct out_sink sink;
	enum zf_status status;
	struct zf_error *err;
};

enum { OUT_PIECE = 64 << 10 };

void out_init(struct out *o, const struct out_sink *sink, struct zf_error *err);
void out_flush(struct out *o);
enum zf_status out_finish(struct out *o); /* hands over the rest; releases o */

static inline void out_check(struct out *o)
{
	if (o->buf.len >= OUT_PIECE)
		out_flush(o);
}

/* A zonefile_sink that adds to a struct out. */
enum zf_status out_sink_write(void *out, const char *p, size_t n, struct zf_error *err);

/*
 * What formats have in common: the texts of records.
 */
void out_add_type(struct buf *b, const struct rec *r);
void out_add_owner(struct buf *b, const struct zf_zone *zone, const struct rec *r); /* absolute */
void out_add_rdata(struct buf *b, const struct rec *r);
/* "www.example.com. 300 IN A 192.0.2.1 ;@bunny {…}" */
void out_add_line(struct buf *b, const struct zf_zone *zone, const struct rec *r);
/* " ;@name JSON" for each annotation, as in zone text. */
void out_add_annotations(struct buf *b, const struct rec *r);
/* ";@name JSON" */
void out_add_provider_record(struct buf *b, const struct provider_record *p);
/* "1 record", "2 records" */
void out_add_count(struct buf *b, size_t n, const char *one, const char *many);

#endif
