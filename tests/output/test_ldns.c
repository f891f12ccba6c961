/* export -f ldns: the octets of ldns-read-zone -z, which gets the same zone in generic form. */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "output.h"
#include "random_zone.h"
#include "rdata.h"
#include "text_of.h"
#include "tsv.h"

/* Zones that are read by one run of ldns-read-zone each, all started by one shell. */
struct batch {
	char folder[32];
	unsigned count;
	struct buf ours; /* of all of them */
};

static void begin(struct batch *b)
{
	*b = (struct batch){.folder = "/tmp/zf-test-ldns-XXXXXX"};
	assert_non_null(mkdtemp(b->folder));
	buf_init(&b->ours, 0);
}

static void add(struct batch *b, const struct zf_zone *zone)
{
	const struct output_options options = {0};
	const struct out_sink sink = {text_add, &b->ours};
	struct zf_error err = ZF_ERROR_INIT;
	char file[64];
	snprintf(file, sizeof(file), "%s/%04u", b->folder, b->count++);
	FILE *out = fopen(file, "w");
	assert_non_null(out);
	assert_int_equal(zf_zone_print(zone, ZF_FORMAT_GENERIC, out, &err), ZF_OK);
	assert_int_equal(fclose(out), 0);
	assert_int_equal(
		output_zone(output_find(OUTPUT_ZONE, "ldns"), zone, &options, &sink, &err), ZF_OK);
}

/* Fails with the first line that differs. */
static void compare(const char *ours, const char *theirs)
{
	size_t at = 0;
	while (ours[at] && ours[at] == theirs[at])
		at++;
	if (ours[at] == theirs[at])
		return;
	while (at > 0 && ours[at - 1] != '\n')
		at--;
	fail_msg("%.*s\n%.*s", (int)strcspn(ours + at, "\n"), ours + at,
		(int)strcspn(theirs + at, "\n"), theirs + at);
}

static void assert_same(struct batch *b)
{
	char command[128], piece[4096];
	struct buf theirs;
	size_t n;
	buf_init(&theirs, 0);
	snprintf(command, sizeof(command),
		"cd %s && for f in *; do ldns-read-zone -z $f; done; rm -r %s", b->folder,
		b->folder);
	FILE *in = popen(command, "r");
	assert_non_null(in);
	while ((n = fread(piece, 1, sizeof(piece), in)) > 0)
		buf_add(&theirs, piece, n);
	assert_int_equal(pclose(in), 0);
	compare(b->ours.data, theirs.data);
	buf_free(&theirs);
	buf_free(&b->ours);
}

static bool is_there(void)
{
	return system("command -v ldns-read-zone >/dev/null") == 0;
}

static void random_zones(void **state)
{
	struct random r = {1};
	struct batch b;
	(void)state;
	if (!is_there())
		skip();
	begin(&b);
	for (int i = 0; i < 1000; i++) {
		struct zf_zone *zone = random_zone(&r, 30);
		add(&b, zone);
		zf_zone_free(zone);
	}
	assert_same(&b);
}

static bool has_row(const struct tsv *t, char **field)
{
	for (size_t i = 0; i < t->count; i++)
		if (strcmp(t->rows[i].field[0], field[0]) == 0 &&
			strcmp(t->rows[i].field[1], field[1]) == 0)
			return true;
	return false;
}

/* Every text of RDATA that both read alike, a record each, but for octets that have no text. */
static void all_types(void **state)
{
	struct tsv list, valid;
	const struct name apex = name_of("example.test.");
	struct zf_error err = ZF_ERROR_INIT;
	struct zone_builder *b = zone_builder_new(&apex, "all");
	struct batch batch;
	(void)state;
	if (!is_there())
		skip();
	build_lines(b, &apex, "@ 60 SOA ns.test. h.test. 1 2 3 4 5\n");
	tsv_read(&list, "testdata/zone/rdata/ldns.tsv");
	tsv_read(&valid, "testdata/zone/rdata/valid.tsv");
	for (size_t i = 0; i < valid.count; i++) {
		char **f = valid.rows[i].field, owner[40];
		uint16_t type = rrtype_parse(f[0], strlen(f[0]));
		struct buf rdata;
		snprintf(owner, sizeof(owner), "r%zu.example.test.", i);
		const struct name name = name_of(owner);
		if (type == TYPE_SOA || has_row(&list, f) || f[1][0] == '\\')
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
	assert_in_range(zone->count, 200, valid.count);
	begin(&batch);
	add(&batch, zone);
	assert_same(&batch);
	zf_zone_free(zone);
	tsv_free(&list);
	tsv_free(&valid);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_zones),
		cmocka_unit_test(all_types),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
