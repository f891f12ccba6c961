#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "build.h"
#include "rdata.h"
#include "zone_of.h"

static const struct str no_notes = {"", 0};

static void show_diags(struct buf *out, const struct zf_zone *zone)
{
	buf_reset(out);
	for (size_t i = 0; i < zone->diags.count; i++)
		diag_print(out, &zone->diags.items[i], DIAG_PLAIN);
}

static void expect_shown(const char *apex, const char *lines, const char *want)
{
	struct zf_zone *zone = zone_of(apex, lines);
	struct buf out;
	buf_init(&out, 0);
	zone_show(&out, zone);
	assert_string_equal(out.data, want);
	buf_free(&out);
	zf_zone_free(zone);
}

static void soa_and_ns_come_first_then_canonical_order(void **state)
{
	(void)state;
	expect_shown("example.com.",
		"www 300 A 192.0.2.2\n"
		"www 300 A 192.0.2.1\n"
		"other.test. 60 A 192.0.2.9\n"
		"a.www 300 AAAA ::1\n"
		"@ 300 A 192.0.2.3\n"
		"@ 300 CNAME b.\n"
		"@ 300 TXT \"b\"\n"
		"* 300 A 192.0.2.4\n"
		"@ 3600 NS n.\n"
		"WWW 300 TXT \"\"\n"
		"wwW-x 300 A 192.0.2.5\n"
		"@ 3600 SOA n. h. 1 2 3 4 5\n"
		"com. 5 A 192.0.2.8\n"
		"@ 300 TYPE65280 \\# 0\n",
		"@ 3600 SOA 016e0001680000000001000000020000000300000004"
		"00000005\n"
		"@ 3600 NS 016e00\n"
		"@ 300 A c0000203\n"
		"@ 300 CNAME 016200\n"
		"@ 300 TXT 0162\n"
		"@ 300 TYPE65280 \n"
		"* 300 A c0000204\n"
		"www 300 A c0000201\n"
		"www 300 A c0000202\n"
		"www 300 TXT 00\n"
		"a.www 300 AAAA 00000000000000000000000000000001\n"
		"www-x 300 A c0000205\n"
		"com. 5 A c0000208\n"
		"other.test. 60 A c0000209\n");
}

/* RFC 4034 section 6.1. */
static void owners_are_in_dnssec_order(void **state)
{
	(void)state;
	expect_shown("example.",
		"\\200.z 1 A 1.2.3.4\n"
		"zABC.a 1 A 1.2.3.4\n"
		"*.z 1 A 1.2.3.4\n"
		"a 1 A 1.2.3.4\n"
		"\\001.z 1 A 1.2.3.4\n"
		"yljkjljk.a 1 A 1.2.3.4\n"
		"z 1 A 1.2.3.4\n"
		"@ 1 A 1.2.3.4\n"
		"Z.a 1 A 1.2.3.4\n",
		"@ 1 A 01020304\n"
		"a 1 A 01020304\n"
		"yljkjljk.a 1 A 01020304\n"
		"z.a 1 A 01020304\n"
		"zabc.a 1 A 01020304\n"
		"z 1 A 01020304\n"
		"\\001.z 1 A 01020304\n"
		"*.z 1 A 01020304\n"
		"\\200.z 1 A 01020304\n");
}

static void rdata_is_in_canonical_order(void **state)
{
	(void)state;
	expect_shown(".",
		"a 1 TYPE65280 \\# 2 0000\n"
		"a 1 TYPE65280 \\# 1 01\n"
		"a 1 TYPE65280 \\# 16 00000000000000000000000000000000\n"
		"a 1 TYPE65280 \\# 0\n"
		"a 1 TYPE65280 \\# 1 00\n"
		"@ 1 TYPE65280 \\# 1 00\n",
		"@ 1 TYPE65280 00\n"
		"a 1 TYPE65280 \n"
		"a 1 TYPE65280 00\n"
		"a 1 TYPE65280 0000\n"
		"a 1 TYPE65280 00000000000000000000000000000000\n"
		"a 1 TYPE65280 01\n");
}

