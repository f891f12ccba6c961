/* zoneferry-ldns: zones there and back, and what ldns may hold that is no zone. */
#include "test.h"

#include <stdlib.h>

#include "random_zone.h"
#include "rdata.h"
#include "tsv.h"
#include "zoneferry-ldns.h"

static void assert_comes_back(const struct zf_zone *zone)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct zf_zone *back;
	ldns_zone *z = zf_zone_to_ldns(zone);
	ldns_rr_list *list = zf_zone_to_ldns_list(zone);
	assert_int_equal(ldns_rr_list_rr_count(ldns_zone_rrs(z)) + 1, zone->count);
	assert_int_equal(ldns_rr_list_rr_count(list), zone->count);
	if (zf_zone_from_ldns(&back, z, &err) != ZF_OK)
		fail_msg("%s", err.text);
	assert_true(same_zone(zone, back));
	zf_zone_free(back);
	assert_int_equal(zf_zone_from_ldns_list(&back, list, NULL, &err), ZF_OK);
	assert_true(same_zone(zone, back));
	zf_zone_free(back);
	ldns_rr_list_deep_free(list);
	ldns_zone_deep_free(z);
}

/* Without what ldns doesn't know, and without names outside. */
static struct zf_zone *bare(struct zf_zone *zone)
{
	struct zone_builder *b = zone_builder_new(&zone->apex, "bare");
	for (size_t i = 0; i < zone->count; i++)
		if (!key_is_outside(rec_key(zone->recs[i])))
			copy_record(b, zone, zone->recs[i], zone->recs[i]->ttl, STR(""));
	zf_zone_free(zone);
	return zone_builder_seal(b);
}

static void random_zones(void **state)
{
	struct random r = {1};
	(void)state;
	for (int i = 0; i < 200; i++) {
		struct zf_zone *zone = bare(random_zone(&r, 30));
		assert_comes_back(zone);
		zf_zone_free(zone);
	}
}

/* Every RDATA that there is a text of, whatever ldns makes of the text. */
static void all_types(void **state)
{
	const struct name apex = name_of("example.test.");
	struct zone_builder *b = zone_builder_new(&apex, "all");
	struct zf_error err = ZF_ERROR_INIT;
	struct tsv valid;
	(void)state;
	build_lines(b, &apex, "@ 60 SOA ns.test. h.test. 1 2 3 4 5\n");
	tsv_read(&valid, "testdata/zone/rdata/valid.tsv");
	for (size_t i = 0; i < valid.count; i++) {
		char **f = valid.rows[i].field, owner[40];
		uint16_t type = rrtype_parse(f[0], strlen(f[0]));
		struct buf rdata;
		snprintf(owner, sizeof(owner), "r%zu.example.test.", i);
		const struct name name = name_of(owner);
		if (type == TYPE_SOA)
			continue;
		buf_init(&rdata, 0);
		assert_int_equal(
			rdata_parse_text(&rdata, type, f[1], strlen(f[1]), &apex, &err), ZF_OK);
		assert_int_equal(zone_builder_add(b, &name, type, 60, (uint8_t *)rdata.data,
					 rdata.len, STR(""), 0, &err),
			ZF_OK);
		buf_free(&rdata);
	}
	struct zf_zone *zone = zone_builder_seal(b);
	assert_comes_back(zone);
	zf_zone_free(zone);
	tsv_free(&valid);
}

#define SOA_LINE "x. 60 IN SOA n.x. h.x. 1 2 3 4 5"

