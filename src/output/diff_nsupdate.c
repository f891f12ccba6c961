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
 * exceed what a DNS message can hold. Then they are split, between owners where that is possible.
 * nsupdate goes on after a message that failed, so each message requires what the one before
 * leaves: an SOA with a serial of its own and another low bit in its retry timer, which nobody else
 * would make. The last message puts the SOA right. A failure leaves the zone half way, never
 * further; the script says so at its top. So it does of a record that no message can hold.
 */
#include "formats.h"
#include "group.h"
#include "rdata.h"

/* Octets of records in a message, names counted uncompressed, RDATA whole: what is left of 65,535
 * goes to the header, the SOA records, TSIG and a margin. */
enum { MESSAGE_MOST = 62000, RECORD_HEAD = 10 };

/* A record of more doesn't fit beside the longest names, SOA records and TSIG even alone. */
enum { RECORD_MOST = 63500 };

/* nsupdate reads lines into so many octets, newline and NUL among them, and takes the rest of a
 * longer one for the next. RDATA that a message can hold is below that in hexadecimal digits. */
enum { LINE_MOST = 128 << 10, LINE_ENDS = 2 };

struct script {
	struct out *o;
	const struct diff *d;
	const struct rec *old_soa; /* of zone a; NULL: none that could be required */
	struct buf soa; /* RDATA of the SOA that the server has before this message */
	size_t messages; /* that are complete */
	size_t size; /* octets of this one so far */
};

/* SOA RDATA ends in serial, refresh, retry, expire, minimum: 32 bits each (RFC 1035). */
enum { SERIAL_FROM_END = 20, RETRY_LOW_FROM_END = 9 };