static void ranks_and_types_are_inverse(void **state)
{
	bool seen[2][65536] = {{false}};
	(void)state;
	for (unsigned type = 0; type < 65536; type++) {
		for (int apex = 0; apex < 2; apex++) {
			uint16_t rank = type_to_rank((uint16_t)type, apex);
			assert_int_equal(type_from_rank(rank, apex), type);
			assert_false(seen[apex][rank]);
			seen[apex][rank] = true;
		}
		assert_int_equal(type_to_rank((uint16_t)type, false), type);
	}
	assert_int_equal(type_to_rank(TYPE_SOA, true), 0);
	assert_int_equal(type_to_rank(TYPE_NS, true), 1);
}

static void records_are_read(void **state)
{
	struct zf_zone *zone = zone_of("Example.COM.",
		"; above\n"
		"WWW 300 A 192.0.2.2 ;@b {\"x\":1} ;@a {\"proxied\":true} ; behind\n"
		"x.test. 5 TXT \"y\"\n");
	struct zf_record text = {0};
	struct name owner, www = name_of("www.example.com."), x = name_of("x.test.");
	struct str json;
	struct note note;
	size_t at = 0;
	struct buf out;
	(void)state;
	assert_int_equal(zf_zone_count(zone), 2);
	assert_string_equal(zf_zone_name(zone), "example.com.");
	const struct rec *r = zone->recs[0];
	assert_int_equal(rec_type(r), TYPE_A);
	assert_int_equal(r->ttl, 300);
	assert_int_equal(rec_line(r), 2);
	assert_string_equal(rec_file(zone, r), "test.zone");
	assert_int_equal(r->rdata_len, 4);
	assert_memory_equal(rec_rdata(r), "\300\0\2\2", 4);
	rec_owner(zone, r, &owner);
	assert_int_equal(owner.len, www.len);
	assert_memory_equal(owner.wire, www.wire, www.len);
	rec_owner(zone, zone->recs[1], &owner);
	assert_memory_equal(owner.wire, x.wire, x.len);
	assert_true(rec_has_annotation(r, "a", &json));
	assert_true(str_eq(json, "{\"proxied\":true}"));
	assert_true(rec_has_annotation(r, "b", NULL));
	assert_false(rec_has_annotation(r, "c", NULL));
	assert_false(rec_has_annotation(r, "", NULL));
	assert_true(rec_note_next(r, &at, &note) && note.kind == NOTE_ANNOTATION);
	assert_true(rec_note_next(r, &at, &note) && note.kind == NOTE_ANNOTATION);
	assert_true(rec_note_next(r, &at, &note) && note.kind == NOTE_LEADING);
	assert_true(str_eq(note.text, "; above"));
	assert_true(rec_note_next(r, &at, &note) && note.kind == NOTE_TRAILING);
	assert_true(str_eq(note.text, "; behind"));
	assert_false(rec_note_next(r, &at, &note));
	zf_zone_record(zone, 0, &text);
	assert_string_equal(text.name, "www.example.com.");
	assert_string_equal(text.type, "A");
	assert_string_equal(text.rdata, "192.0.2.2");
	assert_int_equal(text.ttl, 300);
	zf_zone_record(zone, 1, &text);
	assert_string_equal(text.name, "x.test.");
	assert_string_equal(text.rdata, "\"y\"");
	zf_record_release(&text);
	buf_init(&out, 0);
	rec_print_owner(&out, zone, zone->recs[1]);
	buf_addc(&out, ' ');
	rec_print_owner_absolute(&out, zone, r);
	assert_string_equal(out.data, "x.test. www.example.com.");
	buf_free(&out);
	zf_zone_free(zone);
}

static void annotations_compare_without_comments(void **state)
{
	struct zf_zone *zone = zone_of("t.", "; leading\n"
					     "a 1 A 1.2.3.4 ;@x {\"a\":1} ; one\n"
					     "b 1 A 1.2.3.4 ;@x { \"a\" : 1 } ; another\n"
					     "c 1 A 1.2.3.4 ;@x {\"a\":2}\n"
					     "d 1 A 1.2.3.4\n"
					     "e 1 A 1.2.3.4 ; x\n"
					     "f 1 A 1.2.3.4 ;@x {\"a\":1} ;@y {}\n");
	struct rec **r = zone->recs;
	(void)state;
	assert_true(rec_same_annotations(r[0], r[1]));
	assert_false(rec_same_annotations(r[0], r[2]));
	assert_false(rec_same_annotations(r[0], r[3]));
	assert_true(rec_same_annotations(r[3], r[4]));
	assert_false(rec_same_annotations(r[0], r[5]));
	zf_zone_free(zone);
}

