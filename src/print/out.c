#include "out.h"

#include "err.h"
#include "rdata.h"

void out_init(struct out *o, const struct out_sink *sink, struct zf_error *err)
{
	*o = (struct out){.sink = *sink, .status = ZF_OK, .err = err};
	buf_init(&o->buf, 0);
}

void out_flush(struct out *o)
{
	if (o->status == ZF_OK && o->buf.len > 0)
		o->status = o->sink.write(o->sink.user, o->buf.data, o->buf.len, o->err);
	buf_reset(&o->buf);
}

enum zf_status out_finish(struct out *o)
{
	out_flush(o);
	buf_free(&o->buf);
	return o->status;
}

enum zf_status out_sink_write(void *out, const char *p, size_t n, struct zf_error *err)
{
	struct out *o = out;
	(void)err;
	buf_add(&o->buf, p, n);
	out_check(o);
	return o->status;
}

void out_add_type(struct buf *b, const struct rec *r)
{
	rrtype_print(b, rec_type(r));
}

void out_add_owner(struct buf *b, const struct zf_zone *zone, const struct rec *r)
{
	rec_print_owner_absolute(b, zone, r);
}

void out_add_rdata(struct buf *b, const struct rec *r)
{
	rdata_print(b, rec_type(r), rec_rdata(r), r->rdata_len);
}

static void add_annotation(struct buf *b, struct str name, struct str json)
{
	buf_adds(b, ";@");
	buf_add(b, name.p, name.n);
	buf_addc(b, ' ');
	buf_add(b, json.p, json.n);
}

void out_add_annotations(struct buf *b, const struct rec *r)
{
	struct note note;
	for (size_t at = 0; rec_note_next(r, &at, &note);) {
		if (note.kind != NOTE_ANNOTATION)
			continue;
		buf_addc(b, ' ');
		add_annotation(b, note.name, note.text);
	}
}

void out_add_provider_record(struct buf *b, const struct provider_record *p)
{
	add_annotation(b, p->provider, p->json);
}

void out_add_count(struct buf *b, size_t n, const char *one, const char *many)
{
	buf_printf(b, "%zu %s", n, n == 1 ? one : many);
}

void out_add_line(struct buf *b, const struct zf_zone *zone, const struct rec *r)
{
	out_add_owner(b, zone, r);
	buf_printf(b, " %u IN ", r->ttl);
	out_add_type(b, r);
	buf_addc(b, ' ');
	out_add_rdata(b, r);
	out_add_annotations(b, r);
}