static uint32_t serial_of(const uint8_t *soa, size_t n)
{
	const uint8_t *p = soa + n - SERIAL_FROM_END;
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static void set_serial(struct buf *soa, uint32_t serial)
{
	for (int i = 0; i < 4; i++)
		soa->data[soa->len - SERIAL_FROM_END + (size_t)i] = (char)(serial >> (24 - 8 * i));
}

/* RFC 1982: whether serial b is higher than a. */
static bool is_higher(uint32_t b, uint32_t a)
{
	return b != a && b - a < UINT32_C(1) << 31;
}

static void set_soa(struct script *s, const struct rec *soa)
{
	buf_reset(&s->soa);
	buf_add(&s->soa, rec_rdata(soa), soa->rdata_len);
}

/* "prereq yxrrset APEX IN SOA …" or "update add APEX TTL IN SOA …", of s->soa. */
static void add_soa_line(struct script *s, const char *what, const char *ttl)
{
	struct buf *b = &s->o->buf;
	buf_printf(b, "%s %s%s IN SOA ", what, s->d->a->apex_text, ttl);
	rdata_print(b, TYPE_SOA, (const uint8_t *)s->soa.data, s->soa.len);
	buf_addc(b, '\n');
}

static void update_soa(struct script *s, uint32_t ttl)
{
	char text[16];
	snprintf(text, sizeof(text), " %u", ttl);
	add_soa_line(s, "update add", text);
}

static size_t record_size(const struct zf_zone *zone, const struct rec *r)
{
	struct name owner;
	rec_owner(zone, r, &owner);
	return (size_t)owner.len + RECORD_HEAD + r->rdata_len;
}

static bool is_too_large(const struct zf_zone *zone, const struct rec *r)
{
	return record_size(zone, r) > RECORD_MOST;
}

static void add_title(struct buf *b, const struct zf_zone *zone, const struct rec *r)
{
	out_add_owner(b, zone, r);
	buf_addc(b, ' ');
	out_add_type(b, r);
}

static void add_generic(struct buf *b, const struct rec *r)
{
	buf_printf(b, "TYPE%u ", rec_type(r));
	rdata_print_generic(b, rec_rdata(r), r->rdata_len);
}

/* "update add OWNER 300 IN TYPE RDATA", or a comment in the place of what nsupdate can't send. */
static void add_line(
	struct script *s, const char *what, const struct zf_zone *zone, const struct rec *r)
{
	struct buf *b = &s->o->buf;
	size_t from = b->len;
	if (is_too_large(zone, r)) {
		buf_adds(b, "; left out, too large: ");
		buf_adds(b, what);
		add_title(b, zone, r);
	} else {
		buf_adds(b, what);
		out_add_owner(b, zone, r);
		if (zone == s->d->b)
			buf_printf(b, " %u", r->ttl);
		buf_adds(b, " IN ");
		size_t type = b->len;
		out_add_type(b, r);
		buf_addc(b, ' ');
		out_add_rdata(b, r);
		if (b->len - from > LINE_MOST - LINE_ENDS) {
			b->len = type;
			add_generic(b, r);
		}
	}
	buf_addc(b, '\n');
	out_check(s->o);
}

static void open_message(struct script *s)
{
	buf_printf(&s->o->buf, "zone %s\n", s->d->a->apex_text);
	if (s->old_soa)
		add_soa_line(s, "prereq yxrrset", "");
	s->size = 0;
}

/* Ends a message that another one follows. */
static void close_message(struct script *s)
{
	s->messages++;
	if (s->old_soa) {
		uint32_t serial = serial_of(rec_rdata(s->old_soa), s->old_soa->rdata_len);
		set_soa(s, s->old_soa);
		set_serial(&s->soa, serial + (uint32_t)s->messages);
		s->soa.data[s->soa.len - RETRY_LOW_FROM_END] ^= 1;
		update_soa(s, s->old_soa->ttl);
	}
	buf_adds(&s->o->buf, "send\n");
}

/* Makes sure that `size` octets more fit into the message. */
static void make_room(struct script *s, size_t size)
{
	if (s->size == 0 || s->size + size <= MESSAGE_MOST)
		return;
	close_message(s);
	open_message(s);
}

static void take_room(struct script *s, const struct zf_zone *zone, const struct rec *r)
{
	size_t size = is_too_large(zone, r) ? 0 : record_size(zone, r);
	make_room(s, size);
	s->size += size;
}

static void add_delete(struct script *s, const struct change *c)
{
	take_room(s, s->d->a, c->a);
	add_line(s, "update delete ", s->d->a, c->a);
}

static void add_add(struct script *s, const struct change *c)
{
	take_room(s, s->d->b, c->b);
	add_line(s, "update add ", s->d->b, c->b);
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

/* Which record a line of the script is about: a new TTL is added with the record of b. */
static const struct rec *side_rec(const struct change *c)
{
	return removes(c) ? c->a : c->b;
}

static const struct zf_zone *side_of(const struct diff *d, const struct change *c)
{
	return removes(c) ? d->a : d->b;
}

static size_t owner_size(const struct diff *d, size_t from, size_t end)
{
	size_t size = 0;
	for (size_t i = from; i < end; i++) {
		const struct change *c = &d->changes[i];
		const struct zf_zone *zone = side_of(d, c);
		if ((removes(c) || adds(c)) && !is_too_large(zone, side_rec(c)))
			size += record_size(zone, side_rec(c));
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

/* The change that brings another SOA, or NULL. */
static const struct rec *new_soa(const struct diff *d, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct change *c = &d->changes[i];
		if (is_apex(c, TYPE_SOA) && c->b && c->op != DIFF_META)
			return c->b;
	}
	return NULL;
}

/* The SOA that the zone is to end up with. A server takes one only if its serial is higher. */
static void add_last_soa(struct script *s, const struct rec *soa)
{
	bool chained = s->old_soa && s->messages > 0;
	const struct rec *last = soa ? soa : s->old_soa;
	uint32_t serial;
	if (!last || (!soa && !chained))
		return; /* the server raises the serial */
	uint32_t before = s->old_soa ? serial_of((uint8_t *)s->soa.data, s->soa.len) : 0;
	set_soa(s, last);
	serial = serial_of((uint8_t *)s->soa.data, s->soa.len);
	if (chained && !is_higher(serial, before)) {
		set_serial(&s->soa, before + 1);
		buf_adds(&s->o->buf, "; each message raised the serial, so it ends up higher\n");
	} else if (s->old_soa && !is_higher(serial, before)) {
		buf_adds(&s->o->buf, "; the serial doesn't rise: servers ignore this SOA\n");
	}
	update_soa(s, last->ttl);
}

/* Whoever runs the script is to know beforehand what may become of it. */
static void say_not_whole(struct buf *b, const struct diff *d, size_t count)
{
	size_t size = 0;
	for (size_t i = 0; i < count; i++) {
		const struct change *c = &d->changes[i];
		if (!removes(c) && !adds(c))
			continue;
		if (is_too_large(side_of(d, c), side_rec(c))) {
			buf_adds(b, "; can't be applied whole: ");
			add_title(b, side_of(d, c), side_rec(c));
			buf_printf(b, ": %u octets of data don't fit into an update\n",
				side_rec(c)->rdata_len);
		} else {
			size += record_size(side_of(d, c), side_rec(c));
		}
	}
	if (size > MESSAGE_MOST)
		buf_adds(b, "; can't be applied at once: there are several messages; "
			    "one that fails leaves the zone half way\n");
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

static void add_messages(struct script *s, size_t count)
{
	const struct diff *d = s->d;
	size_t end;
	/* nsupdate would leave out names such as _x for an A record, and go on without them. */
	buf_adds(&s->o->buf, "check-names no\n");
	if (s->old_soa)
		set_soa(s, s->old_soa);
	else
		buf_adds(&s->o->buf, "; the old zone has no SOA of its own to require\n");
	open_message(s);
	for (size_t i = 0; i < count; i = end) {
		end = owner_end(d, i, count);
		make_room(s, owner_size(d, i, end));
		add_owner(s, i, end);
	}
	add_last_soa(s, new_soa(d, count));
	buf_adds(&s->o->buf, "send\n");
}

/* What the options left out, where they did. */
static void say_what_was_looked_at(struct buf *b, const struct diff *d)
{
	if (d->rrsets > 0) {
		buf_adds(b, "; ");
		diff_add_summary(b, d);
		buf_addc(b, '\n');
	}
	if (d->ignored > 0) {
		buf_adds(b, "; ");
		diff_add_ignored(b, d);
		buf_addc(b, '\n');
	}
}

enum zf_status diff_nsupdate(struct out *o, const struct diff *d,
	const struct output_options *options, struct zf_error *err)
{
	struct script s = {.o = o, .d = d, .old_soa = zone_soa(d->a)};
	size_t count = record_changes(d);
	(void)err;
	if (s.old_soa && rec_is_synthesised(s.old_soa))
		s.old_soa = NULL;
	say_not_whole(&o->buf, d, count);
	buf_adds(&o->buf, "; from ");
	output_add_name(&o->buf, options, 0, d->a);
	buf_adds(&o->buf, "\n; to ");
	output_add_name(&o->buf, options, 1, d->b);
	buf_addc(&o->buf, '\n');
	say_what_was_looked_at(&o->buf, d);
	say_left_out(&o->buf, d->meta, "changed annotation", "changed annotations");
	say_left_out(
		&o->buf, d->count - count, "changed provider record", "changed provider records");
	say_mixed_ttls(&o->buf, d);
	if (count == d->meta) {
		buf_adds(&o->buf, "; nothing to update\n");
		return ZF_OK;
	}
	buf_init(&s.soa, 0);
	add_messages(&s, count);
	buf_free(&s.soa);
	return ZF_OK;
}
