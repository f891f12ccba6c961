#include "update.h"

#include <stdlib.h>

#include "err.h"
#include "mem.h"
#include "rdata.h"

/*
 * A message's parts in their order. Records are removed before others are added, so that a CNAME
 * and what takes its place are never there both; but the apex has to have an NS all the time, and
 * of these the new ones come first.
 */
enum part { PREREQUISITES, REMOVALS, ADDITIONS, LATE_REMOVALS, PARTS };

enum { ROOM = DNS_MAX - DNS_HEADER - NAME_MAX_OCTETS - 4 - TSIG_ROOM };

struct builder {
	const struct update_zone *zone;
	struct update_list *list;
	struct buf parts[PARTS];
	unsigned counts[PARTS];
	size_t first; /* change of the message that is being made */
};

/* What stands before a record's RDATA, and which question or order it makes of it. */
struct head {
	uint16_t type, class;
	uint32_t ttl;
};

static const struct str nothing = {"", 0};

static void add_record(struct builder *b, enum part part, const struct name *owner,
	const struct head *head, struct str rdata)
{
	uint8_t fixed[12];
	struct buf *out = &b->parts[part];
	/* The apex stands behind the header. */
	dns_put16(fixed, 0xc000 | DNS_HEADER);
	dns_put16(fixed + 2, head->type);
	dns_put16(fixed + 4, head->class);
	dns_put16(fixed + 6, head->ttl >> 16);
	dns_put16(fixed + 8, head->ttl & 0xffff);
	dns_put16(fixed + 10, (unsigned)rdata.n);
	buf_add(out, owner->wire, owner->len - (size_t)b->zone->apex.len);
	buf_add(out, fixed, sizeof(fixed));
	buf_add(out, rdata.p, rdata.n);
	b->counts[part]++;
}

static void add_to_zone(struct builder *b, const struct update_change *c,
	const struct update_record *r, uint32_t ttl)
{
	add_record(b, ADDITIONS, &c->owner, &(struct head){c->type, DNS_CLASS_IN, ttl}, r->rdata);
}

static void remove_record(
	struct builder *b, enum part part, const struct update_change *c, struct str rdata)
{
	add_record(b, part, &c->owner, &(struct head){c->type, DNS_CLASS_NONE, 0}, rdata);
}

/*
 * Sets.
 */
static const struct update_record *find(const struct update_set *set, struct str rdata)
{
	for (size_t i = 0; i < set->count; i++)
		if (str_cmp(set->records[i].rdata, rdata) == 0)
			return &set->records[i];
	return NULL;
}

static bool has_new(const struct update_change *c)
{
	for (size_t i = 0; i < c->after.count; i++)
		if (!find(&c->before, c->after.records[i].rdata))
			return true;
	return false;
}

static bool changes_ttl(const struct update_change *c)
{
	for (size_t i = 0; i < c->after.count; i++) {
		const struct update_record *old = find(&c->before, c->after.records[i].rdata);
		if (old && old->ttl != c->after.records[i].ttl)
			return true;
	}
	return false;
}

static bool has_letter(const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] >= 'a' && p[i] <= 'z')
			return true;
	return false;
}

/* Whether the server takes the RDATA for the one that it has. Of older types it compares names
 * without letter case (RFC 4034 section 6.2), of newer ones, such as SVCB, octet by octet: there
 * the server may have other letters than the canonical form. */
static bool is_known_exactly(uint16_t type, struct str rdata)
{
	static const uint16_t without_case[] = {TYPE_NS, TYPE_CNAME, TYPE_SOA, TYPE_PTR, TYPE_MX,
		TYPE_RP, TYPE_AFSDB, TYPE_SRV, TYPE_NAPTR, TYPE_KX, TYPE_DNAME};
	struct rdata_walk w;
	for (size_t i = 0; i < sizeof(without_case) / sizeof(without_case[0]); i++)
		if (type == without_case[i])
			return true;
	rdata_walk_init(&w, type, (const uint8_t *)rdata.p, rdata.n);
	while (rdata_walk_next(&w)) {
		unsigned kind = w.now->kind;
		if ((kind == FIELD_NAME || kind == FIELD_NAMES || kind == FIELD_GATEWAY ||
			    kind == FIELD_AMTRELAY || kind == FIELD_A6) &&
			has_letter(w.p, w.n))
			return false;
	}
	return true;
}

