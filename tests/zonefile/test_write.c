#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "text_of.h"
#include "zone_of.h"
#include "zonefile.h"

static void print(struct buf *out, const struct zf_zone *zone)
{
	buf_reset(out);
	assert_int_equal(zonefile_print(zone, text_add, out, NULL), ZF_OK);
}

static void expect_text(const char *apex, const char *lines, const char *want)
{
	struct zf_zone *zone = zone_of(apex, lines);
	struct buf out;
	buf_init(&out, 0);
	print(&out, zone);
	assert_string_equal(out.data, want);
	buf_free(&out);
	zf_zone_free(zone);
}

static void columns_are_those_of_the_manual(void **state)
{
	(void)state;
	expect_text("Example.com.",
		";@bunny {\"Type\":5,\"Name\":\"old\",\"Ttl\":300,\"Value\":\"https://example.com/\"}\n"
		"www 300 A 192.0.2.2 ;@cloudflare {\"proxied\":true}\n"
		"_sip._tcp 3600 SRV 10 5 5060 sip.example.com.\n"
		"@ 300 MX 10 mail.example.com.\n"
		"@ 3600 NS ns1.example.com.\n"
		"@ 3600 SOA ns1.example.com. hostmaster.example.com. 2026010101 7200 3600 1209600 3600\n",
		"$ORIGIN example.com.\n"
		"@                        3600 IN SOA    ns1.example.com. hostmaster.example.com. "
		"2026010101 7200 3600 1209600 3600\n"
		"@                        3600 IN NS     ns1.example.com.\n"
		"@                         300 IN MX     10 mail.example.com.\n"
		"_sip._tcp                3600 IN SRV    10 5 5060 sip.example.com.\n"
		"www                       300 IN A      192.0.2.2 ;@cloudflare {\"proxied\":true}\n"
		";@bunny {\"Name\":\"old\",\"Ttl\":300,\"Type\":5,\"Value\":\"https://example.com/\"}\n");
}

static void what_is_too_long_for_its_column_takes_one_blank(void **state)
{
	(void)state;
	expect_text("t.",
		"@ 0 TYPE65280 \\# 1 00\n"
		"a 86400 A 1.2.3.4\n"
		"a23456789012345678901234 5 A 1.2.3.4\n"
		"a2345678901234567890123 86400 A 1.2.3.4\n"
		"a2345678901234567890123 86400 TYPE65280 \\# 0\n"
		"b 604800 A 1.2.3.4\n"
		"b2345678901234567890123456789 5 A 1.2.3.4\n"
		"b23456789012345678901234567890 5 OPENPGPKEY AQ==\n"
		"c 2147483647 A 1.2.3.4\n"
		"d234567890123456789012 2147483647 A 1.2.3.4\n",
		"$ORIGIN t.\n"
		"@                           0 IN TYPE65280 \\# 1 00\n"
		"a                       86400 IN A      1.2.3.4\n"
		"a2345678901234567890123 86400 IN A      1.2.3.4\n"
		"a2345678901234567890123 86400 IN TYPE65280 \\# 0\n"
		"a23456789012345678901234    5 IN A      1.2.3.4\n"
		"b                      604800 IN A      1.2.3.4\n"
		"b2345678901234567890123456789 5 IN A      1.2.3.4\n"
		"b23456789012345678901234567890 5 IN OPENPGPKEY AQ==\n"
		"c                  2147483647 IN A      1.2.3.4\n"
		"d234567890123456789012 2147483647 IN A      1.2.3.4\n");
}

static void owners_that_could_be_misread_are_escaped(void **state)
{
	(void)state;
	expect_text("t.",
		"\\$TTL 5 A 1.2.3.4\n"
		"\\@ 5 A 1.2.3.4\n"
		"\\; 5 A 1.2.3.4\n"
		"a\\.b 5 A 1.2.3.4\n"
		"* 5 A 1.2.3.4\n"
		"out. 5 A 1.2.3.4\n"
		"xt. 5 A 1.2.3.4\n",
		"$ORIGIN t.\n"
		"\\036ttl                     5 IN A      1.2.3.4\n"
		"*                           5 IN A      1.2.3.4\n"
		"\\059                        5 IN A      1.2.3.4\n"
		"\\064                        5 IN A      1.2.3.4\n"
		"a\\046b                      5 IN A      1.2.3.4\n"
		"out.                        5 IN A      1.2.3.4\n"
		"xt.                         5 IN A      1.2.3.4\n");
	expect_text(".", "@ 5 A 1.2.3.4\na.b. 5 A 1.2.3.4\n",
		"$ORIGIN .\n"
		"@                           5 IN A      1.2.3.4\n"
		"a.b                         5 IN A      1.2.3.4\n");
}

