#include "explain.h"

#include "err.h"
#include "rdata.h"
#include "rrtype.h"

/* What is looked for: every type when type is 0. */
struct query {
	struct name owner;
	uint16_t type;
};

struct explaining {
	const struct explain *e;
	struct out *o;
	const struct rec *only[2]; /* the last record of an RRset that only one side has */
	size_t only_count[2];
};

static const char *const look_texts[] = {
	[DIFF_LOOK] = NULL,
	[DIFF_LEFT_OUT_SOA] = "left out: the SOA of the apex (--ignore soa)",
	[DIFF_LEFT_OUT_NS] = "left out: the NS of the apex (--ignore ns)",
	[DIFF_LEFT_OUT_DNSSEC] = "left out: a type that signers make (--ignore dnssec)",
	[DIFF_LEFT_OUT_OWNED] = "left out: a name that others own (ignore of the project)",
	[DIFF_LEFT_OUT_TYPE] = "left out: a type that isn't asked for (--only)",
	[DIFF_LEFT_OUT_EXCLUDED] = "left out: a type that isn't asked for (--exclude)",
	[DIFF_LEFT_OUT_NAME] = "left out: an owner that isn't asked for (--name)",
};

static const char *const match_texts[] = {
	[DIFF_MATCH_OCTETS] = "RDATA: the same octets in canonical form (RFC 4034 section 6.2)",
	[DIFF_MATCH_JOINED] = "RDATA: the same octets when the strings are joined (--txt joined)",
	[DIFF_MATCH_SERIAL] = "RDATA: the same but for the serial (--ignore serial)",
	[DIFF_MATCH_NONE] = "RDATA: no record of the other side's RRset has it",
};

static const char *const rule_texts[] = {
	[DIFF_SAME] = "same",
	[DIFF_DIFFERENT_TTL] = "different: the TTL",
	[DIFF_DIFFERENT_META] = "different: the annotations",
	[DIFF_ONLY_A] = "different: only in the first",
	[DIFF_ONLY_B] = "different: only in the second",
	[DIFF_SAME_SYNTHESISED] = "same: a synthesised RRset is equal to anything",
	[DIFF_SAME_TTL_IGNORED] = "same: the TTL differs, which is ignored (--ignore ttl)",
	[DIFF_SAME_META_IGNORED] = "same: the annotations differ, which is ignored (--ignore meta)",
};

static void add_field(struct buf *b, const char *name, const uint8_t *p, size_t n)
{
	buf_printf(b, "    %-22s ", name);
	str_add_hex(b, p, n);
	buf_addc(b, '\n');
}

static void add_joined(struct buf *b, const struct rec *r)
{
	struct buf joined;
	buf_init(&joined, 0);
	diff_join_strings(&joined, r);
	add_field(b, "joined", (const uint8_t *)joined.data, joined.len);
	buf_free(&joined);
}

/* One side of a verdict: where it is from, its spelling, its octets. */
static void add_record(
	const struct explaining *x, size_t side, const struct rec *r, enum diff_match match)
{
	const struct zf_zone *zone = side == 0 ? x->e->a : x->e->b;
	struct buf *b = &x->o->buf;
	struct rdata_walk walk;
	struct name owner;
	buf_adds(b, "  ");
	output_add_name(b, x->e->output, side, zone);
	if (rec_line(r) > 0)
		buf_printf(b, ", line %lu", rec_line(r));
	buf_adds(b, "\n    ");
	zonefile_print_record(b, zone, r);
	buf_addc(b, '\n');
	rec_owner(zone, r, &owner);
	add_field(b, "owner", owner.wire, owner.len);
	buf_printf(b, "    %-22s %u\n", "TTL", r->ttl);
	add_field(b, "RDATA", rec_rdata(r), r->rdata_len);
	rdata_walk_init(&walk, rec_type(r), rec_rdata(r), r->rdata_len);
	while (rdata_walk_next(&walk)) {
		char name[64];
		snprintf(name, sizeof(name), "  %s", walk.now->name);
		add_field(b, name, walk.p, walk.n);
	}
	if (match == DIFF_MATCH_JOINED)
		add_joined(b, r);
}

static void add_verdict(void *user, const struct diff_verdict *v)
{
	struct explaining *x = user;
	struct buf *b = &x->o->buf;
	if (v->match == DIFF_MATCH_NONE) {
		x->only[v->a ? 0 : 1] = v->a ? v->a : v->b;
		x->only_count[v->a ? 0 : 1]++;
	}
	buf_printf(b, "%s\n", rule_texts[v->rule]);
	if (v->a)
		add_record(x, 0, v->a, v->match);
	if (v->b)
		add_record(x, 1, v->b, v->match);
	buf_printf(b, "  %s\n\n", match_texts[v->match]);
	out_check(x->o);
}

/* Where the two differ: octets are counted from 0, in the RDATA or in the strings joined. */
static void add_offset(struct explaining *x)
{
	struct buf octets[2];
	bool text = rec_type(x->only[0]) == TYPE_TXT || rec_type(x->only[0]) == TYPE_SPF;
	size_t at = 0;
	for (size_t i = 0; i < 2; i++) {
		buf_init(&octets[i], 0);
		if (text)
			diff_join_strings(&octets[i], x->only[i]);
		else
			buf_add(&octets[i], (const char *)rec_rdata(x->only[i]),
				x->only[i]->rdata_len);
	}
	size_t least = octets[0].len < octets[1].len ? octets[0].len : octets[1].len;
	while (at < least && octets[0].data[at] == octets[1].data[at])
		at++;
	if (at < octets[0].len || at < octets[1].len) /* else only the cuts differ */
		buf_printf(&x->o->buf, "the first octet that differs: %zu of %zu and %zu%s\n", at,
			octets[0].len, octets[1].len, text ? ", the strings joined" : "");
	buf_addc(&x->o->buf, '\n');
	for (size_t i = 0; i < 2; i++)
		buf_free(&octets[i]);
}

