/*
 * A diff as a script for BIND's nsupdate (RFC 2136).
 *
 * The first message requires the SOA of zone a, so that a zone that has changed meanwhile is left
 * alone. Whoever runs the script adds server and key (-k) on nsupdate's command line.
 *
 * Order within a message matters, because a server carries out an update record by record
 * (RFC 2136 section 3.4.2): a CNAME is not added beside other data nor the reverse, so an owner's
 * removals come before its additions; the last NS of the apex can't be removed, so there it is
 * the other way round; an SOA comes last, since its serial must be higher than the zone's.
 *
 * All changes stand in one message, which is carried out whole or not at all, unless they might
 * exceed what a DNS message can hold. Then they are split, between owners where that is possible,
 * each message whole or not at all for itself, and only the first can require the SOA, because the
 * server raises the serial.
 */
#include "group.h"

/* Octets of records in a message, names counted uncompressed, RDATA whole: what is left of 65,535
 * goes to the header, the prerequisite, TSIG and a margin. */
enum { MESSAGE_MOST = 62000, RECORD_HEAD = 10 };

struct script {
	struct out *o;
	const struct diff *d;
	size_t size; /* octets of the message so far */
};

static void add_owner_line(
	struct script *s, const char *what, const struct zf_zone *zone, const struct rec *r)
{
	struct buf *b = &s->o->buf;
	buf_adds(b, what);
	out_add_owner(b, zone, r);
}

static void add_type_and_data(struct buf *b, const struct rec *r)
{
	buf_adds(b, " IN ");
	out_add_type(b, r);
	buf_addc(b, ' ');
	out_add_rdata(b, r);
	buf_addc(b, '\n');
}

static size_t record_size(const struct zf_zone *zone, const struct rec *r)
{
	struct name owner;
	rec_owner(zone, r, &owner);
	return (size_t)owner.len + RECORD_HEAD + r->rdata_len;
}

static void open_message(struct script *s)
{
	buf_printf(&s->o->buf, "zone %s\n", s->d->a->apex_text);
	s->size = 0;
}

/* Makes sure that `size` octets more fit into the message; else sends it and begins the next. */
static void make_room(struct script *s, size_t size)
{
	if (s->size == 0 || s->size + size <= MESSAGE_MOST)
		return;
	buf_adds(&s->o->buf, "send\n");
	open_message(s);
}

static void add_delete(struct script *s, const struct change *c)
{
	size_t size = record_size(s->d->a, c->a);
	make_room(s, size);
	s->size += size;
	add_owner_line(s, "update delete ", s->d->a, c->a);
	add_type_and_data(&s->o->buf, c->a);
	out_check(s->o);
}

static void add_add(struct script *s, const struct change *c)
{
	size_t size = record_size(s->d->b, c->b);
	make_room(s, size);
	s->size += size;
	add_owner_line(s, "update add ", s->d->b, c->b);
	buf_printf(&s->o->buf, " %u", c->b->ttl);
	add_type_and_data(&s->o->buf, c->b);
	out_check(s->o);
}

static const struct rec *rec_of(const struct change *c)
{
	return c->a ? c->a : c->b;
}

static bool is_apex(const struct change *c, uint16_t type)
{
	return key_is_apex(rec_key(rec_of(c))) && rec_type(rec_of(c)) == type;
}

/* Whether a change of a record is one of DNS data, to be carried out with its owner's others. */
static bool removes(const struct change *c)
{
	return c->op == DIFF_REMOVE && !is_apex(c, TYPE_SOA);
}

static bool adds(const struct change *c)
{
	return (c->op == DIFF_ADD || c->op == DIFF_TTL) && !is_apex(c, TYPE_SOA);
}

/* The changes of one owner: d->changes[from..end-1]. */
static void add_owner(struct script *s, size_t from, size_t end)
{
	const struct change *changes = s->d->changes;
	for (size_t i = from; i < end; i++)
		if (removes(&changes[i]) && !is_apex(&changes[i], TYPE_NS))
			add_delete(s, &changes[i]);
	for (size_t i = from; i < end; i++)
		if (adds(&changes[i]))
			add_add(s, &changes[i]);
	for (size_t i = from; i < end; i++)
		if (removes(&changes[i]) && is_apex(&changes[i], TYPE_NS))
			add_delete(s, &changes[i]);
}

static size_t owner_size(const struct diff *d, size_t from, size_t end)
{
	size_t size = 0;
	for (size_t i = from; i < end; i++) {
		const struct change *c = &d->changes[i];
		if (removes(c) || adds(c))
			size += record_size(c->a ? d->a : d->b, rec_of(c));
	}
	return size;
}

