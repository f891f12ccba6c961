/* unread: what ought to be a record of the zone and can't be one. */
#include "build.h"
#include "encode.h"
#include "err.h"
#include "rdata.h"

enum zf_status zone_builder_add_unread(
	struct zone_builder *b, struct str provider, struct str json, struct zf_error *err)
{
	zone_builder_add_provider_record(b, provider, json);
	if (++b->zone->unread <= ZONE_MAX_UNREAD)
		return ZF_OK;
	return err_set(err, ZF_ERR_LIMIT, "more than %d records can't be read", ZONE_MAX_UNREAD);
}

enum zf_status zone_builder_add_outside(struct zone_builder *b, struct str provider,
	const struct zone_outside *r, struct zf_error *err)
{
	struct buf line, json;
	buf_init(&line, 0);
	buf_init(&json, 0);
	name_print(&line, r->owner->wire);
	size_t owner = line.len;
	buf_printf(&line, " %u IN ", r->ttl);
	rrtype_print(&line, r->type);
	diags_add(&b->zone->diags, DIAG_ERROR, "unread", NULL, 0, 0,
		"%.*s is outside of the zone, and is kept as a provider record", (int)owner,
		line.data);
	buf_addc(&line, ' ');
	rdata_print(&line, r->type, (const uint8_t *)r->rdata.p, r->rdata.n);
	buf_adds(&json, "{\"line\":");
	encode_json_string(&json, line.data, line.len);
	buf_addc(&json, '}');
	enum zf_status status =
		zone_builder_add_unread(b, provider, (struct str){json.data, json.len}, err);
	buf_free(&line);
	buf_free(&json);
	return status;
}

const struct str *zone_partial_mark(const struct zf_zone *zone)
{
	static const char start[] = "{\"partial\":";
	for (size_t i = 0; i < zone->provider_record_count; i++) {
		const struct provider_record *p = &zone->provider_records[i];
		if (str_eq(p->provider, "zoneferry") && p->json.n >= sizeof(start) &&
			memcmp(p->json.p, start, sizeof(start) - 1) == 0)
			return &p->json;
	}
	return NULL;
}
