/* compose_proof: what was composed is read back, before anybody else reads it. */
#include "compose.h"
#include "err.h"

/* `provider` NULL: whatever they are. */
static bool same_notes(const struct rec *a, const struct rec *b, const char *provider)
{
	struct str x = {NULL, 0}, y = {NULL, 0};
	if (!provider)
		return true;
	rec_has_annotation(a, provider, &x);
	rec_has_annotation(b, provider, &y);
	return x.n == y.n && (x.n == 0 || memcmp(x.p, y.p, x.n) == 0);
}

/* The octets of character strings without their lengths. */
static void add_joined(struct buf *b, const struct rec *r)
{
	const uint8_t *p = rec_rdata(r), *end = p + r->rdata_len;
	for (; p < end; p += 1 + *p)
		buf_add(b, p + 1, *p);
}

/* An API that keeps one string doesn't keep where it was cut. */
static bool same_strings(const struct rec *a, const struct rec *b)
{
	struct buf x, y;
	buf_init(&x, 0);
	buf_init(&y, 0);
	add_joined(&x, a);
	add_joined(&y, b);
	bool same = x.len == y.len && memcmp(x.data, y.data, x.len) == 0;
	buf_free(&x);
	buf_free(&y);
	return same;
}

static bool same_rdata(const struct rec *a, const struct rec *b)
{
	uint16_t type = rec_type(a);
	if (a->rdata_len == b->rdata_len && memcmp(rec_rdata(a), rec_rdata(b), a->rdata_len) == 0)
		return true;
	return (type == TYPE_TXT || type == TYPE_SPF) && same_strings(a, b);
}

static bool has_record(const struct zf_zone *zone, const struct rec *want, const char *provider)
{
	for (size_t i = 0; i < zone->count; i++) {
		const struct rec *r = zone->recs[i];
		if (rec_same_rrset(r, want) && same_rdata(r, want) && r->ttl == want->ttl &&
			same_notes(r, want, provider))
			return true;
	}
	return false;
}

/* Records that come to an RRset that held none find there what is said of it. */
static enum zf_status prove_records(const struct zf_zone *zone, const struct operation *op,
	const char *provider, struct zf_error *err)
{
	if (op->element && op->before_count == 0)
		provider = NULL;
	for (size_t i = 0; i < op->after_count; i++) {
		if (!has_record(zone, op->after[i], provider))
			return err_set(err, ZF_ERR_DATA,
				"what would be sent is not read back as the same record");
	}
	if (zone->count != op->after_count)
		return err_set(err, ZF_ERR_DATA,
			"what would be sent is read back as %zu records, not %zu", zone->count,
			op->after_count);
	return ZF_OK;
}

static enum zf_status prove_kept(
	const struct zf_zone *zone, const struct operation *op, struct zf_error *err)
{
	const struct provider_record *have = zone->provider_records;
	struct str want = op->kept_after->json;
	if (zone->count == 0 && zone->provider_record_count == 1 && have->json.n == want.n &&
		memcmp(have->json.p, want.p, want.n) == 0)
		return ZF_OK;
	return err_set(err, ZF_ERR_DATA,
		"what would be sent is not read back as the same provider record");
}

enum zf_status compose_prove(const struct compose *c, const struct json *element,
	const struct operation *op, struct zf_error *err)
{
	struct map map;
	struct zone_builder *builder = zone_builder_new(c->apex, "");
	map_init(&map, c->desc, c->desc->records, c->apex, builder);
	map.scope.zone = c->zone;
	map.scope.vars = c->vars;
	enum zf_status status = map_element(&map, element, NULL, err);
	if (!status && op->type && map.unread.code) {
		*err = map.unread;
		status = err->code;
	}
	map_free(&map);
	if (status) {
		zone_builder_free(builder);
		return status;
	}
	struct zf_zone *zone = zone_builder_seal(builder);
	status = op->type ? prove_records(zone, op, c->desc->name, err) : prove_kept(zone, op, err);
	zf_zone_free(zone);
	return status;
}