/* When each side has one record of its own, most likely one took the other's place. */
static void add_fields_that_differ(struct explaining *x)
{
	struct buf *b = &x->o->buf;
	struct rdata_walk walk[2];
	const char *before = "the fields that differ between these two: ";
	if (x->only_count[0] != 1 || x->only_count[1] != 1)
		return;
	for (size_t i = 0; i < 2; i++)
		rdata_walk_init(&walk[i], rec_type(x->only[i]), rec_rdata(x->only[i]),
			x->only[i]->rdata_len);
	while (rdata_walk_next(&walk[0]) && rdata_walk_next(&walk[1])) {
		if (walk[0].n == walk[1].n && memcmp(walk[0].p, walk[1].p, walk[0].n) == 0)
			continue;
		buf_printf(b, "%s%s", before, walk[0].now->name);
		before = ", ";
	}
	if (before[0] == ',')
		buf_addc(b, '\n');
	add_offset(x);
}

/* The records of the query's owner and type; with type 0 all of the owner. */
static struct diff_set find(const struct zf_zone *zone, const struct query *q)
{
	size_t from = zone_find(zone, &q->owner, q->type), end = from;
	struct name owner;
	while (end < zone->count) {
		rec_owner(zone, zone->recs[end], &owner);
		if (!name_equal(&owner, &q->owner) ||
			(q->type && rec_type(zone->recs[end]) != q->type))
			break;
		end++;
	}
	return (struct diff_set){zone->recs + from, end - from};
}

/* The records at the start of a set that are of the RRset of `any`; the set shrinks by them. */
static struct diff_set take(struct diff_set *set, const struct rec *any)
{
	size_t n = 0;
	while (n < set->count && rec_same_rrset(set->recs[n], any))
		n++;
	struct diff_set taken = {set->recs, n};
	set->recs += n;
	set->count -= n;
	return taken;
}

static void explain_rrset(struct explaining *x, const struct diff_set *a, const struct diff_set *b)
{
	const struct rec *any = a->count ? a->recs[0] : b->recs[0];
	const struct zf_zone *zone = a->count ? x->e->a : x->e->b;
	const char *left_out = look_texts[diff_looks_at(zone, any, x->e->diff)];
	struct buf *out = &x->o->buf;
	out_add_owner(out, zone, any);
	buf_addc(out, ' ');
	out_add_type(out, any);
	buf_adds(out, "\n\n");
	if (left_out)
		buf_printf(out, "%s; else it would be:\n\n", left_out);
	x->only_count[0] = x->only_count[1] = 0;
	diff_rrset(a, b, x->e->diff, add_verdict, x);
	add_fields_that_differ(x);
}

static void explain_sets(struct explaining *x, struct diff_set a, struct diff_set b)
{
	while (a.count > 0 || b.count > 0) {
		int c = a.count == 0 ? 1 : b.count == 0 ? -1 : rec_cmp_rrset(a.recs[0], b.recs[0]);
		const struct rec *any = c <= 0 ? a.recs[0] : b.recs[0];
		struct diff_set set_a = take(&a, any), set_b = take(&b, any);
		explain_rrset(x, &set_a, &set_b);
	}
}

/* "OWNER" or "OWNER TYPE"; the owner as it stands is relative, if nothing else is said. */
static enum zf_status parse(struct query *q, struct str *owner, const char *what,
	const struct zf_zone *zone, struct zf_error *err)
{
	const char *blank = strchr(what, ' ');
	*owner = (struct str){what, blank ? (size_t)(blank - what) : strlen(what)};
	q->type = 0;
	if (blank) {
		while (*blank == ' ')
			blank++;
		q->type = rrtype_parse(blank, strlen(blank));
		if (q->type == 0)
			return err_set(err, ZF_ERR_USAGE, "\"%s\" is no record type", blank);
	}
	struct zf_error why = ZF_ERROR_INIT;
	if (name_parse(&q->owner, owner->p, owner->n, &zone->apex, &why) == ZF_OK)
		return ZF_OK;
	return err_set(err, ZF_ERR_USAGE, "%s", why.text);
}

/* Names are often written whole but without their final dot. */
static bool parse_as_absolute(struct query *q, struct str owner)
{
	return name_parse(&q->owner, owner.p, owner.n, &name_root, NULL) == ZF_OK;
}

enum zf_status explain_write(const struct explain *e, const char *what, const struct out_sink *sink,
	struct zf_error *err)
{
	struct query q;
	struct str owner;
	struct out o;
	struct explaining x = {.e = e, .o = &o};
	enum zf_status status = diff_check_apexes(e->a, e->b, err);
	if (status == ZF_OK)
		status = parse(&q, &owner, what, e->a, err);
	if (status != ZF_OK)
		return status;
	struct diff_set a = find(e->a, &q), b = find(e->b, &q);
	if (a.count == 0 && b.count == 0 && parse_as_absolute(&q, owner)) {
		a = find(e->a, &q);
		b = find(e->b, &q);
	}
	if (a.count == 0 && b.count == 0)
		return err_set(err, ZF_ERR_NOT_FOUND, "neither zone has a record of \"%s\"", what);
	out_init(&o, sink, err);
	explain_sets(&x, a, b);
	return out_finish(&o);
}
