/* A comparison as CSV: one row an RRset, one column a location. */
#include "compare_text.h"
#include "csv.h"
#include "formats.h"

/* Adds what is in `scratch`, and empties it. */
static void add_scratch(struct buf *b, struct buf *scratch)
{
	csv_add_cell(b, scratch->data, scratch->len);
	buf_reset(scratch);
}

static void add_location(struct buf *b, const struct comparison *c,
	const struct compare_rrset *rrset, size_t i, struct buf *scratch)
{
	const char *absence = compare_absence(rrset->cells[i].state);
	struct diff_set set = compare_set(c, rrset, i);
	if (absence)
		buf_printf(scratch, "(%s)", absence);
	for (size_t k = 0; k < set.count; k++) {
		if (k > 0)
			buf_adds(scratch, " | ");
		compare_add_record(scratch, set.recs[k]);
	}
	if (rrset->cells[i].state == COMPARE_SYNTHESISED)
		buf_adds(scratch, " (synthesised, not compared)");
	add_scratch(b, scratch);
}

static void add_header(struct buf *b, const struct compare_view *view, struct buf *scratch)
{
	buf_adds(b, "\"name\",\"type\",\"verdict\"");
	for (size_t i = 0; i < view->c->location_count; i++) {
		buf_addc(b, ',');
		output_add_name(scratch, view->options, i, view->c->locations[i].zone);
		add_scratch(b, scratch);
	}
	buf_adds(b, "\r\n");
}

enum zf_status compare_csv(struct out *o, const struct comparison *c,
	const struct output_options *options, struct zf_error *err)
{
	struct compare_view view = {c, options, &style_plain};
	struct buf *b = &o->buf, scratch;
	(void)err;
	buf_init(&scratch, 0);
	add_header(b, &view, &scratch);
	for (size_t i = 0; i < c->count; i++) {
		const struct compare_rrset *rrset = &c->rrsets[i];
		out_add_owner(&scratch, rrset->zone, rrset->any);
		add_scratch(b, &scratch);
		buf_addc(b, ',');
		out_add_type(&scratch, rrset->any);
		add_scratch(b, &scratch);
		buf_addc(b, ',');
		compare_add_verdict(&scratch, &view, rrset);
		add_scratch(b, &scratch);
		for (size_t k = 0; k < c->location_count; k++) {
			buf_addc(b, ',');
			add_location(b, c, rrset, k, &scratch);
		}
		buf_adds(b, "\r\n");
		out_check(o);
	}
	buf_free(&scratch);
	return ZF_OK;
}