static void comments_stay_with_their_records(void **state)
{
	struct name apex = name_of("t.");
	struct zone_builder *b = zone_builder_new(&apex, "");
	struct buf out;
	(void)state;
	build_lines(b, &apex,
		"; two lines\n"
		"; \"above\"\033\n"
		"b 5 A 1.2.3.4 ;@y {} ;@x {\"a\":1} ; behind\t\303\251\177\n"
		"a 5 A 1.2.3.4 ; only\n"
		";@p {}\n");
	zone_builder_set_trailer(b, STR("; the\n\n; end\a\n"));
	struct zf_zone *zone = zone_builder_seal(b);
	buf_init(&out, 0);
	print(&out, zone);
	assert_string_equal(out.data,
		"$ORIGIN t.\n"
		"a                           5 IN A      1.2.3.4 ; only\n"
		"; two lines\n"
		"; \"above\"\\027\n"
		"b                           5 IN A      1.2.3.4 ;@x {\"a\":1} ;@y {} ; "
		"behind\t\303\251\\127\n"
		"; the\n"
		"\n"
		"; end\\007\n"
		";@p {}\n");
	buf_reset(&out);
	zonefile_print_record(&out, zone, zone->recs[1]);
	assert_string_equal(
		out.data, "b                           5 IN A      1.2.3.4 ;@x {\"a\":1} ;@y {}");
	buf_free(&out);
	zf_zone_free(zone);
}

static void generic_form_is_absolute(void **state)
{
	struct zf_zone *zone = zone_of("t.",
		"@ 3600 NS A.t.\na 300 A 192.0.2.1 ;@x {}\na 2147483647 TYPE65280 \\# 0\n;@p {}\n"
		"x. 1 TXT \"b\"\n");
	struct buf out;
	(void)state;
	buf_init(&out, 0);
	assert_int_equal(zonefile_print_generic(zone, text_add, &out, NULL), ZF_OK);
	assert_string_equal(out.data, "t. 3600 CLASS1 TYPE2 \\# 5 0161017400\n"
				      "a.t. 300 CLASS1 TYPE1 \\# 4 C0000201\n"
				      "a.t. 2147483647 CLASS1 TYPE65280 \\# 0\n"
				      "x. 1 CLASS1 TYPE16 \\# 2 0162\n");
	buf_free(&out);
	zf_zone_free(zone);
}

static void an_empty_zone_prints(void **state)
{
	(void)state;
	expect_text("t.", "", "$ORIGIN t.\n");
}

/* A zone that is printed by several threads and in parts: its lines are those of its records. */
static void large_zones_print_in_order(void **state)
{
	enum { RECORDS = 20000 };
	struct name apex = name_of("example.com.");
	struct zone_builder *b = zone_builder_new(&apex, "");
	struct random random = {1};
	struct random_record r;
	struct buf out, want;
	uint8_t *large = malloc(65535);
	(void)state;
	memset(large, 1, 65535);
	for (size_t i = 0; i < RECORDS; i++) {
		random_record(&r, &random, &apex);
		zone_builder_add(b, &r.owner, r.type, r.ttl, r.rdata, r.rdata_len,
			(struct str){"", 0}, 0, NULL);
	}
	for (uint8_t i = 0; i < 30; i++) { /* 131,070 digits each */
		large[0] = i;
		zone_builder_add(b, &apex, 65280, 1, large, 65535, (struct str){"", 0}, 0, NULL);
	}
	struct zf_zone *zone = zone_builder_seal(b);
	buf_init(&out, 0);
	buf_init(&want, 0);
	print(&out, zone);
	buf_adds(&want, "$ORIGIN example.com.\n");
	for (size_t i = 0; i < zone->count; i++) {
		zonefile_print_record(&want, zone, zone->recs[i]);
		buf_addc(&want, '\n');
	}
	assert_int_equal(out.len, want.len);
	assert_memory_equal(out.data, want.data, want.len);
	buf_free(&out);
	buf_free(&want);
	free(large);
	zf_zone_free(zone);
}

struct failing {
	size_t left; /* calls that go well */
	size_t calls;
};

static enum zf_status fail_later(void *user, const char *p, size_t n, struct zf_error *err)
{
	struct failing *f = user;
	(void)p;
	assert_true(n > 0);
	f->calls++;
	return f->left-- > 0 ? ZF_OK : err_set(err, ZF_ERR_IO, "full");
}