static void synthesised_records_are_known(void **state)
{
	struct zf_zone *zone =
		zone_of("t.", "a 1 A 1.2.3.4 ;@zoneferry {\"synthesised\":true}\n"
			      "b 1 A 1.2.3.4 ;@zoneferry {\"a\":1,\"synthesised\":true}\n"
			      "c 1 A 1.2.3.4 ;@zoneferry {\"synthesised\":false}\n"
			      "d 1 A 1.2.3.4 ;@other {\"synthesised\":true}\n"
			      "e 1 A 1.2.3.4 ;@zoneferry {\"text\":\"\\\"synthesised\\\":true\"}\n"
			      "f 1 A 1.2.3.4\n");
	(void)state;
	for (size_t i = 0; i < zone->count; i++)
		assert_int_equal(rec_is_synthesised(zone->recs[i]), i < 2);
	zf_zone_free(zone);
}

static void the_soa_is_the_apexs(void **state)
{
	struct zf_zone *with = zone_of("t.", "@ 1 SOA a. b. 1 2 3 4 5\n");
	struct zf_zone *without = zone_of("t.", "@ 1 NS a.\nx 1 SOA a. b. 1 2 3 4 5\n");
	struct zf_zone *empty = zone_of("t.", "");
	(void)state;
	assert_ptr_equal(zone_soa(with), with->recs[0]);
	assert_null(zone_soa(without));
	assert_null(zone_soa(empty));
	zf_zone_free(with);
	zf_zone_free(without);
	zf_zone_free(empty);
}

static void sets_are_found(void **state)
{
	struct zf_zone *zone = zone_of("t.", "@ 1 SOA a. b. 1 2 3 4 5\n"
					     "@ 1 A 1.2.3.4\n"
					     "b 1 A 1.2.3.4\n"
					     "b 1 A 1.2.3.5\n"
					     "b 1 MX 1 x.\n"
					     "c 1 A 1.2.3.4\n");
	static const struct {
		const char *owner;
		uint16_t type;
		size_t want;
	} cases[] = {{"t.", 0, 0}, {"t.", TYPE_SOA, 0}, {"t.", TYPE_NS, 1}, {"t.", TYPE_A, 1},
		{"t.", TYPE_TXT, 2}, {"a.t.", 0, 2}, {"B.T.", 0, 2}, {"b.t.", TYPE_A, 2},
		{"b.t.", TYPE_NS, 4}, {"b.t.", TYPE_MX, 4}, {"b.t.", TYPE_TXT, 5}, {"a.b.t.", 0, 5},
		{"c.t.", TYPE_A, 5}, {"c.t.", TYPE_AAAA, 6}, {"d.t.", 0, 6}, {"other.", TYPE_A, 6}};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct name owner = name_of(cases[i].owner);
		assert_int_equal(zone_find(zone, &owner, cases[i].type), cases[i].want);
	}
	assert_int_equal(zone_rrset_end(zone, 0), 1);
	assert_int_equal(zone_rrset_end(zone, 2), 4);
	assert_int_equal(zone_rrset_end(zone, 3), 4);
	assert_int_equal(zone_rrset_end(zone, 5), 6);
	assert_int_equal(zone_owner_end(zone, 0), 2);
	assert_int_equal(zone_owner_end(zone, 2), 5);
	assert_int_equal(zone_owner_end(zone, 5), 6);
	zf_zone_free(zone);
}

