#include "random_zone.h"

#include <stdio.h>
#include <stdlib.h>

static const char apex[] = "example.com.";

void copy_record(struct zone_builder *b, const struct zf_zone *zone, const struct rec *r,
	uint32_t ttl, struct str notes)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct name owner;
	rec_owner(zone, r, &owner);
	if (zone_builder_add(b, &owner, rec_type(r), ttl, rec_rdata(r), r->rdata_len, notes, 0,
		    &err) != ZF_OK)
		abort();
}

static void add_line(struct zone_builder *b, const char *line)
{
	struct name name = name_of(apex);
	build_lines(b, &name, line);
}

/* One line of a few owners, types and values; now and then with an annotation. */
static void random_line(char *line, size_t size, struct random *r)
{
	static const char *const owners[] = {"@", "www", "*", "_sip._tcp", "a.b", "mail", "\\;x"};
	static const char *const values[] = {"A 192.0.2.1", "A 192.0.2.2", "A 192.0.2.3",
		"AAAA 2001:db8::1", "MX 10 mail.example.com.", "MX 20 mail.example.com.",
		"TXT \"v=spf1 -all\"", "TXT \"v=spf1\" \" -all\"", "TXT \"<script>`|\"",
		"TXT \"\\\"\\\\\\009\"", "SRV 1 2 3 sip.example.com.", "CAA 0 issue \"ca.example\"",
		"TYPE65280 \\# 2 abcd", "NS ns.example.net."};
	static const char *const notes[] = {" ;@cloudflare {\"proxied\":true}",
		" ;@cloudflare {\"proxied\":false}", " ;@bunny {\"weight\":1} ;@x {}"};
	static const uint32_t ttls[] = {60, 300, 300, 300, 3600};
	snprintf(line, size, "%s %u %s%s", owners[random_below(r, 7)], ttls[random_below(r, 5)],
		values[random_below(r, 14)], random_below(r, 8) ? "" : notes[random_below(r, 3)]);
}

static void add_random(struct zone_builder *b, struct random *r, const struct name *name)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct random_record record;
	char line[200];
	if (random_below(r, 5) > 0) {
		random_line(line, sizeof(line), r);
		add_line(b, line);
		return;
	}
	random_record(&record, r, name);
	if (zone_builder_add(b, &record.owner, record.type, record.ttl, record.rdata,
		    record.rdata_len, (struct str){"", 0}, 0, &err) != ZF_OK)
		abort();
}

static void add_provider_record(struct zone_builder *b, struct random *r)
{
	char line[80];
	snprintf(line, sizeof(line), ";@bunny {\"Id\":%u}", random_below(r, 4));
	add_line(b, line);
}

static void add_head(struct zone_builder *b, struct random *r)
{
	char line[120];
	snprintf(line, sizeof(line),
		"@ 3600 SOA ns1.example.com. host.example.com. %u 7200 3600 1209600 3600\n"
		"@ 3600 NS ns1.example.com.",
		1 + random_below(r, 3));
	add_line(b, line);
}

struct zf_zone *random_zone(struct random *r, uint32_t most)
{
	struct name name = name_of(apex);
	struct zone_builder *b = zone_builder_new(&name, "random");
	add_head(b, r);
	for (uint32_t n = random_below(r, most - 1); n > 0; n--)
		add_random(b, r, &name);
	for (uint32_t n = random_below(r, 3); n > 0; n--)
		add_provider_record(b, r);
	return zone_builder_seal(b);
}

struct zf_zone *random_change(struct random *r, const struct zf_zone *zone)
{
	struct name name = name_of(apex);
	struct zone_builder *b = zone_builder_new(&name, "changed");
	uint32_t rate = 2 + random_below(r, 12);
	for (size_t i = 0; i < zone->count; i++) {
		const struct rec *rec = zone->recs[i];
		uint32_t what = random_below(r, rate);
		uint32_t ttl = what == 1 ? rec->ttl % 7 : rec->ttl;
		if (what == 0 && rec_type(rec) != TYPE_SOA)
			continue;
		copy_record(b, zone, rec, ttl, what == 2 ? (struct str){"", 0} : rec_notes(rec));
	}
	for (uint32_t n = random_below(r, 4); n > 0; n--)
		add_random(b, r, &name);
	for (uint32_t n = random_below(r, 3); n > 0; n--)
		add_provider_record(b, r);
	return zone_builder_seal(b);
}

static bool stands_alone(const struct zf_zone *zone, size_t i)
{
	bool alone = i == 0 || !rec_same_owner(zone->recs[i - 1], zone->recs[i]);
	return alone && zone_owner_end(zone, i) == i + 1;
}

struct zf_zone *lawful_zone(struct zf_zone *zone)
{
	struct zone_builder *b = zone_builder_new(&zone->apex, zone->source);
	for (size_t i = 0; i < zone->count; i++) {
		const struct rec *r = zone->recs[i];
		bool single = rec_type(r) == TYPE_CNAME || rec_type(r) == TYPE_DNAME;
		if (!single || stands_alone(zone, i))
			copy_record(b, zone, r, r->ttl, rec_notes(r));
	}
	for (size_t i = 0; i < zone->provider_record_count; i++)
		zone_builder_add_provider_record(
			b, zone->provider_records[i].provider, zone->provider_records[i].json);
	zf_zone_free(zone);
	return zone_builder_seal(b);
}

bool same_zone(const struct zf_zone *a, const struct zf_zone *b)
{
	bool same = a->count == b->count && a->provider_record_count == b->provider_record_count;
	for (size_t i = 0; same && i < a->count; i++)
		same = rec_cmp(a->recs[i], b->recs[i]) == 0 && a->recs[i]->ttl == b->recs[i]->ttl &&
		       rec_same_annotations(a->recs[i], b->recs[i]);
	for (size_t i = 0; same && i < a->provider_record_count; i++) {
		struct str pa = a->provider_records[i].json, pb = b->provider_records[i].json;
		same = pa.n == pb.n && memcmp(pa.p, pb.p, pa.n) == 0;
	}
	return same;
}