static void a_failing_sink_ends_the_printing(void **state)
{
	struct name apex = name_of("t.");
	struct zone_builder *b = zone_builder_new(&apex, "");
	struct random random = {1};
	struct random_record r;
	(void)state;
	for (size_t i = 0; i < 20000; i++) {
		random_record(&r, &random, &apex);
		zone_builder_add(b, &r.owner, r.type, r.ttl, r.rdata, r.rdata_len,
			(struct str){"", 0}, 0, NULL);
	}
	zone_builder_add_provider_record(b, STR("p"), STR("{}"));
	struct zf_zone *zone = zone_builder_seal(b);
	struct failing all = {.left = 1000};
	assert_int_equal(zonefile_print(zone, fail_later, &all, NULL), ZF_OK);
	for (size_t left = 0; left < all.calls; left++) {
		struct zf_error err = ZF_ERROR_INIT;
		struct failing f = {.left = left};
		assert_int_equal(zonefile_print(zone, fail_later, &f, &err), ZF_ERR_IO);
		assert_int_equal(f.calls, left + 1);
		assert_string_equal(err.text, "full");
	}
	zf_zone_free(zone);
}

/* The canonical lines of records, the one of a changed record left out; and that one. */
struct changed_text {
	struct buf others, line;
};

static void text_without(
	struct changed_text *t, const struct random_record *records, size_t count, size_t changed)
{
	struct name apex = name_of("t.");
	struct zone_builder *b = zone_builder_new(&apex, "");
	buf_init(&t->others, 0);
	buf_init(&t->line, 0);
	for (size_t i = 0; i < count; i++) /* the place tells which one is the changed one */
		zone_builder_add(b, &records[i].owner, records[i].type, records[i].ttl,
			records[i].rdata, records[i].rdata_len, (struct str){"", 0},
			rec_place(0, i == changed ? 2 : 1), NULL);
	struct zf_zone *zone = zone_builder_seal(b);
	struct buf all;
	buf_init(&all, 0);
	print(&all, zone);
	const char *line = strchr(all.data, '\n') + 1;
	for (size_t i = 0; i < zone->count; i++, line = strchr(line, '\n') + 1)
		buf_add(rec_line(zone->recs[i]) == 2 ? &t->line : &t->others, line,
			(size_t)(strchr(line, '\n') + 1 - line));
	assert_string_equal(line, "");
	buf_free(&all);
	zf_zone_free(zone);
}

static void free_text(struct changed_text *t)
{
	buf_free(&t->others);
	buf_free(&t->line);
}

/* Changes one record in one of the ways that people do. */
static void change(struct random_record *r, struct random *random)
{
	struct name apex = name_of("t.");
	struct random_record other;
	switch (random_below(random, 4)) {
	case 0:
		r->ttl = r->ttl == 604800 ? 5 : 604800;
		break;
	case 1: /* a longer name */
		memmove(r->owner.wire + 31, r->owner.wire, 200);
		r->owner.wire[0] = 30;
		memset(r->owner.wire + 1, 'l', 30);
		r->owner.len = (uint8_t)(r->owner.len + 31);
		break;
	case 2:
		r->type = 65281;
		break;
	default:
		do
			random_record(&other, random, &apex);
		while (other.type != r->type);
		memcpy(r->rdata, other.rdata, other.rdata_len);
		r->rdata_len = other.rdata_len;
	}
}

/* Whatever changes in one record, all other lines stay as they are, octet for octet and in their
 * order. */
static void one_changed_record_is_one_changed_line(void **state)
{
	enum { RECORDS = 60, ROUNDS = 300 };
	struct name apex = name_of("t.");
	struct random random = {5};
	struct random_record records[RECORDS];
	size_t changes = 0;
	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		struct changed_text before, after, removed;
		size_t victim = random_below(&random, RECORDS - 1);
		for (size_t i = 0; i < RECORDS; i++)
			do
				random_record(&records[i], &random, &apex);
			while (records[i].owner.len > 200);
		text_without(&before, records, RECORDS, victim);
		change(&records[victim], &random);
		text_without(&after, records, RECORDS, victim);
		records[victim] = records[RECORDS - 1]; /* a duplicate of another one */
		text_without(&removed, records, RECORDS - 1, RECORDS);
		if (before.line.len > 0 && after.line.len > 0) { /* neither was a duplicate */
			assert_string_equal(before.others.data, after.others.data);
			assert_string_equal(before.others.data, removed.others.data);
			changes += strcmp(before.line.data, after.line.data) != 0;
		}
		free_text(&before);
		free_text(&after);
		free_text(&removed);
	}
	assert_in_range(changes, ROUNDS / 2, ROUNDS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_are_those_of_the_manual),
		cmocka_unit_test(what_is_too_long_for_its_column_takes_one_blank),
		cmocka_unit_test(owners_that_could_be_misread_are_escaped),
		cmocka_unit_test(comments_stay_with_their_records),
		cmocka_unit_test(generic_form_is_absolute),
		cmocka_unit_test(an_empty_zone_prints),
		cmocka_unit_test(large_zones_print_in_order),
		cmocka_unit_test(a_failing_sink_ends_the_printing),
		cmocka_unit_test(one_changed_record_is_one_changed_line),
	};
	return cmocka_run_group_tests_name("zonefile_write", tests, NULL, NULL);
}