static void duplicates_collapse_with_a_warning(void **state)
{
	static const struct {
		const char *lines, *zone, *diags;
	} cases[] = {
		{"a 60 A 1.2.3.4\nb 60 A 1.2.3.4\nA 60 A 1.2.3.4\na 60 A 1.2.3.4\n",
			"a 60 A 01020304\nb 60 A 01020304\n",
			"test.zone:3: warning: a.t. A 1.2.3.4 is there already, on line 1, and "
			"counts once [duplicate]\n"
			"test.zone:4: warning: a.t. A 1.2.3.4 is there already, on line 1, and "
			"counts once [duplicate]\n"},
		{"a 60 A 1.2.3.4\na 50 A 1.2.3.4\na 70 A 1.2.3.4\n", "a 50 A 01020304\n",
			"test.zone:2: warning: a.t. A 1.2.3.4 is there already, on line 1, with "
			"TTL 60, not 50; the lower one is kept [duplicate-ttl]\n"
			"test.zone:3: warning: a.t. A 1.2.3.4 is there already, on line 1, with "
			"TTL 60, not 70; the lower one is kept [duplicate-ttl]\n"},
		{"a 60 A 1.2.3.4\na 61 A 1.2.3.5\na 60 A 1.2.3.6\n",
			"a 60 A 01020304\na 61 A 01020305\na 60 A 01020306\n",
			"test.zone:2: warning: the records of a.t. A have different TTLs, 60 and "
			"61 [mixed-ttl]\n"},
		{"a 60 A 1.2.3.4\na 50 A 1.2.3.4\na 50 A 1.2.3.5\n",
			"a 50 A 01020304\na 50 A 01020305\n",
			"test.zone:2: warning: a.t. A 1.2.3.4 is there already, on line 1, with "
			"TTL 60, not 50; the lower one is kept [duplicate-ttl]\n"},
	};
	struct buf out;
	(void)state;
	buf_init(&out, 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct zf_zone *zone = zone_of("t.", cases[i].lines);
		zone_show(&out, zone);
		assert_string_equal(out.data, cases[i].zone);
		show_diags(&out, zone);
		assert_string_equal(out.data, cases[i].diags);
		zf_zone_free(zone);
	}
	buf_free(&out);
}

static void signatures_may_differ_in_ttl(void **state)
{
	static const char rest[] = "8 1 60 20260101000000 20250101000000 1 t. AQ==\n";
	struct buf lines;
	(void)state;
	buf_init(&lines, 0);
	buf_printf(&lines, "a 60 RRSIG A %sa 50 RRSIG TXT %s", rest, rest);
	struct zf_zone *zone = zone_of("t.", lines.data);
	assert_int_equal(zone->count, 2);
	assert_int_equal(zone->diags.count, 0);
	buf_free(&lines);
	zf_zone_free(zone);
}

static void duplicates_keep_all_notes(void **state)
{
	struct zf_zone *zone = zone_of("t.", "; one\n"
					     "a 60 A 1.2.3.4 ;@x {\"n\":1} ; same\n"
					     "; two\n"
					     "a 60 A 1.2.3.4 ;@x {\"n\":2} ;@y {} ; same\n"
					     "a 60 A 1.2.3.4 ;@x {\"n\":1} ; other\n");
	static const char *const want[] = {
		"{\"n\":1}", "{}", "; one", "; two", "; same", "; other"};
	struct note note;
	struct buf out;
	size_t at = 0;
	(void)state;
	buf_init(&out, 0);
	assert_int_equal(zone->count, 1);
	for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		assert_true(rec_note_next(zone->recs[0], &at, &note));
		assert_true(str_eq(note.text, want[i]));
	}
	assert_false(rec_note_next(zone->recs[0], &at, &note));
	show_diags(&out, zone);
	assert_string_equal(out.data,
		"test.zone:4: warning: a.t. A 1.2.3.4 is there already, on line 2, and counts once "
		"[duplicate]\n"
		"test.zone:4: warning: a.t. A 1.2.3.4 has another ;@x than the same record before; "
		"that one is kept [duplicate-annotation]\n"
		"test.zone:5: warning: a.t. A 1.2.3.4 is there already, on line 2, and counts once "
		"[duplicate]\n");
	buf_free(&out);
	zf_zone_free(zone);
}