static bool are_known_exactly(const struct update_change *c)
{
	for (size_t i = 0; i < c->before.count; i++)
		if (!is_known_exactly(c->type, c->before.records[i].rdata))
			return false;
	return true;
}

/*
 * One change.
 */
static bool is_apex(const struct builder *b, const struct update_change *c, uint16_t type)
{
	return c->type == type && name_equal(&c->owner, &b->zone->apex);
}

static void demand_no_set(struct builder *b, const struct name *owner, uint16_t type)
{
	add_record(b, PREREQUISITES, owner, &(struct head){type, DNS_CLASS_NONE, 0}, nothing);
}

/* RFC 2136 section 2.4. */
static void demand_before(struct builder *b, const struct update_change *c)
{
	const struct head exists = {c->type, DNS_CLASS_ANY, 0}, has = {c->type, DNS_CLASS_IN, 0};
	if (c->before.count == 0)
		demand_no_set(b, &c->owner, c->type);
	else if (!are_known_exactly(c))
		add_record(b, PREREQUISITES, &c->owner, &exists, nothing);
	else
		for (size_t i = 0; i < c->before.count; i++)
			add_record(b, PREREQUISITES, &c->owner, &has, c->before.records[i].rdata);
}

static void remove_old(struct builder *b, enum part part, const struct update_change *c)
{
	for (size_t i = 0; i < c->before.count; i++)
		if (!find(&c->after, c->before.records[i].rdata))
			remove_record(b, part, c, c->before.records[i].rdata);
}

static void add_all(struct builder *b, const struct update_change *c)
{
	for (size_t i = 0; i < c->after.count; i++)
		add_to_zone(b, c, &c->after.records[i], c->after.records[i].ttl);
}

static void add_new(struct builder *b, const struct update_change *c)
{
	for (size_t i = 0; i < c->after.count; i++)
		if (!find(&c->before, c->after.records[i].rdata))
			add_to_zone(b, c, &c->after.records[i], c->after.records[i].ttl);
}

/* The RRset can't be removed as a whole, nor its last record. With some servers only a record that
 * was not there before changes the set's TTL: where there is none, another one stands in, inside
 * this one message alone, which nobody ever sees. */
static void change_apex_ns(struct builder *b, const struct update_change *c)
{
	static const struct update_record stand_in = {0, {"\7invalid", 9}};
	if (!changes_ttl(c)) {
		add_new(b, c);
	} else if (has_new(c)) {
		add_all(b, c);
	} else {
		add_to_zone(b, c, &stand_in, c->after.records[0].ttl);
		remove_record(b, ADDITIONS, c, c->after.records[0].rdata);
		add_all(b, c);
		remove_record(b, LATE_REMOVALS, c, stand_in.rdata);
	}
	remove_old(b, LATE_REMOVALS, c);
}

static void change_set(struct builder *b, const struct update_change *c)
{
	const struct head all = {c->type, DNS_CLASS_ANY, 0};
	bool anew = c->after.count == 0 || changes_ttl(c) || !are_known_exactly(c);
	if (anew && c->before.count)
		add_record(b, REMOVALS, &c->owner, &all, nothing);
	else
		remove_old(b, REMOVALS, c);
	if (anew)
		add_all(b, c);
	else
		add_new(b, c);
}

static void write_change(struct builder *b, const struct update_change *c)
{
	if (is_apex(b, c, TYPE_SOA)) {
		/* It is replaced; that it is the one that was read is demanded anyway. */
		add_all(b, c);
		return;
	}
	demand_before(b, c);
	if (is_apex(b, c, TYPE_NS))
		change_apex_ns(b, c);
	else
		change_set(b, c);
}

