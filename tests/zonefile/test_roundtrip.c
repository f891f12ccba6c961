/*
 * Random zones of all types through text and back: read(print(z)) = z, and printing what was read
 * gives the same text. ROUNDS in the environment asks for more of them.
 */
#include "test.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "rdata.h"
#include "tsv.h"
#include "text_of.h"
#include "zone_of.h"
#include "zonefile.h"

enum { MOST_RDATA = 8192, RECORDS = 60 };

static struct tsv table; /* a row of RDATA for each form of each type */
static struct random seed = {1};

static size_t rounds(size_t usual)
{
	const char *wanted = getenv("ROUNDS");
	return wanted ? strtoul(wanted, NULL, 10) : usual;
}

/* RDATA of the table, with some octets changed; valid and canonical. */
static uint16_t random_rdata(uint8_t *wire, size_t *n)
{
	for (;;) {
		const struct tsv_row *row = &table.rows[random_below(&seed, (uint32_t)table.count)];
		uint16_t type = rrtype_parse(row->field[0], strlen(row->field[0]));
		*n = tsv_hex(wire, row->field[2]);
		for (uint32_t times = random_below(&seed, 4); times > 0 && *n > 0; times--)
			wire[random_below(&seed, (uint32_t)*n)] = (uint8_t)random_below(&seed, 256);
		if (type == TYPE_SOA || rrtype_is_meta(type) ||
			!rdata_is_valid(type, wire, *n, NULL))
			continue;
		rdata_canonical(type, wire, *n);
		return type;
	}
}

/* What people and providers write beside a record. */
static void random_notes(struct buf *notes)
{
	static const char *const comments[] = {"; words", ";", ";; @ \"quoted\" (", ";@x",
		";@x {\"a\":}", ";\tcaf\303\251", "; a ;@b {\"c\":1}"};
	static const char *const json[] = {"{}", "{\"a\":[1,2,{\"b\":null}],\"proxied\":true}",
		"{\"text\":\"; \\\" \\u00e9\"}"};
	static const char *const names[] = {"bunny", "a", "x-y_9"};
	const struct str none = {"", 0};
	buf_reset(notes);
	for (uint32_t i = random_below(&seed, 3); i > 0; i--)
		note_add(notes, NOTE_ANNOTATION, str_of(names[random_below(&seed, 3)]),
			str_of(json[random_below(&seed, 3)]));
	for (uint32_t i = random_below(&seed, 3); i > 0; i--)
		note_add(notes, NOTE_LEADING, none,
			random_below(&seed, 4) ? str_of(comments[random_below(&seed, 7)]) : none);
	if (random_below(&seed, 3) == 0)
		note_add(notes, NOTE_TRAILING, none, str_of(comments[random_below(&seed, 7)]));
}

enum notes { NOTES, NO_NOTES };

static struct zf_zone *random_zone_of(const struct name *apex, enum notes with)
{
	static const uint8_t soa[] = "\1a\0\1b\0\0\0\0\1\0\0\0\2\0\0\0\3\0\0\0\4\0\0\0";
	struct zone_builder *b = zone_builder_new(apex, "");
	struct random_record record;
	uint8_t wire[MOST_RDATA];
	struct buf notes;
	buf_init(&notes, 0);
	zone_builder_add(b, apex, TYPE_SOA, 3600, soa, sizeof(soa), (struct str){"", 0}, 0, NULL);
	for (uint32_t i = random_below(&seed, RECORDS); i > 0; i--) {
		size_t n;
		uint16_t type = random_rdata(wire, &n);
		random_record(&record, &seed, apex); /* for its owner and TTL */
		if (with == NOTES)
			random_notes(&notes);
		zone_builder_add(b, &record.owner, type, record.ttl, wire, n,
			(struct str){notes.data, notes.len}, 0, NULL);
	}
	if (with == NOTES && random_below(&seed, 2))
		zone_builder_add_provider_record(b, STR("bunny"), STR("{\"id\":1}"));
	if (with == NOTES && random_below(&seed, 2))
		zone_builder_set_trailer(b, STR("; the\n\n; end\n"));
	buf_free(&notes);
	return zone_builder_seal(b);
}

static struct zf_zone *read_back(const struct buf *text, const struct zonefile_options *options)
{
	struct zf_error err = ZF_ERROR_INIT;
	struct zf_zone *zone = NULL;
	if (zonefile_parse(&zone, text->data, text->len, "t.zone", options, NULL, &err) != ZF_OK)
		fail_msg("line %lu: %s\n%s", err.line, err.text, text->data);
	return zone;
}