static const struct {
	const char *lines[3]; /* for ldns_rr_new_frm_str */
	const char *apex;
	enum zf_status status;
	const char *text;
} lists[] = {
	{{SOA_LINE, "A.X. 60 IN A 192.0.2.1", "a.x. 60 IN A 192.0.2.1"}, NULL, ZF_OK, ""},
	{{SOA_LINE, "a.x. 60 IN A 192.0.2.1"}, "X", ZF_OK, ""},
	{{"a.x. 60 IN A 192.0.2.1", "b.x. 60 IN A 192.0.2.1"}, "x.", ZF_OK, ""},
	{{"a.x. 60 IN A 192.0.2.1"}, NULL, ZF_ERR_DATA, "no SOA"},
	{{SOA_LINE, "a.y. 60 IN A 192.0.2.1"}, NULL, ZF_ERR_DATA, "a.y. A: the name is outside"},
	{{SOA_LINE, "a.x. 60 CH A 192.0.2.1"}, NULL, ZF_ERR_DATA, "class IN"},
	{{SOA_LINE, "a.x. 4294967295 IN A 192.0.2.1"}, NULL, ZF_ERR_DATA, "a.x. A: the TTL"},
	{{SOA_LINE}, "a..b", ZF_ERR_DATA, ""},
};

static ldns_rr_list *make_list(const char *const *lines, size_t count)
{
	ldns_rr_list *list = ldns_rr_list_new();
	for (size_t i = 0; i < count && lines[i]; i++) {
		ldns_rr *rr;
		assert_int_equal(ldns_rr_new_frm_str(&rr, lines[i], 0, NULL, NULL), LDNS_STATUS_OK);
		ldns_rr_list_push_rr(list, rr);
	}
	return list;
}

static void lists_are_checked(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		struct zf_error err = ZF_ERROR_INIT;
		struct zf_zone *zone;
		ldns_rr_list *list = make_list(lists[i].lines, 3);
		enum zf_status status = zf_zone_from_ldns_list(&zone, list, lists[i].apex, &err);
		if (status != lists[i].status || !strstr(err.text, lists[i].text))
			fail_msg("%zu: %d, %s", i, status, err.text);
		assert_int_equal(zone != NULL, status == ZF_OK);
		if (zone)
			assert_int_equal(zf_zone_count(zone), 2);
		zf_zone_free(zone);
		ldns_rr_list_deep_free(list);
	}
}

/* Parts that make no A record, and a type that is no record's. */
static void records_are_checked(void **state)
{
	static const struct {
		ldns_rr_type type;
		size_t size;
		const char *text;
	} cases[] = {{LDNS_RR_TYPE_A, 5, "a.x. A: "}, {LDNS_RR_TYPE_AXFR, 0, "no such record"},
		{(ldns_rr_type)0, 4, "no such record"}};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct zf_error err = ZF_ERROR_INIT;
		struct zf_zone *zone;
		ldns_rr_list *list = make_list((const char *[]){SOA_LINE}, 1);
		ldns_rr *rr = ldns_rr_new();
		ldns_rr_set_owner(rr, ldns_dname_new_frm_str("a.x."));
		ldns_rr_set_type(rr, cases[i].type);
		ldns_rr_push_rdf(
			rr, ldns_rdf_new_frm_data(LDNS_RDF_TYPE_UNKNOWN, cases[i].size, "12345"));
		ldns_rr_list_push_rr(list, rr);
		assert_int_equal(zf_zone_from_ldns_list(&zone, list, NULL, &err), ZF_ERR_DATA);
		assert_non_null(strstr(err.text, cases[i].text));
		ldns_rr_list_deep_free(list);
	}
}

static void a_zone_without_soa(void **state)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct zf_zone *zone = zone_of("x.", "a 60 A 192.0.2.1\n"), *back;
	ldns_zone *z = zf_zone_to_ldns(zone);
	(void)state;
	assert_null(ldns_zone_soa(z));
	assert_int_equal(ldns_rr_list_rr_count(ldns_zone_rrs(z)), 1);
	assert_int_equal(zf_zone_from_ldns(&back, z, &err), ZF_ERR_DATA);
	assert_non_null(strstr(err.text, "no SOA"));
	ldns_zone_deep_free(z);
	zf_zone_free(zone);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_zones),
		cmocka_unit_test(all_types),
		cmocka_unit_test(lists_are_checked),
		cmocka_unit_test(records_are_checked),
		cmocka_unit_test(a_zone_without_soa),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