/*
 * What can't be done.
 */
static enum zf_status bad(const struct update_change *c, enum zf_status status, const char *what,
	struct zf_error *err)
{
	char room[RRTYPE_MAX_TEXT];
	struct buf owner;
	buf_init(&owner, 0);
	name_print(&owner, c->owner.wire);
	err_set(err, status, "%s %s: %s", owner.data, rrtype_name(c->type, room), what);
	buf_free(&owner);
	return status;
}

static uint32_t soa_serial(struct str rdata)
{
	return dns_get32((const uint8_t *)rdata.p + rdata.n - 20);
}

static enum zf_status check_soa(
	const struct builder *b, const struct update_change *c, struct zf_error *err)
{
	struct str old = b->zone->soa;
	/* Later messages find a serial that the server has raised. */
	if (b->list->count > 0 || b->counts[PREREQUISITES] > 0)
		return bad(c, ZF_ERR_USAGE, "a change of the SOA belongs to the first name", err);
	if (c->after.count != 1)
		return bad(
			c, ZF_ERR_UNSUPPORTED, "a zone keeps its SOA; no update removes it", err);
	if (old.n == 0)
		return bad(c, ZF_ERR_USAGE, "the SOA that is there has to be known", err);
	/* RFC 1982. */
	uint32_t ahead = soa_serial(c->after.records[0].rdata) - soa_serial(old);
	if (ahead == 0 || ahead > 0x7fffffff)
		return bad(c, ZF_ERR_UNSUPPORTED,
			"the serial is not higher than the server's, which takes no such SOA by "
			"update; raise it",
			err);
	return ZF_OK;
}

static size_t set_octets(const struct update_set *set)
{
	enum { HEAD = 12 };
	size_t n = 0;
	for (size_t i = 0; i < set->count; i++)
		n += HEAD + set->records[i].rdata.n;
	return n;
}

static enum zf_status check_change(
	const struct builder *b, const struct update_change *c, struct zf_error *err)
{
	if (!name_is_below_or_equal(&c->owner, &b->zone->apex))
		return bad(c, ZF_ERR_USAGE, "the name is outside the zone", err);
	if (c->type == 0 || rrtype_is_meta(c->type))
		return bad(c, ZF_ERR_USAGE, "there is no such record in a zone", err);
	if (set_octets(&c->before) > ROOM || set_octets(&c->after) > ROOM)
		return bad(c, ZF_ERR_LIMIT,
			"the change takes more than the 64 KiB of an update; the server has to be "
			"changed by other means",
			err);
	if (is_apex(b, c, TYPE_SOA))
		return check_soa(b, c, err);
	if (is_apex(b, c, TYPE_NS) && c->after.count == 0)
		return bad(c, ZF_ERR_UNSUPPORTED, "a zone keeps its last NS; no update removes it",
			err);
	return ZF_OK;
}

/*
 * Messages.
 */
static size_t octets(const struct builder *b)
{
	size_t n = 0;
	for (unsigned i = 0; i < PARTS; i++)
		n += b->parts[i].len;
	return n;
}

static void finish_message(struct builder *b, size_t end)
{
	struct update_list *list = b->list;
	uint8_t head[DNS_QUERY_ROOM];
	size_t n = dns_write_query(head, 0, &b->zone->apex, TYPE_SOA);
	dns_put16(head + 2, DNS_OPCODE_UPDATE);
	dns_put16(head + 6, b->counts[PREREQUISITES]);
	dns_put16(head + 8, b->counts[REMOVALS] + b->counts[ADDITIONS] + b->counts[LATE_REMOVALS]);
	if (list->count == list->cap)
		list->messages = mem_grow(
			list->messages, &list->cap, list->count + 1, sizeof(*list->messages));
	struct update_message *m = &list->messages[list->count++];
	*m = (struct update_message){.first = b->first, .count = end - b->first};
	buf_init(&m->octets, 0);
	buf_add(&m->octets, head, n);
	for (unsigned i = 0; i < PARTS; i++) {
		buf_add(&m->octets, b->parts[i].data, b->parts[i].len);
		buf_reset(&b->parts[i]);
		b->counts[i] = 0;
	}
	b->first = end;
}

