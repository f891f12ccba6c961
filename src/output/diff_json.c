/* A diff as JSON: the changes in their order, and how many of each kind. */
#include "formats.h"
#include "jsonw.h"

static void add_meta(struct buf *b, const struct change *c)
{
	buf_adds(b, ",\"old\":");
	jsonw_annotations(b, c->a);
	buf_adds(b, ",\"new\":");
	jsonw_annotations(b, c->b);
}

static void add_names(
	struct buf *b, const struct zf_zone *zone, const struct rec *r, struct buf *scratch)
{
	jsonw_owner(b, zone, r, scratch);
	buf_addc(b, ',');
	jsonw_type(b, r);
	buf_addc(b, ',');
}

/* A record that only one side has. */
static void add_single(
	struct buf *b, const struct zf_zone *zone, const struct rec *r, struct buf *scratch)
{
	add_names(b, zone, r, scratch);
	buf_printf(b, "\"ttl\":%u,", r->ttl);
	jsonw_rdata(b, r, scratch);
	if (note_annotations_length(rec_notes(r)) > 0) {
		buf_adds(b, ",\"meta\":");
		jsonw_annotations(b, r);
	}
}

/* A record that both have; rdata is b's spelling. */
static void add_changed(
	struct buf *b, const struct diff *d, const struct change *c, struct buf *scratch)
{
	add_names(b, d->b, c->b, scratch);
	jsonw_rdata(b, c->b, scratch);
	if (c->op == DIFF_TTL)
		buf_printf(b, ",\"old_ttl\":%u,\"ttl\":%u", c->a->ttl, c->b->ttl);
	if (c->meta)
		add_meta(b, c);
}

static void add_change(
	struct buf *b, const struct diff *d, const struct change *c, struct buf *scratch)
{
	static const char *const ops[] = {[DIFF_ADD] = "add",
		[DIFF_REMOVE] = "remove",
		[DIFF_TTL] = "ttl",
		[DIFF_META] = "meta"};
	buf_printf(b, "{\"op\":\"%s\",", ops[c->op]);
	if (c->pa || c->pb)
		jsonw_provider_record(b, c->pa ? c->pa : c->pb);
	else if (c->a && c->b)
		add_changed(b, d, c, scratch);
	else
		add_single(b, c->a ? d->a : d->b, c->a ? c->a : c->b, scratch);
	buf_addc(b, '}');
}

enum zf_status diff_json(struct out *o, const struct diff *d, const struct output_options *options,
	struct zf_error *err)
{
	struct buf *b = &o->buf, scratch;
	bool first = true;
	(void)err;
	buf_init(&scratch, 0);
	buf_adds(b, "{\"version\":1,\"a\":");
	jsonw_text(b, output_name(options, 0, d->a));
	buf_adds(b, ",\"b\":");
	jsonw_text(b, output_name(options, 1, d->b));
	buf_adds(b, ",\"zone\":");
	jsonw_text(b, d->a->apex_text);
	buf_printf(b, ",\"equal\":%s,\"changes\":[", d->count == 0 ? "true" : "false");
	for (size_t i = 0; i < d->count; i++) {
		jsonw_next(b, &first);
		add_change(b, d, &d->changes[i], &scratch);
		out_check(o);
	}
	buf_printf(b,
		"],\n\"summary\":{\"added\":%zu,\"removed\":%zu,\"ttl\":%zu,\"meta\":%zu,"
		"\"ignored\":%zu",
		d->added, d->removed, d->ttl, d->meta, d->ignored);
	if (d->rrsets > 0)
		buf_printf(b, ",\"looked_at\":%zu,\"rrsets\":%zu", d->looked_at, d->rrsets);
	buf_adds(b, "}}\n");
	buf_free(&scratch);
	return ZF_OK;
}