static void duplicates_of_other_files_and_of_none_are_named(void **state)
{
	static const uint8_t rdata[] = {1, 2, 3, 4};
	struct name apex = name_of("t.");
	struct zone_builder *b = zone_builder_new(&apex, "x");
	struct buf out;
	(void)state;
	unsigned first = zone_builder_file(b, "a.zone"), second = zone_builder_file(b, "b.zone");
	assert_int_equal(zone_builder_file(b, "a.zone"), first);
	uint32_t places[] = {rec_place(second, 9), rec_place(first, 99999999), 0};
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(
			zone_builder_add(b, &apex, TYPE_A, 1, rdata, 4, no_notes, places[i], NULL),
			ZF_OK);
	for (size_t i = 0; i < 2; i++)
		zone_builder_add_provider_record(b, STR("p"), STR("{}"));
	struct zf_zone *zone = zone_builder_seal(b);
	buf_init(&out, 0);
	show_diags(&out, zone);
	assert_string_equal(out.data,
		"a.zone:67108863: warning: t. A 1.2.3.4 is there already, and counts once [duplicate]\n"
		"b.zone:9: warning: t. A 1.2.3.4 is there already, and counts once [duplicate]\n"
		"warning: the provider record ;@p {} is there twice and counts once [duplicate]\n");
	buf_free(&out);
	zf_zone_free(zone);
}

static void provider_records_are_sorted(void **state)
{
	struct zf_zone *zone =
		zone_of("t.", ";@b {\"n\":1}\n;@a {\"n\":2}\n;@ab {}\n;@a {\"n\":1}\n");
	static const char *const want[] = {"a{\"n\":1}", "a{\"n\":2}", "ab{}", "b{\"n\":1}"};
	(void)state;
	assert_int_equal(zone->provider_record_count, 4);
	for (size_t i = 0; i < 4; i++) {
		const struct provider_record *p = &zone->provider_records[i];
		assert_int_equal(p->provider.n + p->json.n, strlen(want[i]));
		assert_memory_equal(p->provider.p, want[i], p->provider.n);
		assert_memory_equal(p->json.p, want[i] + p->provider.n, p->json.n);
		assert_int_equal(zone_place_provider_record(zone, p), i);
		assert_true(zone_has_provider_record(zone, p));
	}
	struct provider_record none[] = {
		{STR("a"), STR("{}")}, {STR("aa"), STR("{}")}, {STR("c"), STR("{}")}};
	static const size_t place[] = {2, 2, 4};
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(zone_place_provider_record(zone, &none[i]), place[i]);
		assert_false(zone_has_provider_record(zone, &none[i]));
	}
	zf_zone_free(zone);
}

static void records_are_found(void **state)
{
	struct zf_zone *zone = zone_of("t.",
		"a 1 A 1.2.3.4\na 1 A 1.2.3.6\na 1 TXT x\nb 1 A 1.2.3.4\nb 1 TYPE65280 \\# 0\n");
	static const struct {
		const char *owner;
		uint16_t type;
		const char *rdata;
		size_t n, want;
	} cases[] = {
		{"a.t.", TYPE_A, "\1\2\3\4", 4, 0},
		{"a.t.", TYPE_A, "\1\2\3\5", 4, 5},
		{"a.t.", TYPE_A, "\1\2\3\6", 4, 1},
		{"a.t.", TYPE_A, "\1\2\3", 3, 5},
		{"a.t.", TYPE_A, "", 0, 5},
		{"a.t.", TYPE_AAAA, "\1\2\3\4", 4, 5},
		{"aa.t.", TYPE_A, "\1\2\3\4", 4, 5}, /* behind it stand equal RDATA of another */
		{"b.t.", TYPE_A, "\1\2\3\4", 4, 3},
		{"b.t.", 65280, "", 0, 4},
		{"b.t.", 65280, "x", 1, 5},
	};
	(void)state;
	assert_int_equal(zone->count, 5);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct name owner = name_of(cases[i].owner);
		struct str rdata = {cases[i].rdata, cases[i].n};
		assert_int_equal(
			zone_find_record(zone, &owner, cases[i].type, rdata), cases[i].want);
	}
	for (size_t i = 0; i < zone->count; i++)
		assert_int_equal(zone_place(zone, zone->recs[i]), i);
	struct zf_zone *other = zone_of("t.", "a 1 A 1.2.3.5\nb 1 TXT y\n");
	assert_int_equal(zone_place(zone, other->recs[0]), 1);
	assert_int_equal(zone_place(zone, other->recs[1]), 4);
	zf_zone_free(other);
	zf_zone_free(zone);
}

