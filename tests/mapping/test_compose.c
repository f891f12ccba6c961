/* The mapping, turned round: what is read is written as it was, and what is written is read. */
#include "compose.h"

#include <stdlib.h>

#include "engine.h"
#include "file.h"
#include "test.h"
#include "writer.h"
#include "xml.h"
#include "zone_of.h"
#include "zonefile.h"

static const char *const written[] = {
	"bunny", "sdpf", "hostup", "powerdns", "designate", "cloudflare", "route53", "hetzner"};
enum { WRITTEN = sizeof(written) / sizeof(written[0]) };

static struct zf_zone *same_zone(void)
{
	struct zonefile_options options = ZONEFILE_OPTIONS_INIT;
	struct zf_error err = ZF_ERROR_INIT;
	struct zf_zone *zone = NULL;
	if (zonefile_read(&zone, "testdata/provider/same.zone", &options, NULL, &err))
		fail_msg("%s", err.text);
	return zone;
}

/* The zone object that TTLs of a zone are taken from. */
static struct json *zone_object(const char *ttl)
{
	struct json *object = json_new_object();
	json_set(object, "ttl", json_new_number(ttl, strlen(ttl)));
	return object;
}

/* How many records of the zone were composed as new elements; each proves itself. */
static size_t compose_all(const char *name)
{
	struct desc *desc = NULL;
	struct zf_error err = ZF_ERROR_INIT;
	struct zf_zone *zone = same_zone();
	struct json *object = zone_object("3600");
	size_t composed = 0;
	if (desc_load(&desc, name, NULL, &err))
		fail_msg("%s", err.text);
	const struct compose c = {.desc = desc, .apex = &zone->apex, .zone = object};
	for (size_t i = 0, end; i < zone->count; i = end) {
		const struct rec *recs[64];
		struct operation op = {
			.kind = OPERATION_CREATE, .type = rec_type(zone->recs[i]), .after = recs};
		struct json *made = NULL;
		rec_owner(zone, zone->recs[i], &op.owner);
		end = desc->write->by == WRITE_BY_RRSET ? zone_rrset_end(zone, i) : i + 1;
		for (size_t k = i; k < end; k++)
			recs[op.after_count++] = zone->recs[k];
		if (!types_have(&desc->holds->types, op.type) ||
			!desc_can_write_type(desc, op.type))
			continue;
		if (compose_element(&made, &c, &op, &err))
			fail_msg("%s: %s", name, err.text);
		json_free(made);
		composed++;
	}
	json_free(object);
	zf_zone_free(zone);
	desc_free(desc);
	return composed;
}

static void every_type_is_written(void **state)
{
	(void)state;
	for (size_t i = 0; i < WRITTEN; i++)
		assert_true(compose_all(written[i]) >= 20);
}

/* Sets the environment that the fixtures of a provider want. */
static void set_env(const char *name)
{
	char path[80];
	struct file_text text;
	struct zf_error err = ZF_ERROR_INIT;
	snprintf(path, sizeof(path), "testdata/provider/%s/env", name);
	if (file_read(&text, path, 1 << 16, &err))
		fail_msg("%s", err.text);
	char *rest = text.data, *line;
	while ((line = strsep(&rest, "\n")) != NULL) {
		char *equals = strchr(line, '=');
		if (!equals)
			continue;
		*equals = '\0';
		setenv(line, equals + 1, 1);
	}
	file_text_free(&text);
}

/* The records that came from an element. */
static size_t records_of(
	const struct rec **recs, const struct zf_zone *zone, const struct element *e)
{
	size_t count = 0;
	for (size_t i = 0; i < zone->count; i++) {
		struct name owner;
		const struct rec *r = zone->recs[i];
		rec_owner(zone, r, &owner);
		if (rec_type(r) != e->type || !name_equal(&owner, &e->owner))
			continue;
		for (size_t k = 0; k < e->count; k++) {
			if (e->values[k].rdata.p && e->values[k].rdata.n == r->rdata_len &&
				memcmp(e->values[k].rdata.p, rec_rdata(r), r->rdata_len) == 0)
				recs[count++] = r;
		}
	}
	return count;
}

