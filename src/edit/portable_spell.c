#include "portable_spell.h"

#include <stdlib.h>

#include "mem.h"
#include "rdata.h"

struct speller {
	const struct zf_zone *zone;
	struct rr_reader *reader;
	struct buf line, rdata;
};

struct speller *speller_new(const struct zf_zone *zone)
{
	struct speller *s = mem_zalloc(sizeof(*s));
	s->zone = zone;
	s->reader = rr_reader_new();
	rr_reader_set_origin(s->reader, &zone->apex);
	buf_init(&s->line, 0);
	buf_init(&s->rdata, 0);
	return s;
}

void speller_free(struct speller *s)
{
	if (!s)
		return;
	rr_reader_free(s->reader);
	buf_free(&s->line);
	buf_free(&s->rdata);
	free(s);
}

bool speller_is_record(const struct zf_zone *zone, const struct rec *rec, const struct rr *r)
{
	struct name owner;
	if (rec_type(rec) != r->type ||
		str_cmp((struct str){(const char *)rec_rdata(rec), rec->rdata_len}, r->rdata) != 0)
		return false;
	rec_owner(zone, rec, &owner);
	return name_equal(&owner, &r->owner);
}

static bool is_read(
	struct speller *s, const struct rec *rec, struct str head, const struct buf *tail)
{
	struct rr r;
	const char *why;
	buf_reset(&s->line);
	buf_add(&s->line, head.p, head.n);
	buf_add(&s->line, tail->data, tail->len);
	const struct rr_line line = {.text = s->line.data};
	return rr_reader_is_safe(rec_type(rec), s->line.data, s->line.len) &&
	       rr_reader_read(s->reader, &r, &s->rdata, &line, &why) && r.ttl == rec->ttl &&
	       speller_is_record(s->zone, rec, &r);
}

static void add_canonical(struct buf *tail, const struct rec *rec, unsigned width)
{
	buf_reset(tail);
	rdata_print_portable(tail, width, rec_type(rec), rec_rdata(rec), rec->rdata_len);
}

bool speller_find(
	struct speller *s, struct buf *tail, const struct rec *rec, struct str head, unsigned width)
{
	add_canonical(tail, rec, width);
	if (is_read(s, rec, head, tail))
		return true;
	buf_reset(tail);
	buf_printf(tail, "TYPE%u ", (unsigned)rec_type(rec));
	rdata_print_generic(tail, rec_rdata(rec), rec->rdata_len);
	if (is_read(s, rec, head, tail))
		return true;
	add_canonical(tail, rec, width);
	return false;
}