/* What a server would ignore without a word, becomes a prerequisite: no CNAME comes beside other
 * data, and none is there already. A name that had data is known by that. */
static void demand_for_cname(struct builder *b, const struct update_change *c, size_t count)
{
	bool cname = false;
	if (name_equal(&c->owner, &b->zone->apex))
		return;
	for (size_t i = 0; i < count; i++) {
		if (c[i].before.count)
			return;
		cname = cname || c[i].type == TYPE_CNAME;
	}
	if (cname)
		demand_no_set(b, &c->owner, DNS_TYPE_ANY);
	else
		demand_no_set(b, &c->owner, TYPE_CNAME);
}

static void write_name(struct builder *b, const struct update_change *c, size_t count)
{
	const struct head has = {TYPE_SOA, DNS_CLASS_IN, 0};
	if (b->list->count == 0 && octets(b) == 0 && b->zone->soa.n)
		add_record(b, PREREQUISITES, &b->zone->apex, &has, b->zone->soa);
	demand_for_cname(b, c, count);
	for (size_t i = 0; i < count; i++)
		write_change(b, &c[i]);
}

struct mark {
	size_t len[PARTS];
	unsigned counts[PARTS];
};

static void set_mark(struct mark *mark, const struct builder *b)
{
	for (unsigned i = 0; i < PARTS; i++)
		mark->len[i] = b->parts[i].len;
	memcpy(mark->counts, b->counts, sizeof(mark->counts));
}

static void go_back(struct builder *b, const struct mark *mark)
{
	for (unsigned i = 0; i < PARTS; i++)
		b->parts[i].len = mark->len[i];
	memcpy(b->counts, mark->counts, sizeof(mark->counts));
}

/* Adds the changes of one name, from `from` to before `end`, to the message or to a new one. */
static enum zf_status take_name(struct builder *b, const struct update_change *changes, size_t from,
	size_t end, struct zf_error *err)
{
	const struct update_change *c = changes + from;
	struct mark mark;
	for (size_t i = from; i < end; i++) {
		enum zf_status status = check_change(b, &changes[i], err);
		if (status != ZF_OK)
			return status;
	}
	set_mark(&mark, b);
	write_name(b, c, end - from);
	if (octets(b) > ROOM && from > b->first) {
		go_back(b, &mark);
		finish_message(b, from);
		write_name(b, c, end - from);
	}
	if (octets(b) > ROOM)
		return bad(c, ZF_ERR_LIMIT,
			"what changes at this name takes more than the 64 KiB of an update", err);
	return ZF_OK;
}

static size_t name_end(const struct update_change *changes, size_t from, size_t count)
{
	size_t end = from + 1;
	while (end < count && name_equal(&changes[end].owner, &changes[from].owner))
		end++;
	return end;
}

enum zf_status update_list_build(struct update_list *list, const struct update_zone *zone,
	const struct update_change *changes, size_t count, struct zf_error *err)
{
	struct builder b = {.zone = zone, .list = list};
	enum zf_status status = ZF_OK;
	*list = (struct update_list){0};
	for (unsigned i = 0; i < PARTS; i++)
		buf_init(&b.parts[i], 0);
	for (size_t from = 0, end; status == ZF_OK && from < count; from = end) {
		end = name_end(changes, from, count);
		status = take_name(&b, changes, from, end, err);
	}
	if (status == ZF_OK && count)
		finish_message(&b, count);
	for (unsigned i = 0; i < PARTS; i++)
		buf_free(&b.parts[i]);
	if (status != ZF_OK)
		update_list_free(list);
	return status;
}

void update_list_free(struct update_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		buf_free(&list->messages[i].octets);
	free(list->messages);
	*list = (struct update_list){0};
}
