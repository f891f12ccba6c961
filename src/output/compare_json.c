/* A comparison as JSON: every RRset, what each location has, and which locations are odd. */
#include "formats.h"
#include "jsonw.h"

static uint32_t lowest_ttl(const struct diff_set *set)
{
	uint32_t ttl = set->recs[0]->ttl;
	for (size_t i = 1; i < set->count; i++)
		ttl = set->recs[i]->ttl < ttl ? set->recs[i]->ttl : ttl;
	return ttl;
}

static bool has_mixed_ttls(const struct diff_set *set)
{
	for (size_t i = 1; i < set->count; i++)
		if (set->recs[i]->ttl != set->recs[0]->ttl)
			return true;
	return false;
}

static void add_set(struct buf *b, const struct diff_set *set, struct buf *scratch)
{
	if (set->count == 0) {
		buf_adds(b, "null");
		return;
	}
	buf_printf(b, "{\"ttl\":%u,", lowest_ttl(set));
	if (has_mixed_ttls(set)) {
		buf_adds(b, "\"ttls\":");
		for (size_t i = 0; i < set->count; i++)
			buf_printf(b, "%s%u", i == 0 ? "[" : ",", set->recs[i]->ttl);
		buf_adds(b, "],");
	}
	buf_adds(b, "\"rdata\":");
	for (size_t i = 0; i < set->count; i++) {
		buf_reset(scratch);
		out_add_rdata(scratch, set->recs[i]);
		buf_addc(b, i == 0 ? '[' : ',');
		jsonw_string(b, scratch->data, scratch->len);
	}
	buf_adds(b, "]}");
}

static void add_indices(struct buf *b, const char *key, unsigned bits)
{
	const char *before = "";
	buf_printf(b, ",\"%s\":[", key);
	for (unsigned i = 0; bits >> i; i++) {
		if (!(bits >> i & 1))
			continue;
		buf_printf(b, "%s%u", before, i);
		before = ",";
	}
	buf_addc(b, ']');
}

static unsigned in_state(
	const struct comparison *c, const struct compare_rrset *rrset, enum compare_state state)
{
	unsigned bits = 0;
	for (size_t i = 0; i < c->location_count; i++)
		bits |= rrset->cells[i].state == state ? 1u << i : 0;
	return bits;
}

static void add_rrset(struct out *o, const struct comparison *c, const struct compare_rrset *rrset,
	struct buf *scratch)
{
	struct buf *b = &o->buf;
	unsigned cannot_hold = in_state(c, rrset, COMPARE_CANNOT_HOLD);
	unsigned synthesised = in_state(c, rrset, COMPARE_SYNTHESISED);
	buf_addc(b, '{');
	jsonw_owner(b, rrset->zone, rrset->any, scratch);
	buf_addc(b, ',');
	jsonw_type(b, rrset->any);
	buf_adds(b, ",\"sets\":[");
	for (size_t i = 0; i < c->location_count; i++) {
		struct diff_set set = compare_set(c, rrset, i);
		if (i > 0)
			buf_addc(b, ',');
		add_set(b, &set, scratch);
	}
	buf_addc(b, ']');
	add_indices(b, "odd", rrset->odd);
	if (cannot_hold)
		add_indices(b, "cannot_hold", cannot_hold);
	if (synthesised)
		add_indices(b, "synthesised", synthesised);
	if (rrset->not_compared)
		add_indices(b, "not_compared", rrset->not_compared);
	buf_addc(b, '}');
	out_check(o);
}

enum zf_status compare_json(struct out *o, const struct comparison *c,
	const struct output_options *options, struct zf_error *err)
{
	struct buf *b = &o->buf, scratch;
	bool first = true;
	(void)err;
	buf_init(&scratch, 0);
	buf_adds(b, "{\"version\":1,\"zone\":");
	jsonw_text(b, c->locations[0].zone->apex_text);
	buf_adds(b, ",\"locations\":");
	for (size_t i = 0; i < c->location_count; i++) {
		buf_addc(b, i == 0 ? '[' : ',');
		jsonw_text(b, output_name(options, i, c->locations[i].zone));
	}
	buf_printf(b, "],\"equal\":%s,\"rrsets\":[",
		c->different == 0 && c->not_compared == 0 ? "true" : "false");
	for (size_t i = 0; i < c->count; i++) {
		jsonw_next(b, &first);
		add_rrset(o, c, &c->rrsets[i], &scratch);
	}
	buf_printf(b, "],\n\"summary\":{\"different\":%zu,\"not_compared\":%zu,\"ignored\":%zu",
		c->different, c->not_compared, c->left_out);
	if (c->narrowed)
		buf_printf(b, ",\"looked_at\":%zu,\"rrsets\":%zu", c->count,
			c->count + c->left_out + c->not_asked);
	buf_adds(b, "}}\n");
	buf_free(&scratch);
	return ZF_OK;
}
