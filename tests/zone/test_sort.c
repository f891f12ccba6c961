/* Sorting and sealing: whatever the order of adding, one zone. */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "random_zone.h"
#include "zone_of.h"

static const struct str no_notes = {"", 0};

static void add(struct zone_builder *b, const struct random_record *r)
{
	assert_int_equal(zone_builder_add(b, &r->owner, r->type, r->ttl, r->rdata, r->rdata_len,
				 no_notes, 0, NULL),
		ZF_OK);
}

static void check_sealed(const struct zf_zone *zone)
{
	for (size_t i = 1; i < zone->count; i++)
		assert_true(rec_cmp(zone->recs[i - 1], zone->recs[i]) < 0);
}

static void order_of_adding_does_not_matter(void **state)
{
	enum { RECORDS = 700, ROUNDS = 30 };
	struct random random = {1};
	struct random_record *records = malloc(RECORDS * sizeof(*records));
	struct name apex = name_of("example.com.");
	struct buf x, y;
	(void)state;
	buf_init(&x, 0);
	buf_init(&y, 0);
	for (int round = 0; round < ROUNDS; round++) {
		struct zone_builder *one = zone_builder_new(&apex, ""),
				    *two = zone_builder_new(&apex, "");
		struct zone_builder *half = zone_builder_new(&apex, "");
		size_t count = 1 + random_below(&random, RECORDS);
		for (size_t i = 0; i < count; i++) {
			if (i > 0 && random_below(&random, 10) == 0) /* a duplicate */
				records[i] = records[random_below(&random, (uint32_t)i)];
			else
				random_record(&records[i], &random, &apex);
			add(one, &records[i]);
		}
		for (size_t i = count; i > 0; i--)
			add(random_below(&random, 2) ? two : half, &records[i - 1]);
		assert_int_equal(zone_builder_join(two, half, NULL), ZF_OK);
		struct zf_zone *a = zone_builder_seal(one), *b = zone_builder_seal(two);
		zone_show(&x, a);
		zone_show(&y, b);
		assert_string_equal(x.data, y.data);
		check_sealed(a);
		assert_int_equal(a->diags.warnings, b->diags.warnings);
		zf_zone_free(a);
		zf_zone_free(b);
	}
	buf_free(&x);
	buf_free(&y);
	free(records);
}

/* A sealed zone's records, added again in their order and another, give the same zone. */
static void sealing_is_idempotent(void **state)
{
	struct random random = {2};
	struct name apex = name_of("t."), owner;
	struct random_record record;
	struct zone_builder *b = zone_builder_new(&apex, "");
	struct buf x, y;
	(void)state;
	for (size_t i = 0; i < 3000; i++) {
		random_record(&record, &random, &apex);
		add(b, &record);
	}
	struct zf_zone *zone = zone_builder_seal(b);
	buf_init(&x, 0);
	buf_init(&y, 0);
	zone_show(&x, zone);
	for (size_t step = 1; step <= 7; step += 6) {
		b = zone_builder_new(&apex, "");
		for (size_t from = 0; from < step; from++) {
			for (size_t i = from; i < zone->count; i += step) {
				const struct rec *r = zone->recs[i];
				rec_owner(zone, r, &owner);
				zone_builder_add(b, &owner, rec_type(r), r->ttl, rec_rdata(r),
					r->rdata_len, no_notes, 0, NULL);
			}
		}
		struct zf_zone *again = zone_builder_seal(b);
		zone_show(&y, again);
		assert_string_equal(x.data, y.data);
		zf_zone_free(again);
	}
	buf_free(&x);
	buf_free(&y);
	zf_zone_free(zone);
}

static int by_rec(const void *a, const void *b)
{
	return rec_cmp(a, *(struct rec *const *)b);
}

/* The index of a record in a sealed zone; it must be there. */
static size_t index_of(const struct zf_zone *zone, const struct random_record *wanted)
{
	union {
		struct rec rec;
		uint8_t room[sizeof(struct rec) + NAME_MAX_KEY + 2 + sizeof(wanted->rdata)];
	} u = {.rec = {.ttl = 0}};
	struct rec *r = &u.rec;
	r->key_len = (uint16_t)name_to_key(r->data, &wanted->owner, &zone->apex);
	r->rdata_len = (uint16_t)wanted->rdata_len;
	uint16_t rank = type_to_rank(wanted->type, key_is_apex(r->data));
	r->data[r->key_len] = (uint8_t)(rank >> 8);
	r->data[r->key_len + 1] = (uint8_t)rank;
	memcpy(r->data + r->key_len + 2, wanted->rdata, wanted->rdata_len);
	struct rec **found = bsearch(r, zone->recs, zone->count, sizeof(*zone->recs), by_rec);
	assert_non_null(found);
	return (size_t)(found - zone->recs);
}

/* Shapes of zones that are hard for a radix sort. */
enum shape { RANDOM, ONE_OWNER, LONG_OWNERS, LONG_RDATA, ZEROS, FEW_VALUES, ALL_EQUAL, SHAPES };

static void shape_record(struct random_record *r, struct random *random, enum shape shape)
{
	struct name apex = name_of("t."), deep = apex;
	for (int i = 0; i < 3; i++) { /* three labels of 60 octets */
		memmove(deep.wire + 61, deep.wire, deep.len);
		deep.wire[0] = 60;
		memset(deep.wire + 1, 'a', 60);
		deep.len = (uint8_t)(deep.len + 61);
	}
	random_record(r, random, shape == LONG_OWNERS ? &deep : &apex);
	if (shape == RANDOM || shape == LONG_OWNERS)
		return;
	r->owner = apex;
	r->type = 65280;
	memset(r->rdata, shape == ZEROS ? 0 : 7, sizeof(r->rdata));
	r->rdata_len = shape == ONE_OWNER ? 0 : 200;
	if (shape == ZEROS)
		r->rdata_len = random_below(random, 300);
	else if (shape == FEW_VALUES)
		r->rdata_len = random_below(random, 1000) ? 3 : random_below(random, 5);
	else if (shape != ALL_EQUAL)
		for (int n = 0; n < 3; n++)
			r->rdata[r->rdata_len++] = (uint8_t)random_below(random, 256);
}

/* Enough records for several threads. The zone holds what was added and nothing else. */
static void large_zones_are_sorted(void **state)
{
	enum { RECORDS = 30000 };
	struct name apex = name_of("t.");
	struct random random = {3};
	struct random_record *records = malloc(RECORDS * sizeof(*records));
	(void)state;
	for (enum shape shape = 0; shape < SHAPES; shape++) {
		struct zone_builder *b = zone_builder_new(&apex, "");
		for (size_t i = 0; i < RECORDS; i++) {
			shape_record(&records[i], &random, shape);
			add(b, &records[i]);
		}
		struct zf_zone *zone = zone_builder_seal(b);
		bool *seen = calloc(zone->count, sizeof(*seen));
		size_t distinct = 0;
		check_sealed(zone);
		for (size_t i = 0; i < RECORDS; i++) {
			size_t at = index_of(zone, &records[i]);
			distinct += !seen[at];
			seen[at] = true;
		}
		assert_int_equal(distinct, zone->count);
		free(seen);
		zf_zone_free(zone);
	}
	free(records);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(order_of_adding_does_not_matter),
		cmocka_unit_test(sealing_is_idempotent),
		cmocka_unit_test(large_zones_are_sorted),
	};
	return cmocka_run_group_tests_name("sort", tests, NULL, NULL);
}