static void expect_same_records(const struct zf_zone *a, const struct zf_zone *b)
{
	assert_int_equal(a->count, b->count);
	for (size_t i = 0; i < a->count; i++) {
		assert_int_equal(rec_cmp(a->recs[i], b->recs[i]), 0);
		assert_int_equal(a->recs[i]->ttl, b->recs[i]->ttl);
		assert_true(rec_same_annotations(a->recs[i], b->recs[i]));
	}
	assert_int_equal(a->provider_record_count, b->provider_record_count);
}

/* Comments too stay where they are: what fmt prints, fmt leaves as it is. */
static void text_is_read_back_and_a_fixed_point(void **state)
{
	static const char *const apexes[] = {"example.com.", ".", "t.", "\\000\\255.\\$.x."};
	struct zonefile_options keep = ZONEFILE_OPTIONS_INIT;
	struct buf text, again;
	(void)state;
	keep.comments = COMMENTS_KEEP;
	buf_init(&text, 0);
	buf_init(&again, 0);
	for (size_t round = rounds(300); round > 0; round--) {
		struct name apex = name_of(apexes[round % 4]);
		struct zf_zone *zone = random_zone_of(&apex, NOTES), *back;
		buf_reset(&text);
		buf_reset(&again);
		assert_int_equal(zonefile_print(zone, text_add, &text, NULL), ZF_OK);
		keep.threads = 1 + random_below(&seed, 3);
		keep.split_size = 1 + random_below(&seed, 4000);
		back = read_back(&text, &keep);
		expect_same_records(zone, back);
		assert_int_equal(zonefile_print(back, text_add, &again, NULL), ZF_OK);
		assert_string_equal(text.data, again.data);
		zf_zone_free(zone);
		zf_zone_free(back);
	}
	buf_free(&text);
	buf_free(&again);
}

static void generic_text_is_read_back(void **state)
{
	struct zonefile_options options = ZONEFILE_OPTIONS_INIT;
	struct name apex = name_of("example.com.");
	struct buf text;
	(void)state;
	buf_init(&text, 0);
	for (size_t round = rounds(100); round > 0; round--) {
		struct zf_zone *zone = random_zone_of(&apex, NO_NOTES), *back;
		buf_reset(&text);
		assert_int_equal(zonefile_print_generic(zone, text_add, &text, NULL), ZF_OK);
		back = read_back(&text, &options);
		expect_same_records(zone, back);
		zf_zone_free(zone);
		zf_zone_free(back);
	}
	buf_free(&text);
}

/* A file's text is given back while it is read; text in memory isn't. They give the same zone. */
static void large_files_are_read_like_their_text(void **state)
{
	enum { LARGE = 60000 };
	static const uint8_t soa[] = "\1a\0\1b\0\0\0\0\1\0\0\0\2\0\0\0\3\0\0\0\4\0\0\0";
	struct name apex = name_of("t.");
	struct zone_builder *b = zone_builder_new(&apex, "");
	struct random_record r;
	struct zonefile_options options = ZONEFILE_OPTIONS_INIT;
	struct zf_error err = ZF_ERROR_INIT;
	char path[] = "/tmp/zoneferry-test-XXXXXX";
	struct buf text, again;
	(void)state;
	zone_builder_add(b, &apex, TYPE_SOA, 3600, soa, sizeof(soa), (struct str){"", 0}, 0, NULL);
	for (size_t i = 0; i < LARGE; i++) {
		random_record(&r, &seed, &apex);
		zone_builder_add(b, &r.owner, r.type, r.ttl, r.rdata, r.rdata_len,
			(struct str){"", 0}, 0, NULL);
	}
	struct zf_zone *zone = zone_builder_seal(b), *back;
	buf_init(&text, 0);
	buf_init(&again, 0);
	assert_int_equal(zonefile_print(zone, text_add, &text, NULL), ZF_OK);
	assert_true(text.len > 3 << 20);
	int fd = mkstemp(path);
	assert_int_equal(file_write_fd(fd, path, text.data, text.len, &err), ZF_OK);
	close(fd);
	for (options.threads = 1; options.threads <= 3; options.threads++) {
		assert_int_equal(zonefile_read(&back, path, &options, NULL, &err), ZF_OK);
		buf_reset(&again);
		assert_int_equal(zonefile_print(back, text_add, &again, NULL), ZF_OK);
		assert_int_equal(text.len, again.len);
		assert_memory_equal(text.data, again.data, text.len);
		zf_zone_free(back);
	}
	assert_int_equal(unlink(path), 0);
	buf_free(&text);
	buf_free(&again);
	zf_zone_free(zone);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_read_back_and_a_fixed_point),
		cmocka_unit_test(generic_text_is_read_back),
		cmocka_unit_test(large_files_are_read_like_their_text),
	};
	tsv_read(&table, "testdata/zone/rdata/valid.tsv");
	int failed = cmocka_run_group_tests_name("roundtrip", tests, NULL, NULL);
	tsv_free(&table);
	return failed;
}