static bool is_sent(const struct desc *desc, const char *name)
{
	const struct desc_drop *drop = desc->write->drop.items;
	for (size_t i = 0; i < desc->write->drop.count; i++) {
		if (strcmp(drop[i].member + 1, name) == 0)
			return false;
	}
	return true;
}

static void print(struct buf *b, const struct desc *desc, const struct json *member)
{
	struct json *root = json_new_object();
	json_set(root, "member", json_copy(member));
	buf_init(b, 0);
	if (desc->format == ANSWER_XML)
		xml_print(b, root);
	else
		json_print(b, root, JSON_AS_IS);
	json_free(root);
}

/* What is sent back of an element without a change is what came, order of values aside. */
static void assert_own_spelling(
	const struct desc *desc, const struct element *e, const struct json *made)
{
	const char *owner = desc->records->owner->from.items[0].path + 1;
	for (const struct json *m = json_first(e->raw); m; m = json_next(m)) {
		const struct json *is = json_member(made, json_name(m));
		if (!is_sent(desc, json_name(m)) ||
			(desc->write->owner && strcmp(json_name(m), owner) == 0))
			continue;
		struct buf came, goes;
		print(&came, desc, m);
		print(&goes, desc, is);
		/* Values go in the order of the zone. */
		assert_int_equal(goes.len, came.len);
		if (e->count == 1)
			assert_string_equal(goes.data, came.data);
		buf_free(&came);
		buf_free(&goes);
	}
}

/* A zone as it was recorded. */
struct recording {
	const char *provider, *name, *zone;
	const char *ttl; /* of the zone */
};

static size_t compose_again(const struct desc *desc, const struct zf_zone *zone,
	const struct elements *elements, const struct recording *r)
{
	const struct rec *recs[64];
	struct zf_error err = ZF_ERROR_INIT;
	struct json *object = zone_object(r->ttl);
	const struct compose c = {.desc = desc, .apex = &zone->apex, .zone = object};
	size_t composed = 0;
	for (size_t i = 0; i < elements->count; i++) {
		const struct element *e = &elements->items[i];
		struct json *made = NULL;
		struct operation op = {.kind = OPERATION_UPDATE,
			.owner = e->owner,
			.type = e->type,
			.element = e,
			.after = recs};
		assert_true(e->count < 64);
		op.after_count = e->type ? records_of(recs, zone, e) : 0;
		if (!op.after_count || e->read_only || !desc_can_write_type(desc, e->type))
			continue;
		if (compose_element(&made, &c, &op, &err))
			fail_msg("%s/%s: %s", desc->name, r->name, err.text);
		assert_own_spelling(desc, e, made);
		json_free(made);
		composed++;
	}
	json_free(object);
	return composed;
}

static void what_is_read_is_written_as_it_was(void **state)
{
	static const struct recording recordings[] = {
		{"designate", "records", "example.com", "1800"},
		{"designate", "same", "same.example", "3600"},
		{"cloudflare", "records", "example.com", "300"},
		{"cloudflare", "same", "same.example", "300"},
		{"route53", "records", "example.com", "300"},
		{"route53", "same", "same.example", "300"},
		{"hetzner", "records", "example.com", "7200"},
		{"hetzner", "same", "same.example", "3600"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(recordings) / sizeof(recordings[0]); i++) {
		const struct recording *r = &recordings[i];
		char path[80];
		struct zf_error err = ZF_ERROR_INIT;
		struct provider *p = NULL;
		struct writer *w = NULL;
		struct zf_zone *zone = NULL;
		struct elements elements;
		snprintf(path, sizeof(path), "testdata/provider/%s/%s.http", r->provider, r->name);
		set_env(r->provider);
		const struct provider_env env = {.config = "/dev/null", .replay_path = path};
		elements_init(&elements);
		if (provider_open(&p, r->provider, NULL, &env, &err) ||
			writer_new(&w, p, r->zone, NULL, &err) ||
			writer_read(w, &zone, &elements, &err))
			fail_msg("%s: %s", path, err.text);
		assert_true(compose_again(provider_desc(p), zone, &elements, r) >= 3);
		elements_free(&elements);
		zf_zone_free(zone);
		writer_free(w);
		provider_close(p);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_type_is_written),
		cmocka_unit_test(what_is_read_is_written_as_it_was),
	};
	return cmocka_run_group_tests_name("compose", tests, NULL, NULL);
}
