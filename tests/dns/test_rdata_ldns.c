/*
 * rdata against ldns: on every input that ldns reads right, the same octets.
 *
 * testdata/zone/rdata/ldns.tsv lists the inputs on which the two differ, and what ldns made of
 * each: octets, or "refused" (its LOC reads variables that are not set, so octets vary there). An
 * input that is not listed and differs is a fault of ours.
 */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <ldns/ldns.h>

#include "mem.h"
#include "rdata.h"
#include "tsv.h"

/* What libldns leaks on malformed text is not ours to mend. */
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libldns\n";
}

/* Octets in hex, names in lower case as ours are. */
static char *to_hex(uint16_t type, uint8_t *octets, size_t n)
{
	struct buf hex;
	buf_init(&hex, 0);
	if (rdata_is_valid(type, octets, n, NULL))
		rdata_canonical(type, octets, n);
	str_add_hex(&hex, octets, n);
	return hex.data;
}

/* What ldns makes of a record's text. */
static char *ldns_reads(uint16_t type, const char *name, const char *text)
{
	struct buf line, octets;
	ldns_rr *rr = NULL;
	char *result;
	buf_init(&line, 0);
	buf_init(&octets, 0);
	buf_printf(&line, "x 0 IN %s %s", name, text);
	ldns_rdf *origin = ldns_dname_new_frm_str("example.test.");
	if (ldns_rr_new_frm_str(&rr, line.data, 0, origin, NULL) == LDNS_STATUS_OK) {
		for (size_t i = 0; i < ldns_rr_rd_count(rr); i++) {
			const ldns_rdf *rdf = ldns_rr_rdf(rr, i);
			buf_add(&octets, ldns_rdf_data(rdf), ldns_rdf_size(rdf));
		}
		result = to_hex(type, (uint8_t *)octets.data, octets.len);
		ldns_rr_free(rr);
	} else {
		result = mem_strdup("refused");
	}
	ldns_rdf_deep_free(origin);
	buf_free(&line);
	buf_free(&octets);
	return result;
}

static bool has_row(const struct tsv *t, const char *name, const char *text)
{
	for (size_t i = 0; i < t->count; i++)
		if (strcmp(t->rows[i].field[0], name) == 0 &&
			strcmp(t->rows[i].field[1], text) == 0)
			return true;
	return false;
}

/* Counts the inputs of a table that ldns reads otherwise (want_field 0: doesn't refuse) and that
 * are not listed. */
static size_t count_unlisted(const struct tsv *t, int want_field, const struct tsv *list)
{
	size_t unlisted = 0;
	for (size_t i = 0; i < t->count; i++) {
		char **f = t->rows[i].field;
		char *got = ldns_reads(rrtype_parse(f[0], strlen(f[0])), f[0], f[1]);
		const char *want = want_field ? f[want_field] : "refused";
		if (strcmp(got, want) != 0 && !has_row(list, f[0], f[1])) {
			unlisted++;
			print_error("%s\t%s\t%s\n", f[0], f[1], got);
		}
		free(got);
	}
	return unlisted;
}

static void ldns_agrees_where_it_is_right(void **state)
{
	(void)state;
	struct tsv list, valid, refused;
	tsv_read(&list, "testdata/zone/rdata/ldns.tsv");
	tsv_read(&valid, "testdata/zone/rdata/valid.tsv");
	tsv_read(&refused, "testdata/zone/rdata/refused.tsv");
	assert_int_equal(count_unlisted(&valid, 2, &list), 0);
	assert_int_equal(count_unlisted(&refused, 0, &list), 0);
	for (size_t i = 0; i < list.count; i++) {
		char **f = list.rows[i].field;
		if (!has_row(&valid, f[0], f[1]) && !has_row(&refused, f[0], f[1]))
			fail_msg("%s %s is listed and never tried", f[0], f[1]);
	}
	tsv_free(&list);
	tsv_free(&valid);
	tsv_free(&refused);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(ldns_agrees_where_it_is_right)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
