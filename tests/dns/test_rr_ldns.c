/* rr_ldns: what ldns prints of records, also of such that it can't take apart. */
#include "test.h"

#include <ldns/ldns.h>

#include "err.h"
#include "rdata.h"
#include "rr_ldns.h"
#include "zone_of.h"

static const struct {
	const char *type, *rdata, *want;
} cases[] = {
	{"A", "192.0.2.1", "A\t192.0.2.1"},
	{"TXT", "\"a;b\" \"\\000\"", "TXT\t\"a;b\" \"\\000\""},
	{"SVCB", "1 t.x. alpn=h2", "SVCB\t1 t.x. alpn=h2"},
	{"TYPE65280", "\\# 2 0102", "TYPE65280\t\\# 2 0102"},
	/* Without a tag it has no text. */
	{"CAA", "\\# 2 0000", "CAA\t\\# 2 0000"},
};

static void parse(struct buf *rdata, uint16_t type, const char *text)
{
	struct zf_error err = ZF_ERROR_INIT;
	buf_init(rdata, 0);
	if (rdata_parse_text(rdata, type, text, strlen(text), NULL, &err) != ZF_OK)
		fail_msg("%s: %s", text, err.text);
}

static void lines(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf rdata, line, want;
		struct rr r = {.owner = name_of("a\\.b.x."),
			.type = rrtype_parse(cases[i].type, strlen(cases[i].type)),
			.ttl = 60};
		parse(&rdata, r.type, cases[i].rdata);
		r.rdata = (struct str){rdata.data, rdata.len};
		buf_init(&line, 0);
		buf_init(&want, 0);
		buf_printf(&want, "a\\.b.x.\t60\tIN\t%s\n", cases[i].want);
		rr_print_ldns(&line, &r);
		assert_string_equal(line.data, want.data);
		buf_free(&rdata);
		buf_free(&line);
		buf_free(&want);
	}
}

/* ldns would take seconds, and most of a GiB. */
static void many_strings_have_no_parts(void **state)
{
	static const char strings[65000];
	static const struct {
		size_t strings, parts;
	} sizes[] = {{4096, 4096}, {4097, 1}, {65000, 1}};
	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		const struct rr r = {name_of("x."), TYPE_TXT, 60, {strings, sizes[i].strings}};
		ldns_rr *rr = rr_to_ldns(&r);
		assert_int_equal(ldns_rr_rd_count(rr), sizes[i].parts);
		ldns_rr_free(rr);
	}
}

static void there_and_back(void **state)
{
	struct random random = {1};
	const struct name apex = name_of("example.org.");
	struct zf_error err = ZF_ERROR_INIT;
	struct buf rdata;
	(void)state;
	buf_init(&rdata, 0);
	for (int i = 0; i < 2000; i++) {
		struct random_record record;
		struct rr back;
		random_record(&record, &random, &apex);
		const struct rr r = {record.owner, record.type, record.ttl,
			{(const char *)record.rdata, record.rdata_len}};
		ldns_rr *rr = rr_to_ldns(&r);
		assert_int_equal(rr_from_ldns(&back, &rdata, rr, &err), ZF_OK);
		assert_true(name_equal(&back.owner, &r.owner));
		assert_int_equal(back.type, r.type);
		assert_int_equal(back.ttl, r.ttl);
		assert_int_equal(str_cmp(back.rdata, r.rdata), 0);
		ldns_rr_set_class(rr, LDNS_RR_CLASS_CH);
		assert_int_equal(rr_from_ldns(&back, &rdata, rr, &err), ZF_ERR_DATA);
		err_clear(&err);
		ldns_rr_free(rr);
	}
	buf_free(&rdata);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines),
		cmocka_unit_test(many_strings_have_no_parts),
		cmocka_unit_test(there_and_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
