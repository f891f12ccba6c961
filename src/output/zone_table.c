/*
 * zone_table: a zone as lines that stand alone, for grep and for spreadsheets: absolute names, one
 * record a line, annotations and provider records behind their marks (";@bunny {…}").
 */
#include "csv.h"
#include "formats.h"

enum column { NAME, TTL, CLASS, TYPE, RDATA, ANNOTATIONS, COLUMNS };

static const char *const heads[COLUMNS] = {"name", "ttl", "class", "type", "rdata", "annotations"};

struct row {
	struct buf cells[COLUMNS];
};

static void add_csv(struct buf *b, const struct row *row)
{
	for (size_t i = 0; i < COLUMNS; i++) {
		buf_adds(b, i ? "," : "");
		csv_add_cell(b, row->cells[i].data, row->cells[i].len);
	}
	buf_adds(b, "\r\n");
}

/* No text of a record holds a tab or a newline: both are escaped. */
static void add_tsv(struct buf *b, const struct row *row)
{
	for (size_t i = 0; i < COLUMNS; i++) {
		buf_adds(b, i ? "\t" : "");
		buf_add(b, row->cells[i].data, row->cells[i].len);
	}
	buf_addc(b, '\n');
}

typedef void add_row(struct buf *b, const struct row *row);

static void fill(struct row *row, const struct zf_zone *zone, const struct rec *r)
{
	for (size_t i = 0; i < COLUMNS; i++)
		buf_reset(&row->cells[i]);
	out_add_owner(&row->cells[NAME], zone, r);
	buf_printf(&row->cells[TTL], "%u", r->ttl);
	buf_adds(&row->cells[CLASS], "IN");
	out_add_type(&row->cells[TYPE], r);
	out_add_rdata(&row->cells[RDATA], r);
	out_add_annotations(&row->cells[ANNOTATIONS], r);
	struct buf *notes = &row->cells[ANNOTATIONS];
	if (notes->len > 0) { /* the blank before them */
		memmove(notes->data, notes->data + 1, notes->len);
		notes->len--;
	}
}

static enum zf_status print(struct out *o, const struct zf_zone *zone, add_row *add)
{
	struct row row;
	for (size_t i = 0; i < COLUMNS; i++) {
		buf_init(&row.cells[i], 0);
		buf_adds(&row.cells[i], heads[i]);
	}
	add(&o->buf, &row);
	for (size_t i = 0; i < zone->count; i++) {
		fill(&row, zone, zone->recs[i]);
		add(&o->buf, &row);
		out_check(o);
	}
	for (size_t i = 0; i < COLUMNS; i++)
		buf_reset(&row.cells[i]);
	for (size_t i = 0; i < zone->provider_record_count; i++) {
		buf_reset(&row.cells[ANNOTATIONS]);
		out_add_provider_record(&row.cells[ANNOTATIONS], &zone->provider_records[i]);
		add(&o->buf, &row);
		out_check(o);
	}
	for (size_t i = 0; i < COLUMNS; i++)
		buf_free(&row.cells[i]);
	return o->status;
}

enum zf_status zone_csv(struct out *o, const struct zf_zone *zone,
	const struct output_options *options, struct zf_error *err)
{
	(void)options, (void)err;
	return print(o, zone, add_csv);
}

enum zf_status zone_tsv(struct out *o, const struct zf_zone *zone,
	const struct output_options *options, struct zf_error *err)
{
	(void)options, (void)err;
	return print(o, zone, add_tsv);
}

enum zf_status zone_absolute(struct out *o, const struct zf_zone *zone,
	const struct output_options *options, struct zf_error *err)
{
	(void)options, (void)err;
	for (size_t i = 0; i < zone->count; i++) {
		out_add_line(&o->buf, zone, zone->recs[i]);
		buf_addc(&o->buf, '\n');
		out_check(o);
	}
	for (size_t i = 0; i < zone->provider_record_count; i++) {
		out_add_provider_record(&o->buf, &zone->provider_records[i]);
		buf_addc(&o->buf, '\n');
		out_check(o);
	}
	return o->status;
}