static void another_apex_makes_keys_anew(void **state)
{
	static const char lines[] =
		"@ 1 SOA a. b. 1 2 3 4 5 ;@x {}\n@ 1 NS a.\n@ 1 A 1.2.3.4\nx 1 A 1.2.3.4\n"
		"a.com. 1 NS b.\nother. 1 A 1.2.3.4\n";
	static const char *const apexes[] = {"com.", ".", "x.a.com.", "test.", "a.com."};
	struct name first = name_of("A.com."), apex;
	struct zone_builder *b = zone_builder_new(&first, "x");
	struct zf_zone *want = zone_of("a.com.", lines);
	struct buf x, y;
	(void)state;
	build_lines(b, &first, lines);
	for (size_t i = 0; i < sizeof(apexes) / sizeof(apexes[0]); i++) {
		apex = name_of(apexes[i]);
		zone_builder_set_apex(b, &apex);
	}
	struct zf_zone *zone = zone_builder_seal(b);
	buf_init(&x, 0);
	buf_init(&y, 0);
	zone_show(&x, want);
	zone_show(&y, zone);
	assert_string_equal(y.data, x.data);
	assert_string_equal(zone->apex_text, "a.com.");
	assert_true(rec_has_annotation(zone->recs[0], "x", NULL));
	buf_free(&x);
	buf_free(&y);
	zf_zone_free(want);
	zf_zone_free(zone);
}

static void builders_are_joined(void **state)
{
	static const uint8_t rdata[] = {1, 2, 3, 4};
	struct name apex = name_of("t."), wrong = name_of("wrong."), owner = name_of("x.t.");
	struct zone_builder *a = zone_builder_new(&apex, "a"), *b = zone_builder_new(&wrong, "b");
	struct buf out;
	(void)state;
	build_lines(a, &apex, "a 1 A 1.2.3.4\n;@p {\"n\":2}\n");
	zone_builder_file(b, "inc.zone");
	build_lines(b, &apex, "\na 1 A 1.2.3.4\nb 1 A 1.2.3.4\n;@p {\"n\":1}\n");
	zone_builder_set_trailer(b, STR("; end\n"));
	diags_add(zone_builder_diags(b), DIAG_ERROR, "x", "f", 1, 1, "y");
	zone_builder_add(b, &owner, TYPE_A, 1, rdata, 4, no_notes,
		rec_place(zone_builder_file(b, "inc.zone"), 7), NULL);
	assert_int_equal(zone_builder_join(a, b, NULL), ZF_OK);
	assert_int_equal(zone_builder_count(a), 4);
	zone_builder_add(a, &owner, TYPE_A, 2, rdata, 3, no_notes, 0, NULL);
	struct zf_zone *zone = zone_builder_seal(a);
	buf_init(&out, 0);
	zone_show(&out, zone);
	assert_string_equal(
		out.data, "a 1 A 01020304\nb 1 A 01020304\nx 2 A 010203\nx 1 A 01020304\n");
	assert_string_equal(rec_file(zone, zone->recs[1]), "test.zone");
	assert_int_equal(rec_line(zone->recs[1]), 3);
	assert_null(rec_file(zone, zone->recs[2]));
	assert_string_equal(rec_file(zone, zone->recs[3]), "inc.zone");
	assert_int_equal(zone->provider_record_count, 2);
	assert_true(str_eq(zone->trailer, "; end\n"));
	assert_int_equal(zone->diags.errors, 1);
	assert_string_equal(zone->source, "a");
	assert_string_equal(zone->apex_text, "t.");
	buf_free(&out);
	zf_zone_free(zone);
}

static void the_files_are_limited(void **state)
{
	struct name apex = name_of("t.");
	struct zone_builder *b = zone_builder_new(&apex, "x");
	char name[16];
	(void)state;
	for (unsigned i = 0; i < REC_FILES + 5; i++) {
		snprintf(name, sizeof(name), "%u", i);
		assert_int_equal(zone_builder_file(b, name), i < REC_FILES ? i : REC_FILES - 1);
	}
	zone_builder_free(b);
}

