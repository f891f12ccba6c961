/* A zone as JSON: records, provider records and what was noticed. */
#include "formats.h"
#include "jsonw.h"

static void add_record(
	struct out *o, const struct zf_zone *zone, const struct rec *r, struct buf *scratch)
{
	struct buf *b = &o->buf;
	buf_addc(b, '{');
	jsonw_owner(b, zone, r, scratch);
	buf_printf(b, ",\"ttl\":%u,\"class\":\"IN\",", r->ttl);
	jsonw_type(b, r);
	buf_addc(b, ',');
	jsonw_rdata(b, r, scratch);
	if (note_annotations_length(rec_notes(r)) > 0) {
		buf_adds(b, ",\"meta\":");
		jsonw_annotations(b, r);
	}
	buf_addc(b, '}');
	out_check(o);
}

enum zf_status zone_json(struct out *o, const struct zf_zone *zone,
	const struct output_options *options, struct zf_error *err)
{
	struct buf *b = &o->buf, scratch;
	bool first = true;
	(void)options;
	(void)err;
	buf_init(&scratch, 0);
	buf_adds(b, "{\"version\":1,\"zone\":");
	jsonw_text(b, zone->apex_text);
	buf_adds(b, ",\"records\":[");
	for (size_t i = 0; i < zone->count; i++) {
		jsonw_next(b, &first);
		add_record(o, zone, zone->recs[i], &scratch);
	}
	buf_adds(b, "],\n\"provider_records\":[");
	first = true;
	for (size_t i = 0; i < zone->provider_record_count; i++) {
		jsonw_next(b, &first);
		buf_addc(b, '{');
		jsonw_provider_record(b, &zone->provider_records[i]);
		buf_addc(b, '}');
		out_check(o);
	}
	buf_adds(b, "],\n\"diagnostics\":[");
	first = true;
	for (size_t i = 0; i < zone->diags.count; i++) {
		jsonw_next(b, &first);
		jsonw_diagnostic(b, &zone->diags.items[i]);
		out_check(o);
	}
	buf_adds(b, "]}\n");
	buf_free(&scratch);
	return ZF_OK;
}