/* How many changes are of records: provider records come last. */
static size_t record_changes(const struct diff *d)
{
	size_t n = d->count;
	while (n > 0 && (d->changes[n - 1].pa || d->changes[n - 1].pb))
		n--;
	return n;
}

static size_t owner_end(const struct diff *d, size_t from, size_t count)
{
	size_t end = from + 1;
	while (end < count && rec_same_owner(rec_of(&d->changes[end]), rec_of(&d->changes[from])))
		end++;
	return end;
}

static void add_prerequisite(struct script *s)
{
	const struct rec *soa = zone_soa(s->d->a);
	if (!soa || rec_is_synthesised(soa)) {
		buf_adds(&s->o->buf, "; the old zone has no SOA of its own to require\n");
		return;
	}
	add_owner_line(s, "prereq yxrrset ", s->d->a, soa);
	add_type_and_data(&s->o->buf, soa);
}

static uint32_t serial_of(const struct rec *soa)
{
	const uint8_t *p = rec_rdata(soa) + soa->rdata_len - 20;
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* RFC 1982: whether serial b is higher than a. */
static bool is_higher(uint32_t b, uint32_t a)
{
	return b != a && b - a < UINT32_C(1) << 31;
}

/* The new SOA, when there is one; a server takes it only with a higher serial. */
static void add_soa(struct script *s, size_t count)
{
	const struct rec *old = zone_soa(s->d->a);
	for (size_t i = 0; i < count; i++) {
		const struct change *c = &s->d->changes[i];
		if (!is_apex(c, TYPE_SOA) || !c->b || c->op == DIFF_META)
			continue;
		if (old && !is_higher(serial_of(c->b), serial_of(old)))
			buf_adds(
				&s->o->buf, "; the serial doesn't rise: servers ignore this SOA\n");
		add_add(s, c);
	}
}

static void say_left_out(struct buf *b, size_t n, const char *one, const char *many)
{
	if (n == 0)
		return;
	buf_adds(b, "; not part of DNS, so not in here: ");
	out_add_count(b, n, one, many);
	buf_addc(b, '\n');
}

static bool has_mixed_ttls(const struct zf_zone *zone, const struct rec *any)
{
	struct name owner;
	rec_owner(zone, any, &owner);
	size_t from = zone_find(zone, &owner, rec_type(any)), end = zone_rrset_end(zone, from);
	for (size_t i = from + 1; i < end; i++)
		if (zone->recs[i]->ttl != zone->recs[from]->ttl)
			return true;
	return false;
}

/* Name servers keep one TTL for an RRset (RFC 2181 section 5.2). */
static void say_mixed_ttls(struct buf *b, const struct diff *d)
{
	struct group g;
	for (size_t at = 0; group_next(&g, d, &at);) {
		const struct rec *new = g.changes[g.count - 1].b;
		if (!new || !has_mixed_ttls(d->b, new))
			continue;
		buf_adds(b, "; servers keep one TTL, this RRset has several: ");
		group_add_title(b, &g);
		buf_addc(b, '\n');
	}
}

enum zf_status diff_nsupdate(struct out *o, const struct diff *d,
	const struct output_options *options, struct zf_error *err)
{
	struct script s = {.o = o, .d = d};
	size_t count = record_changes(d), end;
	(void)err;
	buf_adds(&o->buf, "; from ");
	output_add_name(&o->buf, options, 0, d->a);
	buf_adds(&o->buf, "\n; to ");
	output_add_name(&o->buf, options, 1, d->b);
	buf_addc(&o->buf, '\n');
	say_left_out(&o->buf, d->meta, "changed annotation", "changed annotations");
	say_left_out(
		&o->buf, d->count - count, "changed provider record", "changed provider records");
	say_mixed_ttls(&o->buf, d);
	if (count == d->meta) {
		buf_adds(&o->buf, "; nothing to update\n");
		return ZF_OK;
	}
	/* nsupdate would leave out names such as _x for an A record, and go on without them. */
	buf_adds(&o->buf, "check-names no\n");
	open_message(&s);
	add_prerequisite(&s);
	for (size_t i = 0; i < count; i = end) {
		end = owner_end(d, i, count);
		make_room(&s, owner_size(d, i, end));
		add_owner(&s, i, end);
	}
	add_soa(&s, count);
	buf_adds(&o->buf, "send\n");
	return ZF_OK;
}