static void records_are_limited(void **state)
{
	struct name apex = name_of("t.");
	struct zone_builder *a = zone_builder_new(&apex, ""), *b = zone_builder_new(&apex, "");
	struct zf_error err = ZF_ERROR_INIT;
	(void)state;
	zone_builder_set_limit(a, 2);
	build_lines(a, &apex, "a 1 A 1.2.3.4\na 1 A 1.2.3.4\n");
	assert_int_equal(
		zone_builder_add(a, &apex, TYPE_A, 1, NULL, 0, no_notes, 0, &err), ZF_ERR_LIMIT);
	assert_string_equal(err.id, "too-many-records");
	assert_string_equal(err.text, "the zone has more than 2 records (--max-records)");
	build_lines(b, &apex, "b 1 A 1.2.3.4\n");
	assert_int_equal(zone_builder_join(a, b, NULL), ZF_ERR_LIMIT);
	assert_int_equal(zone_builder_count(a), 2);
	zone_builder_free(a);
}

/* What the records take in memory is bounded, too. */
static void octets_are_counted(void **state)
{
	struct name apex, owner;
	struct zf_error err = ZF_ERROR_INIT;
	static const uint8_t address[] = {192, 0, 2, 1};
	(void)state;
	assert_int_equal(name_parse_absolute(&apex, "example.com.", &err), ZF_OK);
	assert_int_equal(name_parse_absolute(&owner, "a.example.com.", &err), ZF_OK);
	struct zone_builder *b = zone_builder_new(&apex, "x");
	size_t before = b->octets;
	zone_builder_add_provider_record(b, STR("x"), STR("{\"a\":\"0123456789\"}"));
	assert_true(b->octets >= before + 18);
	assert_int_equal(
		zone_builder_add(b, &owner, TYPE_A, 1, address, 4, STR(""), 0, &err), ZF_OK);
	b->octets = ZONE_MAX_OCTETS;
	assert_int_equal(
		zone_builder_add(b, &owner, TYPE_A, 1, address, 4, STR(""), 0, &err), ZF_ERR_LIMIT);
	assert_string_equal(err.id, "too-many-octets");
	err = (struct zf_error)ZF_ERROR_INIT;
	zone_builder_set_limit(b, 2 * (size_t)ZONE_MAX_RECORDS);
	assert_int_equal(zone_builder_check_octets(b, &err), ZF_OK);
	zone_builder_set_limit(b, ZONE_MAX_RECORDS);
	b->octets = 0;
	struct zone_builder *more = zone_builder_new(&apex, "y");
	more->octets = ZONE_MAX_OCTETS + 1;
	assert_int_equal(zone_builder_join(b, more, &err), ZF_ERR_LIMIT);
	zone_builder_free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(soa_and_ns_come_first_then_canonical_order),
		cmocka_unit_test(owners_are_in_dnssec_order),
		cmocka_unit_test(rdata_is_in_canonical_order),
		cmocka_unit_test(ranks_and_types_are_inverse),
		cmocka_unit_test(records_are_read),
		cmocka_unit_test(annotations_compare_without_comments),
		cmocka_unit_test(synthesised_records_are_known),
		cmocka_unit_test(the_soa_is_the_apexs),
		cmocka_unit_test(sets_are_found),
		cmocka_unit_test(duplicates_collapse_with_a_warning),
		cmocka_unit_test(signatures_may_differ_in_ttl),
		cmocka_unit_test(duplicates_keep_all_notes),
		cmocka_unit_test(duplicates_of_other_files_and_of_none_are_named),
		cmocka_unit_test(provider_records_are_sorted),
		cmocka_unit_test(records_are_found),
		cmocka_unit_test(another_apex_makes_keys_anew),
		cmocka_unit_test(builders_are_joined),
		cmocka_unit_test(the_files_are_limited),
		cmocka_unit_test(records_are_limited),
		cmocka_unit_test(octets_are_counted),
	};
	return cmocka_run_group_tests_name("zone", tests, NULL, NULL);
}
